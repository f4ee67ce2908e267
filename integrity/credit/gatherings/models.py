"""Which body owes which item of the catalogue, what it owed in each period, and what came."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.catalogue.models import CatalogueItem
from integrity.people.subjects.models import Subject


class GatheringState(enum.StrEnum):
    OWED = "owed"
    ARRIVED = "arrived"
    ZERO = "zero-reported"  # its body says that there is nothing to report


GATHERING_NAMES = {
    GatheringState.OWED: _l("待报送"),
    GatheringState.ARRIVED: _l("已报送"),
    GatheringState.ZERO: _l("零报告"),
}
CURRENT = sa.text("ended_on IS NULL")


class SourceDuty(Model):
    """A body that has to deliver an item, from a day until the office ends it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    ended_on: Mapped[date | None]

    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_source_duty_current", "code", "body_id", unique=True,
            sqlite_where=CURRENT, postgresql_where=CURRENT,
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def title(self) -> str:
        return self.code


class Gathering(HasSteps, Model):
    """What a body owes of an item for a period: data by a day, or that there is nothing to report.

    `item` is the version of the item at the end of the period. `settled_on` is the day on which
    something first came, `rows` how many did; `zero_by_name` who answers for there being nothing.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[GatheringState] = mapped_column(default=GatheringState.OWED, index=True)
    duty_id: Mapped[int] = mapped_column(sa.ForeignKey("source_duty.id"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("catalogue_item.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    deliver_by: Mapped[date] = mapped_column(index=True)
    settled_on: Mapped[date | None]
    rows: Mapped[int] = mapped_column(default=0, server_default="0")
    zero_by_name: Mapped[str] = mapped_column(default="", server_default="")

    duty: Mapped[SourceDuty] = relationship()
    item: Mapped[CatalogueItem] = relationship()
    body: Mapped[Subject] = relationship()
    subject_id: Mapped[int] = synonym("body_id")
    """Who is late with it, as every matter says it."""

    __table_args__ = (
        sa.Index("uq_gathering_period", "duty_id", "first", unique=True),
        sa.CheckConstraint(
            "state <> 'zero-reported' OR zero_by_name <> ''", name="zero_has_a_name"
        ),
        sa.CheckConstraint("state = 'owed' OR settled_on IS NOT NULL", name="settled_on_a_day"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"GJ{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(name)s（%(note)s）", name=self.item.name, note=self.period)

    @property
    def period(self) -> str:
        return _("%(first)s至%(last)s", first=self.first, last=self.last)


class GatheredRow(Model):
    """One row of an item about a subject, as it was delivered; what says otherwise replaces it.

    `content` holds the plain columns by name, `sealed` the encrypted others; `key` is what tells it
    from other rows of the body and the item.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("catalogue_item.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    gathering_id: Mapped[int] = mapped_column(sa.ForeignKey("gathering.id"), index=True)
    key: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    sealed: Mapped[str] = mapped_column(default="", server_default="")
    entered_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    item: Mapped[CatalogueItem] = relationship()
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])

    __table_args__ = (
        sa.Index(
            "uq_gathered_row_current", "code", "body_id", "subject_id", "key", unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id, self.subject_id}
