"""One row per move; the database itself refuses to change or delete a row.

It allows one thing: once the log says that a thing was erased, the words of its rows may go.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit.protection import Erasure, append_only
from integrity.base.db import BIG, Model


class AuditEvent(Model):
    """Who moved which thing from which state to which, when, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    move: Mapped[str] = mapped_column(sa.String(40))
    from_state: Mapped[str | None] = mapped_column(sa.String(40))
    to_state: Mapped[str | None] = mapped_column(sa.String(40))
    why: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any] | None]

    __table_args__ = (sa.Index("ix_audit_event_thing", "thing", "thing_id"),)

    @property
    def who(self) -> str:
        """The name as shown: that of an actor without an account is a word, not a name."""
        return self.by_name if self.by_id else _(self.by_name)


append_only(
    AuditEvent.__table__,
    Erasure(
        ("why", "facts"),
        """NEW.why = '' AND NEW.facts IS NULL AND EXISTS (SELECT 1 FROM audit_event AS erased
        WHERE erased.thing = OLD.thing AND erased.thing_id = OLD.thing_id
        AND erased.move = 'erase')""",
    ),
)
