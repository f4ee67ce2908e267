"""What both sides hold of an item, compared as two sets; a whole item is never in memory."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base.bulk import fill, measured, staged
from integrity.base.db import changed, db, in_batches
from integrity.doors.exchange.models import Direction, ExchangedRow
from integrity.doors.exchange.models import RowState as S

NAMED = 50
"""Differences of an item that are kept by name."""
MANY = 5000
"""Rows that are put into the database together."""


@contextmanager
def kept(held: Iterable[tuple[str, int]]) -> Iterator[TextIO]:
    """A file of what the other side holds: while it answers, nobody waits for the database."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(held)
        file.seek(0)
        yield file


def differences(number: int, code: str, held: TextIO, direction: Direction) -> dict[str, Any]:
    """What both sides hold of an item; what the other one lacks or has too much of goes again."""
    theirs = staged("held_row", sa.Column("key", sa.Text), sa.Column("version", sa.BigInteger))
    read = ((key, int(version)) for key, version in csv.reader(held))
    for rows in in_batches(read, MANY):
        fill(theirs, ("key", "version"), rows)
    measured(theirs)
    ours = sa.select(ExchangedRow.key, ExchangedRow.version).where(
        *_newest(number, code), ExchangedRow.standing == S.ACCEPTED, ExchangedRow.removal.is_(False)
    )
    there = sa.select(theirs.c.key, theirs.c.version).distinct()
    both = sa.union_all(ours, there).subquery()
    alone = sa.select(both.c.key).group_by(both.c.key, both.c.version)
    other = alone.having(sa.func.count() == 1).distinct().subquery()
    some = sa.select(other.c.key).order_by(other.c.key).limit(NAMED)
    said = {
        "ours": _count(ours),
        "theirs": _count(there),
        "other": list(db.session.scalars(some)),
        "all": _count(sa.select(other)),
    }
    if direction is Direction.OUT:
        again = (*_newest(number, code), ExchangedRow.standing == S.ACCEPTED)
        which = ExchangedRow.id.in_(
            sa.select(ExchangedRow.id).where(*again, ExchangedRow.key.in_(sa.select(other.c.key)))
        )
        changed(sa.update(ExchangedRow).where(which).values(standing=S.WAITING, batch_id=None))
    return said


def _newest(number: int, code: str) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for the last row of each thing of an item."""
    later = aliased(ExchangedRow)
    follows = (
        later.platform_id == number,
        later.key == ExchangedRow.key,
        later.version > ExchangedRow.version,
    )
    mine = (ExchangedRow.platform_id == number, ExchangedRow.item == code)
    return (*mine, ~sa.exists().where(*follows))


def _count(wanted: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
