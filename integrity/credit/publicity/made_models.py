"""Decisions that are known from elsewhere, and what was stated of a month or a quarter."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class Act(enum.StrEnum):
    """What kind of decision it is."""

    LICENCE = "licence"
    PENALTY = "penalty"


class MadeState(enum.StrEnum):
    KNOWN = "known-decision"  # counts until it is public
    CONTESTED = "contested-decision"  # its body says that it need not be public
    EXCUSED = "excused-decision"  # the office found so


ACT_NAMES = {Act.LICENCE: _l("行政许可"), Act.PENALTY: _l("行政处罚")}
MADE_NAMES = {
    MadeState.KNOWN: _l("应当公示"),
    MadeState.CONTESTED: _l("单位有异议，待核实"),
    MadeState.EXCUSED: _l("核实不予公示"),
}


class MadeDecision(HasSteps, Model):
    """A decision that a body made, as a business system, an inspection or the body itself says.

    `source` says which. It is missing where nothing of its number is public after its last day.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[MadeState] = mapped_column(default=MadeState.KNOWN)
    act: Mapped[Act]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    number: Mapped[str]
    decided_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    source: Mapped[str]
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="", server_default="")
    answer: Mapped[str] = mapped_column(default="", server_default="")

    subject_id: Mapped[int] = synonym("body_id")
    body: Mapped[Subject] = relationship()
    subject: Mapped[Subject] = relationship(viewonly=True)

    __table_args__ = (sa.UniqueConstraint("body_id", "act", "number"),)

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"JD{self.id:06d}"

    @property
    def title(self) -> str:
        return self.number


class PublicityBulletin(Model):
    """What was stated of a month or a quarter, by body, as it was then; a later one adds to it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(sa.String(10), index=True)
    on: Mapped[date]
    figures: Mapped[list[Any]]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]

    @property
    def parties(self) -> set[int]:
        return set()

    @property
    def ref(self) -> str:
        return f"TB{self.id:04d}"
