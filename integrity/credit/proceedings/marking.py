"""What is said on a record or an entry, and to every receiver, while something is pending."""

from collections.abc import Sequence
from datetime import datetime

from integrity.credit.proceedings.models import Proceeding
from integrity.credit.records import history
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.annotations import Pending
from integrity.credit.sanctions.models import LIVE, ListEntry
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import Change

BEGUN = {Pending.REVIEW: Change.REVIEWED, Pending.LAWSUIT: Change.SUED}


def mark(proceeding: Proceeding, *, at: datetime) -> None:
    """It is said from now on, and every receiver is told."""
    for thing in _things(proceeding):
        thing.pending = proceeding.kind
    history.keep(_things(proceeding), at=at)
    changes.tell(_entries(proceeding), BEGUN[proceeding.kind], at=at)


def unmark(proceeding: Proceeding, *, at: datetime) -> None:
    """It has ended and the decision stands: it is said no more, and nothing is suspended."""
    for thing in _things(proceeding):
        thing.pending, thing.suspended = None, False
    history.keep(_things(proceeding), at=at)
    changes.tell(_entries(proceeding), Change.CONCLUDED, at=at)


def suspend(proceeding: Proceeding, suspended: bool, *, at: datetime) -> None:
    """Execution stops by order, or goes on; every receiver is told."""
    for thing in _things(proceeding):
        thing.suspended = suspended
    history.keep(_things(proceeding), at=at)
    kind = Change.SUSPENDED if suspended else Change.RESUMED
    changes.tell(_entries(proceeding), kind, at=at)


def _things(proceeding: Proceeding) -> list[CreditRecord | ListEntry]:
    record: list[CreditRecord | ListEntry] = [proceeding.record] if proceeding.record else []
    return [*record, *_entries(proceeding)]


def _entries(proceeding: Proceeding) -> Sequence[ListEntry]:
    """The entry itself, or the live ones that stand on the record."""
    if proceeding.entry:
        return [proceeding.entry]
    assert proceeding.record is not None  # a constraint of the table
    found = sanctions.entries_of(proceeding.record.id)
    return [entry for entry in found if entry.state in LIVE]
