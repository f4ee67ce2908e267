"""Who is late with the steps of everything (办理环节逾期): how many, which, and who is told of it.

What a thing owes by its own day is counted by the figures; here is the procedure around it.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.db import Base, db
from integrity.base.late_steps import Step
from integrity.base.states import HasMoves, flow_of
from integrity.casework.rules import service as rules
from integrity.casework.steps import OWN, Side


class Level(enum.StrEnum):
    """Who is told of a late step besides whoever must take it, the longer it is late the higher."""

    LEADER = "leader"
    GROUP = "group"


LEVEL_NAMES = {Level.LEADER: _l("主要负责人"), Level.GROUP: _l("领导小组")}
FAMILIES = {Level.LEADER: "LOCAL-LATE-LEADER", Level.GROUP: "LOCAL-LATE-GROUP"}
"""The rule that says after how many days late it is."""


@dataclass(frozen=True)
class Delay:
    """Things of a kind in a state with which somebody is late: how many, and since which day.

    raised: how many of them are late so long that a level is told.
    """

    thing: str
    state: Any
    who: Side
    number: int
    oldest: date
    raised: Mapping[Level, int]


def steps() -> Iterator[tuple[Any, Any, Step]]:
    """Every model with a state in which somebody may be late, that state and the step."""
    found = [mapper.class_ for mapper in Base.registry.mappers]
    moved: list[Any] = [model for model in found if issubclass(model, HasMoves)]
    for model in sorted(moved, key=lambda model: model.__tablename__):
        for state, step in flow_of(model).steps.items():
            if step.of_procedure:
                yield model, state, step


def late_sides(model: Any, on: date) -> Iterator[tuple[Side, Any, Any]]:
    """Every side that is late with a step of things of a kind: the condition, and which step it is.

    Only steps with a day of their own: of the day of a thing itself one is reminded as of that.
    """
    if not issubclass(model, HasMoves):
        return
    known = flow_of(model).steps.items()
    own = {state: step for state, step in known if step.of_procedure and step.day != OWN}
    for side in sorted({step.who for step in own.values()}):
        theirs = {state: step for state, step in own.items() if step.who is side}
        late = (sa.and_(model.state == s, step.late(model, on)) for s, step in theirs.items())
        marks = ((model.state == s, _mark(s, getattr(model, theirs[s].day))) for s in theirs)
        yield side, sa.or_(*late), sa.case(*marks)


def _mark(state: Any, day: Any) -> sa.ColumnElement[str]:
    return sa.literal(f"{state.value}/", sa.Text) + sa.cast(day, sa.Text)


def last_days(on: date) -> dict[Level, date]:
    """A level is told on a day of the steps that were due by this one; of none without a rule."""
    found = {}
    for level, family in FAMILIES.items():
        try:
            found[level] = on - timedelta(days=rules.number(family, on))
        except rules.NoRuleInForce:
            continue
    return found


def counts(on: date) -> list[Delay]:
    """Every kind and state with which somebody is late on a day, the longest first."""
    known = {(model.__tablename__, state.value): state for model, state, _step in steps()}
    last = last_days(on)
    rows = [
        sa.select(
            sa.literal(model.__tablename__, sa.String).label("thing"),
            sa.literal(state.value, sa.String).label("state"),
            sa.literal(side.value, sa.String).label("who"),
            sa.func.count().label("number"),
            sa.func.min(getattr(model, step.day)).label("oldest"),
            *(sa.func.count().filter(getattr(model, step.day) <= day) for day in last.values()),
        ).where(model.state == state, theirs, step.late(model, on))
        for model, state, step in steps()
        for side, theirs in step.sides(model).items()
    ]
    found = sa.union_all(*rows).subquery()
    wanted = sa.select(found).where(found.c.number > 0).order_by(found.c.oldest, found.c.thing)
    delays = []
    for thing, state, who, number, oldest, *raised in db.session.execute(wanted):
        levels = dict(zip(last, raised, strict=True))
        delays.append(Delay(thing, known[thing, state], Side(who), number, oldest, levels))
    return delays


def rows(thing: str, state: str, on: date) -> sa.Select[Any] | None:
    """The things behind one of the numbers, the longest late first; None for no such step."""
    for model, known, step in steps():
        if (model.__tablename__, known.value) == (thing, state):
            late = sa.select(model).where(model.state == known, step.late(model, on))
            return late.order_by(getattr(model, step.day), model.id)
    return None
