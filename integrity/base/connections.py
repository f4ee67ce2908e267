"""Connections to the database: how one is made and begins, whether it lives, how long it takes.

A connection that was in use a moment ago is taken without a question: if the server was ended just
then, the statement fails, and all other connections are made anew. One that has been idle is asked.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
import structlog
from flask import current_app, g, has_app_context, has_request_context, request, session
from sqlalchemy.engine import Connection, Engine

from integrity.base.db import PATIENCE, SAFE, db

IDLE = 2.0
"""Seconds after which a connection is asked whether it lives before it is used."""
LEFT = "left"
FORGOTTEN = 300
"""Seconds after which a transaction of a request that does nothing is ended, with its locks."""
LIMITS = (
    "SELECT set_config('statement_timeout', %(work)s, true),"
    " set_config('lock_timeout', %(wait)s, true),"
    " set_config('idle_in_transaction_session_timeout', %(idle)s, true)"
)
SLOW = 1.0
"""Seconds from which a statement is named in the log, without what was filled in."""
log = structlog.get_logger()
ALONE = ContextVar("alone", default=False)
"""Whether a connection is taken for statements that commit themselves.

It stays one that commits until somebody else takes it: to turn it there and back each time would
take as long as what is asked.
"""


@sa.event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # SQLAlchemy emits BEGIN itself, see below
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={PATIENCE}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives
        # Pages that were spilled to the log and then rolled back to a savepoint break the log's
        # chain of checksums: all commits after them are lost when the process dies.
        connection.execute("PRAGMA cache_spill=OFF")


@sa.event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, record: Any) -> None:
    """No JIT: compiling a page's statement takes longer than running it."""
    if isinstance(connection, psycopg.Connection):
        connection.autocommit = True
        connection.execute("SET jit = off")
        connection.autocommit = False


@sa.event.listens_for(Engine, "begin")
def _begin_postgresql(connection: Connection) -> None:
    """No request works, waits for a lock or keeps one for ever; a job may.

    Whoever is not logged in may look for a few seconds only: a few of them must not stop the rest.
    """
    if connection.dialect.name != "postgresql" or not has_request_context():
        return
    config, visiting = current_app.config, request.method in SAFE and "_user_id" not in session
    limits = {
        "work": config["VISITOR_SECONDS" if visiting else "STATEMENT_SECONDS"],
        "wait": config["LOCK_SECONDS"],
        "idle": FORGOTTEN,
    }
    values = {name: str(int(seconds * 1000)) for name, seconds in limits.items()}
    connection.exec_driver_sql(LIMITS, values)


@sa.event.listens_for(Engine, "handle_error")
def _leave_the_old_leader(context: Any) -> None:
    """A server that only reads is no leader any more: ask the addresses anew for who is."""
    if isinstance(context.original_exception, psycopg.errors.ReadOnlySqlTransaction):
        context.is_disconnect = True


@sa.event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Writers queue for the lock at once: a read that later writes would fail, not wait."""
    if connection.dialect.name == "sqlite":
        reading = has_request_context() and request.method in SAFE
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@sa.event.listens_for(sa.pool.Pool, "checkin")
def _leave(connection: Any, record: Any) -> None:
    record.info[LEFT] = monotonic()


@sa.event.listens_for(sa.pool.Pool, "checkout")
def _ask(connection: Any, record: Any, proxy: Any) -> None:
    """Raises DisconnectionError: then the pool gives another one."""
    if not isinstance(connection, psycopg.Connection):
        return
    idle = monotonic() - record.info.get(LEFT, monotonic()) >= IDLE
    try:
        if idle:
            connection.autocommit = True
            connection.execute("SELECT 1")
        if connection.autocommit and not ALONE.get():
            connection.autocommit = False
    except psycopg.Error:
        raise sa.exc.DisconnectionError from None


def alone(statement: str, values: Mapping[str, Any]) -> tuple[Sequence[Any], int]:
    """Run a statement that is whole by itself: its rows, and how many it found or wrote.

    It is committed with its answer, and nothing that fails afterwards takes it back; where this
    request has begun a transaction, the statement is a part of it. On PostgreSQL only.
    """
    begun = db.session.registry.has() and db.session().in_transaction()
    if begun or not isinstance(db.engine, sa.Engine):
        found = db.session.connection().exec_driver_sql(statement, values)
        return (found.all() if found.returns_rows else ()), found.rowcount
    held = _taken()
    try:
        return _by_itself(held.dbapi_connection, statement, values)
    except psycopg.Error as error:
        gone = held.dbapi_connection is None or bool(held.dbapi_connection.closed)
        gone |= isinstance(error, psycopg.errors.ReadOnlySqlTransaction)  # of an old leader
        if gone:
            held.invalidate()
        raise sa.exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, hide_parameters=True, connection_invalidated=gone
        ) from error
    finally:
        held.close()


def _taken() -> sa.PoolProxiedConnection:
    token = ALONE.set(True)
    try:
        return db.engine.raw_connection()
    finally:
        ALONE.reset(token)


def _by_itself(
    connection: Any, statement: str, values: Mapping[str, Any]
) -> tuple[Sequence[Any], int]:
    """Without SQLAlchemy's part of it, which takes longer than the statement."""
    if not connection.autocommit:
        connection.autocommit = True
    began = monotonic()
    try:
        found = connection.execute(statement, values)
        return (found.fetchall() if found.description else ()), found.rowcount
    finally:
        _note(monotonic() - began, statement)


def waited() -> float:
    """For how many seconds this request has waited for the database until now."""
    return float(g.get("waited", 0.0))


def _note(seconds: float, statement: str) -> None:
    if has_app_context():
        g.waited = waited() + seconds
    if seconds >= SLOW:
        log.warning("slow statement", statement=statement[:200], seconds=round(seconds, 2))


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _begin(*known: Any) -> None:
    if (context := known[4]) is not None:
        context.began = monotonic()


@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def _end(*known: Any) -> None:
    if (context := known[4]) is not None:
        _note(monotonic() - context.began, known[2])
