"""Who reads which cases: everybody what is published and still right."""

from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.cases.models import CaseKind, CaseState, TypicalCase
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects.models import Subject


def published() -> sa.ColumnElement[bool]:
    """The condition for what everybody reads.

    What rests on a record that was withdrawn is gone; nobody is named for what was repaired or is
    over, and nobody is a model beside a public breach.
    """
    withdrawn = TypicalCase.record.has(CreditRecord.state == RecordState.WITHDRAWN)
    over = sa.or_(
        TypicalCase.record.has(CreditRecord.state.not_in(records.COUNTING)),
        TypicalCase.entry.has(sa.or_(ListEntry.state != EntryState.LISTED, ListEntry.shielded)),
    )
    broken = sa.exists().where(
        CreditRecord.subject_id == TypicalCase.subject_id, records.is_public()
    )
    fallen = sa.and_(TypicalCase.kind == CaseKind.MODEL, broken)
    shown = TypicalCase.subject.has(Subject.public)
    named = sa.and_(TypicalCase.is_named, sa.or_(over, fallen, ~shown))
    return sa.and_(TypicalCase.state == CaseState.PUBLISHED, ~withdrawn, ~named)


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The same, and to its parties and the office what is on its way."""
    if not user.is_authenticated or not user.can(Permission.CASES_READ):
        return published()
    if user.role in REACH_ALL:
        return sa.true()
    mine = user.body_id or 0
    asked = sa.and_(
        TypicalCase.subject_id == mine,
        TypicalCase.is_named,
        TypicalCase.state.not_in((CaseState.SENT, CaseState.RETURNED)),
    )
    return sa.or_(published(), TypicalCase.sent_by_id == mine, asked)
