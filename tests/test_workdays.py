"""Working days, against the fixtures of the domain, a library, and by properties."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.casework.workdays import Calendar, DayKind, Unit

DATA = Path(__file__).parent.parent / "integrity" / "casework" / "rules" / "data" / "workdays.csv"


def load() -> Calendar:
    with DATA.open(encoding="utf-8") as file:
        rows = [(date.fromisoformat(r["day"]), r["kind"], r["name"]) for r in csv.DictReader(file)]
    days = {day: (DayKind(kind), name) for day, kind, name in rows}
    return Calendar(days, frozenset(day.year for day in days))


CALENDAR = load()
days = st.dates(date(2015, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-02-09", 10, Unit.WORKING_DAY, "2026-02-28"),
        ("2026-09-25", 7, Unit.WORKING_DAY, "2026-10-12"),
        ("2026-09-30", 10, Unit.WORKING_DAY, "2026-10-20"),
        ("2026-04-28", 10, Unit.WORKING_DAY, "2026-05-14"),
        ("2026-01-16", 30, Unit.DAY, "2026-02-24"),
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28"),
    ],
)
def test_a_term_ends_on_the_day_the_law_says(start: str, amount: int, unit: Unit, due: str) -> None:
    span = CALENDAR.due(date.fromisoformat(start), amount, unit)

    assert span.due_on == date.fromisoformat(due)


def test_every_day_since_2015_is_what_the_notices_say() -> None:
    day = date(2015, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert CALENDAR.is_workday(date(2026, 2, 28))


def test_a_term_into_a_year_without_notice_is_provisional() -> None:
    span = CALENDAR.due(date(2026, 12, 28), 10, Unit.WORKING_DAY)

    assert span.provisional
    assert date(2027, 1, 1) in [day.day for day in span.skipped]


def test_a_year_without_notice_has_statutory_days_but_no_make_up_days() -> None:
    assert CALENDAR.rest(date(2027, 10, 1)) == "国庆节"
    assert CALENDAR.rest(date(2027, 10, 4)) is None
    assert CALENDAR.rest(date(2027, 10, 9)) == "周末"


@given(days, st.integers(0, 60))
def test_a_term_of_working_days_passes_that_many_of_them(start: date, amount: int) -> None:
    span = CALENDAR.due(start, amount, Unit.WORKING_DAY)

    assert CALENDAR.workdays_between(start, span.due_on) == amount


@given(days, st.integers(1, 60), st.sampled_from(list(Unit)))
def test_every_day_passed_over_is_a_day_of_rest(start: date, amount: int, unit: Unit) -> None:
    span = CALENDAR.due(start, min(amount, 9), unit)

    assert all(CALENDAR.rest(day.day) == day.why for day in span.skipped)


@given(days, st.integers(1, 30), st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH]))
def test_a_term_ends_on_a_working_day_and_grows_with_its_length(
    start: date, amount: int, unit: Unit
) -> None:
    span = CALENDAR.due(start, amount, unit)

    assert CALENDAR.is_workday(span.due_on)
    assert span.due_on <= CALENDAR.due(start, amount + 1, unit).due_on


@given(days, st.integers(1, 20))
def test_going_back_and_forth_meets_again(start: date, amount: int) -> None:
    end = CALENDAR.due(start, amount, Unit.WORKING_DAY).due_on

    assert CALENDAR.workdays_between(CALENDAR.back(end, amount), end) == amount
