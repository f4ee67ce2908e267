"""An order to put right what a credit record says, or an item that makes poor progress."""

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


class Rectification(HasFiles, HasKeyField, HasDeadline, HasSteps, Model):
    """What one body must put right, by which day (S2 三(三)4; S2 二(六) for poor progress).

    `stream` and `item_id` say what it is about; `record` is the credit record that founds the
    order, None when it is ordered before anything is recorded. `problem`: which of the four
    problems of public bodies it is about, None: none of them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"), unique=True)
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
    reported_by_id: Mapped[int | None]

    record: Mapped[CreditRecord | None] = relationship()
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.Index("ix_rectification_item", "stream", "item_id"),)

    @property
    def ordered_on(self) -> date:
        return local_day(self.ordered_at)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}
