"""What an entry was at the end of each day on which it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import histories
from integrity.base.db import Model, db
from integrity.base.histories import OfDay
from integrity.credit.sanctions.annotations import Annotated
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry
from integrity.credit.sanctions.treatments import Treatment
from integrity.people.subjects.models import Subject, SubjectKind


class EntryVersion(Annotated, OfDay, Model):
    """What of an entry changes: where it stands, on which record and facts, until when, and what
    is pending against it."""

    of = ListEntry

    thing_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), primary_key=True)
    state: Mapped[EntryState]
    record_id: Mapped[int | None]
    reasons: Mapped[str]
    listed_on: Mapped[date | None]
    until: Mapped[date | None]
    disputed: Mapped[bool]
    outcome: Mapped[EntryOutcome | None]
    removed_on: Mapped[date | None]
    treatment: Mapped[Treatment | None]


@dataclass(frozen=True)
class Known:
    """An entry as it was known at the end of a day; what never changes is read from the entry."""

    entry: ListEntry
    was: Any


def listed_to_all(subject_id: int, on: date) -> Sequence[Known]:
    """Which entries of a subject stood on a public list on a day, and still do."""
    shown = ListEntry.subject.has(sa.and_(Subject.public, Subject.kind != SubjectKind.PERSON))
    still = sa.and_(ListEntry.state == EntryState.LISTED, ListEntry.shielded.is_(False))
    return listed(on, ListEntry.subject_id == subject_id, still, shown)


def listed(on: date, *which: sa.ColumnElement[bool]) -> Sequence[Known]:
    """Which of these entries stood on their list at the end of a day, newest first."""
    wanted = histories.known(EntryVersion, on, EntryVersion.state == EntryState.LISTED, *which)
    order = (EntryVersion.listed_on.desc(), ListEntry.id.desc())
    return [Known(row[0], row) for row in db.session.execute(wanted.order_by(*order))]
