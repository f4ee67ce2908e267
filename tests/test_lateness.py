"""How a thing stands on a day: no later word of the one who owes changes a day before it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.casework.deadlines import HasDeadline, Standing
from tests.factories import TODAY

days = st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))
maybe = st.none() | days


@dataclass
class Thing(HasDeadline):
    """A thing without a table."""

    due_on: date | None
    closed_on: date | None = None
    claimed_on: date | None = None
    claim_received_on: date | None = None


@given(due_on=maybe, received=days, says=days, day=days)
def test_a_claim_changes_no_day_before_it_was_received(
    due_on: date | None, received: date, says: date, day: date
) -> None:
    thing = Thing(due_on)
    before = thing.lateness(day)

    thing.claim(says, received)

    after = thing.lateness(day)
    assert after is before or (day >= received and after is Standing.CLAIMED)


@given(due_on=days, received=days, says=days, day=days)
def test_a_claim_that_is_denied_was_never_made(
    due_on: date, received: date, says: date, day: date
) -> None:
    thing = Thing(due_on)
    before = thing.lateness(day)
    thing.claim(says, received)

    thing.deny_claim()

    assert thing.lateness(day) is before


@given(due_on=days, received=days, says=days)
def test_a_confirmed_claim_counts_from_the_day_it_was_received(
    due_on: date, received: date, says: date
) -> None:
    thing = Thing(due_on)
    thing.claim(says, received)

    thing.confirm_claim()

    late = thing.lateness(TODAY + timedelta(days=90)) is Standing.LATE
    assert late is (received > due_on)


@pytest.mark.parametrize(("received", "late"), [(-1, 0), (0, 0), (1, 9)])
def test_a_claim_received_in_time_keeps_a_thing_in_time_until_it_is_decided(
    received: int, late: int
) -> None:
    thing = Thing(due_on=TODAY)

    thing.claim(TODAY, TODAY + timedelta(days=received))

    assert thing.days_late(TODAY + timedelta(days=9)) == late
