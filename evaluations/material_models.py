"""What an evaluator asks a body for, and what the body gives it."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Assignment, Indicator
from evaluations.permissions import EvaluationsPermission
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class MaterialState(enum.StrEnum):
    ASKED = "asked"
    SUPPLIED = "supplied"
    ACCEPTED = "taken"
    ENDED = "called-off"  # taken back, or the scores were handed in without it


MATERIAL_NAMES = {
    MaterialState.ASKED: _l("待单位提供"),
    MaterialState.SUPPLIED: _l("已提供，待评价机构确认"),
    MaterialState.ACCEPTED: _l("评价机构已收下"),
    MaterialState.ENDED: _l("不再需要"),
}


class Material(HasSteps, Model):
    """Material for an indicator, or for all of them, asked of the body that is scored.

    `supplied_late`: given after the last day, once or more.
    """

    __tablename__ = "evaluation_material"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[MaterialState] = mapped_column(default=MaterialState.ASKED, index=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"), index=True)
    indicator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("indicator.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    what: Mapped[str]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_name: Mapped[str] = mapped_column(default="", server_default="")
    answered_on: Mapped[date | None]
    supplied_late: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    assignment: Mapped[Assignment] = relationship()
    indicator: Mapped[Indicator | None] = relationship()
    subject: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        """The body, and the evaluator unless it stands aside."""
        aside = self.assignment.recused_at is not None
        return {self.subject_id} | (set() if aside else {self.assignment.evaluator_id})

    @property
    def ref(self) -> str:
        return f"PC{self.id:06d}"

    @property
    def title(self) -> str:
        if self.indicator is None:
            return _("%(body)s的评价材料", body=self.subject.name)
        code, name = self.indicator.code, self.indicator.name
        return _(
            "%(body)s的评价材料：%(code)s %(name)s", body=self.subject.name, code=code, name=name
        )

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by the body, by who scores it, and by the office."""
        known = user.is_authenticated and user.can(EvaluationsPermission.READ)
        return known and (user.can(EvaluationsPermission.RUN) or user.body_id in self.parties)
