"""That a body explains the approvals of a month for which it made no check."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class GapState(enum.StrEnum):
    ASKED = "explanation-awaited"
    EXPLAINED = "explanation-given"
    RETURNED = "explanation-returned"
    ACCEPTED = "explanation-accepted"


GAP_STATE_NAMES = {
    GapState.ASKED: _l("待说明"),
    GapState.EXPLAINED: _l("已说明，待审核"),
    GapState.RETURNED: _l("退回重新说明"),
    GapState.ACCEPTED: _l("说明已采纳"),
}


class CoverageGap(HasSteps, Model):
    """What one body has to explain of one month (its first day), and the answer of the office.

    `number`: how many approvals had no check when it was asked.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    month: Mapped[date]
    number: Mapped[int]
    state: Mapped[GapState] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_name: Mapped[str] = mapped_column(default="", server_default="")

    body: Mapped[Subject] = relationship()
    subject_id = synonym("body_id")  # who owes it
    subject = synonym("body")

    __table_args__ = (sa.UniqueConstraint("body_id", "month"),)

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"QH{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(name)s（%(note)s）", name=self.body.name, note=f"{self.month:%Y-%m}")
