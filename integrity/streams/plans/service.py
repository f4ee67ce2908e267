"""Set the tasks of a plan, report, note, verify; who owes a task never finishes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework import streams
from integrity.casework.deadlines import day_after
from integrity.people.subjects.models import Subject
from integrity.streams.plans.errors import NotYours, WrongPlan, WrongTask
from integrity.streams.plans.flow import FLOW
from integrity.streams.plans.models import (
    TERMS,
    NoteKind,
    PlanTask,
    Rhythm,
    TaskNote,
    TaskOutcome,
    WorkPlan,
)


def register(title: str, basis: str, issued_on: date, *, by: audit.Actor, at: datetime) -> WorkPlan:
    """Enter a plan that was issued; raises WrongPlan."""
    if issued_on > local_day(at):
        raise WrongPlan(_("日期 %(day)s 还没有到。", day=issued_on))
    if db.session.scalar(sa.select(sa.exists().where(WorkPlan.title == title))):
        raise WrongPlan(_("这个工作方案已经登记。"))
    plan = WorkPlan(title=title, basis=basis, issued_on=issued_on)
    db.session.add(plan)
    db.session.flush()
    audit.write(plan, "register_plan", by=by, at=at)
    return plan


@dataclass(frozen=True)
class Said:
    """What a plan says of a task: either a day, or a rhythm in which it is reported."""

    number: int
    title: str
    due_on: date | None = None
    rhythm: Rhythm | None = None
    section: str = ""
    lead_words: str = ""
    support_words: str = ""


def set_task(
    plan: WorkPlan,
    body: Subject,
    said: Said,
    supporters: Iterable[Subject] = (),
    *,
    by: audit.Actor,
    at: datetime,
) -> PlanTask:
    """What a body must do by a day, or report on in a rhythm from today. Raises WrongTask."""
    today, helping = local_day(at), list(supporters)
    _demand_sense(plan, body, said, helping)
    task = PlanTask(
        ref=f"new-{uuid4()}",
        plan=plan,
        number=said.number,
        title=said.title,
        section=said.section,
        subject=body,
        subject_id=body.id,
        lead_words=said.lead_words,
        support_words=said.support_words,
        rhythm=said.rhythm,
        supporters=helping,
        set_on=today,
    )
    if said.rhythm:
        task.run_from(TERMS[said.rhythm], today)
    else:
        task.run_until(said.due_on, plan.basis)
    FLOW.begin(task, today)
    db.session.add(task)
    db.session.flush()
    task.ref = f"RW-{today.year}-{task.id:05d}"
    audit.write(task, "set_task", by=by, at=at, target=task.state)
    return task


def note(task: PlanTask, text: str, *, by: audit.Actor, at: datetime) -> TaskNote:
    """The lead body tells how it stands, a supporting one what it did, the office what it asks for.

    Raises NotYours, WrongTask.
    """
    if task.closed_on:
        raise WrongTask(_("任务已经办结。"))
    made = _note(task, _kind(task, by), text, by, at)
    audit.write(task, f"note_{made.kind}", by=by, at=at, why=text)
    return made


def report(task: PlanTask, report: str, *, by: audit.Actor, at: datetime) -> None:
    """The lead body says what it did: a claim until somebody else has verified it."""
    FLOW.check(task, "report")
    task.claim(local_day(at), local_day(at))
    task.report = report
    FLOW.go(task, "report", by=by, at=at, why=report)


def accept_report(task: PlanTask, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The report of a task without a last day is good; the next one is due a period later.

    Raises NotYours, WrongTask.
    """
    _not_who_owes(task, by)
    FLOW.check(task, "accept_report")
    if task.rhythm is None:
        raise WrongTask(_("这项任务有完成期限：请核实完成，或者退回。"))
    review = _note(task, NoteKind.REVIEW, task.report, by, at)
    review.due_on, review.received_on = task.due_on, task.claim_received_on
    task.deny_claim()  # what was reported is kept as a note; the next report is another claim
    task.run_from(TERMS[task.rhythm], max(review.due_on or local_day(at), local_day(at)))
    FLOW.go(task, "accept_report", by=by, at=at, why=why)


def find_done(task: PlanTask, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Somebody else than who owes it finds that the task is finished; raises NotYours."""
    _not_who_owes(task, by)
    FLOW.check(task, "find_done")
    task.confirm_claim()
    task.outcome = TaskOutcome.FINISHED
    FLOW.go(task, "find_done", by=by, at=at, why=why)


def send_back(task: PlanTask, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What was reported does not do; the old day stands. Raises NotYours."""
    _not_who_owes(task, by)
    FLOW.check(task, "send_back")
    task.deny_claim()
    FLOW.go(task, "send_back", by=by, at=at, why=why)


def drop_task(task: PlanTask, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The plan no longer asks for it; it counts as nobody's. Raises NotYours."""
    _not_who_owes(task, by)
    FLOW.check(task, "drop_task")
    task.closed_on, task.outcome = local_day(at), TaskOutcome.LIFTED
    FLOW.go(task, "drop_task", by=by, at=at, why=why)


def counted() -> sa.ColumnElement[bool]:
    """What figures count: not what was lifted."""
    return sa.or_(PlanTask.outcome.is_(None), PlanTask.outcome != TaskOutcome.LIFTED)


def breaches(on: date) -> sa.Select[Any]:
    """Every task that was not finished by the day of its plan.

    A report in a rhythm that comes late is urged, and told to the assessment; and nobody was told
    in time of a task that was entered here after its day.
    """
    columns = streams.breach(
        "plans",
        "missed",
        PlanTask.id,
        PlanTask.subject_id,
        day_after(PlanTask.due_on),
        sa.literal("未按期完成工作方案任务：") + PlanTask.title,
    )
    late = PlanTask.late(on).with_only_columns(*columns)
    told = PlanTask.set_on <= PlanTask.due_on
    return late.where(PlanTask.rhythm.is_(None), told, counted())


def _note(task: PlanTask, kind: NoteKind, text: str, by: audit.Actor, at: datetime) -> TaskNote:
    made = TaskNote(
        task_id=task.id,
        kind=kind,
        on_day=local_day(at),
        text=text,
        by_name=by.name,
        body_id=getattr(by, "body_id", None),
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(task, ["notes"])
    return made


def _kind(task: PlanTask, by: audit.Actor) -> NoteKind:
    body_id = getattr(by, "body_id", None)
    if body_id == task.subject_id:
        return NoteKind.PROGRESS
    if body_id in task.parties:
        return NoteKind.SUPPORT
    if streams.named("plans").is_reached_by(by):
        return NoteKind.DISPATCH
    raise NotYours(_("只有牵头单位、配合单位和领导小组办公室可以记录。"))


def _not_who_owes(task: PlanTask, by: audit.Actor) -> None:
    if getattr(by, "body_id", None) == task.subject_id:
        raise NotYours(_("牵头单位不能自己认定任务完成，须由他人核实。"))


def _demand_sense(plan: WorkPlan, body: Subject, said: Said, helping: list[Subject]) -> None:
    if (said.due_on is None) == (said.rhythm is None):
        raise WrongTask(_("请填写完成期限，或者选定持续实施的报告周期，二者选一。"))
    if said.due_on and said.due_on < plan.issued_on:
        raise WrongTask(_("完成期限应在方案印发以后。"))
    if body in helping:
        raise WrongTask(_("牵头单位不必再列为配合单位。"))
    known = sa.exists().where(PlanTask.plan_id == plan.id, PlanTask.number == said.number)
    if db.session.scalar(sa.select(known)):
        raise WrongTask(_("方案中的这个序号已经登记。"))
