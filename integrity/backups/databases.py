"""A consistent copy of the whole database, and the way back; counts are of that very copy."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from integrity.base.db import db

VERSION = "alembic_version"


class NotDone(Exception):
    """A program of the database said no; its words."""


def is_empty(engine: Engine) -> bool:
    return not sa.inspect(engine).get_table_names()


@contextmanager
def copied(engine: Engine, folder: Path) -> Iterator[tuple[Path, Connection]]:
    """A copy of what was true at one moment, and a connection that sees just that.

    Raises NotDone.
    """
    if engine.dialect.name == "sqlite":
        path = _copy_sqlite(str(engine.url.database), folder / "database.sqlite")
        with _opened(path) as connection:
            yield path, connection
        return
    path = folder / "database.dump"
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        seen = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={seen}"]
        _run("pg_dump", engine.url, *words, f"--file={path}")
        yield path, connection


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table of ours has."""
    tables = sorted(db.metadata.tables.values(), key=lambda table: table.name)
    return {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in tables
    }


def schema(connection: Connection) -> str | None:
    """The migration it is at."""
    if not sa.inspect(connection).has_table(VERSION):
        return None
    found = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(VERSION)))
    return str(found) if found else None


def named_files(connection: Connection) -> Iterator[str]:
    """The stored name of every file that a row of any table names."""
    for table in db.metadata.sorted_tables:
        if (column := table.c.get("stored")) is not None:
            wanted = sa.select(column).where(column.is_not(None)).order_by(column)
            yield from connection.execution_options(yield_per=10_000).scalars(wanted)


def load(path: Path, engine: Engine) -> None:
    """Put a dump into an empty database, all of it or nothing. Raises NotDone."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        shutil.copyfile(path, str(engine.url.database))
        return
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", engine.url, *words, str(path))


def check(path: Path) -> None:
    """Whether a dump can be read to its end. Raises NotDone."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise NotDone(f"{path.name}: {found}")
        return
    _run("pg_restore", None, f"--file={os.devnull}", str(path))


def _copy_sqlite(source: str, path: Path) -> Path:
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(path)) as copy:
        whole.backup(copy)
    return path


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    copy = sa.create_engine(f"sqlite:///{path}")
    with copy.connect() as connection:
        yield connection
    copy.dispose()


def _run(program: str, url: URL | None, *words: str) -> None:
    """Run a program of PostgreSQL's; the password goes by the environment, where nobody sees it."""
    where, environment = [], dict(os.environ)
    if url is not None:
        plain = url.set(drivername="postgresql", password=None)
        where = [f"--dbname={plain.render_as_string(hide_password=False)}"]
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
    if not shutil.which(program):
        raise NotDone(f"{program} is not installed; on Debian: apt install postgresql-client")
    done = subprocess.run(
        [program, *where, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotDone(f"{program}: {done.stderr.strip()}")
