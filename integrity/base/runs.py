"""What jobs ran, for which day, and what they did: one row a run, kept even when it failed.

A job that works thing by thing does so with `each`: one bad thing stops none of the others, is
kept with the run, and is tried again by the next one.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import clock
from integrity.base.db import Model, db
from integrity.base.logs import in_short

log = structlog.get_logger()

Counts = dict[str, int]
DIED = "died"
"""What the row of a run says whose process ended without a word."""
MONTH = timedelta(days=31)
GRACE = timedelta(minutes=20)
"""How long after its time a job may begin: others of its queue are before it."""


@dataclass(frozen=True)
class Job:
    """Work for a day, whose second run changes nothing.

    work(on, at): does it, and returns how many of what it changed.
    cron: when it runs, in Shanghai's time (seconds last). queue: who works it.
    often: runs so often that of what it did well only the last run of a day is kept.
    """

    name: str
    title: Any
    cron: str
    work: Callable[[date, datetime], Counts]
    queue: str = "slow"
    often: bool = False

    @property
    def in_a_night(self) -> tuple[int, int]:
        """Its place among the jobs of a night: hour, minute; what runs all day has it at two."""
        minute, hour = self.cron.split()[:2]
        return int(hour) if hour.isdigit() else 2, int(minute) if minute.isdigit() else 0

    @property
    def is_nightly(self) -> bool:
        """Whether it runs once on every day."""
        minute, hour, *days = self.cron.split()
        return minute.isdigit() and hour.isdigit() and set(days) == {"*"}

    def due(self, on: date) -> datetime:
        """When it begins on a day."""
        hour, minute = self.in_a_night
        return clock.at(on, hour) + timedelta(minutes=minute)


def merged(found: Iterable[Job]) -> dict[str, Job]:
    """The timetable, in the order of a night; raises ValueError for two jobs of one name."""
    jobs: dict[str, Job] = {}
    for job in sorted(found, key=attrgetter("in_a_night")):
        if jobs.setdefault(job.name, job) is not job:
            raise ValueError(f"{job.name} is a job twice")
    return jobs


def timetable() -> dict[str, Job]:
    """Every job of this app by its name, in the order of a night."""
    return current_app.extensions["jobs"]  # type: ignore[no-any-return]


class RunState(enum.StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Model):
    """One run of one job for one day; `counts` is what it changed.

    `argument` is the id of the thing it ran for, None for what runs for everything. `faults` are
    the things that it could not do: thing (a table, or what a job calls it), id and error.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), index=True)
    argument: Mapped[int | None]
    on: Mapped[date]
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(default="")
    faults: Mapped[list[Any]] = mapped_column(default=list)


def unfinished(name: str, number: int, since: datetime) -> int:
    """How many runs for a thing began since a moment and did not end, this one included."""
    wanted = sa.select(sa.func.count()).where(
        JobRun.name == name,
        JobRun.argument == number,
        JobRun.state != RunState.DONE,
        JobRun.started_at >= since,
    )
    return db.session.scalar(wanted) or 0


def missed(at: datetime) -> list[tuple[date, Job]]:
    """The nightly jobs that never came to an end for a day, day by day in the order of a night.

    A job that never ran begins with its next night. No night is older than a month.
    """
    today = clock.local_day(at)
    done = sa.select(JobRun.name, sa.func.max(JobRun.on)).group_by(JobRun.name)
    done = done.where(JobRun.state == RunState.DONE, JobRun.argument.is_(None))
    last = dict(db.session.execute(done).tuples().all())
    found = []
    for job in timetable().values():
        if job.is_nightly and job.name in last:
            begin = max(last[job.name] + timedelta(days=1), today - MONTH)
            days = (begin + timedelta(days=n) for n in range((today - begin).days + 1))
            found += [(day, job) for day in days if job.due(day) + GRACE <= at]
    return sorted(found, key=lambda one: (one[0], one[1].in_a_night))


_FAULTS: ContextVar[list[dict[str, Any]] | None] = ContextVar("faults", default=None)


def each(thing: str, ids: Iterable[Any], act: Callable[[Any], int]) -> int:
    """Do a job's work for every id in a savepoint of its own; returns the sum of what was done.

    What fails in a recorded run is undone and becomes a fault of the run; elsewhere it is raised.
    """
    done = 0
    for number in ids:
        try:
            with db.session.begin_nested():
                done += act(number)
        except Exception as error:
            faults = _FAULTS.get()
            if faults is None:
                raise
            log.exception("thing failed", thing=thing, id=number)
            faults.append({"thing": thing, "id": number, "error": in_short(error)})
    return done


@contextmanager
def recording() -> Iterator[list[dict[str, Any]]]:
    """Keep the faults of what runs inside in the list this gives."""
    faults: list[dict[str, Any]] = []
    token = _FAULTS.set(faults)
    try:
        yield faults
    finally:
        _FAULTS.reset(token)
