"""Who may evaluate, what ties it to bodies, and what bodies say against it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Assignment
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class Agency(Model):
    """An organisation that may evaluate, while its contract lasts; whom to ring is sealed."""

    __tablename__ = "evaluation_agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), unique=True)
    contract: Mapped[str]
    contract_from: Mapped[date]
    contract_until: Mapped[date]
    contact_sealed: Mapped[str] = mapped_column(default="", server_default="")
    registered_by_name: Mapped[str]
    registered_at: Mapped[datetime]

    subject: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.CheckConstraint("contract_until >= contract_from", name="contract_in_order"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class Interest(Model):
    """What ties an evaluator to a body: while it lasts the one does not score the other."""

    __tablename__ = "evaluation_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluator_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    what: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    declared_by_name: Mapped[str]
    declared_at: Mapped[datetime]

    evaluator: Mapped[Subject] = relationship(foreign_keys=[evaluator_id])
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])

    __table_args__ = (sa.CheckConstraint("until >= since", name="interest_in_order"),)

    @property
    def parties(self) -> set[int]:
        return {self.evaluator_id}


class EvaluatorObjectionState(enum.StrEnum):
    FILED = "filed"
    UPHELD = "upheld"  # the evaluator does not score this body
    KEPT = "kept"


EVALUATOR_OBJECTION_NAMES = {
    EvaluatorObjectionState.FILED: _l("待答复"),
    EvaluatorObjectionState.UPHELD: _l("异议成立，评价机构回避"),
    EvaluatorObjectionState.KEPT: _l("评价机构不需要回避"),
}


class EvaluatorObjection(HasSteps, Model):
    """A body says why an evaluator should not score it, once for every assignment."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[EvaluatorObjectionState] = mapped_column(
        default=EvaluatorObjectionState.FILED, index=True
    )
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"), unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    text: Mapped[str]
    filed_by_name: Mapped[str]
    filed_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_on: Mapped[date | None]

    assignment: Mapped[Assignment] = relationship()
    body: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"PJ{self.id:06d}"

    @property
    def title(self) -> str:
        evaluator = self.assignment.evaluator.name
        return _("%(body)s要求%(evaluator)s回避", body=self.body.name, evaluator=evaluator)
