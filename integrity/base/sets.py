"""Very many rows moved at once, as a part of the statement that also logs and keeps them."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.clock import local_day
from integrity.base.db import insert_into


def moved(
    model: Any,
    sources: Iterable[enum.StrEnum],
    which: Sequence[sa.ColumnElement[bool]],
    values: Mapping[str, Any],
    version: Any = None,
) -> sa.CTE:
    """The rows that meet `which`, moved: id, source, and what a version of them keeps, if any does.

    Each source has an UPDATE of its own, which knows where its rows come from: none is locked or
    looked for twice.
    """
    columns = [getattr(model, name) for name in version.names()] if version else []
    said = {name: _said(model, name, value) for name, value in values.items()}
    parts = [
        sa.update(model)
        .values(said)
        .where(model.state == source, *which)
        .returning(model.id, sa.literal(source.value, sa.Text).label("source"), *columns)
        .cte(f"moved_{number}")
        for number, source in enumerate(sorted(sources), 1)
    ]
    return sa.union_all(*(sa.select(part) for part in parts)).cte("moved")


def kept(version: Any, rows: sa.CTE, at: datetime) -> list[sa.CTE]:
    """What keeps moved rows as the version of their day; nothing where none is kept."""
    if version is None:
        return []
    day = sa.literal(local_day(at), sa.Date).label("on")
    now = (rows.c[name] for name in version.names())
    return [keeping(version, sa.select(rows.c.id, day, *now)).cte("kept")]


def keeping(version: Any, rows: sa.Select[Any]) -> Any:
    """The statement that makes rows the versions of their day: number, day, what is kept."""
    names = version.names()
    made = insert_into(version, ["thing_id", "on", *names], rows)
    said = {name: made.excluded[name] for name in names}
    return made.on_conflict_do_update(index_elements=["thing_id", "on"], set_=said)


def _said(model: Any, name: str, value: Any) -> Any:
    """A value of a column; named by nobody, so that several parts of one statement may set it."""
    known = isinstance(value, sa.ClauseElement) or hasattr(value, "__clause_element__")
    return value if known else sa.literal(value, getattr(model, name).type)
