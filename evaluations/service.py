"""What a published round obliges a body to put right, and what was not put right in time."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from evaluations.models import PointOutcome as Outcome
from evaluations.models import PointState as S
from evaluations.models import RemedialPoint
from integrity import streams
from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.deadlines import day_after
from integrity.permissions import Permission
from integrity.states import Flow, Move

FLOW = Flow(
    answer=Move({S.ORDERED}, S.ANSWERED, Permission.EVALUATIONS_PUT_RIGHT),
    verify=Move({S.ANSWERED}, S.VERIFIED, Permission.EVALUATIONS_RUN),
    send_back=Move({S.ANSWERED}, S.ORDERED, Permission.EVALUATIONS_RUN),
    fail=Move({S.ORDERED, S.ANSWERED}, S.VERIFIED, Permission.EVALUATIONS_RUN),
)


def answer(item: RemedialPoint, report: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is put right; until somebody has looked this is only a report."""
    FLOW.go(item, "answer", by=by, at=at, why=report)
    item.report, item.closed_on = report, local_day(at)


def verify(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office has seen that it is put right; late stays late."""
    FLOW.go(item, "verify", by=by, at=at, why=why)
    item.outcome = Outcome.PUT_RIGHT


def send_back(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not put right: open again, with its old day."""
    FLOW.go(item, "send_back", by=by, at=at, why=why)
    item.closed_on = None


def fail(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It will not be put right: ended without, which is a breach whatever the day."""
    FLOW.go(item, "fail", by=by, at=at, why=why)
    item.outcome, item.closed_on = Outcome.NOT_PUT_RIGHT, local_day(at)


def breaches(on: date) -> sa.Select[Any]:
    """Every point not reported as put right by its day, and every one found not put right."""
    point = RemedialPoint
    late = sa.and_(sa.func.coalesce(point.closed_on, on) > point.due_on, point.due_on < on)
    failed = sa.and_(point.outcome == Outcome.NOT_PUT_RIGHT, point.closed_on <= on)
    columns = streams.breach(
        "evaluations",
        "remedy-missed",
        point.id,
        point.subject_id,
        sa.case((late, day_after(point.due_on)), else_=point.closed_on),
        sa.literal("逾期未整改到位：") + point.title,
    )
    return sa.select(*columns).where(sa.or_(late, failed))


def is_breach(item: RemedialPoint, on: date) -> bool:
    """The same for one point, in Python."""
    if item.due_on and item.due_on < on and item.days_late(on):
        return True
    failed = item.outcome is Outcome.NOT_PUT_RIGHT
    return failed and item.closed_on is not None and item.closed_on <= on
