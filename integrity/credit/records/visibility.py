"""Who may see which credit records."""

from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.records import confirmations, service
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.treatments import Treatment
from integrity.people.subjects.models import Subject


def visible(user: Any) -> sa.ColumnElement[bool]:
    """Which records a person may see: the public ones, their body's, or all.

    What a repair put into the archive only its subject and the office see.
    """
    public_ = sa.and_(service.is_public(), CreditRecord.subject.has(Subject.public))
    if not user.is_authenticated or not user.can(Permission.RECORDS_READ):
        return public_
    if user.role in REACH_ALL:
        return sa.true()
    own = user.body_id or 0
    mine = CreditRecord.subject_id == own
    others = sa.or_(public_, CreditRecord.found_by_id == own)
    if user.can(Permission.RECORDS_CONFIRM):
        others = sa.or_(others, confirmations.falls_to(user))
    archived = CreditRecord.treatment == Treatment.ARCHIVED
    return sa.or_(mine, sa.and_(others, archived.is_not(True)))
