"""Very many rows into a table at once: COPY on PostgreSQL, plain statements elsewhere."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS

from integrity.base.db import db


def fill(table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a table, each a value for each of the columns.

    They are made before the first is sent: nothing else can be asked of the connection meanwhile.
    """
    made = list(rows)
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in columns)
        raw: Any = connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as to:
            for row in made:
                to.write_row(row)
        return
    if made:
        named = [dict(zip(columns, row, strict=True)) for row in made]
        connection.execute(sa.insert(table), named)


def numbered(fresh: Sequence[Any]) -> None:
    """Give new rows of one table their numbers before they are sent, all at once.

    PostgreSQL would else have to tell each, in statements that are taken apart anew in Python.
    """
    if not fresh or db.engine.dialect.name != "postgresql":
        return
    table = fresh[0].__table__
    if table.autoincrement_column is None:
        return
    key = table.autoincrement_column.key
    sequence = sa.cast(sa.func.pg_get_serial_sequence(f'"{table.name}"', key), REGCLASS)
    wanted = sa.select(sa.func.nextval(sequence)).select_from(
        sa.func.generate_series(1, len(fresh))
    )
    numbers = db.session.connection().scalars(wanted)
    for thing, number in zip(fresh, numbers, strict=True):
        setattr(thing, key, number)


def staged(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table for rows on their way, which only this transaction sees; it is empty."""
    table = sa.Table(name, sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        table.dialect_options["postgresql"]["on_commit"] = "DROP"
    table.create(connection, checkfirst=True)
    connection.execute(sa.delete(table))
    return table


def measured(table: sa.Table, column: str = "") -> None:
    """Let PostgreSQL count what was just staged, and sort and join the rest of it in memory.

    It knows nothing of a table of this transaction, and would look up row after row. Where rows
    are looked up by one column, that is enough; the others and what indexes make of them cost.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        only = f" ({column})" if column else ""
        connection.exec_driver_sql(f'ANALYZE "{table.name}"{only}')
        connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")


def write(wanted: sa.Select[Any], file: IO[bytes]) -> None:
    """Put the rows of a statement into a file as CSV: COPY on PostgreSQL, row by row elsewhere."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        said = wanted.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        raw: Any = connection.connection.driver_connection
        command = f"COPY ({str(said).replace('%%', '%')}) TO STDOUT (FORMAT csv)"
        with raw.cursor() as cursor, cursor.copy(command) as rows:
            for block in rows:
                file.write(block)
        return
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    csv.writer(text, lineterminator="\n").writerows(connection.execute(wanted))
    text.detach()
