"""The night of the warnings: raise, keep and end them, over sets, a fixed number of statements.

A second run of a night finds nothing to do. What happened in nights without a run is dated by the
fact: a thing by the day on which it was done, or on which it became late.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.db import changed, insert_ignore
from integrity.casework.deadlines import day_after
from integrity.casework.streams import Stream, of_bodies
from integrity.casework.warnings.found import FINDS, FOUND, Terms, is_in_force, silent, terms
from integrity.casework.warnings.models import EarlyWarning, Ending, Rule
from integrity.casework.warnings.tells import WARNINGS
from integrity.people.messages import service as messages

W = EarlyWarning
IS_OPEN = W.ended_on.is_(None)


def work(*, on: date, at: datetime) -> dict[str, int]:
    """Bring every warning of every stream to how things stand on a day, and tell of the new."""
    counts = {"raised": 0, "ended": 0}
    in_force = terms(on)
    for stream in of_bodies().values():
        _note_late(stream, on)
        for rule in Rule:
            if rule is Rule.SILENCE and stream.signals.heard:
                in_force[rule] = silent(stream.signals.heard, on)
            raised, ended = _bring(rule, stream, in_force[rule], on, at)
            counts["raised"] += raised
            counts["ended"] += ended
    for rule in Rule:
        new = sa.and_(W.rule == rule, W.raised_at == at)
        if rule is Rule.SOON:
            new = sa.and_(new, W.stream.not_in(_forewarned(on)))
        messages.tell_found(WARNINGS, rule.value, new, mark=W.raised_on, at=at)
    return counts


def _forewarned(on: date) -> list[str]:
    """The streams that tell of what is due soon themselves: nobody is told of it twice."""
    rules = {name: stream.signals.forewarned for name, stream in of_bodies().items()}
    return [name for name, family in rules.items() if family and is_in_force(family, on)]


def _bring(
    rule: Rule, stream: Stream, numbers: Terms | None, on: date, at: datetime
) -> tuple[int, int]:
    """One rule in one stream; how many warnings were raised, and how many ended."""
    if numbers is None:
        return 0, _end(rule, stream, None, None, on)
    found = FINDS[rule](stream, numbers)
    if found is None:
        return 0, 0
    ended = _end(rule, stream, numbers, found, on)
    _keep(rule, stream, numbers, found)
    return _raise(rule, stream, numbers, found, at), ended


def _is_of(rule: Rule, stream: Stream) -> sa.ColumnElement[bool]:
    return sa.and_(W.rule == rule, W.stream == stream.name, IS_OPEN)


def _note_late(stream: Stream, on: date) -> None:
    """Note where what a warning of a body, or of a source, foretold has come in a stream.

    That is the first thing that became late though its day was not past when it was warned. Many
    complaints foretell it of everything that a body owes, the rest of the same stream.
    """
    model = stream.model
    theirs = sa.and_(W.item_id.is_(None), model.subject_id == W.subject_id)
    own = sa.or_(theirs, model.id == W.item_id)
    late = sa.and_(own, model.is_late(on), model.due_on >= W.raised_on, stream.figures.counted())
    first = sa.select(sa.func.min(day_after(model.due_on))).where(late).correlate(W)
    day = first.scalar_subquery()
    here = sa.or_(W.stream == stream.name, W.rule == Rule.CROWDED)
    news = sa.or_(W.late_on > day, sa.and_(W.late_on.is_(None), day.is_not(None)))
    changed(sa.update(W).where(W.rule != Rule.SOON, IS_OPEN, here, news).values(late_on=day))


def _end(
    rule: Rule, stream: Stream, numbers: Terms | None, found: sa.Select[Any] | None, on: date
) -> int:
    """End what is found no more; by the fact where a thing was done or became late."""
    ends = sa.update(W).where(_is_of(rule, stream))
    if found is not None:
        ends = ends.where(W.key.not_in(sa.select(found.subquery().c.key)))
    same = W.threshold == numbers.threshold if numbers else sa.false()
    ending: Any = sa.case((same, Ending.GONE.value), else_=Ending.RULE.value)
    day: Any = sa.literal(on, sa.Date)
    if rule is Rule.SOON:
        late, done = _late(stream, on), _done(stream, on)
        ending = sa.case(
            (late.is_not(None), Ending.LATE.value),
            (done.is_not(None), Ending.DONE.value),
            else_=ending,
        )
        ends = ends.values(late_on=late)
        day = sa.func.coalesce(late, done, day)
    first = sa.case((day < W.raised_on, W.raised_on), else_=day)
    return changed(ends.values(ended_on=first, ending=ending))


def _late(stream: Stream, on: date) -> sa.ScalarSelect[Any]:
    """Since when the thing of a warning is late, if it is or was."""
    late = sa.select(day_after(stream.model.due_on)).where(_its_thing(stream))
    return late.where(stream.model.is_late(on)).correlate(W).scalar_subquery()


def _done(stream: Stream, on: date) -> sa.ScalarSelect[Any]:
    """When what was owed was done in time, if it was."""
    model = stream.model
    kept = sa.and_(model.closed_on <= model.due_on, stream.figures.kept())
    done = sa.select(model.closed_on).where(_its_thing(stream), kept)
    return done.correlate(W).scalar_subquery()


def _its_thing(stream: Stream) -> sa.ColumnElement[bool]:
    """The thing that a warning is about, while who was warned owes it."""
    model = stream.model
    mine = sa.and_(model.id == W.item_id, model.subject_id == W.subject_id)
    return sa.and_(mine, stream.figures.counted())


def _keep(rule: Rule, stream: Stream, numbers: Terms, found: sa.Select[Any]) -> None:
    """Give what stands the figures of this night."""
    rows = found.subquery().c
    now: dict[str, Any] = {
        "counted": rows.counted,
        "day": rows.day,
        "threshold": sa.literal(numbers.threshold),
    }
    if rule is not Rule.SOON:  # working days lie now nearer together, now further apart
        now["within"] = sa.literal(numbers.within)
    news = sa.or_(*(getattr(W, name).is_distinct_from(value) for name, value in now.items()))
    keeps = sa.update(W).where(_is_of(rule, stream), W.key == rows.key, news)
    changed(keeps.values(now))


def _raise(rule: Rule, stream: Stream, numbers: Terms, found: sa.Select[Any], at: datetime) -> int:
    """Raise what is found and of which no warning is open."""
    rows = found.subquery().c
    said = {
        "rule": rule,
        "stream": stream.name,
        "threshold": numbers.threshold,
        "within": numbers.within,
        "raised_on": numbers.on,
        "raised_at": at,
    }
    told = [name for name in FOUND if name != "new"]
    table = W.__table__
    values = [sa.literal(value, table.c[name].type).label(name) for name, value in said.items()]
    wanted = sa.select(*(rows[name] for name in told), *values)
    is_open = sa.select(W.key).where(_is_of(rule, stream))
    wanted = wanted.where(rows.new == 1, rows.key.not_in(is_open))
    key = ("rule", "stream", "key")
    return changed(insert_ignore(table, [*told, *said], wanted, key, table.c.ended_on.is_(None)))
