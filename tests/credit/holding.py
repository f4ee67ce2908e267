"""What must hold after whatever was done, for the random sequences beside this module."""

from datetime import date
from typing import Any

from integrity.base.db import db
from integrity.credit.measures.lists import ListKind
from integrity.credit.objections.models import Objection
from integrity.credit.records import history
from integrity.credit.records import service as records
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions import bases, reviews
from integrity.credit.sanctions import history as entry_history
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import LIVE, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.credit.sanctions.review_models import ReviewObjection, ReviewObjectionState


def known_on(on: date) -> tuple[Any, ...]:
    """What stood in the system at the end of a day: every record, every entry on a list."""
    found = [(known.record.id, *known.was[1:]) for known in history.known(on)]
    return found, [(known.entry.id, *known.was[1:]) for known in entry_history.listed(on)]


def check_files(world: Any) -> None:
    """The file of a day that is over is what it was, whatever was done since."""
    for on, file in world.files.items():
        assert known_on(on) == file, f"what was known on {on} changed"


def check_versions(world: Any) -> None:
    """What is kept of today is what stands."""
    for record, version, source in (
        (CreditRecord, RecordVersion, history.known(world.on)),
        (ListEntry, EntryVersion, entry_history.listed(world.on)),
    ):
        there = {one.was[0].id: one.was for one in source}
        listed = () if record is CreditRecord else (ListEntry.state == EntryState.LISTED,)
        now = {one.id: one for one in world.of(record, *listed)}
        assert there.keys() == now.keys()
        for number, was in there.items():
            for name in version.names():
                assert getattr(was, name) == getattr(now[number], name), f"{record} lost its {name}"


def check_corrections(world: Any) -> None:
    """What was corrected is used no more, and of what it said nothing is public or open."""
    for record in world.of(CreditRecord, CreditRecord.state == RecordState.CORRECTED):
        assert record.superseded_by is not None and not record.public
        about = (record.superseded_by.stream, record.superseded_by.item_id)
        assert about == (record.stream, record.item_id)
        live = (ListEntry.record_id == record.id, ListEntry.state.in_(LIVE))
        assert not world.of(ListEntry, *live), "stands on a record that was corrected"
        for model in (Objection, Repair):
            still = (model.record_id == record.id, model.closed_on.is_(None))
            assert not world.of(model, *still), "open against a record that was corrected"


def check_honours(world: Any) -> None:
    """Nobody is honoured unseen, by one, past a doubt or beside a breach."""
    red = (ListEntry.kind == ListKind.RED, ListEntry.state == EntryState.LISTED)
    for entry in world.of(ListEntry, *red):
        assert entry.shown_until and entry.shown_until < entry.listed_on, "honoured unseen"
        assert entry.first_decider_id != entry.second_decider_id
        assert not reviews.open_on(entry), "honoured with a doubt that nobody answered"
        assert entry.until and entry.until >= world.on
        public = (CreditRecord.subject_id == entry.subject_id, CreditRecord.public)
        assert not world.of(CreditRecord, *public), "honoured beside a public breach"
        beside = (ListEntry.subject_id == entry.subject_id, ListEntry.kind == ListKind.SERIOUS)
        assert not world.of(ListEntry, *beside, ListEntry.state == EntryState.LISTED)
    for said in world.of(ReviewObjection):
        waits = said.state is ReviewObjectionState.FILED
        assert waits is (said.closed_on is None)
        if waits or said.state is ReviewObjectionState.REJECTED:
            assert not waits or said.entry.state is EntryState.SHOWN, "open against nobody"
        else:
            assert said.entry.state is EntryState.REJECTED, "honoured though it was true"


def check(world: Any) -> None:
    """What must hold at the end of every day."""
    check_versions(world)
    check_corrections(world)
    for record in world.of(CreditRecord):
        counts = record.state in records.COUNTING and record.decided_on is not None
        assert not record.public or counts, "public without a decision, or after its end"
        assert not record.public or record.until is None or record.until >= world.on
        assert record.decided_by_name or not counts, "counts and nobody confirmed it"
        assert (record.closed_on is None) is (
            record.state in (RecordState.PROPOSED, *records.COUNTING)
        )
    check_honours(world)
    adverse = (ListEntry.state == EntryState.LISTED, ListEntry.kind != ListKind.RED)
    for entry in world.of(ListEntry, *adverse):
        record = db.session.get_one(CreditRecord, entry.record_id)
        assert record.state in records.COUNTING, "listed for what does not count"
        assert record.decided_on is not None
        assert entry.first_decider_id != entry.second_decider_id
        case = (entry.subject, entry.kind, entry.ground)
        assert not bases.refusal(entry.basis, *case, entry.listed_on), "listed without a basis"
        assert entry.until is None or entry.until >= world.on
    told = {(p.entry_id, p.body_id, p.kind) for p in world.of(Push)}
    for entry in world.of(ListEntry, ListEntry.state == EntryState.REMOVED):
        had = {body for number, body, kind in told if (number, kind) == (entry.id, PushKind.APPLY)}
        assert all((entry.id, body, PushKind.REMOVE) in told for body in had), "never told to drop"
    shown = {r.subject_id for r in db.session.scalars(records.published())}
    shown |= {e.subject_id for e in db.session.scalars(sanctions.published())}
    assert world.subjects[2].id not in shown, "a person in public"
