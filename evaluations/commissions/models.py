"""A paper of a round: its kind, its day, what it says in short, and its files."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Round
from evaluations.permissions import EvaluationsPermission
from integrity.base.db import Model
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


class CommissionKind(enum.StrEnum):
    CONTRACT = "contract"
    PLAN = "plan"
    SELF_REPORT = "self_report"
    PROBLEMS = "problems"
    EXPERTS = "experts"
    ACCEPTANCE = "acceptance"


K = CommissionKind
COMMISSION_NAMES = {
    K.CONTRACT: _l("委托合同"),
    K.PLAN: _l("评价方案"),
    K.SELF_REPORT: _l("单位自评报告和佐证目录"),
    K.PROBLEMS: _l("问题反馈单"),
    K.EXPERTS: _l("专家评审纪要"),
    K.ACCEPTANCE: _l("验收意见"),
}
OF_BODIES = (K.SELF_REPORT, K.PROBLEMS)
"""Of these there is one for every body that is scored."""
FILED_WITH = {
    K.CONTRACT: EvaluationsPermission.RUN,
    K.PLAN: EvaluationsPermission.SCORE,
    K.SELF_REPORT: EvaluationsPermission.PUT_RIGHT,
    K.PROBLEMS: EvaluationsPermission.SCORE,
    K.EXPERTS: EvaluationsPermission.SCORE,
    K.ACCEPTANCE: EvaluationsPermission.RUN,
}
"""Whose each of them is: nobody files for somebody else."""
RULES = {
    K.CONTRACT: "LOCAL-COMMISSION-CONTRACT",
    K.PLAN: "LOCAL-COMMISSION-PLAN",
    K.SELF_REPORT: "LOCAL-COMMISSION-SELF",
    K.PROBLEMS: "LOCAL-COMMISSION-PROBLEMS",
    K.EXPERTS: "LOCAL-COMMISSION-EXPERTS",
    K.ACCEPTANCE: "LOCAL-COMMISSION-ACCEPT",
}
"""How many of each there must be before results go to everybody; of bodies, in percent of them."""


class CommissionPaper(HasFiles, Model):
    """One paper as somebody filed it. A later one of its kind takes its place; both stay.

    body_id: of which body it is. `text`: what it says in short; of a self-report the list of what
    proves it (佐证目录).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"), index=True)
    kind: Mapped[CommissionKind]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    on_day: Mapped[date]
    text: Mapped[str]
    by_body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    body: Mapped[Subject | None] = relationship(foreign_keys=[body_id])

    @property
    def parties(self) -> set[int]:
        """The body that it is of, and who filed it."""
        return {number for number in (self.body_id, self.by_body_id) if number is not None}

    def shows(self, file: Any, user: Any) -> bool:
        """It is read by the office, by who filed it, by its body, by who scores that."""
        known = user.is_authenticated and user.can(EvaluationsPermission.READ)
        if not known:
            return False
        return user.can(EvaluationsPermission.RUN) or user.body_id in self.parties | self.scorers

    @property
    def scorers(self) -> set[int]:
        """Who scores the body that it is of, or any body in the round."""
        return {
            one.evaluator_id
            for one in self.round.assignments
            if one.recused_at is None and self.body_id in (None, one.body_id)
        }
