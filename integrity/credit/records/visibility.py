"""Who may see which credit records."""

from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.records import confirmations, service
from integrity.credit.records.models import CreditRecord
from integrity.people.subjects.models import Subject


def visible(user: Any) -> sa.ColumnElement[bool]:
    """Which records a person may see: the public ones, their body's, or all."""
    public_ = sa.and_(service.is_public(), CreditRecord.subject.has(Subject.public))
    if not user.is_authenticated or not user.can(Permission.RECORDS_READ):
        return public_
    if user.role in REACH_ALL:
        return sa.true()
    own = user.body_id or 0
    mine = sa.or_(public_, CreditRecord.subject_id == own, CreditRecord.found_by_id == own)
    if user.can(Permission.RECORDS_CONFIRM):
        return sa.or_(mine, confirmations.falls_to(user))
    return mine
