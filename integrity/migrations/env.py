"""How migrations run: each in a transaction of its own, waiting for nobody long.

On SQLite tables are copied.
"""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context
from flask import current_app

from integrity.base.db import Moment

db = current_app.extensions["migrate"].db


def comparable(thing, name, kind, reflected, compare_to):
    """Leave alone what the models do not know: tables of other programs, and of single months."""
    if kind == "foreign_key_constraint" and reflected:
        return thing.elements[0].target_fullname.partition(".")[0] in db.metadata.tables
    return not (kind == "table" and reflected and compare_to is None)


def plainly(kind, thing, autogen_context):
    """Migrations name database types, not ours: they must still run when ours have changed."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String({thing.length})"
    return False


def number(migration_context, revision, directives):
    """Migrations are numbered: 0001, 0002, ..."""
    for directive in directives:
        head = migration_context.get_current_revision()
        directive.rev_id = f"{int(head or 0) + 1:04d}"


@contextmanager
def copying(connection):
    """Let SQLite drop a table that others refer to, as copying does; nothing may dangle after."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection  # outside any transaction, where it counts
    raw.execute("PRAGMA foreign_keys=OFF")
    yield
    dangling = raw.execute("PRAGMA foreign_key_check").fetchall()
    raw.execute("PRAGMA foreign_keys=ON")
    assert not dangling, dangling


@contextmanager
def hasty(connection):
    """Give up rather than wait for a lock: everybody who comes later would wait behind us."""
    if connection.dialect.name != "postgresql":
        yield
        return
    limit = int(current_app.config["LOCK_SECONDS"] * 1000)
    connection.exec_driver_sql(f"SET lock_timeout = {limit}")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.commit()


def run() -> None:
    with db.engine.connect() as connection, copying(connection), hasty(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=comparable,
            process_revision_directives=number,
            render_as_batch=True,
            render_item=plainly,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
