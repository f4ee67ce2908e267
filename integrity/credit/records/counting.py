"""Which records counted on a day for somebody, for who checks: also for a day that is over."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.treatments import Treatment, told_of


def in_force(subject_ids: Sequence[int], on: date) -> Sequence[CreditRecord]:
    """The records that counted on a day for these subjects, for checks; one query.

    What was withdrawn, repaired, corrected or ended later counted until then; of what is not shared
    since it was repaired, nobody is told that.
    """
    corrected = aliased(CreditRecord)
    corrects = sa.exists().where(corrected.superseded_by_id == CreditRecord.id)
    there = sa.or_(~corrects, CreditRecord.posted_at < clock.at(on + timedelta(days=1)))
    wanted = sa.select(CreditRecord).where(
        CreditRecord.subject_id.in_(subject_ids),
        CreditRecord.decided_on <= on,
        there,
        sa.or_(CreditRecord.closed_on.is_(None), CreditRecord.closed_on > on),
        CreditRecord.until >= on,
        told_of(CreditRecord),
    )
    return db.session.scalars(wanted.order_by(CreditRecord.id)).all()


def shielded(subject_ids: Sequence[int], on: date) -> Sequence[CreditRecord]:
    """Records of these subjects that were repaired and shielded, and would count on a day still."""
    wanted = sa.select(CreditRecord).where(
        CreditRecord.subject_id.in_(subject_ids),
        CreditRecord.treatment == Treatment.SHIELDED,
        CreditRecord.closed_on <= on,
        CreditRecord.until >= on,
    )
    return db.session.scalars(wanted.order_by(CreditRecord.id)).all()


def disputed_on(record_ids: Sequence[int], on: date) -> set[int]:
    """Which of these records were being objected to at the end of a day, by the log; one query."""
    moves = (
        sa.select(AuditEvent.thing_id, AuditEvent.to_state)
        .where(
            AuditEvent.thing == CreditRecord.__tablename__,
            AuditEvent.thing_id.in_(record_ids),
            AuditEvent.at < clock.at(on + timedelta(days=1)),
        )
        .order_by(AuditEvent.at, AuditEvent.id)
    )
    last = {row.thing_id: row.to_state for row in db.session.execute(moves)}
    return {number for number, state in last.items() if state == RecordState.DISPUTED}
