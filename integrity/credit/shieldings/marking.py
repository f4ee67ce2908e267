"""What a shield does to a record or an entry, and what every receiver of it is told."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from integrity.credit.measures.lists import Ground
from integrity.credit.records import history
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.shieldings.models import Shielding


def is_excluded(entry: ListEntry) -> bool:
    """Whether no ruling covers it: what endangered health and life is no debt and no default."""
    act = entry.offence
    return Ground.HEALTH_AND_LIFE in (entry.ground, act and act.ground)


def mark(shielding: Shielding, shielded: bool, *, at: datetime) -> None:
    """The record or the entry, and what stands on the record, is shielded or no more."""
    entries = _entries(shielding)
    things: list[CreditRecord | ListEntry] = [*_records(shielding.record), *entries]
    for thing in things:
        thing.shielded = shielded
    history.keep(things, at=at)
    kind = Change.SHIELDED if shielded else Change.UNSHIELDED
    changes.tell([e for e in entries if e.state is EntryState.LISTED], kind, at=at)


def _records(record: CreditRecord | None) -> Iterator[CreditRecord]:
    """The record, and what was corrected in its place."""
    while record:
        yield record
        record = record.superseded_by


def _entries(shielding: Shielding) -> Sequence[ListEntry]:
    if shielding.entry:
        return [shielding.entry]
    found = (e for record in _records(shielding.record) for e in sanctions.entries_of(record.id))
    return [entry for entry in found if not is_excluded(entry)]
