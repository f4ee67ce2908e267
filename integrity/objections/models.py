"""An objection (异议) against one record; it is answered by a day of its own."""

import enum
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.db import Model
from integrity.deadlines import HasDeadline
from integrity.records.models import CreditRecord


class ObjectionState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    UPHELD = "upheld"
    REJECTED = "rejected"


STATE_NAMES = {
    ObjectionState.FILED: _l("已提出"),
    ObjectionState.ACCEPTED: _l("已受理"),
    ObjectionState.UPHELD: _l("异议成立"),
    ObjectionState.REJECTED: _l("异议不成立"),
}


class Objection(HasDeadline, Model):
    """What the subject says against a record, and the decision (山东省社会信用条例 第三十九条)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    state: Mapped[ObjectionState] = mapped_column(default=ObjectionState.FILED, index=True)
    statement: Mapped[str]
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    reasons: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]

    record: Mapped[CreditRecord] = relationship()

    @property
    def parties(self) -> set[int]:
        return self.record.parties

    @property
    def title(self) -> str:
        return self.record.summary
