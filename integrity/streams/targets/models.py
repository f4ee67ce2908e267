"""A target of a body, the values that somebody else measured, and what inspections found."""

import enum
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField, KeyField
from integrity.people.subjects.models import Subject


class TargetKind(enum.StrEnum):
    """What is measured; each kind has a competent department (`competence`) by the same name."""

    ENVIRONMENT = "environment"
    DEBT = "debt"


FIELD_OF = {TargetKind.ENVIRONMENT: KeyField.ENVIRONMENT, TargetKind.DEBT: KeyField.DEBT}


class Direction(enum.StrEnum):
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class TargetState(enum.StrEnum):
    RUNNING = "running"
    REPORTED = "reported"  # reached, says the body
    MET = "met"  # reached, by what was measured


class TargetOutcome(enum.StrEnum):
    MET = "met"


class ReadingState(enum.StrEnum):
    ENTERED = "entered"
    CONTESTED = "contested"  # by the body; the department checks it
    UPHELD = "upheld"
    CORRECTED = "corrected"


class Level(enum.StrEnum):
    """What the finance department concluded of the risk of debt, as it was published."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


KIND_NAMES = {TargetKind.ENVIRONMENT: _l("环境质量目标"), TargetKind.DEBT: _l("政府债务控制目标")}
DIRECTION_NAMES = {Direction.AT_MOST: _l("不高于"), Direction.AT_LEAST: _l("不低于")}
STATE_NAMES = {
    TargetState.RUNNING: _l("进行中"),
    TargetState.REPORTED: _l("单位自报达到，待监测部门核实"),
    TargetState.MET: _l("经监测达到"),
}
TONES = {TargetState.REPORTED: "soon", TargetState.MET: "good"}
OUTCOME_NAMES = {TargetOutcome.MET: _l("经监测达到")}
READING_NAMES = {
    ReadingState.ENTERED: _l("已发布"),
    ReadingState.CONTESTED: _l("单位有异议，待复核"),
    ReadingState.UPHELD: _l("复核维持"),
    ReadingState.CORRECTED: _l("已更正"),
}
LEVEL_NAMES = {
    Level.GREEN: _l("绿色（低风险）"),
    Level.YELLOW: _l("黄色（较低风险）"),
    Level.ORANGE: _l("橙色（较高风险）"),
    Level.RED: _l("红色（高风险）"),
}


class Target(HasKeyField, HasDeadline, HasSteps, Model):
    """What a public body must reach by a day, in a number that another department measures.

    `limit` in `unit` must not be exceeded, or be reached. Everything of it was published: what is
    secret does not belong here.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[TargetKind] = mapped_column(index=True)
    title: Mapped[str]
    indicator: Mapped[str]
    unit: Mapped[str] = mapped_column(sa.String(40))
    direction: Mapped[Direction]
    limit: Mapped[Decimal]
    basis: Mapped[str]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    measured_by_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[TargetState] = mapped_column(default=TargetState.RUNNING, index=True)
    outcome: Mapped[TargetOutcome | None]
    set_on: Mapped[date]
    report: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    measured_by: Mapped[Subject] = relationship(foreign_keys=[measured_by_id])
    readings: Mapped[list["Reading"]] = relationship(
        back_populates="target", order_by="Reading.month"
    )
    inspections: Mapped[list["Inspection"]] = relationship(order_by="Inspection.on_day")

    __table_args__ = (
        sa.CheckConstraint("subject_id <> measured_by_id", name="measured_by_another"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id, self.measured_by_id}

    def is_met_by(self, value: Decimal) -> bool:
        """Whether a measured value reaches it."""
        if self.direction is Direction.AT_MOST:
            return value <= self.limit
        return value >= self.limit


class Reading(HasSteps, Model):
    """What was measured for a month: by the department, and where everybody may read it."""

    __tablename__ = "target_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(sa.ForeignKey("target.id"), index=True)
    month: Mapped[date]
    value: Mapped[Decimal]
    level: Mapped[Level | None]
    source: Mapped[str]
    published_on: Mapped[date]
    state: Mapped[ReadingState] = mapped_column(default=ReadingState.ENTERED)
    answer: Mapped[str] = mapped_column(default="")
    review: Mapped[str] = mapped_column(default="")

    target: Mapped[Target] = relationship(back_populates="readings")

    __table_args__ = (sa.UniqueConstraint("target_id", "month"),)

    @property
    def parties(self) -> set[int]:
        return self.target.parties

    @property
    def title(self) -> str:
        return f"{self.target.title} {self.month:%Y-%m}"


class Inspection(Model):
    """An inspection on the spot (督导检查) and what it found; `inspectors` by their office."""

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(sa.ForeignKey("target.id"), index=True)
    on_day: Mapped[date]
    inspectors: Mapped[str]
    problem: Mapped[bool]
    finding: Mapped[str]
    by_name: Mapped[str]
