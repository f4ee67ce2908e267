"""An assessment of a period, its rules, and what it says of each body."""

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.tallies.models import Tally
from integrity.people.subjects.models import Subject


class AssessmentKind(enum.StrEnum):
    DUTY = "duty"
    QUALITY = "quality"


class Effect(enum.StrEnum):
    DEDUCTION = "deduction"
    BONUS = "bonus"


class AssessmentState(enum.StrEnum):
    DRAFTED = "assessment-drafted"
    TOLD = "assessment-told"  # its bodies confirm or object
    SIGNED = "assessment-signed"
    ISSUED = "assessment-issued"
    DROPPED = "assessment-dropped"


class LineState(enum.StrEnum):
    HELD = "line-held"
    TOLD = "line-told"
    CONFIRMED = "line-confirmed"
    OBJECTED = "line-objected"
    DECIDED = "line-decided"
    STOOD = "line-stood"  # the term to object is over, nobody did


S, L = AssessmentState, LineState
KIND_NAMES = {
    AssessmentKind.DUTY: _l("目标责任考核"),
    AssessmentKind.QUALITY: _l("高质量发展综合绩效考核"),
}
EFFECT_NAMES = {Effect.DEDUCTION: _l("扣分"), Effect.BONUS: _l("加分")}
STATE_NAMES = {
    S.DRAFTED: _l("起草中的考核数据"),
    S.TOLD: _l("单位确认和复核中"),
    S.SIGNED: _l("已签核，待另一人签发"),
    S.ISSUED: _l("已函送"),
    S.DROPPED: _l("不再办理的考核数据"),
}
LINE_NAMES = {
    L.HELD: _l("尚未告知"),
    L.TOLD: _l("待单位确认"),
    L.CONFIRMED: _l("单位已确认"),
    L.OBJECTED: _l("单位申请复核"),
    L.DECIDED: _l("已作出复核决定"),
    L.STOOD: _l("期满没有异议"),
}
SETTLED = (L.CONFIRMED, L.DECIDED, L.STOOD)
POINTS = sa.Numeric(8, 2)


class Assessment(HasSteps, Model):
    """The figures of a period for an assessment; two people sign it off.

    basis: the document that orders the assessment. addressee: who runs it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[AssessmentKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    basis: Mapped[str]
    addressee: Mapped[str]
    state: Mapped[AssessmentState] = mapped_column(default=S.DRAFTED, index=True)
    tally_id: Mapped[int] = mapped_column(sa.ForeignKey("tally.id"))
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    drafted_by_name: Mapped[str]
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    issued_on: Mapped[date | None]

    tally: Mapped[Tally] = relationship()
    rules: Mapped[list["AssessmentRule"]] = relationship(order_by="AssessmentRule.id")
    lines: Mapped[list["AssessmentLine"]] = relationship(
        order_by="AssessmentLine.subject_id", back_populates="assessment"
    )

    __table_args__ = (
        sa.CheckConstraint("issued_by_id <> signed_by_id", name="issued_by_another"),
        sa.CheckConstraint(
            "state <> 'assessment-issued' OR "
            "(signed_by_id IS NOT NULL AND issued_by_id IS NOT NULL)",
            name="issued_by_two",
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {line.subject_id for line in self.lines}


class AssessmentRule(Model):
    """So many points for each item of a figure, at most so many."""

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    effect: Mapped[Effect]
    figure: Mapped[str] = mapped_column(sa.String(40))
    each: Mapped[Decimal] = mapped_column(POINTS)
    most: Mapped[Decimal] = mapped_column(POINTS)
    basis: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("assessment_id", "effect", "figure"),)


class AssessmentLine(HasSteps, Model):
    """What an assessment says of a body (`subject`), and what the body says to it.

    worked: per rule how many items and how many points. object_until: the last day on which the
    body may ask for a review, counted from the service of the notice.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[LineState] = mapped_column(default=L.HELD, index=True)
    points: Mapped[Decimal] = mapped_column(POINTS)
    worked: Mapped[list[Any]] = mapped_column(sa.JSON)
    object_until: Mapped[date | None]
    objection: Mapped[str] = mapped_column(default="", server_default="")
    answer: Mapped[str] = mapped_column(default="", server_default="")

    assessment: Mapped[Assessment] = relationship(back_populates="lines")
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("assessment_id", "subject_id"),)

    @property
    def ref(self) -> str:
        return f"KHD{self.id:06d}"

    @property
    def title(self) -> str:
        return self.assessment.title

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class AssessmentExclusion(Model):
    """An item that a review found should not count for a body."""

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment_line.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("tally_item.id"))

    __table_args__ = (sa.UniqueConstraint("line_id", "item_id"),)
