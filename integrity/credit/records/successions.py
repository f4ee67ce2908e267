"""One record in the place of another, which was wrong: nothing is ever changed in place."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.documents import making
from integrity.credit.records import service
from integrity.credit.records.models import CreditRecord, RecordState


def supersede(
    record: CreditRecord, successor: CreditRecord, *, by: audit.Actor, at: datetime, why: str
) -> None:
    """Something of it was wrong: the successor stands in its place; it is kept as an archive."""
    service.FLOW.check(record, "correct")
    record.superseded_by = successor
    service.close(record, at)
    service.FLOW.go(record, "correct", by=by, at=at, why=why, successor=successor.ref)
    making.void(record, by=by, at=at, why=why)


def times(record: CreditRecord) -> int:
    """How many records of a lasting breach there were with this one; a corrected one is none."""
    first = record.first_id or record.id
    chain = sa.or_(CreditRecord.id == first, CreditRecord.first_id == first)
    wanted = sa.select(sa.func.count()).where(
        chain, CreditRecord.state != RecordState.CORRECTED, CreditRecord.id <= record.id
    )
    return db.session.scalar(wanted) or 1


def corrected(record: CreditRecord) -> CreditRecord | None:
    """The record in whose place this one stands."""
    wanted = sa.select(CreditRecord).where(CreditRecord.superseded_by_id == record.id)
    return db.session.scalars(wanted).first()


def latest(record: CreditRecord) -> CreditRecord:
    """The last of those that stand in its place; itself, if it was never corrected."""
    while record.superseded_by:
        record = record.superseded_by
    return record


def successor_ref(record: CreditRecord) -> str:
    """The number of the record that stands in its place, if one does."""
    return f"XY{record.superseded_by_id:08d}" if record.superseded_by_id else ""


def may_be_corrected_by(user: Any, record: CreditRecord) -> bool:
    """Whether somebody may propose to correct it: what is objected to is answered first."""
    standing = record.state in (RecordState.PROPOSED, RecordState.CONFIRMED)
    may = user.is_authenticated and user.can(Permission.RECORDS_CORRECT, record)
    return bool(standing and may and user.body_id != record.subject_id)
