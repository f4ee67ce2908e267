"""How often things of some kind moved, so that an answer can say on which state it rests.

A version is the sum of a few counters. Every transaction adds to one that no other transaction
holds, so nobody waits for anybody, and the sum grows with every commit in whatever order they come.
The log itself could not say: its last number is taken before the commit, and to look for it is to
walk over everything else that was logged.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, changed, db

FOLLOWED: dict[str, str] = {}
"""Table -> the name of the version that its moves change."""


class Counter(Model):
    """One of the counters of a version."""

    __tablename__ = "version_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), index=True)
    moves: Mapped[int] = mapped_column(sa.BigInteger)


def follow(name: str, *tables: str) -> None:
    """From now on every logged move of a row of these tables changes this version."""
    FOLLOWED.update(dict.fromkeys(tables, name))


def moved(table: str) -> None:
    """Called with every move that is logged, by the log."""
    if (name := FOLLOWED.get(table)) is None:
        return
    free = sa.select(Counter.id).where(Counter.name == name).order_by(Counter.id).limit(1)
    free = free.with_for_update(skip_locked=True)
    counted = sa.update(Counter).where(Counter.id == free.scalar_subquery())
    if not changed(counted.values(moves=Counter.moves + 1)):
        changed(sa.insert(Counter).values(name=name, moves=1))


def current(name: str) -> int:
    """What is committed by now, and what this transaction did itself."""
    moves = sa.select(sa.func.sum(Counter.moves)).where(Counter.name == name)
    return int(db.session.scalar(moves) or 0)
