"""What everybody was promised for a year and what became of it; what is due, kept and late of it.

Every number is the number of things, each in exactly one class; each picture is one statement.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.db import db
from integrity.casework.streams import Stream, told
from integrity.people.subjects.models import Subject


class Became(enum.StrEnum):
    """What became of a promise; what is only reported done is still running, or late."""

    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    CHANGED = "changed"
    LATE = "late"
    RUNNING = "running"


NAMES: dict[Became, Any] = {
    Became.KEPT: _l("已兑现"),
    Became.PARTLY: _l("部分兑现"),
    Became.BROKEN: _l("未兑现"),
    Became.LATE: _l("逾期未完成"),
    Became.RUNNING: _l("履行中"),
    Became.CHANGED: _l("依法变更"),
}
"""In the order of every picture and table."""
Numbers = dict[Became, int]


@dataclass(frozen=True)
class Group:
    """The promises of one field or body, by what became of them."""

    name: Any
    code: str
    numbers: Numbers = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())


def streams() -> list[Stream]:
    """The streams whose things are promises to everybody."""
    return [stream for stream in told().values() if stream.figures.promised]


def by_field(stream: Stream, year: int, on: date) -> list[Group]:
    """What was promised for a year, by field in the order of its names; only where there is any."""
    promised = stream.figures.promised
    assert promised is not None
    each = _each(stream, year, on, promised.field)
    wanted = sa.select(each.c.key, each.c.became, sa.func.count()).group_by(
        each.c.key, each.c.became
    )
    groups = {code: Group(name, code.value, {}) for code, name in promised.names.items()}
    for code, became, number in db.session.execute(wanted):
        groups[code].numbers[Became(became)] = number
    return [group for group in groups.values() if group.total]


def by_body(stream: Stream, year: int, on: date, limit: int) -> list[Group]:
    """The same by body, those with the most promises first: no ranking of who keeps them."""
    each = _each(stream, year, on, stream.model.subject_id)
    total = sa.func.count().label("total")
    columns = [sa.func.count().filter(each.c.became == b).label(b.value) for b in NAMES]
    wanted = (
        sa.select(Subject.name, Subject.slug, total, *columns)
        .join(each, each.c.key == Subject.id)
        .where(Subject.public)
        .group_by(Subject.id, Subject.name, Subject.slug)
        .order_by(total.desc(), Subject.slug)
        .limit(limit)
    )
    rows = db.session.execute(wanted)
    return [Group(r.name, r.slug, {b: getattr(r, b.value) for b in NAMES}) for r in rows]


def added(groups: Sequence[Group]) -> Numbers:
    """All groups together."""
    return {b: sum(group.numbers.get(b, 0) for group in groups) for b in NAMES}


def due_next(on: date, limit: int) -> list[Any]:
    """The public things that fall due next and that nobody has said are done."""
    return _newest(
        lambda m, stream: sa.and_(m.closed_on.is_(None), m.due_on >= on, ~m.claimed()),
        lambda m: (m.due_on, m.id),
        limit,
    )


def kept_lately(limit: int) -> list[Any]:
    """The public things that others have confirmed last as done as was owed."""
    return _newest(
        lambda m, stream: sa.and_(
            m.closed_on.is_not(None), m.outcome.is_not(None), stream.figures.kept()
        ),
        lambda m: (m.closed_on.desc(), m.id.desc()),
        limit,
    )


def late_lately(on: date, limit: int) -> list[Any]:
    """The public things that became overdue last."""
    return _newest(
        lambda m, stream: m.is_overdue(on), lambda m: (m.due_on.desc(), m.id.desc()), limit
    )


def _newest(
    which: Callable[[Any, Stream], sa.ColumnElement[bool]],
    order: Callable[[Any], tuple[Any, ...]],
    limit: int,
) -> list[Any]:
    """The first of the news of all streams: each gives no more than are shown."""
    rows = []
    for stream in told().values():
        if not stream.figures.news:
            continue
        model = stream.model
        columns = (model.id, model.ref, model.title, model.subject_id, model.due_on)
        wanted = (
            sa.select(
                sa.literal(stream.name).label("stream"),
                *(column.label(column.key) for column in columns),
                sa.type_coerce(model.closed_on, sa.Date).label("closed_on"),
            )
            .where(which(model, stream), stream.reach.public(), stream.figures.counted())
            .order_by(*order(model))
            .limit(limit)
        )
        rows.append(sa.select(wanted.subquery()))
    found = sa.union_all(*rows).subquery()
    named = (Subject.name.label("body"), Subject.slug.label("slug"))
    joined = sa.select(found, *named).outerjoin(Subject, Subject.id == found.c.subject_id)
    wanted = joined.order_by(*order(found.c), found.c.stream).limit(limit)
    return list(db.session.execute(wanted))


def _each(stream: Stream, year: int, on: date, key: Any) -> sa.Subquery:
    """Every promise for a year as a row of a key and of what became of it."""
    model, counted = stream.model, stream.figures
    promised = counted.promised
    assert promised is not None
    became = sa.case(
        (counted.kept(), Became.KEPT.value),
        (promised.partly(), Became.PARTLY.value),
        (promised.broken(), Became.BROKEN.value),
        (model.outcome.is_not(None), Became.CHANGED.value),
        (model.is_overdue(on), Became.LATE.value),
        else_=Became.RUNNING.value,
    )
    return (
        sa.select(key.label("key"), became.label("became"))
        .where(model.due_on.between(date(year, 1, 1), date(year, 12, 31)))
        .where(stream.reach.public(), counted.counted())
        .subquery()
    )
