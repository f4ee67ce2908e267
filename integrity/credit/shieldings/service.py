"""Shield what a firm broke before a court approved its reorganisation, and end that.

The firm asks with the ruling, or who decided enters it; another person holds it against the
ruling. Who is owed may say that the ruling does not cover it. Nobody but the court ends it.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import ListKind
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.shieldings import marking
from integrity.credit.shieldings.models import STATE_NAMES, Shielding
from integrity.credit.shieldings.models import ShieldingState as S
from integrity.people.accounts import service as accounts
from integrity.people.subjects.models import FIRMS

DECIDE = Permission.REPAIRS_DECIDE
DECIDED = Makes("shielding-decision")
FLOW = Flow(
    steps={
        S.FILED: Step(Side.DECIDER, "REP-RESULT"),
        S.CONTESTED: Step(Side.DECIDER, "REP-RESULT"),
        S.ENDING: Step(Side.DECIDER, "BASIS-REVOKED"),
    },
    free={S.SHIELDED: "it lasts as long as the plan that the court approved"},
    confirm=Move({S.FILED}, S.SHIELDED, DECIDE, paper=DECIDED),
    refuse=Move({S.FILED}, S.REFUSED, DECIDE, paper=DECIDED),
    contest=Move({S.SHIELDED}, S.CONTESTED, Permission.SHIELDINGS_CONTEST),
    keep_shielded=Move({S.CONTESTED}, S.SHIELDED, DECIDE),
    unshield=Move({S.CONTESTED}, S.ENDED, DECIDE, paper=DECIDED),
    enter_end=Move({S.SHIELDED, S.CONTESTED}, S.ENDING, DECIDE),
    confirm_end=Move({S.ENDING}, S.ENDED, DECIDE, paper=DECIDED),
    send_back=Move({S.ENDING}, S.SHIELDED, DECIDE),
    send_back_contested=Move({S.ENDING}, S.CONTESTED),
    end_with=Move({S.SHIELDED, S.CONTESTED, S.ENDING}, S.ENDED, paper=DECIDED),
    take_over=Move({S.FILED}, S.FILED, Permission.RECORDS_DECIDE, corrects=True),
)
FLOW.names.update(STATE_NAMES)


class NotShieldable(Refused):
    """It is of no firm, does not count, is of after the ruling, or nothing that a ruling covers."""

    title = _l("不能屏蔽")


def hindrances(thing: CreditRecord | ListEntry, on: date) -> list[str]:
    """Why this cannot be shielded on a day; empty when it can."""
    if thing.subject.kind not in FIRMS:
        return [_("只有企业的失信信息可以因重整屏蔽。")]
    if isinstance(thing, ListEntry):
        counts = thing.state is EntryState.LISTED and thing.kind is not ListKind.RED
        if marking.is_excluded(thing):
            return [_("严重危害人民群众身体健康和生命安全的，不因重整屏蔽。")]
    else:
        counts = thing.decided_on is not None and thing.state in records.COUNTING
    if not counts:
        return [_("只有正在使用的失信信息可以屏蔽。")]
    last = db.session.scalars(filings.latest(Shielding, thing)).first()
    if thing.shielded or (last and last.closed_on is None):
        return [_("已经屏蔽，或者已经提出、正在办理。")]
    return []


def file(
    thing: CreditRecord | ListEntry,
    court: str,
    number: str,
    ruled_on: date,
    statement: str,
    *,
    by: Any,
    at: datetime,
    received_on: date | None = None,
) -> Shielding:
    """Ask for the shield with the ruling; nothing is shielded before another person confirmed.

    Raises NotShieldable, WrongReceipt.
    """
    day = filings.received(received_on, at)
    if reasons := hindrances(thing, day):
        raise NotShieldable(" ".join(reasons))
    filings.received(ruled_on, at)
    if _fact_day(thing) >= ruled_on:
        raise NotShieldable(_("失信行为发生在裁定批准重整计划以后，不能屏蔽。"))
    said = {"court": court, "number": number, "ruled_on": ruled_on, "statement": statement}
    filed = {"filed_at": at, "filed_by": by.name, "received_on": day}
    shielding = Shielding(
        **filings.about(thing, DECIDE) | said | filed,
        on_paper=received_on is not None,
        state=S.FILED,
    )
    shielding.told_id = shielding.owed_id
    if shielding.on_paper:
        _entered(shielding, by)
    shielding.run_from("REP-RESULT", day)
    FLOW.begin(shielding, day)
    add_once(shielding, NotShieldable(_("已经屏蔽，或者已经提出、正在办理。")))
    audit.write(shielding, "file", by=by, at=at, target=S.FILED, why=statement)
    return shielding


def confirm(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """Another person held it against the ruling: it is shielded, and every receiver is told.

    Raises NotYourOwn.
    """
    filings.demand_second(shielding, by)
    shielding.shielded_on, shielding.confirmed_by_id = local_day(at), by.id
    shielding.reasons, shielding.decided_by_name, shielding.decided_by_id = why, by.name, by.id
    FLOW.go(shielding, "confirm", by=by, at=at, why=why)
    shielding.first_decider_id, shielding.first_reasons = None, ""
    marking.mark(shielding, True, at=at)


def refuse(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """The ruling does not cover it; raises NotYourOwn."""
    filings.decide(FLOW, shielding, "refuse", why, by=by, at=at)


def contest(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """Who is owed says that the ruling does not cover it; the office decides, not who confirmed."""
    shielding.contested_why = why
    FLOW.go(shielding, "contest", by=by, at=at, why=why)
    _to_the_office(shielding, by, why)


def keep_shielded(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """The ruling covers it: it stays shielded. Raises NotYourOwn."""
    filings.demand_second(shielding, by)
    shielding.reasons, shielding.decided_by_name, shielding.decided_by_id = why, by.name, by.id
    FLOW.go(shielding, "keep_shielded", by=by, at=at, why=why)
    shielding.first_decider_id, shielding.first_reasons = None, ""


def unshield(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """The ruling does not cover it: it is shown and used again. Raises NotYourOwn."""
    filings.decide(FLOW, shielding, "unshield", why, by=by, at=at)
    marking.mark(shielding, False, at=at)


def enter_end(
    shielding: Shielding, document: str, decided_on: date, *, by: Any, at: datetime
) -> None:
    """The court ended the reorganisation, or declared the firm bankrupt; raises WrongReceipt."""
    shielding.court_ended_on = filings.received(decided_on, at)
    shielding.end_document = document
    FLOW.go(shielding, "enter_end", by=by, at=at, why=document)
    _to_the_office(shielding, by, document)


def confirm_end(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """Another person, of the office, has read the document: all shields of the firm end.

    Raises NotYourOwn.
    """
    filings.decide(FLOW, shielding, "confirm_end", why, by=by, at=at)
    marking.mark(shielding, False, at=at)
    for other in _others(shielding):
        other.end_document, other.court_ended_on = shielding.end_document, shielding.court_ended_on
        other.reasons, other.decided_by_name, other.decided_by_id = why, by.name, by.id
        FLOW.go(other, "end_with", by=by, at=at, why=why)
        other.closed_on = local_day(at)
        marking.mark(other, False, at=at)


def send_back(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """The document does not say so: it stays shielded, and what was contested still is."""
    contest = _contest(shielding)
    if contest:
        FLOW.go(shielding, "send_back_contested", by=by, at=at, why=why)
        shielding.first_decider_id, shielding.first_reasons = contest.by_id, contest.why
    else:
        filings.take_back(FLOW, shielding, why, by=by, at=at)
    shielding.end_document, shielding.court_ended_on = "", None


def take_over(shielding: Shielding, why: str, *, by: Any, at: datetime) -> None:
    """The office decides in place of the body that lets its day pass; raises NothingLate."""
    filings.take_over(FLOW, shielding, why, by=by, at=at)


def _entered(shielding: Shielding, by: Any) -> None:
    """Whoever entered it does not confirm it; where the body has nobody else, the office does."""
    shielding.first_decider_id = by.id
    if not accounts.somebody_may(DECIDE, shielding.deciding_id, besides=by.id):
        shielding.deciding_id = None


def _contest(shielding: Shielding) -> AuditEvent | None:
    """What was said against the shield when its end was entered, if nobody had answered it."""
    moves = list(audit.history(shielding))
    entered = next((m for m in moves if m.move == "enter_end"), None)
    if entered is None or entered.from_state != S.CONTESTED:
        return None
    return next((m for m in moves if m.move == "contest"), None)


def _to_the_office(shielding: Shielding, by: Any, why: str) -> None:
    """Another person decides, of the office: the end is that of shields of several bodies."""
    shielding.first_decider_id, shielding.first_reasons = by.id, why
    shielding.deciding_id = None


def _fact_day(thing: CreditRecord | ListEntry) -> date:
    """The day of what was done; of an entry without a record, that of the listing."""
    if isinstance(thing, CreditRecord):
        return thing.since
    founding = db.session.get(CreditRecord, thing.record_id) if thing.record_id else None
    day = founding.since if founding else thing.listed_on
    assert day is not None  # what is listed has its day
    return day


def _others(shielding: Shielding) -> list[Shielding]:
    """The shields of the same firm that stand, each with its thing."""
    firm = shielding.subject_id
    mine = sa.or_(
        Shielding.record.has(CreditRecord.subject_id == firm),
        Shielding.entry.has(ListEntry.subject_id == firm),
    )
    stands = Shielding.state.in_(FLOW["end_with"].sources)
    return list(db.session.scalars(sa.select(Shielding).where(mine, stands)))
