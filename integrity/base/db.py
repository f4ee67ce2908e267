"""The database: one base class, one session, and the only code that commits for a request."""

import enum
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from flask import Flask, Response, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, registry
from werkzeug.routing import IntegerConverter, ValidationError

SAFE = {"GET", "HEAD", "OPTIONS"}
PATIENCE = 15_000
"""Milliseconds that a writer waits for SQLite's lock."""
ROWS = 25
"""Rows of one INSERT: the driver reads every statement, and long ones take it longest."""
STATEMENTS = 4000  # stay compiled; of SQLAlchemy's 500 a night would find none on the next one
PATIENT = 5
"""Seconds for a connection to PostgreSQL, then there is none; one that died is made anew."""
LARGEST = 2**31 - 1
"""The largest number that a row can have on every database."""


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment in UTC, on databases that know time zones and on SQLite, which does not."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # where INTEGER is as long
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WORDS = sa.Enum(
    enum.StrEnum,
    native_enum=False,
    create_constraint=False,
    length=40,
    values_callable=lambda members: [member.value for member in members],
)
TYPES: dict[Any, Any] = {
    Decimal: sa.Numeric(18, 2),
    datetime: Moment,
    date: sa.Date,
    str: sa.Text,
    dict[str, Any]: sa.JSON,
    list[Any]: sa.JSON,
    enum.StrEnum: WORDS,
}


class Base(DeclarativeBase):
    """All tables; constraint names are fixed so that migrations can name them on both databases."""

    registry = registry(metadata=sa.MetaData(naming_convention=NAMES), type_annotation_map=TYPES)
    __mapper_args__ = {"eager_defaults": False}


db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})

if TYPE_CHECKING:

    class Model(Base):
        """What every model subclasses."""

        __abstract__ = True
else:
    Model = db.Model


def number(text: str) -> int:
    """The number of a row as an address says it; raises ValueError for what no row can have."""
    found = int(text)
    if not 0 <= found <= LARGEST:
        raise ValueError(text)
    return found


class Number(IntegerConverter):
    """The same as a part of an address: a number that no row can have is not found."""

    def to_python(self, value: str) -> int:
        try:
            return number(value)
        except ValueError:
            raise ValidationError from None


def keep() -> None:
    """Commit this request's work although its answer is an error (a counted failed login)."""
    g.keep = True


def undo() -> None:
    """Nothing of what a refused form began stays, except what is to be kept in any case."""
    if not g.get("keep"):
        db.session.rollback()


def afterwards(statement: sa.UpdateBase) -> None:
    """Run this when the request's own work is over, whatever became of it; it may be lost.

    A page that notes that it was looked at must neither keep others waiting nor fail for it.
    """
    g.setdefault("afterwards", []).append(statement)


def release() -> None:
    """Before something slow that needs no database: nobody waits for a lock of this request.

    Called before its work begins; the next query begins another transaction.
    """
    db.session.commit()


def commit_at_the_edge(response: Response) -> Response:
    """An unsafe request with an answer below 400 commits; everything else rolls back."""
    worked = request.method not in SAFE and response.status_code < 400
    if worked or g.pop("keep", False):
        if db.session.registry.has():
            db.session.commit()
    else:
        db.session.rollback()
    for statement in g.pop("afterwards", ()):
        _note(statement)
    return response


def _note(statement: sa.UpdateBase) -> None:
    """Run and commit one statement, or give up soon if somebody else is writing."""
    short = {"sqlite": "PRAGMA busy_timeout=100", "postgresql": "SET LOCAL lock_timeout = '100ms'"}
    try:
        connection = db.session.connection()
        connection.exec_driver_sql(short[connection.dialect.name])
        db.session.execute(statement, execution_options={"synchronize_session": False})
        db.session.commit()
    except sa.exc.OperationalError:
        db.session.rollback()
    finally:
        if db.engine.dialect.name == "sqlite":
            db.session.connection().exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
            db.session.rollback()


def for_change(wanted: sa.Select[Any], model: Any) -> sa.Select[Any]:
    """Rows as they are now, locked to the end of an unsafe request; a mere look locks nothing."""
    if has_request_context() and request.method in SAFE:
        return wanted
    return wanted.with_for_update(of=model).execution_options(populate_existing=True)


def one_at_a_time(name: str) -> None:
    """Wait until nobody else works under this name, and keep it to the end of the transaction.

    SQLite lets one writer in anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))


def add_once(row: Any, taken: Exception) -> None:
    """Insert a row of which there may be one; raises `taken` where somebody was first."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except sa.exc.IntegrityError:
        raise taken from None


def insert_ignore(
    table: Any, columns: list[str], rows: sa.Select[Any], key: Sequence[str], within: Any = None
) -> sa.Insert:
    """`INSERT ... SELECT ... ON CONFLICT (key) DO NOTHING` in the dialect of this database.

    Columns that are not named get what the model says a new row has (SQLAlchemy adds it).
    Only a row that has the same `key` (`within` the condition of a partial index) is passed over:
    any other collision, as with a number that a sequence gives twice, is an error.
    """
    made = insert_into(table, columns, rows).execution_options(preserve_rowcount=True)  # else -1
    return made.on_conflict_do_nothing(index_elements=list(key), index_where=within)  # type: ignore[no-any-return]


def insert_into(table: Any, columns: list[str], rows: sa.Select[Any]) -> Any:
    """`INSERT ... SELECT` of this database, to which ON CONFLICT can be added."""
    if db.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]

        rows = sa.select(rows.subquery()).where(sa.true())  # else ON CONFLICT reads as a join's ON
    return insert(table).from_select(columns, rows)


def changed(statement: sa.UpdateBase) -> int:
    """Run a statement over a set of rows; returns how many it changed. Loaded rows stay as read."""
    silent = {"synchronize_session": False}
    return int(db.session.execute(statement, execution_options=silent).rowcount)  # type: ignore[attr-defined]


@contextmanager
def compared_by_hash() -> Iterator[None]:
    """Let PostgreSQL compare two sets by hash, which reads the second one before the first row.

    Left to itself on a table without statistics it loops over what it is just inserting.
    """
    dialect = db.engine.dialect.name
    if dialect == "postgresql":
        db.session.execute(sa.text("SET LOCAL enable_nestloop = off"))
    yield
    if dialect == "postgresql":
        db.session.execute(sa.text("SET LOCAL enable_nestloop = on"))


def by_index() -> None:
    """For the rest of the transaction, let PostgreSQL ask its indexes also for what is frequent.

    It would rather look at every row, which is dear where the index holds a function of the row.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))


def in_batches(values: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    """Lists of at most `size`, for statements whose parameters are limited."""
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _from_json(kept: Any) -> Any:
    """A value that SQLite keeps as JSON; one that is a number it has made a number of already."""
    return kept if isinstance(kept, int | float) else orjson.loads(kept)


def init(app: Flask) -> None:
    """Bind the database and the edge to an app; what a statement carries is in no message."""
    options = app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    options.setdefault("hide_parameters", True)
    options.setdefault("insertmanyvalues_page_size", ROWS)
    options.setdefault("query_cache_size", STATEMENTS)
    options.setdefault("json_deserializer", _from_json)
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "postgresql":
        options.setdefault("pool_timeout", PATIENT)
        options.setdefault("pool_size", app.config["DATABASE_CONNECTIONS"])
        if "connect_timeout" not in url.query:
            options.setdefault("connect_args", {"connect_timeout": PATIENT})
    db.init_app(app)
    app.url_map.converters["int"] = Number
    app.after_request(commit_at_the_edge)
