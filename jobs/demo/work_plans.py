"""The tasks of the city's plan of 2017, and an invented district's plan with tasks under way."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.files import imports
from integrity.streams.plans import imports as tables
from integrity.streams.plans import service
from integrity.streams.plans.models import PlanTask, Rhythm, WorkPlan
from jobs.demo.participants import BODIES, LOADER, Participants

CITY = ("济南市加强守信联合激励和失信联合惩戒重点任务分工", "济政字〔2017〕35号附件")
OURS = ("示例区政务诚信年度工作方案", "示例政发〔2026〕1号（示例）")
TASKS = (
    ("梳理在诺事项并逐项公示（示例）", 20, None),
    ("建立合同履约台账（示例）", 45, None),
    ("开展信用专员培训（示例）", 70, None),
    ("报送联合奖惩典型案例（示例）", None, Rhythm.QUARTERLY),
)
DAY = timedelta(days=1)


def load_city(on: date) -> int:
    """The 31 tasks of 济政字〔2017〕35号, as their source shares them out; returns how many."""
    at = clock.at(on, 9)
    service.register(*CITY, date(2017, 6, 13), by=LOADER, at=at)
    report = imports.run(tables.IMPORTERS["plan-tasks"], tables.DATA, by=LOADER, at=at)
    if report.rejected:
        raise RuntimeError(report.summary())
    return int(report.added)


def leave_under_way(players: Participants, today: date) -> None:
    """One task is late, one reported, one noted by all sides, one reports by the quarter.

    Of the city's tasks most were reported in time, as often as they are due; every tenth was not.
    """
    _keep_up(players, today)
    began, office = today - 60 * DAY, players.people["office1"]
    at = clock.at(began, 9)
    plan = service.register(*OURS, began - 5 * DAY, by=office, at=at)
    made = [_set(players, plan, number, began) for number in range(len(TASKS))]
    late, reported, noted, lasting = made
    service.note(late, "示例：已约谈，请本周内报送。", by=office, at=clock.at(today - 9 * DAY, 9))
    for task in (reported, lasting):
        by = players.officer(task.subject_id)
        service.report(task, "示例：台账已经建立。", by=by, at=clock.at(today - 20 * DAY, 9))
    service.accept_report(lasting, "示例：案例属实。", by=office, at=clock.at(today - 18 * DAY, 9))
    for body_id in (noted.subject_id, noted.supporters[0].id):
        by = players.officer(body_id)
        service.note(noted, "示例：课程和名单已经确定。", by=by, at=clock.at(today - DAY, 9))


def _keep_up(players: Participants, today: date) -> None:
    office = players.people["office1"]
    for number, task in enumerate(
        db.session.scalars(sa.select(PlanTask).order_by(PlanTask.id)).all()
    ):
        by = players.officer(task.subject_id)
        if number % 10 and task.rhythm is None:
            at = clock.at(task.set_on + 20 * DAY, 9)
            service.report(task, "示例：文件已经印发。", by=by, at=at)
            service.find_done(task, "示例：文件属实。", by=office, at=at)
        while number % 10 and task.rhythm and task.due_on and task.due_on <= today:
            at = clock.at(task.due_on - 6 * DAY, 9)
            service.report(task, "示例：本期继续落实，情况已经汇总。", by=by, at=at)
            checked = clock.at(task.due_on - DAY, 9)
            service.accept_report(task, "示例：情况属实。", by=office, at=checked)


def _set(players: Participants, plan: WorkPlan, number: int, on: date) -> PlanTask:
    title, days, rhythm = TASKS[number]
    said = service.Said(number + 1, title, on + days * DAY if days else None, rhythm)
    lead, helper = (players.subjects[BODIES[place]] for place in (number, number + 1))
    by = players.people["office1"]
    return service.set_task(plan, lead, said, [helper], by=by, at=clock.at(on, 9))
