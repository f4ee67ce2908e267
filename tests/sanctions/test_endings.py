"""How a listing ends: its period, the record it stands on, and two people who agree."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import reminders
from integrity.credit.sanctions import removals, repairable, service
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry, RemovalGround
from tests.factories import NOW, TODAY, make_enterprise, make_record, make_user
from tests.sanctions.makers import (
    later,
    make_decided,
    make_heard,
    make_listed,
)

DOCUMENT = RemovalGround.DOCUMENT_REVOKED


def test_a_period_is_counted_from_the_paper_and_never_outlasts_the_record() -> None:
    """An entry stood in public for months after its record had ended."""
    paper = make_listed(make_enterprise(), ground=Ground.DUTY_REFUSED, record=False)
    decided = make_record(
        state=RecordState.CONFIRMED,
        stream="arrears",
        rule="unpaid-after-due-day",
        decided_on=date(2026, 8, 1),
        until=date(2027, 2, 1),
    )
    entry = make_decided(decided.subject, record_id=decided.id)
    service.decide_second(entry, "复核", by=make_user(Role.OFFICE), at=NOW)

    assert paper.until == date(2029, 11, 20)
    assert entry.until == decided.until


def test_an_entry_ends_the_night_its_record_does() -> None:
    entry, pending = make_listed(), make_heard()
    for found in (entry, pending):
        record = db.session.get(records.CreditRecord, found.record_id)
        record.until = TODAY
    night = TODAY + timedelta(days=1)

    records.expire(on=night, at=later(1))
    service.expire(on=night, at=later(1))
    db.session.expire_all()

    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.EXPIRED)
    assert pending.state is EntryState.REJECTED


def test_two_take_it_off_of_whom_one_did_not_put_it_on() -> None:
    """One person of the office removed what two had listed, as “repaired” without a repair."""
    entry = make_listed()
    first, second = (
        entry.first_decider,
        db.session.get(type(entry.first_decider), entry.second_decider_id),
    )
    other = make_user(Role.OFFICE)

    with pytest.raises(removals.NoRemovalProposed):
        removals.remove(entry, "移出", by=other, at=NOW)
    removals.propose_removal(entry, DOCUMENT, "示例撤销决定", "撤销", by=first, at=NOW)
    for person in (first, second):
        with pytest.raises(SameDecider):
            removals.remove(entry, "移出", by=person, at=NOW)
    assert entry.state is EntryState.LISTED
    removals.remove(entry, "移出", by=other, at=NOW)

    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.REVOKED)


def test_a_removal_that_is_not_agreed_to_leaves_the_entry_where_it_was() -> None:
    entry = make_listed()
    removals.propose_removal(entry, DOCUMENT, "示例文书", "撤销", by=make_user(Role.OFFICE), at=NOW)

    removals.keep(entry, "文书仍然有效", by=make_user(Role.OFFICE), at=NOW)

    assert (entry.state, entry.removal_ground) == (EntryState.LISTED, None)


def test_an_entry_of_before_every_rule_of_repair_stops_no_night_and_opens(client) -> None:
    """Seen: one entry of February 2025 ended the nightly reminder for everybody."""
    entry = make_listed(make_enterprise(), ground=Ground.DUTY_REFUSED, record=False)
    entry.listed_on = date(2025, 2, 28)
    db.session.flush()

    wanted = sa.select(ListEntry.id).where(reminders.entries_from(TODAY))

    assert db.session.scalars(wanted).all() == []
    assert repairable.repairable_on(entry) is None
    assert client.get(f"/lists/entries/{entry.id}").status_code == 200
