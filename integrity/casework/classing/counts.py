"""Numbers by key field over all streams of public bodies, and the things that they count.

Each from one statement, whatever the number of streams, fields and bodies.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.figures import NAMES, Counts, number_columns
from integrity.casework.key_fields import FIELD_NAMES, UNKNOWN
from integrity.casework.streams import Stream, told

CODES = (*(field.value for field in FIELD_NAMES), UNKNOWN)
"""The fields in the order of the code list; what nobody has said comes last."""
Visible = Callable[[Stream], sa.ColumnElement[bool]]


def by_field(on: date) -> dict[str, dict[str, Counts]]:
    """What is owed and how it was performed: field -> stream -> numbers; only where there are any.

    The fields add up to the figures of all streams.
    """
    rows = []
    for stream in told().values():
        field = stream.model.key_field
        wanted = sa.select(sa.literal(stream.name), _code(field), *number_columns(stream, on))
        rows.append(wanted.where(stream.figures.counted()).group_by(field))
    found: dict[str, dict[str, Counts]] = {code: {} for code in CODES}
    for name, code, *counted in db.session.execute(sa.union_all(*rows)):
        found[code][name] = Counts(*counted)
    return found


def total(counted: dict[str, Counts]) -> Counts:
    """The numbers of several streams as one."""
    sums = (sum(getattr(each, name) for each in counted.values()) for name in NAMES)
    return Counts(*sums)


def spots(on: date, visible: Visible) -> sa.Subquery:
    """Where and what it harms: field, harm, subject_id, and the numbers over all streams."""
    rows = []
    for stream in told().values():
        model = stream.model
        keys = (model.key_field, model.harm, model.subject_id)
        named = zip((_code(model.key_field), _code(model.harm)), ("field", "harm"), strict=True)
        columns = [*(column.label(name) for column, name in named), model.subject_id]
        wanted = sa.select(*columns, *number_columns(stream, on))
        rows.append(wanted.where(stream.figures.counted(), visible(stream)).group_by(*keys))
    found = sa.union_all(*rows).subquery()
    sums = [sa.cast(sa.func.sum(found.c[name]), sa.Integer).label(name) for name in NAMES]
    keys = (found.c.field, found.c.harm, found.c.subject_id)
    return sa.select(*keys, *sums).group_by(*keys).subquery()


def things(on: date, visible: Visible) -> sa.Subquery:
    """The things behind these numbers: stream, id, ref, title, subject_id, due_on, field, harm,
    and whether each is open, overdue and was ever late, as 1 or 0.
    """
    rows = []
    for stream in told().values():
        model = stream.model
        standing = {
            "open": model.closed_on.is_(None),
            "overdue": model.is_overdue(on),
            "late": model.is_late(on),
        }
        columns = (
            sa.literal(stream.name).label("stream"),
            model.id.label("id"),
            model.ref.label("ref"),
            model.title.label("title"),
            model.subject_id.label("subject_id"),
            model.due_on.label("due_on"),
            _code(model.key_field).label("field"),
            _code(model.harm).label("harm"),
            *(sa.case((is_so, 1), else_=0).label(name) for name, is_so in standing.items()),
        )
        rows.append(sa.select(*columns).where(stream.figures.counted(), visible(stream)))
    return sa.union_all(*rows).subquery()


def _code(column: Any) -> sa.ColumnElement[str]:
    """A code as text; what nobody has said is a code of its own."""
    return sa.func.coalesce(sa.cast(column, sa.String(40)), UNKNOWN)
