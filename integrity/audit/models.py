"""One row per move; the database itself refuses to change or delete a row."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from integrity.db import Model


class AuditEvent(Model):
    """Who moved which thing from which state to which, when, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int]
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


APPEND_ONLY = {
    "sqlite": [
        """CREATE TRIGGER audit_event_no_{what} BEFORE {what} ON audit_event
        BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$""",
        """CREATE TRIGGER audit_event_no_{what} BEFORE {what} ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only()""",
    ],
}


def append_only(connection: sa.Connection) -> None:
    """Create the triggers that keep the log append-only; called by the migration."""
    for what in ("UPDATE", "DELETE"):
        for statement in APPEND_ONLY[connection.dialect.name]:
            connection.exec_driver_sql(statement.format(what=what))


@sa.event.listens_for(AuditEvent.__table__, "after_create")
def _append_only(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    append_only(connection)
