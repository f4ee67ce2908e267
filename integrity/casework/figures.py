"""Counting over all streams of public bodies: every figure with its definition, each from a
constant number of SQL. What enterprises pledge is in no figure about bodies.

A figure says what was divided by what (DOMAIN.md, principle 11); nobody is ranked by a share of
fewer than RANKED items.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.i18n import percent
from integrity.casework.streams import Stream, told
from integrity.pages.definitions import DEFINITIONS

RANKED = 10
SOON = 30
MONTHS = 24
BUCKETS = ((1, 30), (31, 90), (91, 180), (181, 365), (366, None))


@dataclass(frozen=True)
class Counts:
    """How many items: all, still open, overdue, due soon, closed, closed in time, ever late.

    claimed: those of the open ones that only the owing side says are done, counted apart.
    """

    total: int = 0
    open: int = 0
    overdue: int = 0
    soon: int = 0
    closed: int = 0
    in_time: int = 0
    late: int = 0
    claimed: int = 0

    @property
    def in_time_share(self) -> str:
        """Closed in time of all closed; not said about fewer than RANKED."""
        return percent(self.in_time, self.closed) if self.closed >= RANKED else "—"


NAMES = tuple(Counts.__dataclass_fields__)


@dataclass(frozen=True)
class Headline:
    """A figure on top of a page, for layout.headline."""

    label: Any
    value: Any
    numerator: int
    denominator: int
    definition: Any
    href: str | None = None


def counts(on: date, body_id: int | None = None) -> sa.Subquery:
    """One row per stream and body (or only one body's) with the columns of Counts."""
    rows = [_counts(stream, on, body_id) for stream in told().values()]
    return sa.union_all(*rows).subquery()


def per_body(on: date) -> sa.Subquery:
    """One row per body with the columns of Counts, over all streams."""
    found = counts(on)
    sums = [_sum(found.c[name]).label(name) for name in NAMES]
    return (
        sa.select(found.c.subject_id, *sums)
        .where(found.c.subject_id.is_not(None))
        .group_by(found.c.subject_id)
        .subquery()
    )


def by_stream(on: date, body_id: int | None = None) -> dict[str, Counts]:
    """The counts of every stream, of one body or of all."""
    found = counts(on, body_id)
    wanted = sa.select(found.c.stream, *[_sum(found.c[name]) for name in NAMES])
    rows = {row[0]: Counts(*row[1:]) for row in db.session.execute(wanted.group_by(found.c.stream))}
    return {name: rows.get(name, Counts()) for name in told()}


def by_body(on: date) -> dict[int, dict[str, Counts]]:
    """The counts of every body in every stream where it has any."""
    found = counts(on)
    wanted = sa.select(found.c.subject_id, found.c.stream, *[found.c[name] for name in NAMES])
    bodies: dict[int, dict[str, Counts]] = {}
    for body, stream, *numbers in db.session.execute(wanted):
        bodies.setdefault(body, {})[stream] = Counts(*numbers)
    return bodies


def headlines(on: date, links: dict[str, str] | None = None) -> list[Headline]:
    """The five figures of the home page and the dashboard, by one statement."""
    found = per_body(on)
    sums = [_sum(found.c[name]) for name in NAMES]
    late_bodies = sa.func.count().filter(found.c.overdue > 0)
    with_items = sa.func.count().filter(found.c.total > 0)
    *numbers, late, having = db.session.execute(
        sa.select(*sums, late_bodies, with_items).select_from(found)
    ).one()
    all_ = Counts(*numbers)
    shown: list[tuple[str, Any, int, int]] = [
        ("overdue", _number(all_.overdue), all_.overdue, all_.open),
        ("in_time", percent(all_.in_time, all_.closed), all_.in_time, all_.closed),
        ("bodies", _number(late), late, having),
        ("soon", _number(all_.soon), all_.soon, all_.open),
        ("claimed", _number(all_.claimed), all_.claimed, all_.open),
    ]
    return [
        Headline(
            DEFINITIONS[key].label,
            value,
            part,
            whole,
            _(
                "%(part)s ÷ %(whole)s。%(meaning)s",
                part=DEFINITIONS[key].numerator,
                whole=DEFINITIONS[key].denominator,
                meaning=DEFINITIONS[key].meaning,
            ),
            (links or {}).get(key),
        )
        for key, value, part, whole in shown
    ]


def states(on: date, body_id: int) -> dict[str, list[tuple[Any, int, int, bool]]]:
    """Per stream the body's public items by state: label, number, of which overdue, still open."""
    rows = []
    for stream in told().values():
        model = stream.model
        columns = (
            sa.literal(stream.name).label("stream"),
            sa.cast(model.state, sa.String).label("state"),
            _count(),
            _count(model.is_overdue(on)),
            _count(model.closed_on.is_(None)),
        )
        mine = sa.and_(model.subject_id == body_id, stream.reach.public(), stream.figures.counted())
        rows.append(sa.select(*columns).where(mine).group_by(model.state))
    found: dict[str, list[tuple[Any, int, int, bool]]] = {}
    for name, state, number, overdue, unfinished in db.session.execute(sa.union_all(*rows)):
        label = told()[name].words.state_names.get(state, state)
        found.setdefault(name, []).append((label, number, overdue, unfinished > 0))
    return found


def overdue_items(
    on: date, visible: Callable[[Stream], sa.ColumnElement[bool]], body_id: int | None = None
) -> sa.Subquery:
    """What is open after its day, over all streams: stream, id, ref, title, subject_id, due_on."""
    rows = []
    for stream in told().values():
        model = stream.model
        wanted = stream.overdue(on).with_only_columns(
            sa.literal(stream.name).label("stream"),
            model.id.label("id"),
            model.ref.label("ref"),
            model.title.label("title"),
            model.subject_id.label("subject_id"),
            model.due_on.label("due_on"),
        )
        wanted = wanted.where(visible(stream), stream.figures.counted())
        rows.append(wanted.where(model.subject_id == body_id) if body_id else wanted)
    return sa.union_all(*rows).subquery()


def overdue_numbers(
    on: date, visible: Callable[[Stream], sa.ColumnElement[bool]], body_id: int | None = None
) -> dict[str, tuple[int, int]]:
    """Per stream how many overdue items may be shown, and how many only counted."""
    rows = []
    for stream in told().values():
        wanted = stream.overdue(on).with_only_columns(
            sa.literal(stream.name), _count(visible(stream)), _count()
        )
        wanted = wanted.where(stream.figures.counted())
        rows.append(wanted.where(stream.model.subject_id == body_id) if body_id else wanted)
    found = db.session.execute(sa.union_all(*rows))
    return {name: (shown, total - shown) for name, shown, total in found}


def trend(on: date, months: int = MONTHS) -> list[tuple[str, int, int]]:
    """(month, items falling due, of which ever late) for the months up to the present one."""
    first = _month_before(on.year * 12 + on.month - 1, months - 1)
    rows = []
    for stream in told().values():
        model = stream.model
        year, month = sa.extract("year", model.due_on), sa.extract("month", model.due_on)
        rows.append(
            sa.select(year.label("year"), month.label("month"), _count(), _count(model.is_late(on)))
            .where(model.due_on >= first, model.due_on <= on, stream.figures.counted())
            .group_by(year, month)
        )
    totals: dict[str, list[int]] = {}
    for year_, month_, due, late in db.session.execute(sa.union_all(*rows)):
        cell = totals.setdefault(f"{int(year_)}-{int(month_):02d}", [0, 0])
        cell[0] += due
        cell[1] += late
    last = on.year * 12 + on.month - 1
    names = [_month_before(last, back).isoformat()[:7] for back in range(months - 1, -1, -1)]
    return [(name, *totals.get(name, [0, 0])) for name in names]  # type: ignore[misc]


def ages(on: date) -> list[tuple[str, int]]:
    """How long what is overdue has been so: the number of items in each of BUCKETS."""
    rows = []
    for stream in told().values():
        model = stream.model
        columns = [_count(_aged(model.due_on, low, high, on)) for low, high in BUCKETS]
        rows.append(stream.overdue(on).with_only_columns(*columns).where(stream.figures.counted()))
    numbers = [sum(column) for column in zip(*db.session.execute(sa.union_all(*rows)), strict=True)]
    return list(zip(map(_bucket, BUCKETS), numbers, strict=True))


def number_columns(stream: Stream, on: date) -> list[sa.Label[int]]:
    """The columns of Counts over the rows of a stream."""
    model = stream.model
    open_, closed = model.closed_on.is_(None), _closed(model)
    columns: dict[str, sa.ColumnElement[int]] = {
        "total": _count(),
        "open": _count(open_),
        "overdue": _count(model.is_overdue(on)),
        "soon": _count(open_, model.due_on.between(on, on + timedelta(days=SOON))),
        "closed": _count(closed),
        "in_time": _count(closed, model.closed_on <= model.due_on, stream.figures.kept()),
        "late": _count(model.is_late(on)),
        "claimed": _count(model.claimed()),
    }
    return [number.label(name) for name, number in columns.items()]


def _counts(stream: Stream, on: date, body_id: int | None) -> sa.Select[Any]:
    model = stream.model
    wanted = sa.select(
        sa.literal(stream.name).label("stream"),
        model.subject_id.label("subject_id"),
        *number_columns(stream, on),
    ).where(stream.figures.counted())
    if body_id is not None:
        wanted = wanted.where(model.subject_id == body_id)
    return wanted.group_by(model.subject_id)


def _closed(model: Any) -> sa.ColumnElement[bool]:
    """Had a day and is done; what the body has only reported itself has no outcome yet."""
    return sa.and_(
        model.closed_on.is_not(None), model.due_on.is_not(None), model.outcome.is_not(None)
    )


def _count(*conditions: Any) -> sa.ColumnElement[int]:
    number = sa.func.count()
    return number.filter(*conditions) if conditions else number  # type: ignore[return-value]


def _sum(column: Any) -> sa.ColumnElement[int]:
    """A sum that is 0 over no rows, and an integer on every database."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.Integer)


def _aged(due_on: Any, low: int, high: int | None, on: date) -> sa.ColumnElement[bool]:
    newest = due_on <= on - timedelta(days=low)
    if high is None:
        return newest  # type: ignore[no-any-return]
    return sa.and_(newest, due_on >= on - timedelta(days=high))


def _bucket(limits: Sequence[int | None]) -> str:
    low, high = limits
    if high is None:
        return _("超过 %(days)d 天", days=(low or 1) - 1)
    return _("%(low)d—%(high)d 天", low=low, high=high)


def _month_before(month: int, back: int) -> date:
    """The first day of a month counted as 12 a year."""
    return date((month - back) // 12, (month - back) % 12 + 1, 1)


def _number(number: int) -> str:
    return f"{number:,}"
