"""How often steps were late, month by month and year by year, and whose they were."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.late_steps import LateStep
from integrity.casework import delays
from integrity.casework.delays import Level
from integrity.casework.steps import BOUND, NAMED, Side
from integrity.people.subjects.models import Subject

MONTHS = 6
"""Months that are shown, the running one among them."""
YEARS = 3
ACTING = {
    Side.OWING: "subject_id",
    Side.RECEIVER: "body_id",
    **{side: f"{named}_id" for side, named in NAMED.items()},
}
"""The column of a thing that names the body which must act; others act for no body alone."""


@dataclass(frozen=True)
class Period:
    """Steps taken late in a period, and those that were late when it ended (or are now)."""

    first: date
    last: date
    ended: int
    left: int


Span = tuple[date, date]


def _late(on: date) -> sa.Subquery:
    """Every step that was late by a day: who, due_on, ended_on (empty while it is late)."""
    kept = sa.select(LateStep.who, LateStep.due_on, LateStep.ended_on)
    still = [one.subquery().c for row in delays.steps() for one in _open(*row, on)]
    rows = [sa.select(columns.who, columns.due_on, columns.ended_on) for columns in still]
    return sa.union_all(kept, *rows).subquery()


def _late_of(on: date, things: Collection[str], since: date) -> sa.Subquery:
    """Of some tables what is late, and was until after a day: with thing, state and body_id too.

    body_id is empty for whoever acts for no body alone.
    """
    wanted = [row for row in delays.steps() if row[0].__tablename__ in things]
    sides: dict[Any, set[Side]] = {}
    for model, _state, step in wanted:
        sides.setdefault(model, set()).update(step.sides(model))
    taken = [_taken(*row).where(LateStep.ended_on >= since) for row in sides.items()]
    still = [one for row in wanted for one in _open(*row, on)]
    return sa.union_all(*still, *taken).subquery()


def _open(model: Any, state: Any, step: Any, on: date) -> list[sa.Select[Any]]:
    return [
        sa.select(
            sa.literal(model.__tablename__, sa.String(40)).label("thing"),
            sa.literal(state.value, sa.String(40)).label("state"),
            sa.literal(side.value, sa.String(40)).label("who"),
            _body(model, side).label("body_id"),
            getattr(model, step.day).label("due_on"),
            sa.cast(sa.null(), sa.Date).label("ended_on"),
        ).where(model.state == state, theirs, step.late(model, on))
        for side, theirs in step.sides(model).items()
    ]


def _taken(model: Any, sides: Iterable[Side]) -> sa.Select[Any]:
    bodies = sa.case(*((LateStep.who == side.value, _body(model, side)) for side in sorted(sides)))
    kept = (LateStep.thing, LateStep.state, LateStep.who)
    return (
        sa.select(*kept, bodies, LateStep.due_on, LateStep.ended_on)
        .join(model, model.id == LateStep.thing_id)
        .where(LateStep.thing == model.__tablename__)
    )


def _body(model: Any, side: Side) -> sa.ColumnElement[Any]:
    named = ACTING.get(side)
    return getattr(model, named) if named else sa.cast(sa.null(), sa.Integer)


def months(on: date, number: int = MONTHS) -> list[Span]:
    """The last months, the running one first and until this day."""
    firsts = [_months_back(on, back) for back in range(number)]
    return [(first, min(_months_back(first, -1) - timedelta(days=1), on)) for first in firsts]


def years(on: date) -> list[Span]:
    """The last years, the running one first and until the end of the month before."""
    last = on.replace(day=1) - timedelta(days=1)
    numbers = range(last.year, last.year - YEARS, -1)
    return [(date(year, 1, 1), min(date(year, 12, 31), last)) for year in numbers]


def by_side(spans: Sequence[Span]) -> dict[Side, list[Period]]:
    """How often each side was late in each of some periods, the newest first; one query."""
    late = _late(spans[0][1])
    columns = [column for span in spans for column in _counted(late, span)]
    found = db.session.execute(sa.select(late.c.who, *columns).group_by(late.c.who))
    numbers = {who: row for who, *row in found}
    nothing = [0] * len(columns)
    return {
        side: [
            Period(*span, *numbers.get(side.value, nothing)[2 * n : 2 * n + 2])
            for n, span in enumerate(spans)
        ]
        for side in Side
        if side in BOUND
    }


def of_month(span: Span, things: Collection[str]) -> sa.Select[Any]:
    """One row per body, side, kind and state that was late in a month: name, ended, left, oldest.

    The longest late first.
    """
    late = _late_of(span[1], things, span[0])
    ended, left = _counted(late, span)
    keys = (late.c.thing, late.c.state, late.c.who, Subject.name)
    oldest = sa.func.min(late.c.due_on).label("oldest")
    return (
        sa.select(*keys, ended.label("ended"), left.label("left"), oldest)
        .outerjoin(Subject, Subject.id == late.c.body_id)
        .where(late.c.due_on < span[1])
        .group_by(*keys)
        .order_by(oldest, *keys)
    )


def raised(
    on: date, body_id: int | None, things: Collection[str], office: bool
) -> dict[Level, int]:
    """How many late steps the leader of a body is told of, and how many the leading group.

    office: whether the body is that of the office, whose steps are then its own.
    """
    last = delays.last_days(on)
    wanted = [row for row in delays.steps() if row[0].__tablename__ in things]
    if not last or not wanted:
        return {}
    late = sa.union_all(*(one for row in wanted for one in _open(*row, on))).subquery()
    own = late.c.body_id == body_id
    if office:
        own = sa.or_(own, late.c.who == Side.OFFICE.value)
    whose = {Level.LEADER: own, Level.GROUP: sa.true()}
    columns = [sa.func.count().filter(whose[level], late.c.due_on <= last[level]) for level in last]
    return dict(zip(last, db.session.execute(sa.select(*columns)).one(), strict=True))


def _counted(late: sa.Subquery, span: Span) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    """How many steps were taken late in a period, and how many were late when it ended."""
    first, last = span
    still = sa.or_(late.c.ended_on.is_(None), late.c.ended_on > last)
    return (
        sa.func.count().filter(late.c.ended_on.between(first, last)),
        sa.func.count().filter(late.c.due_on < last, still),
    )


def _months_back(on: date, number: int) -> date:
    """The first day of the month that is so many months before that of a day."""
    months = on.year * 12 + on.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
