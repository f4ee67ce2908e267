"""Of which records and entries repair can be asked for from a day on, for who reminds of it."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.repairable import MINIMUM, first_day


def records_from(on: date) -> sa.ColumnElement[bool]:
    """The condition for records whose first day this is; of one that can be repaired at once, the
    day after the decision."""
    at_once = CreditRecord.repairable_on <= CreditRecord.decided_on
    first = sa.or_(
        sa.and_(CreditRecord.repairable_on == on, sa.not_(at_once)),
        sa.and_(at_once, CreditRecord.decided_on == on - timedelta(days=1)),
    )
    return sa.and_(CreditRecord.state == RecordState.CONFIRMED, first)


def entries_from(on: date) -> sa.ColumnElement[bool]:
    """The condition for entries without a record whose first day this is."""
    alone = sa.and_(ListEntry.state == EntryState.LISTED, ListEntry.record_id.is_(None))
    days = sa.select(ListEntry.kind, ListEntry.listed_on).where(
        alone, ListEntry.kind.in_(MINIMUM), ListEntry.listed_on <= on
    )
    ripe = [
        sa.and_(ListEntry.kind == kind, ListEntry.listed_on == day)
        for kind, day in db.session.execute(days.distinct())
        if day and first_day(kind, day) == on
    ]
    return sa.and_(alone, sa.or_(sa.false(), *ripe))
