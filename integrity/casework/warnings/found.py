"""What each rule finds in a stream on a day, as a SELECT of the same columns.

A thing or body that is found stands: an open warning of it is kept. `new`: 1 where none is open
and one is to be raised.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.casework.rules import service as rules
from integrity.casework.signals import Heard
from integrity.casework.streams import Stream
from integrity.casework.warnings.models import Rule
from integrity.casework.workdays import Counting, calendar

FOUND = ("key", "item_id", "item_ref", "subject_id", "code", "counted", "day", "new")
_TYPES: tuple[Any, ...] = (
    sa.String(120),
    sa.Integer,
    sa.String(120),
    sa.Integer,
    sa.String(40),
    sa.Integer,
    sa.Date,
    sa.Integer,
)


@dataclass(frozen=True)
class Terms:
    """The numbers of a rule in force on a day.

    edge: the day that they lead to: the last due day that is near, the first day of what is counted
    as late or said lately, the first one on which a source must have been heard of.
    """

    on: date
    threshold: int
    edge: date

    @property
    def within(self) -> int:
        """How many days lie between."""
        return abs((self.edge - self.on).days)


Find = Callable[[Stream, Terms], sa.Select[Any] | None]


def _found(**said: Any) -> list[sa.ColumnElement[Any]]:
    """The FOUND columns; what a rule does not say is empty."""
    usual: dict[str, Any] = {"item_ref": "", "code": "", "new": 1}
    values = (said.get(name, usual.get(name)) for name in FOUND)
    columns = zip(FOUND, values, _TYPES, strict=True)
    return [_typed(value, kind).label(name) for name, value, kind in columns]


def _typed(value: Any, kind: Any) -> sa.ColumnElement[Any]:
    """A column as its kind; a day is one already, and SQLite would make a number of it."""
    is_day = kind is sa.Date and value is not None
    return sa.type_coerce(value, kind) if is_day else sa.cast(value, kind)


def _key(*parts: Any) -> sa.ColumnElement[str]:
    """What it is about, and whom it concerns: to another body it is another warning."""
    first, *others = (sa.func.coalesce(sa.cast(part, sa.String), "") for part in parts)
    key: Any = first
    for part in others:
        key = key + sa.literal("@", sa.String) + part
    return key


def _of_body(rows: Any, counted: Any, *keys: Any, code: Any = "") -> sa.Select[Any]:
    key = _key(*keys, rows.subject_id)
    columns = _found(key=key, subject_id=rows.subject_id, code=code, counted=counted)
    return sa.select(*columns).where(rows.subject_id.is_not(None)).group_by(rows.subject_id, *keys)


def soon(stream: Stream, terms: Terms) -> sa.Select[Any]:
    """What is due in so many days and not done; only what nobody has said is done warns anew."""
    model = stream.model
    fresh = sa.and_(model.claim_received_on.is_(None), model.due_on >= terms.on)
    columns = _found(
        key=_key(model.id, model.subject_id),
        item_id=model.id,
        item_ref=model.ref,
        subject_id=model.subject_id,
        day=model.due_on,
        new=sa.case((fresh, 1), else_=0),
    )
    near = sa.and_(model.due_on <= terms.edge, sa.not_(model.is_overdue(terms.on)))
    owed = sa.and_(model.closed_on.is_(None), model.subject_id.is_not(None))
    return sa.select(*columns).where(owed, near, stream.figures.counted())


def repeated(stream: Stream, terms: Terms) -> sa.Select[Any]:
    """Bodies with so many things that became late lately, whether or not they are done by now."""
    model = stream.model
    late = sa.and_(model.is_late(terms.on), model.due_on >= terms.edge)
    many = sa.func.count() >= terms.threshold
    return _of_body(model, sa.func.count()).where(late, stream.figures.counted()).having(many)


def growing(stream: Stream, terms: Terms) -> sa.Select[Any]:
    """Bodies of which more things are overdue than were, by so many."""
    model, on, then = stream.model, terms.on, terms.edge
    still = sa.or_(model.closed_on.is_(None), model.closed_on > then)
    was = sa.and_(model.is_late(on), model.due_on < then, still)
    more = _number(model.is_overdue(on)) - _number(was)
    late = sa.and_(model.is_late(on), stream.figures.counted())
    return _of_body(model, more).where(late).having(more >= terms.threshold)


def crowded(stream: Stream, terms: Terms) -> sa.Select[Any] | None:
    """Bodies about which so many complaints came lately."""
    if stream.signals.complained is None:
        return None
    rows = stream.signals.complained().subquery().c
    lately = rows.day >= terms.edge
    many = sa.func.count() >= terms.threshold
    return _of_body(rows, sa.func.count()).where(lately).having(many)


def silence(stream: Stream, terms: Terms) -> sa.Select[Any] | None:
    """Sources that were not heard of since the day that their own rule allows, or ever."""
    if stream.signals.heard is None:
        return None
    rows = stream.signals.heard.rows().subquery().c
    columns = _found(
        key=_key(rows.item_id, rows.subject_id),
        item_id=rows.item_id,
        item_ref=sa.func.coalesce(rows.ref, ""),
        subject_id=rows.subject_id,
        day=rows.day,
    )
    return sa.select(*columns).where(sa.or_(rows.day.is_(None), rows.day < terms.edge))


def excuse(stream: Stream, terms: Terms) -> sa.Select[Any] | None:
    """Bodies that lately gave the same reason so many times."""
    if stream.signals.reasons is None:
        return None
    rows = stream.signals.reasons.rows().subquery().c
    lately = rows.day >= terms.edge
    many = sa.func.count() >= terms.threshold
    found = _of_body(rows, sa.func.count(), rows.code, code=rows.code)
    return found.where(lately).having(many)


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


FINDS: dict[Rule, Find] = {
    Rule.SOON: soon,
    Rule.REPEATED: repeated,
    Rule.GROWING: growing,
    Rule.CROWDED: crowded,
    Rule.SILENCE: silence,
    Rule.EXCUSE: excuse,
}
FAMILIES = {
    Rule.REPEATED: "LOCAL-WARN-REPEATED",
    Rule.GROWING: "LOCAL-WARN-GROWING",
    Rule.CROWDED: "LOCAL-WARN-COMPLAINTS",
    Rule.EXCUSE: "LOCAL-WARN-EXCUSE",
}
"""The number of things that warns; with -WITHIN, within how many days."""
SOON = "LOCAL-WARN-SOON"


def families(rule: Rule, streams: list[Stream]) -> list[str]:
    """The rules of the table that give a rule its numbers."""
    if rule is Rule.SOON:
        return [SOON]
    if rule is Rule.SILENCE:
        return [stream.signals.heard.within for stream in streams if stream.signals.heard]
    return [FAMILIES[rule], f"{FAMILIES[rule]}-WITHIN"]


def terms(on: date) -> dict[Rule, Terms | None]:
    """The numbers of every rule on a day; None while one is switched off.

    How long a source may be silent is a rule of each stream that has some.
    """
    found = {rule: _terms(family, f"{family}-WITHIN", on) for rule, family in FAMILIES.items()}
    soon = _terms(SOON, SOON, on)
    near = soon and Terms(on, soon.threshold, rules.due(SOON, on).due_on)
    return {Rule.SOON: near, Rule.SILENCE: None, **found}


def silent(heard: Heard, on: date) -> Terms | None:
    """The number of days for which these sources may be silent."""
    return _terms(heard.within, heard.within, on)


def is_in_force(family: str, on: date) -> bool:
    """Whether a rule has a number on a day."""
    return _terms(family, family, on) is not None


def _terms(family: str, within: str, on: date) -> Terms | None:
    """A number, and the day that lies as far back as another rule says."""
    try:
        least, span = rules.number(family, on), rules.time_limit(within, on)
        back = calendar().count(on, rules.number(within, on), span.unit, Counting.BACKWARD)
    except rules.NoRuleInForce:
        return None
    return Terms(on, least, back.due_on)
