"""Internal numbers (内部编号), by body, year and kind: none is given twice, none is left out.

The counter's row is locked to the end of the transaction that freezes the text.
"""

from typing import Any

import sqlalchemy as sa

from integrity.base.db import changed, db, insert_ignore
from integrity.casework.documents.models import DocumentCounter

KEY = ("body", "year", "mark")


def block(body_id: int | None, year: int, mark: str, size: int) -> list[str]:
    """The next numbers, as many as asked for."""
    values = {"body": body_id or 0, "year": year, "mark": mark}
    types = {"body": sa.Integer, "year": sa.Integer, "mark": sa.String}
    columns: list[Any] = [*(sa.literal(v, types[n]) for n, v in values.items()), sa.literal(0)]
    first = sa.select(*columns)
    changed(insert_ignore(DocumentCounter.__table__, [*KEY, "last"], first, KEY))
    mine = (getattr(DocumentCounter, name) == value for name, value in values.items())
    count = sa.update(DocumentCounter).where(*mine).values(last=DocumentCounter.last + size)
    silent = {"synchronize_session": False}
    last = db.session.scalars(count.returning(DocumentCounter.last), execution_options=silent).one()
    series = f"{mark}{year}-{body_id}" if body_id else f"{mark}{year}"
    return [f"{series}-{n:05d}" for n in range(last - size + 1, last + 1)]
