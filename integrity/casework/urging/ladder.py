"""Who is to be urged, and by which step: overdue things of every stream against the rules.

The steps are rules (LOCAL-URGE-*): so many days after the day that passed, 催办 is sent by itself,
督办函 and 约谈 are proposed to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_login import current_user

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework import figures, streams
from integrity.casework.rules import service as rules
from integrity.casework.streams import Stream, told
from integrity.casework.urging import owed
from integrity.casework.urging.models import UrgedItem, Urging, UrgingKind, UrgingState
from integrity.casework.urging.owed import Owed

STEPS = {
    UrgingKind.REMINDER: "LOCAL-URGE-REMIND",
    UrgingKind.LETTER: "LOCAL-URGE-LETTER",
    UrgingKind.TALK: "LOCAL-URGE-TALK",
}
"""The steps that a rule proposes, the mildest first."""
ORDER = list(UrgingKind)


@dataclass(frozen=True)
class Late:
    """An overdue thing of a stream, or of what else is owed."""

    stream: Stream | Owed
    item: Any
    due_on: date


def all_overdue(on: date) -> sa.Subquery:
    """What is overdue in all streams of public bodies and of what else they owe.

    The columns: stream, id, subject_id, due_on.
    """
    rows = [_overdue(stream, on) for stream in streams.of_bodies().values()]
    names = [column.name for column in rows[0].selected_columns]
    for kind in owed.registered().values():
        besides = kind.overdue(on)
        rows.append(besides.with_only_columns(*(besides.selected_columns[n] for n in names)))
    return sa.union_all(*rows).subquery()


def kinds() -> dict[str, Stream | Owed]:
    """Everything of which things are urged, by name."""
    return {**streams.registered(), **owed.registered()}


def titles() -> dict[str, Any]:
    """What they are called, as far as whoever asks may know the figures."""
    known: dict[str, Stream | Owed] = {**told(), **owed.registered()}
    return {name: kind.title for name, kind in known.items()}


def address(row: Any) -> str:
    """The page of an overdue thing, by its row."""
    if row.stream in owed.registered():
        return owed.registered()[row.stream].url(row)
    return url_for(f"{row.stream}.item", ref=row.ref)


def _overdue(stream: Stream, on: date) -> sa.Select[Any]:
    model = stream.model
    return sa.select(
        sa.literal(stream.name, sa.String(40)).label("stream"),
        model.id.label("id"),
        model.subject_id.label("subject_id"),
        model.due_on.label("due_on"),
    ).where(model.is_overdue(on), stream.figures.counted())


def last_days(on: date) -> dict[UrgingKind, date]:
    """What was due by this day is due for a step on a day; a step without a rule is none."""
    found = {}
    for step, family in STEPS.items():
        try:
            found[step] = on - timedelta(days=rules.number(family, on))
        except rules.NoRuleInForce:
            continue
    return found


def taken(rows: sa.Subquery) -> sa.ScalarSelect[Any]:
    """The place in ORDER of the hardest step taken about a thing, None for none, in SQL."""
    place = sa.case({kind: n for n, kind in enumerate(ORDER)}, value=Urging.kind)
    return (
        sa.select(sa.func.max(place))
        .join(UrgedItem)
        .where(UrgedItem.stream == rows.c.stream, UrgedItem.item_id == rows.c.id)
        .where(Urging.state != UrgingState.WITHDRAWN)
        .correlate(rows)
        .scalar_subquery()
    )


def is_proposed(
    step: UrgingKind, rows: sa.Subquery, last: dict[UrgingKind, date]
) -> sa.ColumnElement[bool]:
    """Whether a step is due by rule and neither it nor a harder one was taken, in SQL."""
    day = last.get(step)
    if day is None:
        return sa.false()
    done = sa.func.coalesce(taken(rows), -1)
    return sa.and_(rows.c.due_on <= day, done < ORDER.index(step))


def proposed(due_on: date, place: int | None, last: dict[UrgingKind, date]) -> UrgingKind | None:
    """The hardest step that is due, if it is harder than what was taken."""
    for step in reversed(last):
        if due_on <= last[step]:
            return step if place is None or ORDER.index(step) > place else None
    return None


def waiting(on: date) -> dict[UrgingKind, int]:
    """How many of the overdue things that the person logged in may see wait for a person's step."""
    items, last = visible(on), last_days(on)
    steps = [step for step in STEPS if step is not UrgingKind.REMINDER]  # that one goes by itself
    columns = [
        sa.func.count(sa.case((is_proposed(step, items, last), 1))).label(step) for step in steps
    ]
    counts = db.session.execute(sa.select(*columns).select_from(items)).one()
    return dict(zip(steps, counts, strict=True))


def visible(on: date) -> sa.Subquery:
    """The overdue things that the person logged in may see."""
    items = figures.overdue_items(on, lambda stream: stream.visible(current_user))
    besides = [k.overdue(on).where(k.visible(current_user)) for k in owed.registered().values()]
    return sa.union_all(sa.select(items), *besides).subquery() if besides else items


def of_keys(keys: Iterable[str], on: date) -> list[Late]:
    """Those of them that are named `stream:id` and that this person may urge, the oldest first."""
    items = visible(on)
    pairs = {tuple(key.split(":", 1)) for key in keys if key.count(":") == 1}
    named = [sa.and_(items.c.stream == name, items.c.id == _number(id_)) for name, id_ in pairs]
    wanted = sa.select(items).where(sa.or_(sa.false(), *named))
    rows = db.session.execute(wanted.order_by(items.c.due_on, items.c.stream, items.c.id)).all()
    known, found = kinds(), {}
    for name in {row.stream for row in rows}:
        found[name] = known[name].by_ids(row.id for row in rows if row.stream == name)
    late = (Late(known[row.stream], found[row.stream][row.id], row.due_on) for row in rows)
    return [one for one in late if current_user.can(Permission.URGINGS_MAKE, one.item)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
