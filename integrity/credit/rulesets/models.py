"""What a lighter rule set changed in records that were decided before it."""

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.credit.records.models import CreditRecord


class Outcome(NamedTuple):
    """What follows from a rule set for a record: how grave, whether told, from and until when."""

    scale: str | None
    grade: str | None
    public: bool
    repairable_on: date | None
    until: date | None

    def heavier(self, other: "Outcome") -> bool:
        """Whether it is worse for the subject than another in any point."""
        never = date.max
        return (
            self.public > other.public
            or (self.repairable_on or never) > (other.repairable_on or never)
            or (self.until or never) > (other.until or never)
        )


class Regrading(Model):
    """One record under a lighter set: what it was until a day, and what it has been since."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    on: Mapped[date]
    old_scale: Mapped[str | None] = mapped_column(sa.String(40))
    old_grade: Mapped[str | None] = mapped_column(sa.String(40))
    old_public: Mapped[bool]
    old_repairable_on: Mapped[date | None]
    old_until: Mapped[date | None]
    scale: Mapped[str] = mapped_column(sa.ForeignKey("rule_set.code"))

    record: Mapped[CreditRecord] = relationship()

    __table_args__ = (sa.UniqueConstraint("record_id", "scale"),)
