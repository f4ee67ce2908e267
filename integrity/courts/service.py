"""What may be done with a court case, by the court, by the office and by the body."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.courts.errors import WrongCase, WrongDay
from integrity.courts.heartbeats import heartbeat, silent
from integrity.courts.models import OPEN, REPORTED, CaseOutcome, CourtCase
from integrity.courts.models import CaseState as S
from integrity.courts.pushes import CaseData, key, receive
from integrity.db import db
from integrity.deadlines import day_after
from integrity.errors import Forbidden, NotFound
from integrity.permissions import Permission
from integrity.states import Flow, Move
from integrity.streams import breach
from integrity.subjects.models import Subject

__all__ = ["CaseData", "heartbeat", "receive", "silent"]

P = Permission
FLOW = Flow(
    assign=Move({S.RECEIVED}, S.ASSIGNED, P.COURTS_ASSIGN),
    accept=Move({S.ASSIGNED}, S.ACCEPTED, P.COURTS_PERFORM),
    start=Move({S.ACCEPTED}, S.PERFORMING, P.COURTS_PERFORM),
    perform=Move({S.PERFORMING}, S.PERFORMED, P.COURTS_PERFORM),
    settle=Move({S.PERFORMING}, S.SETTLED, P.COURTS_PERFORM),
    confirm=Move(REPORTED, S.CONFIRMED, P.COURTS_CONFIRM),
    send_back=Move(REPORTED, S.PERFORMING, P.COURTS_CONFIRM),
    progress=Move({S.PERFORMING}, S.PERFORMING, P.COURTS_CONFIRM),
    terminate=Move(OPEN, S.CLOSED, P.COURTS_CONFIRM),
    close=Move({S.CONFIRMED}, S.CLOSED, P.COURTS_ASSIGN),
)


def assign(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """Give the case to the body; its term runs from this day (LOCAL-COURT)."""
    FLOW.go(case, "assign", by=by, at=at, why=why)
    case.run_from("LOCAL-COURT", local_day(at))


def accept(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body signs for the case."""
    FLOW.go(case, "accept", by=by, at=at, why=why)


def start(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body begins to perform."""
    FLOW.go(case, "start", by=by, at=at, why=why)


def perform(case: CourtCase, reported_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says it performed on a day; only the court can confirm it."""
    _report(case, "perform", reported_on, why, by, at)


def settle(case: CourtCase, reported_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says it settled with the creditor on a day."""
    _report(case, "settle", reported_on, why, by, at)


def confirm(case: CourtCase, performed_on: date, *, by: Any, at: datetime, why: str = "") -> None:
    """The court that pushed the case confirms it; nobody else can. Lateness is by performed_on."""
    _court_only(case, by)
    _check_day(case, performed_on, at)
    settled = case.state is S.SETTLED
    FLOW.go(case, "confirm", by=by, at=at, why=why, performed_on=str(performed_on))
    case.outcome = CaseOutcome.SETTLED if settled else CaseOutcome.PERFORMED
    case.closed_on = performed_on
    if not settled:
        case.performed = case.owed


def send_back(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court finds that the duty is not performed: what the body reported does not count."""
    _court_only(case, by)
    FLOW.go(case, "send_back", by=by, at=at, why=why)
    case.reported_on = None


def progress(case: CourtCase, performed: Decimal, *, by: Any, at: datetime, why: str = "") -> None:
    """The court records how much was performed so far, in all."""
    _court_only(case, by)
    if not case.performed <= performed <= case.owed:
        raise WrongCase(_("累计已履行金额不能减少，也不能超过应履行金额。"))
    FLOW.go(case, "progress", by=by, at=at, why=why, performed=str(performed))
    case.performed = performed


def terminate(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court ends the enforcement without performance."""
    _court_only(case, by)
    FLOW.go(case, "terminate", by=by, at=at, why=why)
    case.outcome = CaseOutcome.TERMINATED
    case.closed_on = local_day(at)


def close(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office files a confirmed case away."""
    FLOW.go(case, "close", by=by, at=at, why=why)


def by_case_no(court: Subject, case_no: str) -> CourtCase:
    """This court's case with this number, in whatever brackets; raises NotFound."""
    wanted = sa.select(CourtCase).where(
        CourtCase.key == key(case_no), CourtCase.court_id == court.id
    )
    found = db.session.scalars(wanted.options(joinedload(CourtCase.subject))).first()
    if found is None:
        raise NotFound
    return found


def breaches(on: date) -> sa.Select[Any]:
    """Every assigned case not performed by its due day, even if it has been performed since.

    What the body reported as done in time is no breach while it waits for the court's word; if
    the court sends it back it is one at once.
    """
    return (
        CourtCase.late(on)
        .where(~waits_in_time())
        .with_only_columns(
            *breach(
                "courts",
                "not-performed",
                CourtCase.id,
                CourtCase.subject_id,
                day_after(CourtCase.due_on),
                sa.literal("未在期限内履行生效法律文书确定的义务：") + CourtCase.case_no,
            )
        )
    )


def is_breach(case: CourtCase, on: date) -> bool:
    """The rule of `breaches` for one case."""
    if case.due_on is None or case.due_on >= on or not case.days_late(on):
        return False
    reported_in_time = case.reported_on is not None and case.reported_on <= case.due_on
    return not (case.state in REPORTED and reported_in_time)


def waits_in_time() -> sa.ColumnElement[bool]:
    """Reported as done by the due day, the court has not answered."""
    reported = sa.and_(
        CourtCase.reported_on.is_not(None), CourtCase.reported_on <= CourtCase.due_on
    )
    return sa.and_(CourtCase.state.in_(REPORTED), sa.func.coalesce(reported, sa.false()))


def counts(on: date) -> sa.Select[str, str | None, int, int, int]:
    """Per body: name, slug, and how many cases, open ones and overdue ones; no row of a case."""
    is_open = CourtCase.closed_on.is_(None)
    overdue = sa.and_(is_open, CourtCase.due_on < on, ~waits_in_time())
    return (
        sa.select(
            Subject.name,
            Subject.slug,
            sa.func.count().label("cases"),
            sa.func.count().filter(is_open).label("open"),
            sa.func.count().filter(overdue).label("overdue"),
        )
        .join(CourtCase, CourtCase.subject_id == Subject.id)
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


def _report(
    case: CourtCase, move: str, reported_on: date, why: str, by: audit.Actor, at: datetime
) -> None:
    if getattr(by, "body_id", None) not in (None, case.subject_id):
        raise Forbidden(_("只有承办单位可以报告履行情况。"))
    _check_day(case, reported_on, at)
    FLOW.go(case, move, by=by, at=at, why=why, reported_on=str(reported_on))
    case.reported_on = reported_on


def _check_day(case: CourtCase, day: date, at: datetime) -> None:
    if day > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=day))
    if day < case.received_on:
        raise WrongDay(_("日期不能早于收到案件的 %(day)s。", day=case.received_on))


def _court_only(case: CourtCase, by: Any) -> None:
    if getattr(by, "body_id", None) != case.court_id:
        raise Forbidden(_("只有推送本案的法院可以办理此事项。"))
