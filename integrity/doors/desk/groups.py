"""What waits for a person, grouped by what must be done: late and urgent first, counted, paged.

The things of a stream that wait for the same act are counted and paged by the database, however
many there are; other duties are few, and come as they are told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.casework.acts import Act
from integrity.casework.streams import Stream, registered
from integrity.casework.tasks import WEEK, Task
from integrity.doors.desk import core_tasks, tasks
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject

FEW = 5
"""Duties of a group beside other groups."""
SIZE = 50
"""Duties on a page of one group."""
TOMORROW = timedelta(days=1)
ENOUGH = 1000
"""As many of one kind are counted for the menu."""


@dataclass(frozen=True)
class Narrowing:
    """Which of them are asked for: of one kind, of one body, how near (a key of tasks.DAYS)."""

    what: str = ""
    body: Subject | None = None
    day: str = ""


@dataclass
class Group:
    """Duties of one kind that are cleared by the same act; `shown` are some of them."""

    key: str
    kind: Any
    act: Any
    number: int
    late: int
    day: date | None
    shown: list[Task] = field(default_factory=list)
    bulk: Act | None = None


def of(user: User, asked: Narrowing, on: date) -> list[Group]:
    """Every group with its most urgent duties; the group with the most urgent comes first."""
    found = [*_of_streams(user, asked, on), *_of_others(user, asked, on)]
    return sorted(found, key=lambda group: (group.day is None, group.day or on, group.key))


def one(user: User, key: str, asked: Narrowing, on: date, skip: int, size: int) -> Group | None:
    """One group with a part of it; None where nothing of it is left."""
    name, _dot, move = key.partition(".")
    stream = registered().get(name)
    if stream is None:
        return _named(key, _of_others(user, asked, on, skip, size))
    counted = {group.key: group for group in _counted(stream, user, asked, on)}
    if group := counted.get(key):
        wanted = _of(stream, user, asked, on).where(stream.model.state.in_(_states(stream, move)))
        part = _in_order(stream, wanted).offset(skip).limit(size)
        items = db.session.scalars(part.options(joinedload(stream.model.subject))).unique()
        group.shown = list(tasks.told(stream, items, user))
    return group


def _named(key: str, found: list[Group]) -> Group | None:
    return next((group for group in found if group.key == key), None)


def numbers(user: User) -> dict[str, int]:
    """How many duties there are of each kind, counted to ENOUGH; for the menu above every page."""
    waits = [s for s in registered().values() if tasks.waiting(s, user)]
    some = {s.name: tasks.rows(s, user).with_only_columns(s.model.id).limit(ENOUGH) for s in waits}
    counts = [
        sa.select(sa.literal(name, sa.String), sa.func.count()).select_from(rows.subquery())
        for name, rows in some.items()
    ]
    found = Counter[str]()
    for name, number in db.session.execute(sa.union_all(*counts)) if counts else ():
        found[name] = number
    found.update(task.what for task in _others(user))
    return found


def _of_streams(user: User, asked: Narrowing, on: date) -> Iterator[Group]:
    for name, stream in registered().items():
        if asked.what in ("", name):
            counted = {group.key: group for group in _counted(stream, user, asked, on)}
            if counted:
                for task in tasks.told(stream, _first(stream, user, asked, on), user):
                    counted[_key(stream, task.move)].shown.append(task)
            yield from counted.values()


def _counted(stream: Stream, user: User, asked: Narrowing, on: date) -> list[Group]:
    """The groups of a stream without their duties; one query."""
    if not tasks.waiting(stream, user):
        return []
    model, day = stream.model, tasks.day_of(stream)
    late = sa.func.count().filter(day < on)
    rows = _of(stream, user, asked, on).with_only_columns(
        model.state, sa.func.count(), late, sa.func.min(day)
    )
    groups: dict[str, Group] = {}
    for state, number, number_late, first in db.session.execute(rows.group_by(model.state)):
        move = tasks.next_move(stream, state) or ""
        act, key = stream.work.acts.get(move), _key(stream, move)
        label = act.label if act else _("办理")
        bulk = act if act and act.bulk else None
        group = groups.setdefault(key, Group(key, stream.title, label, 0, 0, None, [], bulk))
        group.number += number
        group.late += number_late
        group.day = min(filter(None, (group.day, first)), default=None)
    return list(groups.values())


def _first(stream: Stream, user: User, asked: Narrowing, on: date) -> Iterable[Any]:
    """The most urgent things of every group of a stream; one query."""
    model, day = stream.model, tasks.day_of(stream)
    moves = {s: tasks.next_move(stream, s) or "" for s in tasks.waiting(stream, user)}
    place = sa.func.row_number().over(
        partition_by=sa.case(moves, value=model.state), order_by=(day.is_(None), day, model.id)
    )
    ranked = _of(stream, user, asked, on).with_only_columns(model.id, place.label("place"))
    found = ranked.subquery()
    few = sa.select(found.c.id).where(found.c.place <= FEW)
    wanted = _in_order(stream, sa.select(model).where(model.id.in_(few)))
    return db.session.scalars(wanted.options(joinedload(model.subject))).unique()


def _of(stream: Stream, user: User, asked: Narrowing, on: date) -> sa.Select[Any]:
    """What waits in a stream, as far as it is asked for."""
    wanted = tasks.rows(stream, user)
    if asked.body:
        wanted = wanted.where(stream.model.subject_id == asked.body.id)
    if asked.day:
        wanted = wanted.where(_near(tasks.day_of(stream), asked.day, on))
    return wanted


def _near(day: sa.ColumnElement[Any], asked: str, on: date) -> sa.ColumnElement[bool]:
    """tasks.nearness, in SQL."""
    return {
        "overdue": day < on,
        "today": day == on,
        "soon": day.between(on + TOMORROW, on + WEEK),
        "later": day > on + WEEK,
        "undated": day.is_(None),
    }.get(asked, sa.false())


def _in_order(stream: Stream, wanted: sa.Select[Any]) -> sa.Select[Any]:
    day = tasks.day_of(stream)
    return wanted.order_by(day.is_(None), day, stream.model.id)


def _states(stream: Stream, move: str) -> list[Any]:
    """The states from which this move is the next."""
    states = {state for each in stream.work.flow.moves.values() for state in each.sources}
    return [state for state in states if tasks.next_move(stream, state) == move]


def _key(stream: Stream, move: str) -> str:
    return f"{stream.name}.{move}"


def _of_others(
    user: User, asked: Narrowing, on: date, skip: int = 0, size: int = FEW
) -> list[Group]:
    """The groups of what streams and the core tell of besides."""
    kept: dict[str, list[Task]] = {}
    for task in sorted(
        _others(user), key=lambda task: (task.day is None, task.day or on, task.key)
    ):
        if _is_asked(task, asked, on):
            kept.setdefault(task.group, []).append(task)
    return [_grouped(key, rows, on, skip, size) for key, rows in kept.items()]


def _others(user: User) -> list[Task]:
    """What streams and the core tell of besides, once a request."""
    if "duties" not in g:
        more = [stream.work.duties for stream in registered().values() if stream.work.duties]
        g.duties = [task for tell in more for task in tell(user)] + core_tasks.of_core(user)
    return g.duties  # type: ignore[no-any-return]


def _is_asked(task: Task, asked: Narrowing, on: date) -> bool:
    body = asked.body is None or asked.body.name == task.body
    near = asked.day in ("", tasks.nearness(task.day, on))
    return body and near and asked.what in ("", task.what)


def _grouped(key: str, rows: list[Task], on: date, skip: int, size: int) -> Group:
    late = sum(1 for task in rows if task.day and task.day < on)
    first = rows[0]
    shown = rows[skip : skip + size]
    return Group(key, first.kind, first.act, len(rows), late, first.day, shown)
