"""Working days with make-up Saturdays; a term from a start day, with its explanation.

Counting (民法典 第二百零一条至第二百零三条): the first day is not counted; a term whose last day
is a day of rest ends on the next working day; months end on the same day of the later month.
"""

import calendar as months
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, db

ONE = timedelta(days=1)


class Unit(enum.StrEnum):
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ITEM = "item"  # a number of things, no term


class Counting(enum.StrEnum):
    """What a term is: a day to act by, days ahead of a day, or a period that simply ends."""

    LIMIT = "limit"  # a last day that is a day of rest moves to the next working day
    BACKWARD = "backward"  # so many days before the start day, at the latest
    PERIOD = "period"  # of publicity, of a ban, until a day of the calendar: no day moves it


class DayKind(enum.StrEnum):
    HOLIDAY = "holiday"
    MAKEUP = "workday_makeup"  # a Saturday or Sunday that is worked


class Workday(Model):
    """A day whose kind the State Council's yearly notice sets; every other day follows the week."""

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind]
    name: Mapped[str]


@dataclass(frozen=True)
class Skipped:
    """A day that did not count, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Span:
    """A term that was counted: where it started, where it ends, what was passed over."""

    start: date
    amount: int
    unit: Unit
    due_on: date
    skipped: tuple[Skipped, ...]
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The loaded days; `years` are those a State Council notice covers."""

    days: dict[date, tuple[DayKind, str]]
    years: frozenset[int]

    def rest(self, day: date) -> str | None:
        """Why this day is a day of rest, None if it is worked."""
        if day.year not in self.years:
            return statutory(day.year).get(day) or weekend(day)
        kind, name = self.days.get(day, (None, ""))
        if kind is DayKind.HOLIDAY:
            return name
        return None if kind is DayKind.MAKEUP else weekend(day)

    def is_workday(self, day: date) -> bool:
        return self.rest(day) is None

    def due(self, start: date, amount: int, unit: Unit) -> Span:
        """The last day of a term that starts on `start`, with every day passed over."""
        skipped: list[Skipped] = []
        if unit is Unit.WORKING_DAY:
            day = start
            for _ in range(amount):
                day = self._next_workday(day + ONE, skipped)
        else:
            day = self._next_workday(calendar_end(start, amount, unit), skipped)
        provisional = any(year not in self.years for year in range(start.year, day.year + 1))
        return Span(start, amount, unit, day, tuple(skipped), provisional)

    def count(self, start: date, amount: int, unit: Unit, counting: Counting) -> Span:
        """The last day of a term of any kind."""
        if counting is Counting.BACKWARD:
            return self._back(start, amount, unit)
        if counting is Counting.PERIOD:
            return Span(start, amount, unit, calendar_end(start, amount, unit), (), False)
        return self.due(start, amount, unit)

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(day) for day in _days(start + ONE, end))

    def back(self, day: date, amount: int) -> date:
        """The working day that lies `amount` working days before `day`."""
        for _ in range(amount):
            day -= ONE
            while not self.is_workday(day):
                day -= ONE
        return day

    def _back(self, start: date, amount: int, unit: Unit) -> Span:
        if unit is not Unit.WORKING_DAY:
            return Span(start, amount, unit, calendar_end(start, -amount, unit), (), False)
        day = self.back(start, amount)
        between = (start - ONE * n for n in range(1, (start - day).days))
        skipped = tuple(Skipped(passed, why) for passed in between if (why := self.rest(passed)))
        provisional = any(year not in self.years for year in range(day.year, start.year + 1))
        return Span(start, amount, unit, day, skipped, provisional)

    def _next_workday(self, day: date, skipped: list[Skipped]) -> date:
        while why := self.rest(day):
            skipped.append(Skipped(day, why))
            day += ONE
        return day


def weekend(day: date) -> str | None:
    return "周末" if day.weekday() >= 5 else None


@cache
def statutory(year: int) -> dict[date, str]:
    """The statutory days of a year without a notice: known in advance, make-up days are not."""
    days = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {day: name for day, name in days.items() if "调休" not in name and "补假" not in name}


def calendar() -> Calendar:
    """The calendar as stored, read once per session."""
    session = db.session()
    if "calendar" not in session.info:
        rows = session.execute(sa.select(Workday.day, Workday.kind, Workday.name)).all()
        session.info["calendar"] = Calendar(
            {day: (kind, name) for day, kind, name in rows}, frozenset(day.year for day, *_ in rows)
        )
    return session.info["calendar"]  # type: ignore[no-any-return]


def changed() -> None:
    """Forget what this session has read of the calendar and the limits after they were edited."""
    for read in ("calendar", "time limits"):
        db.session().info.pop(read, None)


def calendar_end(start: date, amount: int, unit: Unit) -> date:
    """The corresponding day so many days, months or years later (or earlier, when negative)."""
    if unit is Unit.DAY:
        return start + amount * ONE
    count = amount * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE
