"""Who is late with the steps of everything (办理环节逾期): how many, which, and month by month.

What a thing owes by its own day is counted by the figures; here is the procedure around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base.db import Base, db
from integrity.base.late_steps import LateStep, Step
from integrity.base.states import HasMoves, flow_of
from integrity.casework.steps import Side

MONTHS = 6
"""Months that are shown, the running one among them."""


@dataclass(frozen=True)
class Delay:
    """Things of a kind in a state with which somebody is late: how many, and since which day."""

    thing: str
    state: Any
    who: Side
    number: int
    oldest: date


@dataclass(frozen=True)
class Month:
    """Steps taken late in a month, and those that were late when it ended (or are now)."""

    first: date
    ended: int
    left: int


def steps() -> Iterator[tuple[Any, Any, Step]]:
    """Every model with a state in which somebody may be late, that state and the step."""
    found = [mapper.class_ for mapper in Base.registry.mappers]
    moved: list[Any] = [model for model in found if issubclass(model, HasMoves)]
    for model in sorted(moved, key=lambda model: model.__tablename__):
        for state, step in flow_of(model).steps.items():
            if step.of_procedure:
                yield model, state, step


def counts(on: date) -> list[Delay]:
    """Every kind and state with which somebody is late on a day, the longest first; one query."""
    known = {(model.__tablename__, state.value): (state, step) for model, state, step in steps()}
    rows = [
        sa.select(
            sa.literal(model.__tablename__, sa.String).label("thing"),
            sa.literal(state.value, sa.String).label("state"),
            sa.func.count().label("number"),
            sa.func.min(getattr(model, step.day)).label("oldest"),
        ).where(model.state == state, step.late(model, on))
        for model, state, step in steps()
    ]
    found = sa.union_all(*rows).subquery()
    wanted = sa.select(found).where(found.c.number > 0).order_by(found.c.oldest, found.c.thing)
    return [
        Delay(row.thing, known[row.thing, row.state][0], _who(known, row), row.number, row.oldest)
        for row in db.session.execute(wanted)
    ]


def rows(thing: str, state: str, on: date) -> sa.Select[Any] | None:
    """The things behind one of the numbers, the longest late first; None for no such step."""
    for model, known, step in steps():
        if (model.__tablename__, known.value) == (thing, state):
            late = sa.select(model).where(model.state == known, step.late(model, on))
            return late.order_by(getattr(model, step.day), model.id)
    return None


def monthly(who: Side, on: date) -> list[Month]:
    """How often one side was late in each of the last months, the newest first; two queries."""
    firsts = [_months_back(on, number) for number in range(MONTHS)]
    spans = [(first, min(_months_back(first, -1) - timedelta(days=1), on)) for first in firsts]
    mine, ended, due = LateStep.who == str(who), LateStep.ended_on, LateStep.due_on
    taken = db.session.execute(
        sa.select(
            *(sa.func.count().filter(ended.between(*span)) for span in spans),
            *(sa.func.count().filter(due < last, ended > last) for _first, last in spans),
        ).where(mine)
    ).one()
    still = db.session.execute(_open(who, [last for _first, last in spans])).one()
    return [
        Month(first, taken[n], taken[MONTHS + n] + int(still[n] or 0))
        for n, first in enumerate(firsts)
    ]


def _open(who: Side, days: list[date]) -> sa.Select[Any]:
    """How many of the steps that are open now were late on each of these days."""
    mine = [
        sa.select(
            *(
                sa.func.count().filter(step.late(model, day)).label(f"late_{number}")
                for number, day in enumerate(days)
            )
        ).where(model.state == state)
        for model, state, step in steps()
        if step.who is who
    ]
    found = sa.union_all(*mine).subquery()
    return sa.select(*(sa.func.sum(column) for column in found.c))


def _who(known: Any, row: Any) -> Side:
    return known[row.thing, row.state][1].who  # type: ignore[no-any-return]


def _months_back(on: date, number: int) -> date:
    """The first day of the month that is so many months before that of a day."""
    months = on.year * 12 + on.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
