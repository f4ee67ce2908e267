"""What jobs ran, for which day, and what they did: one row a run, kept even when it failed.

A job that works thing by thing does so with `each`: one bad thing stops none of the others, is
kept with the run, and is tried again by the next one.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, db
from integrity.base.logs import in_short

log = structlog.get_logger()


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
