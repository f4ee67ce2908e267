"""Work plans, their tasks, and what was noted of each task by whom."""

import enum
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.plans.permissions import PlansPermission


class TaskState(enum.StrEnum):
    RUNNING = "running"
    REPORTED = "reported"  # the lead body said what it did
    DONE = "done"  # somebody else found so, or it was lifted


class TaskOutcome(enum.StrEnum):
    FINISHED = "finished"
    LIFTED = "lifted"


class Rhythm(enum.StrEnum):
    """How often a task without a last day (持续实施) is reported; each is a term of the rules."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class NoteKind(enum.StrEnum):
    PROGRESS = "progress"  # by the lead body
    SUPPORT = "support"  # by a supporting one
    DISPATCH = "dispatch"  # by the office
    REVIEW = "review"  # a report of a task without a last day, and how late it came


S = TaskState
STATE_NAMES = {
    S.RUNNING: _l("推进中"),
    S.REPORTED: _l("牵头单位已报告，待核实"),
    S.DONE: _l("已办结"),
}
TONES = {S.REPORTED: "soon", S.DONE: "closed"}
OUTCOME_NAMES = {
    TaskOutcome.FINISHED: _l("经核实完成"),
    TaskOutcome.LIFTED: _l("任务撤销"),
}
RHYTHM_NAMES = {
    Rhythm.MONTHLY: _l("持续实施，每月报告"),
    Rhythm.QUARTERLY: _l("持续实施，每季度报告"),
    Rhythm.HALF_YEARLY: _l("持续实施，每半年报告"),
    Rhythm.YEARLY: _l("持续实施，每年报告"),
}
TERMS = {
    Rhythm.MONTHLY: "LOCAL-PLAN-MONTH",
    Rhythm.QUARTERLY: "LOCAL-PLAN-QUARTER",
    Rhythm.HALF_YEARLY: "LOCAL-PLAN-HALF",
    Rhythm.YEARLY: "LOCAL-PLAN-YEAR",
}
NOTE_NAMES = {
    NoteKind.PROGRESS: _l("牵头单位进展"),
    NoteKind.SUPPORT: _l("配合单位情况"),
    NoteKind.DISPATCH: _l("调度意见"),
    NoteKind.REVIEW: _l("定期报告"),
}

support = sa.Table(
    "plan_task_support",
    Model.metadata,
    sa.Column("task_id", sa.ForeignKey("plan_task.id"), primary_key=True),
    sa.Column("subject_id", sa.ForeignKey("subject.id"), primary_key=True, index=True),
)
"""The bodies that support a task."""


class WorkPlan(Model):
    """A document that shares out tasks; nothing of it is public here."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200), unique=True)
    basis: Mapped[str]
    issued_on: Mapped[date]


class PlanTask(HasFiles, HasDeadline, HasSteps, HasKeyField, Model):
    """What a body (`subject`) must do by a day, or report on in a `rhythm` as long as it lasts.

    due_on: of a task with a rhythm the day by which the next report must be here. number: the one
    that the plan gives it. lead_words, support_words: whom the plan names, in its own words.
    """

    sides = {PlansPermission.REPORT: "subject_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("work_plan.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    section: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    lead_words: Mapped[str] = mapped_column(default="")
    support_words: Mapped[str] = mapped_column(default="")
    rhythm: Mapped[Rhythm | None]
    state: Mapped[TaskState] = mapped_column(default=S.RUNNING, index=True)
    outcome: Mapped[TaskOutcome | None]
    set_on: Mapped[date]
    report: Mapped[str] = mapped_column(default="")

    plan: Mapped[WorkPlan] = relationship()
    subject: Mapped[Subject] = relationship()
    supporters: Mapped[list[Subject]] = relationship(secondary=support, order_by=Subject.id)
    notes: Mapped[list["TaskNote"]] = relationship(order_by="TaskNote.id.desc()")

    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id, *(body.id for body in self.supporters)}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by who leads, who supports, and the office."""
        return bool(user.is_authenticated and user.can(PlansPermission.READ, self))


class TaskNote(Model):
    """What somebody noted of a task; of a review also the day it was due and the day it came."""

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_task.id"), index=True)
    kind: Mapped[NoteKind]
    on_day: Mapped[date]
    text: Mapped[str]
    by_name: Mapped[str]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    due_on: Mapped[date | None]
    received_on: Mapped[date | None]

    body: Mapped[Subject | None] = relationship()
