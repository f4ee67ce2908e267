"""An order to put right what a record, a finding or an item of a stream says, point by point."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.clock import local_day
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.breaches import Problem
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.credit.records.models import CreditRecord
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


class RectificationState(enum.StrEnum):
    ORDERED = "ordered"
    ANSWERED = "answered"  # the body says what it will do
    PUT_RIGHT = "put_right"  # the body says that it is done
    VERIFIED = "verified"  # somebody else has looked


class RectificationOutcome(enum.StrEnum):
    PUT_RIGHT = "put_right"
    NOT_PUT_RIGHT = "not_put_right"


STATE_NAMES = {
    RectificationState.ORDERED: _l("已责令整改"),
    RectificationState.ANSWERED: _l("已答复方案"),
    RectificationState.PUT_RIGHT: _l("自报完成，待核验"),
    RectificationState.VERIFIED: _l("已核验"),
}
OUTCOME_NAMES = {
    RectificationOutcome.PUT_RIGHT: _l("整改到位"),
    RectificationOutcome.NOT_PUT_RIGHT: _l("整改不到位"),
}


class Inspection(enum.StrEnum):
    """On what occasion something was found."""

    ENVIRONMENT = "environment"
    CAMPAIGN = "campaign"
    OTHER = "other"


INSPECTION_NAMES = {
    Inspection.ENVIRONMENT: _l("生态环境保护督导检查"),
    Inspection.CAMPAIGN: _l("专项治理检查"),
    Inspection.OTHER: _l("其他检查"),
}


class InspectionFinding(HasFiles, Model):
    """What inspectors found at a place on a day (检查发现); by itself it obliges nobody."""

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection: Mapped[Inspection]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    place: Mapped[str]
    found_on: Mapped[date]
    inspectors: Mapped[str]
    what: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by_name: Mapped[str]

    subject: Mapped[Subject] = relationship()

    @property
    def ref(self) -> str:
        return f"JC{self.id:08d}"

    @property
    def title(self) -> str:
        return f"{INSPECTION_NAMES[self.inspection]} · {self.place}"


class Point(Model):
    """One thing that an order demands, if it names several; `due_on`: a day of its own.

    `is_effect`: that the bad effects are undone (消除不良影响), which must be shown by a file.
    """

    __tablename__ = "rectification_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(sa.ForeignKey("rectification.id"), index=True)
    what: Mapped[str]
    due_on: Mapped[date | None]
    is_effect: Mapped[bool] = mapped_column(default=False)


class Rectification(HasFiles, HasKeyField, HasDeadline, HasSteps, Model):
    """What one body must put right, by which day (S2 三(三)4; S2 二(六) for poor progress).

    `stream` and `item_id` say what it is about; `record` is the credit record that founds the
    order, `finding` what an inspection found; None when it is ordered before either. `problem`:
    which of the four problems of public bodies it is about, None: none of them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"), unique=True)
    finding_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("inspection_finding.id"), unique=True
    )
    stream: Mapped[str] = mapped_column(sa.String(40), default="")
    item_id: Mapped[int | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    problem: Mapped[Problem | None]
    title: Mapped[str]
    demand: Mapped[str]
    state: Mapped[RectificationState] = mapped_column(
        default=RectificationState.ORDERED, index=True
    )
    outcome: Mapped[RectificationOutcome | None]
    ordered_at: Mapped[datetime]
    ordered_by_name: Mapped[str]
    plan: Mapped[str] = mapped_column(default="")
    report: Mapped[str] = mapped_column(default="")
    effects: Mapped[str] = mapped_column(default="", server_default="")
    reported_by_id: Mapped[int | None]

    record: Mapped[CreditRecord | None] = relationship()
    finding: Mapped[InspectionFinding | None] = relationship()
    points: Mapped[list[Point]] = relationship(order_by=Point.id, cascade="all, delete-orphan")
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.Index("ix_rectification_item", "stream", "item_id"),)

    @property
    def ordered_on(self) -> date:
        return local_day(self.ordered_at)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}
