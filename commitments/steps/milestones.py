"""The steps of a commitment: planned while it is drafted, each met, partly met or not met later."""

import enum
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.base.states import Flow, HasMoves, Move
from integrity.casework.steps import Side, own
from integrity.files import attached
from integrity.files.attached import HasFiles
from integrity.files.spellings import parse_day, parse_whole
from integrity.pages.evidence import shown_to
from integrity.people.accounts.models import User


class MilestoneState(enum.StrEnum):
    SCHEDULED = "scheduled"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


MILESTONE_NAMES = {
    MilestoneState.SCHEDULED: _l("未完成"),
    MilestoneState.MET: _l("已达到"),
    MilestoneState.PARTLY: _l("部分达到"),
    MilestoneState.NOT_MET: _l("未达到"),
}
MILESTONE_TONES = {
    MilestoneState.SCHEDULED: "plain",
    MilestoneState.MET: "good",
    MilestoneState.PARTLY: "soon",
    MilestoneState.NOT_MET: "late",
}
SHARE = {MilestoneState.MET: 2, MilestoneState.PARTLY: 1}
"""What a milestone counts for, in halves of its weight."""
SEPARATOR = re.compile(r"[,，;；\t|]")
BETWEEN = re.compile(r"[;；\n]")
"""What stands between the parts of a step, and between steps that share a cell of a table."""
M = MilestoneState
FLOW = Flow(
    steps={M.SCHEDULED: own(Side.OWING)},
    free=dict.fromkeys((M.PARTLY, M.NOT_MET), "told; the day of the commitment runs on"),
    record=Move({M.SCHEDULED, M.PARTLY, M.NOT_MET}, M.MET, CommitmentsPermission.REPORT),
    record_partly=Move({M.SCHEDULED, M.NOT_MET}, M.PARTLY, CommitmentsPermission.REPORT),
    record_not_met=Move({M.SCHEDULED}, M.NOT_MET, CommitmentsPermission.REPORT),
)
FLOW.names.update(MILESTONE_NAMES)
MOVES = {M.MET: "record", M.PARTLY: "record_partly", M.NOT_MET: "record_not_met"}


class WrongPlan(Refused):
    """A milestone without a day or weight, or after the day of the commitment itself."""

    title = _l("阶段目标有误")


class Milestone(HasFiles, HasMoves, Model):
    """One step with its own day and its weight in the whole (1 to 100, of the sum of all).

    `met_on` is the day the body says, `received_on` the day on which it said so: only that counts.
    """

    told: ClassVar[bool] = True
    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    weight: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date]
    state: Mapped[MilestoneState] = mapped_column(default=MilestoneState.SCHEDULED)
    met_on: Mapped[date | None]
    received_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(default="")

    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (sa.CheckConstraint("weight BETWEEN 1 AND 100", name="weight_of_100"),)

    @property
    def parties(self) -> set[int]:
        return self.commitment.parties

    def days_late(self, on: date) -> int:
        """Calendar days by which it is or was late, as far as was known on each of them."""
        return max(((self.received_on or on) - self.due_on).days, 0)


def of(item: Commitment) -> Sequence[Milestone]:
    """The milestones of a commitment in their order."""
    wanted = sa.select(Milestone).where(Milestone.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(Milestone.position, Milestone.id)).all()


def plan_of(item: Commitment) -> list[tuple[str, date, int]]:
    """The plan as `plan` takes it."""
    return [(step.title, step.due_on, step.weight) for step in of(item)]


def plan(item: Commitment, steps: Iterable[tuple[str, date, int]]) -> None:
    """Replace the plan of a draft by these steps (title, day, weight); raises WrongPlan.

    The caller has checked that the commitment may still be edited.
    """
    wanted = sorted(steps, key=lambda step: step[1])
    for title, due_on, weight in wanted:
        if item.due_on and due_on > item.due_on:
            raise WrongPlan(too_late(title))
        if not 1 <= weight <= 100:
            raise WrongPlan(_("阶段目标“%(what)s”的权重应为 1 至 100。", what=title))
    db.session.execute(sa.delete(Milestone).where(Milestone.commitment_id == item.id))
    for position, (title, due_on, weight) in enumerate(wanted, start=1):
        step = Milestone(
            commitment=item, position=position, title=title, due_on=due_on, weight=weight
        )
        db.session.add(step)


def read_step(line: str) -> tuple[str, date, int]:
    """A step as people write it: day, what, weight (1 when left out); raises ValueError."""
    parts = [part.strip() for part in SEPARATOR.split(line)]
    try:
        weight = parse_whole(parts[2]) if len(parts) > 2 else 1
        if len(parts) not in (2, 3) or not parts[1] or not 1 <= weight <= 100:
            raise ValueError
        return parts[1], parse_day(parts[0]), weight
    except ValueError:
        message = _("每行写“日期，阶段目标，权重”，例如：2026-06-30，完成主体工程，40。")
        raise ValueError(message) from None


def read(cell: str) -> list[tuple[str, date, int]]:
    """All steps of a cell, by day; raises ValueError."""
    steps = [read_step(part) for part in BETWEEN.split(cell) if part.strip()]
    return sorted(steps, key=lambda step: step[1])


def as_cell(steps: Iterable[tuple[str, date, int]]) -> str:
    """Steps as one cell of a table, as `read` takes it."""
    return "；".join(f"{day}，{title}，{weight}" for title, day, weight in steps)


def too_late(title: str) -> str:
    return _("阶段目标“%(what)s”的日期晚于承诺的完成期限。", what=title)


def record(
    step: Milestone,
    state: MilestoneState,
    why: str,
    *,
    by: User,
    at: datetime,
    met_on: date | None = None,
    evidence: FileStorage | None = None,
    evidence_public: bool = False,
) -> None:
    """The body says what became of a step; a better result may follow, never a worse one.

    Raises WrongPlan.
    """
    if met_on and met_on > clock.local_day(at):
        raise WrongPlan(_("达到日期不能晚于今天。"))
    if state is M.SCHEDULED:
        raise WrongPlan(_("请选择这一阶段的结果。"))
    FLOW.go(step, MOVES[state], by=by, at=at, why=why)
    today = clock.local_day(at)
    step.met_on, step.received_on = (met_on or today, today) if state is M.MET else (None, None)
    step.said = why
    if evidence:
        body = step.commitment.subject_id
        attached.save(evidence, step, public=evidence_public, by=by, at=at, body_id=body)
    audit.write(step.commitment, "milestone", by=by, at=at, why=f"{step.title}：{why}", to=state)


def progress(steps: Sequence[Milestone]) -> int | None:
    """Per cent reached: a met step counts with its weight, a partly met one with half of it."""
    whole = sum(step.weight for step in steps)
    if not whole:
        return None
    return sum(step.weight * SHARE.get(step.state, 0) for step in steps) * 50 // whole


def shown(steps: Sequence[Milestone], on: date, reader: Any) -> list[dict[str, Any]]:
    """The rows of the page, with the evidence as far as this reader may have it."""
    proofs = attached.of_each(Milestone.__tablename__, [step.id for step in steps])
    return [
        {
            "step": step,
            "word": MILESTONE_NAMES[step.state],
            "tone": "late" if is_open and step.days_late(on) else MILESTONE_TONES[step.state],
            "late": step.days_late(on) if is_open or step.state is M.MET else 0,
            "evidence": shown_to(proofs[step.id], reader),
        }
        for step in steps
        for is_open in (step.state is M.SCHEDULED,)
    ]
