"""What counts of a stream, and how; and what everybody was promised by it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True)
class Promised:
    """Of a stream whose things are promises to everybody: how a year of them is told in a picture.

    field: by which column they are told apart, with names; the stream's list is narrowed by it
        under its own name, and by `year`.
    partly, broken: the conditions for what ended so; other outcomes than these and what was
        kept are changes by law.
    lists: how that list is narrowed to what became of them.
    """

    field: Any
    names: Mapping[Any, Any]
    partly: Callable[[], sa.ColumnElement[bool]]
    broken: Callable[[], sa.ColumnElement[bool]]
    lists: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Delivered:
    """What bodies send in as things of a stream: it has come by the catalogue too (应归尽归).

    body: whose delivery a thing is. fact: the day of what it tells. on: the day on which it came.
    rules: by the rules of its catalogue items, which things are theirs; `*`: all of them.
    """

    body: Any
    fact: Any
    on: Any
    rules: Mapping[str, Callable[[], sa.ColumnElement[bool]]]


@dataclass(frozen=True)
class Figures:
    """What counts, and how.

    of_bodies: whether its subjects are public bodies; only these streams enter the figures.
    counted: the condition for rows that figures count; a draft, for one, owes nobody anything yet.
    kept: the condition for rows that ended as was owed; no other counts as done in time.
    news: whether everybody is told on the home page what is late, due and done of it.
    promised: what everybody was promised, of a stream of such things.
    ageing(on): rows (label, number, amount) of what is overdue, for a stream that is about money.
    amount: the sum that each of its things is about, for such a stream.
    summary(body_id, on): what a body's public page tells of it besides the counts, as rows of a
        label, words and an address or None; nothing where there is nothing to tell.
    """

    of_bodies: bool = True
    counted: Callable[[], sa.ColumnElement[bool]] = sa.true
    kept: Callable[[], sa.ColumnElement[bool]] = sa.true
    news: bool = True
    promised: Promised | None = None
    ageing: Callable[[date], list[tuple[Any, int, Any]]] | None = None
    amount: Callable[[], sa.ColumnElement[Any]] | None = None
    summary: Callable[[int, date], Iterable[tuple[Any, Any, str | None]]] | None = None
