"""Enter that a review or a lawsuit is pending, that execution is suspended, and the outcome.

The subject enters it itself, or who decided does. Nothing is suspended but by the order of who
reviews or judges. What the outcome is one says and another confirms.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.proceedings import marking
from integrity.credit.proceedings.models import STATE_NAMES, Outcome, Proceeding
from integrity.credit.proceedings.models import ProceedingState as S
from integrity.credit.records import annulments, filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.annotations import Pending
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.accounts import service as accounts

FILE, DECIDE = Permission.OBJECTIONS_FILE, Permission.OBJECTIONS_DECIDE
FLOW = Flow(
    steps={S.CONCLUDED: Step(Side.DECIDER, "BASIS-REVOKED")},
    free={S.PENDING: "the organ that reviews or the court has the clock"},
    suspend=Move({S.PENDING}, S.PENDING, DECIDE),
    resume=Move({S.PENDING}, S.PENDING, DECIDE),
    report_outcome=Move({S.PENDING}, S.CONCLUDED, FILE),
    enter_outcome=Move({S.PENDING}, S.CONCLUDED, DECIDE),
    confirm_outcome=Move({S.CONCLUDED}, S.CLOSED, DECIDE),
    send_back=Move({S.CONCLUDED}, S.PENDING, DECIDE),
    take_over=Move({S.CONCLUDED}, S.CONCLUDED, Permission.RECORDS_DECIDE, corrects=True),
)
FLOW.names.update(STATE_NAMES)


class NotContestable(Refused):
    """It does not count, or something is pending against it already."""

    title = _l("不能标注")


class NotSuspended(Refused):
    """Execution is not suspended, or it is already."""

    status = 409


def hindrances(thing: CreditRecord | ListEntry, on: date) -> list[str]:
    """Why nothing can be pending against this on a day; empty when it can."""
    if isinstance(thing, ListEntry):
        counts = thing.state is EntryState.LISTED
    else:
        counts = thing.decided_on is not None and thing.state in records.COUNTING
    if not counts:
        return [_("只有正在使用的记录、已经列入的名单可以标注。")]
    last = db.session.scalars(filings.latest(Proceeding, thing)).first()
    if last and last.closed_on is None:
        return [_("已标注一件正在审理的复议或者诉讼。")]
    return []


def file(
    thing: CreditRecord | ListEntry,
    kind: Pending | str,
    organ: str,
    number: str,
    accepted_on: date,
    statement: str,
    *,
    by: audit.Actor,
    at: datetime,
    received_on: date | None = None,
) -> Proceeding:
    """Enter what was accepted, with its document: it is annotated at once, and stops nothing.

    Raises NotContestable, WrongReceipt.
    """
    day = filings.received(received_on, at)
    if reasons := hindrances(thing, day):
        raise NotContestable(" ".join(reasons))
    filings.received(accepted_on, at)
    filed = {"filed_at": at, "filed_by": by.name, "received_on": day}
    proceeding = Proceeding(
        **filings.about(thing, DECIDE) | filed,
        kind=Pending(kind),
        organ=organ,
        number=number,
        accepted_on=accepted_on,
        statement=statement,
        on_paper=received_on is not None,
        state=S.PENDING,
    )
    add_once(proceeding, NotContestable(_("已标注一件正在审理的复议或者诉讼。")))
    marking.mark(proceeding, at=at)
    audit.write(proceeding, "file", by=by, at=at, target=S.PENDING, why=statement)
    return proceeding


def suspend(
    proceeding: Proceeding, document: str, ordered_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """Who reviews or judges has ordered that execution stops; raises NotSuspended, WrongReceipt."""
    if proceeding.suspended_on and not proceeding.resumed_on:
        raise NotSuspended(_("已经停止执行。"))
    filings.received(ordered_on, at)
    proceeding.suspended_by, proceeding.suspended_on = document, local_day(at)
    proceeding.resumed_on = None
    FLOW.go(proceeding, "suspend", by=by, at=at, why=document, ordered_on=ordered_on.isoformat())
    marking.suspend(proceeding, True, at=at)


def resume(proceeding: Proceeding, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The order that stopped execution has ended; raises NotSuspended."""
    if not proceeding.suspended_on or proceeding.resumed_on:
        raise NotSuspended(_("没有停止执行。"))
    proceeding.resumed_on = local_day(at)
    FLOW.go(proceeding, "resume", by=by, at=at, why=why)
    marking.suspend(proceeding, False, at=at)


def report_outcome(
    proceeding: Proceeding,
    outcome: Outcome | str,
    document: str,
    decided_on: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The subject says how it ended, with the document; raises WrongReceipt."""
    _conclude(proceeding, "report_outcome", outcome, document, decided_on, by, at)


def enter_outcome(
    proceeding: Proceeding,
    outcome: Outcome | str,
    document: str,
    decided_on: date,
    *,
    by: Any,
    at: datetime,
) -> None:
    """Who decided says how it ended; another person confirms it. Raises WrongReceipt."""
    _conclude(proceeding, "enter_outcome", outcome, document, decided_on, by, at)
    proceeding.first_decider_id, proceeding.first_reasons = by.id, document
    if not accounts.somebody_may(DECIDE, proceeding.deciding_id, besides=by.id):
        proceeding.deciding_id = None


def confirm_outcome(proceeding: Proceeding, why: str, *, by: Any, at: datetime) -> None:
    """A second person has read the document: the annotation ends. What was annulled goes, with all
    that rests on it, everywhere.

    Raises NotYourOwn, BeingHeard.
    """
    filings.decide(FLOW, proceeding, "confirm_outcome", why, by=by, at=at)
    marking.unmark(proceeding, at=at)
    if proceeding.outcome is not Outcome.ANNULLED:
        return
    if proceeding.record:
        record = proceeding.record
        annulments.annul(record.stream, record.item_id, by=by, at=at, why=why)
    elif proceeding.entry and proceeding.entry.state is EntryState.LISTED:
        sanctions.revoke(proceeding.entry, why, by=by, at=at)


def send_back(proceeding: Proceeding, why: str, *, by: Any, at: datetime) -> None:
    """The document does not say so: it is pending still."""
    filings.take_back(FLOW, proceeding, why, by=by, at=at)
    proceeding.outcome, proceeding.outcome_document, proceeding.outcome_on = None, "", None


def take_over(proceeding: Proceeding, why: str, *, by: Any, at: datetime) -> None:
    """The office confirms in place of the body that lets its day pass; raises NothingLate."""
    filings.take_over(FLOW, proceeding, why, by=by, at=at)


def _conclude(
    proceeding: Proceeding,
    move: str,
    outcome: Outcome | str,
    document: str,
    decided_on: date,
    by: audit.Actor,
    at: datetime,
) -> None:
    day = filings.received(decided_on, at)
    proceeding.outcome, proceeding.outcome_document = Outcome(outcome), document
    proceeding.outcome_on = day
    FLOW.go(proceeding, move, by=by, at=at, why=document, outcome=proceeding.outcome)
