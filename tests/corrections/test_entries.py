"""What stands on a corrected record goes with its successor, or is judged again by two people."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions.models import EntryState, RemovalGround
from integrity.credit.sanctions.pushes.changes import Change, EntryChange
from integrity.credit.sanctions.pushes.models import Push, PushKind
from tests.corrections.makers import corrected, make_bureau, make_penalty
from tests.factories import NOW
from tests.sanctions.makers import make_listed, make_nominated, make_receivers


@pytest.fixture
def bureau(app):
    return make_bureau()


def listed(record, kind=ListKind.WATCH, make=make_listed):
    more = {"kind": kind, "record_id": record.id, "ground": Ground.NOT_PUT_RIGHT}
    return make(record.subject, **more)


def changes():
    return db.session.scalars(sa.select(EntryChange.kind)).all()


def test_an_entry_stands_on_the_successor_and_repeats_no_wrong_fact(bureau):
    make_receivers(2)
    record = make_penalty(bureau)
    entry = listed(record)
    entry.reasons, until = record.summary, entry.until

    new = corrected(record, bureau, summary="示例：更正后的事由")

    assert (entry.record_id, entry.reasons) == (new.id, new.summary)
    assert (entry.state, entry.until) == (EntryState.LISTED, until)
    assert entry.removal_ground is None and changes() == [Change.CORRECTED]


def test_an_entry_that_a_lighter_record_may_not_carry_is_judged_again_by_two(bureau):
    make_receivers(2)
    record = make_penalty(bureau)
    entry = listed(record)

    new = corrected(record, bureau, rule="penalty.general")

    assert (entry.record_id, entry.state) == (new.id, EntryState.LISTED)
    assert entry.removal_ground is RemovalGround.DOCUMENT_REVOKED
    assert entry.acting_id is None and entry.removal_by_id == bureau.people[1].id
    assert changes() == [Change.CORRECTED]


def test_an_entry_never_goes_beyond_the_successor(bureau):
    record = make_penalty(bureau)
    entry = listed(record)
    entry.until = record.until

    new = corrected(record, bureau, ruled_on=date(2026, 5, 1))

    assert new.until < record.until and entry.until == new.until


def test_what_was_not_listed_yet_lapses_when_it_is_carried_no_more(bureau):
    record = make_penalty(bureau)
    entry = listed(record, make=make_nominated)

    corrected(record, bureau, rule="penalty.general")

    assert entry.state is EntryState.REJECTED


def test_what_rests_on_a_record_that_must_be_told_anew_leaves_its_list(bureau):
    make_receivers(2)
    record = make_penalty(bureau, "penalty.general")
    entry = listed(record)

    new = corrected(record, bureau, rule="penalty.serious")

    assert new.state is RecordState.PROPOSED and entry.state is EntryState.REMOVED
    had = sa.select(sa.func.count()).where(Push.entry_id == entry.id)
    assert db.session.scalar(had.where(Push.kind == PushKind.REMOVE)) == 2
    assert entry.removed_on == NOW.date()
