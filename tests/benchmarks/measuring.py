"""The best of a few, what is given up, and how large the process grew."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.streams import BREACH

PATIENCE = 30
"""Seconds after which an old way is given up."""


@dataclass
class Cliff:
    """What was measured before and now; `limit` is for how many times `base` it is now."""

    what: str
    before: float | None
    now: float
    base: float
    limit: float
    unit: str = "ms"
    """Of before, now and base."""

    @property
    def times(self) -> float:
        return self.now / self.base


def best(work: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of the fastest of a few."""
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
        db.session.rollback()
    return min(taken) * 1000


def given_up(work: Callable[[], object]) -> float:
    """Milliseconds of one call of an old way, at most PATIENCE."""
    db.session.execute(sa.text(f"SET LOCAL statement_timeout = {PATIENCE * 1000}"))
    start = time.perf_counter()
    try:
        work()
    except sa.exc.OperationalError:
        return PATIENCE * 1000
    finally:
        taken = time.perf_counter() - start
        db.session.rollback()
    return taken * 1000


def bare_insert(breaches: sa.Select) -> None:
    """The same rows into a table with nothing but the key."""
    types = "varchar(40), item_id integer, rule varchar(40), subject_id integer, since date"
    db.session.execute(
        sa.text(
            f"CREATE TABLE bare (id serial PRIMARY KEY, stream {types}, summary text, "
            "UNIQUE (stream, item_id, rule))"
        )
    )
    table = sa.table("bare", *(sa.column(name) for name in BREACH))
    from sqlalchemy.dialects.postgresql import insert

    rows = sa.select(*breaches.subquery().c)
    db.session.execute(insert(table).from_select(list(BREACH), rows).on_conflict_do_nothing())


@contextmanager
def memory() -> Iterator[list[float]]:
    """By how many megabytes the process was larger inside, at most, than before."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before, grown = _peak(), [0.0]
    yield grown
    grown[0] = _peak() - before


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def slowest(client, address: str) -> str:
    """The statement of a page that takes longest, with its values."""
    taken: list[tuple[float, str]] = []

    def before(conn, cursor, statement, parameters, context, many):
        context.began = time.perf_counter()

    def after(conn, cursor, statement, parameters, context, many):
        taken.append((time.perf_counter() - context.began, statement % _quoted(parameters)))

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    sa.event.listen(sa.Engine, "after_cursor_execute", after)
    client.get(address)
    sa.event.remove(sa.Engine, "before_cursor_execute", before)
    sa.event.remove(sa.Engine, "after_cursor_execute", after)
    return max(taken)[1]


def _quoted(parameters: dict) -> dict[str, str]:
    def quoted(value: object) -> str:
        if isinstance(value, list | tuple):
            return "ARRAY[" + ", ".join(quoted(v) for v in value) + "]"
        return "'" + str(value).replace("'", "''") + "'"

    return {name: quoted(value) for name, value in parameters.items()}
