"""The periods of an update cycle: what happens at once is counted by the month."""

from datetime import date, timedelta

from integrity.credit.catalogue.models import Cycle

ONE = timedelta(days=1)
MONTHS = {
    Cycle.AT_ONCE: 1,
    Cycle.MONTHLY: 1,
    Cycle.QUARTERLY: 3,
    Cycle.HALF_YEARLY: 6,
    Cycle.YEARLY: 12,
}


def around(cycle: Cycle, day: date) -> tuple[date, date]:
    """The first and last day of the period of a cycle in which a day lies."""
    if cycle is Cycle.DAILY:
        return day, day
    if cycle is Cycle.WEEKLY:
        first = day - ONE * day.weekday()
        return first, first + ONE * 6
    number = MONTHS[cycle]
    first = date(day.year, (day.month - 1) // number * number + 1, 1)
    return first, _after(first, number) - ONE


def ended(cycle: Cycle, since: date, on: date) -> list[tuple[date, date]]:
    """Every period that began no earlier than the one around a day, and is over on another."""
    found = []
    first, last = around(cycle, since)
    while last < on:
        found.append((first, last))
        first, last = around(cycle, last + ONE)
    return found


def usual(cycle: Cycle, on: date) -> date:
    """A day of the period that a delivery is of which does not say: the one that ended last.

    Of what happens at once it is the running one.
    """
    first, _last = around(cycle, on)
    return on if cycle is Cycle.AT_ONCE else first - ONE


def _after(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
