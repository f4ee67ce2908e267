"""By which keys a database is read: a mark of each, so that a wrong one is noticed at start.

Who has the mark learns nothing of the key, nor whether a guess of a person's number is right.
"""

import hashlib
import hmac
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, db

KEYS = ("SECRET_KEY", "CONTACT_KEY")
"""Without the first no person is found again, without the second no contact is read again."""


class KeyMark(Model):
    """The mark of a key that this database was first used with."""

    __tablename__ = "key_mark"

    name: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    since: Mapped[datetime]


def marks() -> dict[str, str]:
    """The marks of the keys that this process has."""
    return {name: mark_of(name, str(current_app.config[name])) for name in KEYS}


def mark_of(name: str, key: str) -> str:
    """16 hexadecimal digits."""
    return hmac.new(key.encode(), f"mark of {name}".encode(), hashlib.sha256).hexdigest()[:16]


def keep(at: datetime) -> None:
    """Remember the keys of a database that knows none yet."""
    known = set(db.session.scalars(sa.select(KeyMark.name)))
    db.session.add_all(
        KeyMark(name=name, mark=mark, since=at)
        for name, mark in marks().items()
        if name not in known
    )


def is_of(name: str, key: str) -> bool:
    """Whether this key is the one that the database was used with."""
    kept = db.session.scalar(sa.select(KeyMark.mark).where(KeyMark.name == name))
    return kept is None or kept == mark_of(name, key)


def renew(name: str, at: datetime) -> None:
    """From now on the database is used with the key that this process has."""
    new = {"mark": marks()[name], "since": at}
    db.session.execute(sa.update(KeyMark).where(KeyMark.name == name).values(**new))


def wrong() -> list[str]:
    """The names of the keys that this database was not used with."""
    ours = marks()
    kept = db.session.execute(sa.select(KeyMark.name, KeyMark.mark).order_by(KeyMark.name))
    return [name for name, mark in kept if name in ours and ours[name] != mark]
