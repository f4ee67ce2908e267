"""The seals of the log, in tables of their own: the log's own rows are never touched.

No foreign keys: a row that is gone must be named by the verification, not hidden by the database.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit.protection import Erasure, append_only
from integrity.base.db import Model


class SealedEvent(Model):
    """The place of one row of the log in the chain.

    `words` is the salted hash of what a rule of retention may take away (reason and facts); once it
    has, the salt goes too, so that nobody can try out what was written, and this hash stays.
    `chained` is the hash of the row and of the one before it.
    """

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(unique=True)
    salt: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    words: Mapped[bytes] = mapped_column(sa.LargeBinary)
    chained: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Seal(Model):
    """What was sealed at once, from the first position to the last, signed by the server.

    `up_to` is the highest id of the log that had been sealed by then. Of the moment only the day is
    kept: it would tell when somebody complained.
    """

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(unique=True)
    up_to: Mapped[int]
    chained: Mapped[bytes] = mapped_column(sa.LargeBinary)
    on: Mapped[date] = mapped_column(index=True)
    key_id: Mapped[str] = mapped_column(sa.String(16))
    signature: Mapped[str] = mapped_column(sa.String(88))


class LogHead(Model):
    """What is published every night; from it nobody can tell how much is in the log."""

    on: Mapped[date] = mapped_column(primary_key=True)
    seal: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    key_id: Mapped[str] = mapped_column(sa.String(16))
    signature: Mapped[str] = mapped_column(sa.String(88))


append_only(
    SealedEvent.__table__,
    Erasure(
        ("salt",),
        """NEW.salt IS NULL AND EXISTS (SELECT 1 FROM audit_event AS erased
        WHERE erased.id = OLD.event_id AND erased.why = '' AND erased.facts IS NULL)""",
    ),
)
append_only(Seal.__table__)
append_only(LogHead.__table__)
