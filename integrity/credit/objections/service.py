"""File, accept and decide an objection; the record or the entry follows.

In by two, out by two: what is lifted takes two people, neither of whom decided it before.
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
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, own
from integrity.credit.objections import consequences
from integrity.credit.objections.models import STATE_NAMES, Appeal, NewEvidence, Objection
from integrity.credit.objections.models import ObjectionState as S
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects.models import Subject

DECIDE = Permission.OBJECTIONS_DECIDE
HELP = "LOCAL-OBJ-HELP"
FLOW = Flow(
    steps=dict.fromkeys((S.FILED, S.ACCEPTED, S.AGREED, S.CORRECTING), own(Side.DECIDER)),
    accept=Move({S.FILED}, S.ACCEPTED, DECIDE),
    ask_help=Move({S.ACCEPTED}, S.ACCEPTED, DECIDE),
    agree=Move({S.ACCEPTED}, S.AGREED, DECIDE),
    propose_correction=Move({S.ACCEPTED}, S.CORRECTING, DECIDE),
    take_over=Move(
        {S.FILED, S.ACCEPTED, S.AGREED, S.CORRECTING},
        S.ACCEPTED,
        Permission.RECORDS_DECIDE,
        corrects=True,
    ),
    uphold=Move({S.AGREED}, S.UPHELD, DECIDE, paper=Makes("objection-answer")),
    correct=Move({S.CORRECTING}, S.CORRECTED, DECIDE, paper=Makes("objection-answer")),
    send_back=Move({S.AGREED, S.CORRECTING}, S.ACCEPTED, DECIDE),
    reject=Move({S.ACCEPTED}, S.REJECTED, DECIDE, paper=Makes("objection-answer")),
)
FLOW.names.update(STATE_NAMES)


class NotObjectable(Refused):
    """Nothing counts yet or any more, the time is over, or it was answered and nothing is new."""

    title = _l("不能提出异议")


class WrongHelper(Refused):
    """Who is asked decides it or is the subject, somebody was asked already, or it is late."""

    correctable = True
    title = _l("不能请求协助")


def hindrances(thing: CreditRecord | ListEntry, on: date) -> list[str]:
    """Why nobody can object to this on a day; empty when the subject can."""
    if isinstance(thing, ListEntry):
        listed = thing.state is EntryState.LISTED
        found = [] if listed else [_("只有已经列入名单的可以提出异议；列入以前请陈述申辩。")]
    elif thing.state is RecordState.PROPOSED:
        late = thing.object_until is not None and on > thing.object_until
        found = [_("告知后的异议期已满；记录确认后仍可以提出异议。")] if late else []
    else:
        counts = thing.state in records.COUNTING
        found = [] if counts else [_("记录已经不再使用，不需要提出异议。")]
    last = answered(thing)
    if last and last.closed_on is None:
        return [_("已有一件异议正在办理。")]
    appeal = db.session.scalars(filings.latest(Appeal, thing)).first()
    if appeal and appeal.closed_on is None:
        return [_("申诉正在办理，请等待申诉答复。")]
    return found


def answered(thing: CreditRecord | ListEntry) -> Objection | None:
    """The last objection against a thing."""
    return db.session.scalars(filings.latest(Objection, thing)).first()


def file(
    thing: CreditRecord | ListEntry,
    statement: str,
    *,
    by: audit.Actor,
    at: datetime,
    new_evidence: NewEvidence | str | None = None,
    received_on: date | None = None,
) -> Objection:
    """The subject objects, itself or on paper: it is shown at once, and measures go on.

    One objection against a thing; another only with new evidence. Raises NotObjectable.
    """
    day = filings.received(received_on, at)
    if reasons := hindrances(thing, day):
        raise NotObjectable(" ".join(reasons))
    if answered(thing) and not new_evidence:
        raise NotObjectable(_("这件异议已经答复。有新的证据的，请选择新证据的种类后再提出。"))
    objection = Objection(
        **filings.about(thing, DECIDE),
        statement=statement,
        filed_at=at,
        filed_by=by.name,
        on_paper=received_on is not None,
        received_on=day,
        new_evidence=NewEvidence(new_evidence) if new_evidence else None,
    )
    objection.run_from("OBJ-OWN", day)
    add_once(objection, NotObjectable(_("已有一件异议正在办理。")))
    consequences.mark(objection, by=by, at=at)
    audit.write(objection, "file", by=by, at=at, target=S.FILED, why=statement)
    return objection


def accept(objection: Objection, *, by: audit.Actor, at: datetime) -> None:
    FLOW.go(objection, "accept", by=by, at=at)


def ask_help(objection: Objection, helper: Subject, why: str, *, by: Any, at: datetime) -> None:
    """Another body must help to verify: it is asked by a letter with a day of its own, and the
    answer is due by the longer term (第三十九条), once. Raises WrongHelper."""
    on = local_day(at)
    _demand_helper(objection, helper, by, on)
    FLOW.check(objection, "ask_help")
    objection.helper, objection.help_until = helper, rules.due(HELP, on).due_on
    objection.run_from("OBJ-ASSIST", objection.received_on)
    FLOW.go(objection, "ask_help", by=by, at=at, why=why, body=helper.id)
    for letter in making.issue(["opinion-request"], [objection], by=by, at=at):
        letter.answer_until = objection.help_until


def _demand_helper(objection: Objection, helper: Subject, by: Any, on: date) -> None:
    if objection.helper_id:
        raise WrongHelper(_("已请其他单位协助核查，期限不再延长；还要征求意见的，另行拟函。"))
    if helper.id in {objection.subject_id, objection.deciding_id, by.body_id}:
        raise WrongHelper(_("办理单位和当事单位不是协助单位，请选择其他单位。"))
    if objection.due_on and on > objection.due_on:
        raise WrongHelper(_("答复已经逾期，请其他单位协助不再延长期限；可以另行拟函征求意见。"))


def agree(objection: Objection, why: str, *, by: Any, at: datetime) -> None:
    """A first person finds it right; raises NotYourOwn."""
    filings.agree(FLOW, objection, why, by=by, at=at)


def take_over(objection: Objection, why: str, *, by: Any, at: datetime) -> None:
    """The office decides in place of the body that must; raises NothingLate."""
    filings.take_over(FLOW, objection, why, by=by, at=at)
    consequences.drop(objection, why, by=by, at=at)


def propose_correction(
    objection: Objection,
    rule: str,
    since: date,
    summary: str,
    document: str,
    why: str,
    ruled_on: date | None = None,
    *,
    by: Any,
    at: datetime,
) -> None:
    """A first person finds it right in part, and says what the record should say.

    Raises NotYourOwn, NotOfRecord, NotCorrectable, WrongCorrection.
    """
    said = {"rule": rule, "since": since, "summary": summary, "ruled_on": ruled_on}
    consequences.propose(FLOW, objection, said | {"document": document}, why, by=by, at=at)


def correct(objection: Objection, why: str, *, by: Any, at: datetime) -> None:
    """A second person agrees: a successor stands in the place of the record.

    Raises NotYourOwn, NotCorrectable, Graver.
    """
    consequences.correct(FLOW, objection, why, by=by, at=at)


def send_back(objection: Objection, why: str, *, by: Any, at: datetime) -> None:
    """The second person does not agree as it stands; a correction that was proposed is dropped."""
    consequences.send_back(FLOW, objection, why, by=by, at=at)


def uphold(objection: Objection, why: str, *, by: Any, at: datetime) -> None:
    """A second person agrees: it is withdrawn or revoked everywhere; raises NotYourOwn."""
    filings.decide(FLOW, objection, "uphold", why, by=by, at=at)
    consequences.lift(objection, why, by=by, at=at)


def reject(objection: Objection, why: str, public_text: str = "", *, by: Any, at: datetime) -> None:
    """It stands; the answer names the review and the lawsuit that are open.

    `public_text` is what everybody reads of the reasons.
    """
    filings.decide(FLOW, objection, "reject", why, by=by, at=at)
    consequences.keep(objection, why, public_text, by=by, at=at)
