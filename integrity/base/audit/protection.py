"""Tables to which rows are only added: the database itself refuses everything else.

It refuses UPDATE, DELETE, TRUNCATE and SQLite's INSERT OR REPLACE. One UPDATE may be allowed: the
erasure by rule, which takes certain columns away and changes nothing else.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
REFUSED = {
    "sqlite": (
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({erasing})
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {erasing} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{table} is append-only';
        END $$""",
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
        """CREATE TRIGGER {table}_no_change BEFORE DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()""",
    ),
}


@dataclass(frozen=True)
class Erasure:
    """Which columns may be taken away, and the condition (SQL on OLD and NEW) that they are."""

    columns: tuple[str, ...]
    condition: str


PROTECTED: dict[str, Erasure | None] = {}
"""Every table that is append-only, with the erasure it allows."""


def append_only(table: Any, erasure: Erasure | None = None) -> None:
    """Protect a table from the moment it is created; migrations carry the same statements."""
    PROTECTED[table.name] = erasure

    @sa.event.listens_for(table, "after_create")
    def protect(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
        for statement in statements(table, erasure, connection.dialect.name):
            connection.exec_driver_sql(statement)


def statements(table: sa.Table, erasure: Erasure | None, dialect: str) -> list[str]:
    """What creates the triggers of a table."""
    key = tuple(c.name for c in table.primary_key)
    unique = [key, *((c.name,) for c in table.columns if c.unique)]
    taken = " OR ".join(
        " AND ".join(f'"{name}" = NEW."{name}"' for name in names) for names in unique
    )
    erasing = _erasing(table, erasure, SAME[dialect]) if erasure else "false"
    values = {"table": table.name, "taken": taken, "erasing": erasing}
    return [statement.format(**values) for statement in REFUSED[dialect]]


def _erasing(table: sa.Table, erasure: Erasure, same: str) -> str:
    kept = (c.name for c in table.columns if c.name not in erasure.columns)
    unchanged = (f'NEW."{name}" {same} OLD."{name}"' for name in kept)
    return " AND ".join([*unchanged, erasure.condition])
