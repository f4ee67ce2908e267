"""What the superior or competent body finds: whether it is so, and whether it was put right."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.streams.grievances.flow import FLOW
from integrity.streams.grievances.models import Because, Grievance
from integrity.streams.grievances.models import GrievanceOutcome as Outcome
from integrity.streams.grievances.models import GrievanceState as S
from integrity.streams.grievances.sides import finder_only


def find_true(
    item: Grievance,
    finding: str,
    demand: str,
    because: Because | None,
    *,
    by: Any,
    at: datetime,
) -> None:
    """It is so: what must be put right, and whether the reason given is a breach by itself."""
    finder_only(item, by)
    FLOW.check(item, "find_true")
    item.finding, item.demand, item.because = finding, demand, because
    item.found_on = local_day(at)
    FLOW.go(item, "find_true", by=by, at=at, why=finding, because=str(because or ""))


def find_untrue(item: Grievance, finding: str, *, by: Any, at: datetime) -> None:
    """It is not so; the enterprise is told why, and may bring new facts once."""
    finder_only(item, by)
    FLOW.check(item, "find_untrue")
    item.finding, item.found_on = finding, local_day(at)
    FLOW.go(item, "find_untrue", by=by, at=at, why=finding)
    item.outcome, item.closed_on = Outcome.NOT_TRUE, local_day(at)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """The finding was served: the day to put it right runs from here, once."""
    unset = (Grievance.id.in_(things), Grievance.due_on.is_(None), Grievance.state == S.TRUE)
    for item in db.session.scalars(sa.select(Grievance).where(*unset)).all():
        item.run_from("LOCAL-GRV-RIGHT", on, _("认定告知书送达"))


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Silence settles nothing: the finder looks at what nobody answered. Returns how many."""
    late = Grievance.step_due_on < on
    return FLOW.go_all(Grievance, "fall_to_finder", late, by=audit.SYSTEM, at=at)


def find_right(item: Grievance, finding: str, *, by: Any, at: datetime) -> None:
    """The finder has looked: it is put right."""
    finder_only(item, by)
    FLOW.check(item, "find_right")
    item.finding = finding
    settled(item, "find_right", finding, by, at)


def find_not_right(item: Grievance, finding: str, *, by: Any, at: datetime) -> None:
    """The finder has looked: it is not; the old day stays."""
    finder_only(item, by)
    FLOW.check(item, "find_not_right")
    item.finding = finding
    FLOW.go(item, "find_not_right", by=by, at=at, why=finding)
    item.deny_claim()


def settled(item: Grievance, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    FLOW.check(item, move)
    item.outcome = Outcome.PUT_RIGHT
    FLOW.go(item, move, by=by, at=at, why=why)
    item.confirm_claim()
