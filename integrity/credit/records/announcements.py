"""Announcing what parties to government procurement broke (济高信用办〔2019〕7号 二（一）).

The authority over procurement names the media; the announcement is made there, and here stands
where and when. It can be made once, for a record that is public.
"""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.casework.classing import service as classing
from integrity.casework.key_fields import KeyField
from integrity.casework.rules import service as rules
from integrity.credit.records.models import CreditRecord, RecordState

RULE = "LOCAL-PROC-ANNOUNCE"


class NotToAnnounce(Refused):
    """It is not of procurement, not public, or was announced already."""

    status = 409


class WrongDay(Refused):
    """It cannot have been announced on that day."""


class Announcement(Model):
    """Where the breach of a party to government procurement was announced, and on which day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), unique=True)
    medium: Mapped[str] = mapped_column(sa.String(120))
    address: Mapped[str] = mapped_column(sa.String(500))
    announced_on: Mapped[date]

    record: Mapped[CreditRecord] = relationship()


def wanted(*which: sa.ColumnElement[bool]) -> sa.Select[CreditRecord]:
    """Public records of procurement that nobody has announced yet, the oldest first."""
    announced = sa.exists().where(Announcement.record_id == CreditRecord.id)
    procured = classing.of_field(
        CreditRecord.stream, CreditRecord.item_id, KeyField.PROCUREMENT.value
    )
    found = sa.select(CreditRecord).where(
        *(CreditRecord.public, CreditRecord.shielded.is_(False)),
        *(CreditRecord.state == RecordState.CONFIRMED, procured, ~announced),
    )
    return found.where(*which).order_by(CreditRecord.decided_on, CreditRecord.id)


def of(record: CreditRecord) -> Announcement | None:
    """Its announcement, if it was announced."""
    mine = sa.select(Announcement).where(Announcement.record_id == record.id)
    return db.session.scalars(mine).first()


def is_wanted(record: CreditRecord) -> bool:
    """Whether it is still to be announced."""
    return db.session.scalars(wanted(CreditRecord.id == record.id)).first() is not None


def demand(record: CreditRecord) -> None:
    """Raise NotToAnnounce unless it is still to be announced."""
    if not is_wanted(record):
        raise NotToAnnounce(_("只有已经公示、属于政府采购领域且尚未公告的记录可以登记公告。"))


def due_on(record: CreditRecord) -> date:
    """The day by which it is to be announced."""
    return rules.due(RULE, record.decided_on).due_on  # type: ignore[arg-type]


def announce(
    record: CreditRecord,
    medium: str,
    address: str,
    announced_on: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> Announcement:
    """Say where and when it was announced; raises NotToAnnounce, WrongDay."""
    demand(record)
    if record.decided_on and announced_on < record.decided_on:
        raise WrongDay(_("公告日期不能早于确认日 %(day)s。", day=record.decided_on))
    if announced_on > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=announced_on))
    made = Announcement(
        record_id=record.id, medium=medium, address=address, announced_on=announced_on
    )
    db.session.add(made)
    said = {"medium": medium, "address": address, "announced_on": announced_on.isoformat()}
    audit.write(record, "announce", by=by, at=at, **said)
    return made
