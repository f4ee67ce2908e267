"""One row a public fact, numbered without a gap; the database refuses every other change of it.

It allows one thing: once a later row says that the thing changed or is public no more, content and
salt may go. What is hashed, and so the leaf, stays.
"""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, synonym

from integrity.base import server_keys
from integrity.base.audit.protection import Erasure, append_only
from integrity.base.db import BIG, Model


class FactEvent(enum.StrEnum):
    PUBLISHED = "published"
    CHANGED = "changed"
    REMOVED = "removed"  # withdrawn, repaired, expired, taken down


EVENT_NAMES = {
    FactEvent.PUBLISHED: _l("公开"),
    FactEvent.CHANGED: _l("变更"),
    FactEvent.REMOVED: _l("撤下"),
}


class PublicFact(Model):
    """That a thing became public, says something else, or is public no more.

    `number`: its index, from 0 (RFC 6962 counts so). `content`: the very bytes that were hashed,
    as text; `words`: their salted hash. `leaf`: the hash of the row as `leaves.entry` writes it.
    """

    number: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    event: Mapped[FactEvent]
    address: Mapped[str] = mapped_column(index=True)
    content: Mapped[str | None]
    salt: Mapped[bytes | None]
    words: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    leaf: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    id: Mapped[int] = synonym("number")  # as lists call it

    __table_args__ = (sa.Index("ix_public_fact_thing", "kind", "thing_id", "number"),)


class PublicThing(Model):
    """A thing that is public now, and the fact that says what it is."""

    kind: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    thing_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    number: Mapped[int] = mapped_column(sa.BigInteger)


class TreeNode(Model):
    """The root over 256**level leaves that come one after another, the `place`-th such."""

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class LogCheckpoint(Model):
    """What the log had come to on a night, signed: `note` as C2SP tlog-checkpoint has it."""

    on: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    root: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    note: Mapped[str]
    server_key: Mapped[str] = mapped_column(sa.String(44))
    id: Mapped[date] = synonym("on")  # as lists call it


append_only(TreeNode.__table__)
append_only(LogCheckpoint.__table__)
server_keys.USED.append(lambda: sa.select(LogCheckpoint.server_key))
append_only(
    PublicFact.__table__,
    Erasure(
        ("content", "salt"),
        """NEW.content IS NULL AND NEW.salt IS NULL AND EXISTS (SELECT 1 FROM public_fact AS later
        WHERE later.kind = OLD.kind AND later.thing_id = OLD.thing_id
        AND later.number > OLD.number)""",
    ),
)
