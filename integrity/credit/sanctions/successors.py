"""What stands on a record goes with the one that takes its place, or is judged again by two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.credit.sanctions import service
from integrity.credit.sanctions.flow import FLOW
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import LIVE, ListEntry, RemovalGround
from integrity.credit.sanctions.models import EntryState as S
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.sanctions.removals import propose_removal
from integrity.files.traces import masked


@dataclass(frozen=True)
class Succession:
    """One record in the place of another: their numbers, facts and refs, and the last day.

    `fits`: whether the one that counts now carries an entry as the other did.
    """

    old_id: int
    new_id: int
    old_facts: str
    new_facts: str
    new_ref: str
    until: date | None
    document: str
    fits: Callable[[ListEntry], bool]


def follow(succession: Succession, *, why: str, by: audit.Actor, at: datetime) -> None:
    """Let every entry that stands on a record stand on its successor, and tell who has it.

    What the successor does not carry as the other did lapses before it is listed; what is listed
    is proposed for removal, which two other people decide.
    """
    told = []
    for entry in service.entries_of(succession.old_id):
        if entry.state not in LIVE:
            continue
        if not succession.fits(entry) and entry.state is not S.LISTED:
            FLOW.go(entry, "lapse", by=by, at=at, why=why)
            entry.removed_why = why
            continue
        _move(entry, succession)
        audit.write(entry, "follow_record", by=by, at=at, why=why, record=succession.new_ref)
        histories.keep(EntryVersion, ListEntry.id == entry.id, at=at)
        told.append(entry)
        if not succession.fits(entry) and entry.removal_ground is None:
            ground = RemovalGround.DOCUMENT_REVOKED
            propose_removal(entry, ground, succession.document, why, by=by, at=at)
    changes.tell(told, Change.CORRECTED, at=at)


def _move(entry: ListEntry, succession: Succession) -> None:
    """It never goes beyond the record, and repeats no fact that was put right."""
    entry.record_id, entry.disputed = succession.new_id, False
    if entry.reasons == succession.old_facts:
        entry.reasons = succession.new_facts
        entry.public_text = masked(entry.reasons)
    if entry.until and succession.until and succession.until < entry.until:
        entry.until = succession.until
        for attached in entry.attachments:
            if attached.until and not attached.measure.period:
                attached.until = min(attached.until, succession.until)
