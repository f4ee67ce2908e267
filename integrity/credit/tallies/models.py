"""What was counted of a period on a day: the figures as stated, and every item counted."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject

RECORDS, ACTIVITIES = "records", "activities"
"""In the place of a stream: credit records and activities, which belong to no stream."""


class Tally(Model):
    """The figures of a period as they stood on a day; `stated` is made from the items alone.

    stated: per figure, per body and per kind of thing how many items there are.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    on: Mapped[date]
    stated: Mapped[dict[str, Any]]

    def value(self, key: str, body_id: int | None = None) -> int:
        """A figure, of all bodies or of one."""
        if body_id is None:
            return int(self.stated["figures"].get(key, 0))
        mine = [row for row in self.stated["bodies"] if row["id"] == body_id]
        return int(mine[0]["figures"].get(key, 0)) if mine else 0


class TallyItem(Model):
    """One thing that one figure counted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    tally_id: Mapped[int] = mapped_column(sa.ForeignKey("tally.id"))
    figure: Mapped[str] = mapped_column(sa.String(40))
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))

    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("tally_id", "figure", "stream", "item_id"),)
