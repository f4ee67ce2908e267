"""An application for repair of one record."""

import enum
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.db import Model
from integrity.deadlines import HasDeadline
from integrity.records.models import CreditRecord


class RepairState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    REFUSED = "refused"


STATE_NAMES = {
    RepairState.FILED: _l("已申请"),
    RepairState.ACCEPTED: _l("已受理"),
    RepairState.GRANTED: _l("准予修复"),
    RepairState.REFUSED: _l("不予修复"),
}


class Repair(HasDeadline, Model):
    """What was put right, the public promise (信用承诺), and the decision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    state: Mapped[RepairState] = mapped_column(default=RepairState.FILED, index=True)
    statement: Mapped[str]
    promise: Mapped[str]
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
