"""To whom an entry goes, and which of its measures each of them is asked to take; all in SQL."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.credit.measures.executors import Executor
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import EntryMeasure, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind, Receiver


def pairs(on: date, *which: sa.ColumnElement[bool]) -> sa.Select[int, int]:
    """Every listed entry and each body that must know of it; never the subject itself."""
    executed = sa.exists().where(
        EntryMeasure.entry_id == ListEntry.id, _runs(on), _executes(Receiver.body_id)
    )
    columns: list[Any] = [ListEntry.id, Receiver.body_id]
    return sa.select(*columns).where(
        ListEntry.state == EntryState.LISTED,
        ListEntry.shielded.is_(False),
        Receiver.active,
        Receiver.body_id != ListEntry.subject_id,
        sa.or_(Receiver.everything, executed),
        *which,
    )


def asked(on: date, *which: sa.ColumnElement[bool]) -> sa.Select[int, int, date]:
    """Every push of a listed entry and each of its measures that the body is to take.

    Those that it executes; who takes everything, also those for which nobody else is named.
    """
    named = _executes(Executor.body_id, Executor.body_id != ListEntry.subject_id)
    columns: list[Any] = [Push.id, EntryMeasure.measure_id, sa.literal(on, sa.Date)]
    return (
        sa.select(*columns)
        .join(ListEntry, ListEntry.id == Push.entry_id)
        .join(EntryMeasure, EntryMeasure.entry_id == Push.entry_id)
        .join(Receiver, Receiver.body_id == Push.body_id)
        .where(
            ListEntry.state == EntryState.LISTED,
            Push.kind == PushKind.APPLY,
            Receiver.active,
            _runs(on),
            sa.or_(_executes(Push.body_id), sa.and_(Receiver.everything, ~named)),
            *which,
        )
    )


def _runs(on: date) -> sa.ColumnElement[bool]:
    """The condition for measures whose own time is not over."""
    return sa.or_(EntryMeasure.until.is_(None), EntryMeasure.until >= on)


def _executes(body_id: Any, *who: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a body is named for a measure of an entry, in whatever version."""
    found = sa.exists().where(
        Measure.id == EntryMeasure.measure_id,
        Executor.family == Measure.family,
        Executor.body_id == body_id,
        Executor.ended_on.is_(None),
        *who,
    )
    return found.correlate(EntryMeasure, ListEntry, Receiver, Push)
