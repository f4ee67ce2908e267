"""What an objection and a repair have in common: filed against one record, answered by a day."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.deadlines import HasDeadline
from integrity.records.models import CreditRecord
from integrity.states import HasSteps


class Filed(HasDeadline, HasSteps):
    """Columns of a remedy: what was stated by whom, and the reasons of who decided."""

    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    statement: Mapped[str]
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    reasons: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]

    @declared_attr
    def record(cls) -> Mapped[CreditRecord]:  # noqa: N805
        return relationship()

    @property
    def parties(self) -> set[int]:
        return self.record.parties

    @property
    def title(self) -> str:
        return self.record.summary
