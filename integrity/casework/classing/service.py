"""To say to which key field things belong and what their breach harms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.key_fields import Harm, KeyField, is_
from integrity.casework.streams import registered, told

_FACTS = ("field_old", "harm_old", "field_new", "harm_new")
MOST = 200
"""Things of which it is said at once."""


def of_keys(keys: Iterable[str]) -> list[Any]:
    """The things that are named `stream:id` and of which this person may say it."""
    wanted: dict[str, set[int]] = {}
    for name, _colon, number in (key.partition(":") for key in list(keys)[:MOST]):
        if name in told() and number.isdecimal() and len(number) < 10:
            wanted.setdefault(name, set()).add(int(number))
    found = []
    for name, ids in wanted.items():
        stream = told()[name]
        seen = sa.and_(stream.model.id.in_(ids), stream.visible(current_user))
        rows = db.session.scalars(sa.select(stream.model).where(seen).order_by(stream.model.id))
        found += [thing for thing in rows if current_user.can(Permission.ITEMS_CLASS, thing)]
    return found


def of_field(stream: Any, item_id: Any, code: str) -> sa.ColumnElement[bool]:
    """The condition for rows that name a thing of a field by its stream and number."""
    named = (
        (s.name, sa.select(s.model.id).where(is_(s.model.key_field, code)))
        for s in registered().values()
    )
    return sa.or_(*(sa.and_(stream == name, item_id.in_(ids)) for name, ids in named))


def classify(
    things: Iterable[Any],
    key_field: KeyField,
    harm: Harm | None,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> int:
    """Say it of all of them, with the old words in the log; returns of how many it was news."""
    news = 0
    for thing in things:
        old = (thing.key_field, thing.harm)
        new = (key_field, harm)
        if new == old:
            continue
        thing.key_field, thing.harm = new
        said = {name: str(code) for name, code in zip(_FACTS, (*old, *new), strict=True) if code}
        audit.write(thing, "classify", by=by, at=at, why=why, **said)
        news += 1
    return news
