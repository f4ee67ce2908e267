"""What a published round obliges a body to put right, and what was not put right in time."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from evaluations.models import PointOutcome as Outcome
from evaluations.models import PointState as S
from evaluations.models import RemedialPoint
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Forbidden
from integrity.base.states import Flow, Move
from integrity.casework import streams
from integrity.casework.deadlines import day_after, proven
from integrity.casework.steps import Side, Step, own

FLOW = Flow(
    steps={S.ORDERED: own(Side.OWING), S.ANSWERED: Step(Side.OFFICE, "LOCAL-VERIFY")},
    answer=Move({S.ORDERED}, S.ANSWERED, EvaluationsPermission.PUT_RIGHT),
    verify=Move({S.ANSWERED}, S.VERIFIED, EvaluationsPermission.RUN),
    send_back=Move({S.ANSWERED}, S.ORDERED, EvaluationsPermission.RUN),
    fail=Move({S.ORDERED, S.ANSWERED}, S.VERIFIED, EvaluationsPermission.RUN),
    revoke=Move({S.ORDERED, S.ANSWERED}, S.VERIFIED),
)


def answer(item: RemedialPoint, report: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is put right; until somebody has looked this is only a report."""
    FLOW.go(item, "answer", by=by, at=at, why=report)
    item.report = report
    item.claim(local_day(at), local_day(at))


def verify(
    item: RemedialPoint,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
    done_on: date | None = None,
    proof: str = "",
) -> None:
    """The office has seen that it is put right, since the report or the day that `proof` shows."""
    _demand_other(item, by)
    FLOW.check(item, "verify")
    item.verify_claim(local_day(at), done_on, proof)
    FLOW.go(item, "verify", by=by, at=at, why=proven(why, done_on, proof))
    item.outcome = Outcome.PUT_RIGHT


def send_back(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not put right: open again, with its old day."""
    _demand_other(item, by)
    FLOW.go(item, "send_back", by=by, at=at, why=why)
    item.deny_claim()


def fail(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It will not be put right: ended without, which is a breach whatever the day."""
    FLOW.go(item, "fail", by=by, at=at, why=why)
    item.outcome, item.closed_on = Outcome.NOT_PUT_RIGHT, local_day(at)


def revoke(item: RemedialPoint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The score was corrected: it need not be put right, and never had to be."""
    FLOW.go(item, "revoke", by=by, at=at, why=why)
    item.outcome, item.closed_on = Outcome.REVOKED, local_day(at)


def breaches(on: date) -> sa.Select[Any]:
    """Every point not put right by its day, and every one found not put right."""
    point = RemedialPoint
    owed = point.outcome.is_distinct_from(Outcome.REVOKED)
    late = sa.and_(point.is_late(on), owed)
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


def _demand_other(item: RemedialPoint, by: audit.Actor) -> None:
    if getattr(by, "body_id", None) == item.subject_id:
        raise Forbidden(_("不能核验本单位报告的整改。"))
