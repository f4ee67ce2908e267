"""What may be done with a court case, by the court, by the office and by the body."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.people.subjects.models import Subject
from integrity.streams.courts import listings, resumed, settlements, withdrawals
from integrity.streams.courts.dispatch import assign, settle_anew
from integrity.streams.courts.errors import StillOwed, WrongCase
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.heartbeats import heartbeat, silent
from integrity.streams.courts.intake import receive
from integrity.streams.courts.models import (
    ENDING_NAMES,
    CaseOutcome,
    CourtCase,
    DutyKind,
    Ending,
)
from integrity.streams.courts.models import CaseState as S
from integrity.streams.courts.numbers import key
from integrity.streams.courts.pushes import CaseData
from integrity.streams.courts.settlements import settle
from integrity.streams.courts.sides import check_day, court_only, owing_only

__all__ = [
    "FLOW",
    "CaseData",
    "assign",
    "heartbeat",
    "receive",
    "settle",
    "settle_anew",
    "silent",
]


def accept(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body signs for the case."""
    FLOW.go(case, "accept", by=by, at=at, why=why)


def start(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body begins to perform."""
    FLOW.go(case, "start", by=by, at=at, why=why)


def perform(case: CourtCase, done_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says it performed on a day; only the court can confirm it."""
    owing_only(case, by)
    check_day(case, done_on, at)
    FLOW.go(case, "perform", by=by, at=at, why=why, done_on=str(done_on))
    case.claim(done_on, local_day(at))


def confirm(
    case: CourtCase,
    performed_on: date,
    *,
    by: Any,
    at: datetime,
    why: str = "",
    outcome: CaseOutcome | None = None,
) -> None:
    """The court that pushed the case confirms it; nobody else can. Lateness is by performed_on.

    In any open state: what the court enforced itself (强制划拨) needs no report of the body.
    `outcome`: performed or settled; None: as the body reported, else performed. Raises WrongCase.
    """
    court_only(case, by)
    check_day(case, performed_on, at)
    reported = CaseOutcome.SETTLED if case.state is S.SETTLED else CaseOutcome.PERFORMED
    outcome = CaseOutcome(outcome or reported)
    if outcome is CaseOutcome.TERMINATED:
        raise WrongCase(_("只能确认已履行或者已和解。"))
    if outcome is CaseOutcome.SETTLED:
        settlements.demand_done(case, performed_on)
    FLOW.go(case, "confirm", by=by, at=at, why=why, performed_on=str(performed_on))
    settlements.end(case, local_day(at))
    case.outcome, case.closed_on = outcome, performed_on
    if outcome is CaseOutcome.PERFORMED:
        case.performed = case.owed
    if case.conduct:
        case.conduct_done_on = case.conduct_done_on or performed_on


def send_back(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court finds that the duty is not performed: what the body reported does not count."""
    court_only(case, by)
    FLOW.go(case, "send_back", by=by, at=at, why=why)
    settlements.end(case, local_day(at))
    case.deny_claim()


def progress(case: CourtCase, performed: Decimal, *, by: Any, at: datetime, why: str = "") -> None:
    """The court records how much was performed so far, in all. Raises WrongCase."""
    court_only(case, by)
    if not case.performed <= performed <= case.owed:
        raise WrongCase(_("累计已履行金额不能减少，也不能超过应履行金额。"))
    FLOW.go(case, "progress", by=by, at=at, why=why, performed=str(performed))
    case.performed = performed


def conduct_done(
    case: CourtCase, performed_on: date, *, by: Any, at: datetime, why: str = ""
) -> None:
    """The court confirms that the act was done; the sum, if one is owed, is open.

    Raises WrongCase.
    """
    court_only(case, by)
    check_day(case, performed_on, at)
    if case.duty != DutyKind.BOTH or case.conduct_done_on:
        raise WrongCase(_("本案没有单独待确认的行为义务；全部履行的，请办理确认履行。"))
    FLOW.go(case, "conduct_done", by=by, at=at, why=why, performed_on=str(performed_on))
    case.conduct_done_on = performed_on


def end_round(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """终结本次执行: the court finds nothing to enforce now; the debt stays, open and late."""
    court_only(case, by)
    FLOW.go(case, "end_round", by=by, at=at, why=why)
    settlements.end(case, local_day(at))
    case.deny_claim()


def revive(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """恢复执行: the court enforces again; the office dispatches it again, with its old day."""
    court_only(case, by)
    FLOW.go(case, "revive", by=by, at=at, why=why)


def terminate(
    case: CourtCase, why: str, *, by: Any, at: datetime, ending: Ending | str | None = None
) -> None:
    """终结执行: nothing is owed any more, on which ground; raises StillOwed without one."""
    court_only(case, by)
    if not ending:
        raise StillOwed(_("终结执行须写明义务消灭的理由；没有财产可供执行的，请办理终结本次执行。"))
    ground = ENDING_NAMES[Ending(ending)]
    FLOW.go(case, "terminate", by=by, at=at, why=f"{ground}：{why}", ending=str(ending))
    settlements.end(case, local_day(at))
    case.outcome = CaseOutcome.TERMINATED
    case.closed_on = local_day(at)


def withdraw(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court takes back what it pushed by mistake, or asks the office once others have acted."""
    court_only(case, by)
    withdrawals.withdraw(case, why, by=by, at=at)


def close(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office files a confirmed case away."""
    FLOW.go(case, "close", by=by, at=at, why=why)


def by_case_no(court: Subject, case_no: str) -> CourtCase:
    """This court's case with this number, in whatever brackets; raises NotFound."""
    wanted = sa.select(CourtCase).where(
        CourtCase.key == key(case_no), CourtCase.court_id == court.id
    )
    newest = wanted.order_by(CourtCase.stands().desc(), CourtCase.id.desc())
    found = db.session.scalars(newest.options(joinedload(CourtCase.subject))).first()
    if found is None:
        raise NotFound
    return found


def breaches(on: date) -> sa.Select[Any]:
    """Every case not performed by its due day, even if it has been performed since.

    What the body reported by its day is no breach while it waits for the court's word; if the
    court sends it back it is one at once. Nor is what the court takes back, while the office
    decides. One duty is one breach, also if it is resumed under another number.
    """
    asked = CourtCase.state.in_((S.WITHDRAWING, S.WITHDRAWN))
    late = CourtCase.late(on).where(~settlements.settled(), ~asked, ~resumed.told_by_first(on))
    unperformed = late.with_only_columns(
        *breach(
            "courts",
            "not-performed",
            CourtCase.id,
            CourtCase.subject_id,
            day_after(CourtCase.due_on),
            sa.literal("未在期限内履行生效法律文书确定的义务：") + CourtCase.case_no,
        )
    )
    found = (unperformed, settlements.settled_late(), settlements.missed(on), listings.breaches(on))
    return sa.select(sa.union_all(*found).subquery())


def counts(on: date) -> sa.Select[str, str | None, int, int, int, int]:
    """Per body: name, slug, how many cases, open, overdue and claimed ones; no row of a case."""
    return (
        sa.select(
            Subject.name,
            Subject.slug,
            sa.func.count().label("cases"),
            sa.func.count().filter(CourtCase.closed_on.is_(None)).label("open"),
            sa.func.count().filter(CourtCase.is_overdue(on)).label("overdue"),
            sa.func.count().filter(CourtCase.claimed()).label("claimed"),
        )
        .join(CourtCase, CourtCase.subject_id == Subject.id)
        .where(CourtCase.stands(), ~resumed.goes_on())
        .group_by(Subject.id, Subject.name, Subject.slug)
    )
