"""Tasks of a work plan, in the states in which tests need them."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from integrity.streams.plans import service
from integrity.streams.plans.flow import FLOW
from integrity.streams.plans.models import PlanTask, Rhythm, WorkPlan
from tests.activities.makers import FLOWS as ACTIVITIES
from tests.assessments.makers import FLOWS as ASSESSMENTS
from tests.factories import NOW, TODAY, make_body, make_user
from tests.periodicals.makers import FLOWS as REPORTS

WHY = "示例：经查阅材料，情况属实。"
DONE = "示例：制度已经印发。"
DUE = TODAY + timedelta(days=10)
FLOWS = {PlanTask: FLOW, **REPORTS, **ASSESSMENTS, **ACTIVITIES}


def make_plan(title: str = "示例工作方案") -> WorkPlan:
    return service.register(title, "示例〔2026〕1号", TODAY, by=office(), at=NOW)


def make_task(
    body: Subject | None = None,
    title: str = "示例任务",
    due_on: date | None = DUE,
    rhythm: Rhythm | None = None,
    supporters: tuple[Subject, ...] = (),
) -> PlanTask:
    """A task of the one plan there is, under the next number."""
    plan = db.session.scalars(sa.select(WorkPlan).order_by(WorkPlan.id)).first() or make_plan()
    last = sa.select(sa.func.max(PlanTask.number)).where(PlanTask.plan_id == plan.id)
    said = service.Said((db.session.scalar(last) or 0) + 1, title, due_on, rhythm)
    owing = body or make_body("示例牵头局")
    return service.set_task(plan, owing, said, supporters, by=office(), at=NOW)


def make_lasting(rhythm: Rhythm = Rhythm.QUARTERLY) -> PlanTask:
    return make_task(due_on=None, rhythm=rhythm)


def reported(task: PlanTask, at: Any = NOW) -> PlanTask:
    service.report(task, DONE, by=lead(task), at=at)
    return task


def lead(task: PlanTask) -> Any:
    return make_user(Role.OFFICER, task.subject)


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_plans(side: Any) -> None:
    """A task that only its body and the office may read."""
    side.things["plans"] = [make_task(side.body, title=side.secret)]


def noted(task: PlanTask, by: Any, day: date, at: datetime) -> None:
    service.note(task, DONE, by=by, at=at)


def claimed(task: PlanTask, by: Any, day: date, at: datetime) -> None:
    service.report(task, DONE, by=by, at=at)


def refused(task: PlanTask, at: datetime) -> None:
    service.send_back(task, WHY, by=office(), at=at)
