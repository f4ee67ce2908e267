"""Due days counted again when the calendar has changed: every open one, with a trace.

Most nights all days are what they were. So what is counted are the few combinations of a start
and a term, and only the things of one that moved are loaded, each in a savepoint of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base import runs
from integrity.base.audit import service as audit
from integrity.base.db import Base, db
from integrity.base.states import HasSteps, flow_of
from integrity.casework.deadlines import HasDeadline
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Counting, Unit, calendar


@dataclass(frozen=True)
class Day:
    """A due day in a column of its own: counted from a day by a rule while a condition holds.

    Somebody was told it, so it is only ever moved to a later day.
    """

    column: Any
    starts_on: Any
    family: str
    open: sa.ColumnElement[bool]


def models() -> list[Any]:
    """Every model with a due day that may be counted."""
    found = [mapper.class_ for mapper in Base.registry.mappers]
    return sorted(
        (model for model in found if issubclass(model, HasDeadline)),
        key=lambda model: model.__tablename__,
    )


def recount(model: Any, *, at: datetime) -> int:
    """Count every open due day of a model again; returns how many moved."""
    amount, unit = sa.func.coalesce(TimeLimit.amount, model.agreed_amount), _unit(model)
    counting = sa.func.coalesce(TimeLimit.counting, Counting.LIMIT.value)
    key = (model.starts_on, amount, unit, counting, model.first_due_on, model.provisional)
    counted = (model.closed_on.is_(None), model.starts_on.is_not(None), amount.is_not(None))
    rows = (
        sa.select(model.id)
        .outerjoin(TimeLimit, TimeLimit.id == model.time_limit_id)
        .where(*counted)
    )

    def stands(start: date, number: int, unit: str, how: str, *now: Any) -> bool:
        span = calendar().count(start, number, Unit(unit), Counting(how))
        return (span.due_on, span.provisional) == now

    moved = _moved(rows, key, stands)
    return runs.each(model.__tablename__, moved, lambda number: _move(model, number, at))


def recount_day(day: Day, *, at: datetime) -> int:
    """The same for a due day in a column of its own."""
    model = day.column.class_
    rows = sa.select(model.id).where(day.open, day.column.is_not(None))

    def stands(start: date, due_on: date) -> bool:
        return rules.due(day.family, start).due_on <= due_on

    moved = _moved(rows, (day.starts_on, day.column), stands)
    return runs.each(model.__tablename__, moved, lambda number: _move_day(day, number, at))


def recount_steps() -> int:
    """The same for the steps in which somebody must act, of every flow that has some."""
    moved = 0
    for model in (mapper.class_ for mapper in Base.registry.mappers):
        if issubclass(model, HasSteps):
            moved += flow_of(model).recount(model)
    return moved


def _unit(model: Any) -> Any:
    """The unit as stored: one that is none of ours must not keep the others from being read."""
    return sa.type_coerce(sa.func.coalesce(TimeLimit.unit, model.agreed_unit), sa.String)


def _moved(rows: Any, key: tuple[Any, ...], stands: Callable[..., bool]) -> Iterator[int]:
    """The ids of the rows whose day is no longer what it was, or cannot be counted."""
    for values in db.session.execute(rows.with_only_columns(*key).distinct()).all():
        with suppress(Exception):
            if stands(*values):
                continue
        same = (
            column.is_(None) if value is None else column == value
            for column, value in zip(key, values, strict=True)
        )
        yield from db.session.scalars(rows.where(*same)).all()


def _move(model: Any, number: int, at: datetime) -> int:
    """Move one due day; an extension stays, unless the day would come before the first one."""
    item = db.session.get_one(model, number, with_for_update=True, populate_existing=True)
    span = item.span()
    old, first, item.first_due_on = item.due_on, item.first_due_on, span.due_on
    item.due_on = span.due_on if old == first else max(old, span.due_on)
    item.provisional = span.provisional
    if first == span.due_on:
        return 0
    facts = {"first_old": str(first), "first_new": str(span.due_on)} if old != first else {}
    audit.write(
        item, "recount", by=audit.SYSTEM, at=at, old=str(old), new=str(item.due_on), **facts
    )
    return 1


def _move_day(day: Day, number: int, at: datetime) -> int:
    model, name = day.column.class_, day.column.key
    start = db.session.scalars(sa.select(day.starts_on).where(model.id == number)).one()
    item = db.session.get_one(model, number, with_for_update=True, populate_existing=True)
    old, new = getattr(item, name), rules.due(day.family, start).due_on
    setattr(item, name, new)
    audit.write(item, "recount", by=audit.SYSTEM, at=at, day=name, old=str(old), new=str(new))
    return 1
