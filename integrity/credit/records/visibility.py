"""Who may see which credit records."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.records import confirmations, history, service
from integrity.credit.records.history import Known, RecordVersion
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.treatments import Treatment
from integrity.people.subjects.models import Subject, SubjectKind


def visible(user: Any) -> sa.ColumnElement[bool]:
    """Which records a person may see: the public ones, their body's, or all.

    What a repair put into the archive only its subject and the office see.
    """
    public_ = sa.and_(service.is_public(), CreditRecord.subject.has(Subject.public))
    return sa.or_(public_, inside(user))


def inside(user: Any) -> sa.ColumnElement[bool]:
    """Which of them this person sees whether public or not."""
    if not user.is_authenticated or not user.can(Permission.RECORDS_READ):
        return sa.false()
    if user.role in REACH_ALL:
        return sa.true()
    own = user.body_id or 0
    mine = CreditRecord.subject_id == own
    others = CreditRecord.found_by_id == own
    if user.can(Permission.RECORDS_CONFIRM):
        others = sa.or_(others, confirmations.falls_to(user))
    archived = CreditRecord.treatment == Treatment.ARCHIVED
    return sa.or_(mine, sa.and_(others, archived.is_not(True)))


def words(record: CreditRecord, user: Any) -> str:
    """What it is about: the whole to whom it concerns, to all others what was released of it."""
    within = user.is_authenticated and user.can(Permission.RECORDS_READ, record)
    return record.summary if within else record.public_summary


def text(user: Any) -> sa.ColumnElement[str]:
    """The same in SQL, by which records are found."""
    return sa.case((inside(user), CreditRecord.summary), else_=CreditRecord.public_text)


def known_to(user: Any, on: date, *which: sa.ColumnElement[bool]) -> Sequence[Known]:
    """These records as they were known on a day, as far as this person may see them.

    What is public to them was so on that day and still is: what was repaired, withdrawn, corrected
    or has ended is not made public again.
    """
    return history.known(on, *which, sa.or_(_public_then_and_now(), inside(user)))


def known_to_all(on: date, *which: sa.ColumnElement[bool]) -> Sequence[Known]:
    """The same as anybody may see them."""
    return history.known(on, *which, _public_then_and_now())


def _public_then_and_now() -> sa.ColumnElement[bool]:
    shown = CreditRecord.subject.has(sa.and_(Subject.public, Subject.kind != SubjectKind.PERSON))
    was = sa.and_(RecordVersion.public, RecordVersion.state.in_(service.COUNTING))
    return sa.and_(was, service.is_public(), shown)
