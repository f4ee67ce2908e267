"""A debt: to whom, by when."""

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.people.subjects.models import Subject


class DebtState(enum.StrEnum):
    OWED = "owed"
    PAID = "paid"


STATE_NAMES = {DebtState.OWED: "未偿", DebtState.PAID: "已偿"}


class Debt(HasKeyField, HasDeadline, HasSteps, Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str]
    lender: Mapped[str]
    state: Mapped[DebtState] = mapped_column(default=DebtState.OWED)
    outcome: Mapped[str | None]
    reminded_on: Mapped[date | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    subject: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}
