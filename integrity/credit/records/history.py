"""What a record was at the end of each day on which it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import histories, i18n
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.base.histories import OfDay
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.annotations import Annotated
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.treatments import Treatment


class RecordVersion(Annotated, OfDay, Model):
    """What of a record changes: where it stands, what it was told, what follows from it, and what
    is pending against it."""

    of = CreditRecord

    thing_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), primary_key=True)
    state: Mapped[RecordState]
    notified_on: Mapped[date | None]
    object_until: Mapped[date | None]
    scale: Mapped[str | None] = mapped_column(sa.String(40))
    grade: Mapped[str | None] = mapped_column(sa.String(40))
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str | None]
    public: Mapped[bool]
    repairable_on: Mapped[date | None]
    until: Mapped[date | None]
    closed_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None]
    treatment: Mapped[Treatment | None]


def keep(things: Sequence[CreditRecord | ListEntry], *, at: datetime) -> None:
    """Keep what is marked on these today, so that an earlier day can be asked about it."""
    for version in (RecordVersion, EntryVersion):
        ids = [thing.id for thing in things if isinstance(thing, version.of)]
        histories.keep(version, version.of.id.in_(ids), at=at)


class NotKnown(Refused):
    """No day, one that is yet to come, or one before anything was kept."""

    title = _l("不能查询这一天")


@dataclass(frozen=True)
class Known:
    """A record as it was known at the end of a day; what never changes is read from the record."""

    record: CreditRecord
    was: Any


def known(on: date, *which: sa.ColumnElement[bool]) -> Sequence[Known]:
    """What was known of these records at the end of a day, newest first.

    Asked again it is the same, whatever was corrected, repaired or ended since.
    """
    wanted = histories.known(RecordVersion, on, *which)
    order = (CreditRecord.since.desc(), CreditRecord.id.desc())
    return [Known(row[0], row) for row in db.session.execute(wanted.order_by(*order))]


def day_asked(text: str | None, today: date) -> date | None:
    """The day before today that somebody asks about; None: how things stand. Raises NotKnown."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise NotKnown(_("请按“2026-11-21”填写日期。")) from None
    if day > today:
        raise NotKnown(_("日期 %(day)s 还没有到。", day=i18n.day(day)))
    first = histories.begins(RecordVersion) or today
    if day < min(first, today):
        said = _("本系统自 %(day)s 起有记录，更早的情况无法还原。", day=i18n.day(first))
        raise NotKnown(said)
    return None if day == today else day
