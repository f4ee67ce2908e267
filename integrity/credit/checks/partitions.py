"""The register of checks in months: PostgreSQL keeps each in a table of its own.

The month stands in the number of a check, so that everything that refers to one still does so by
one column. What finds no month of its own goes to the last partition; nothing is refused. On SQLite
the register is one table.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import changed, db
from integrity.casework.rules import service as rules
from integrity.credit.checks.models import ROOM, Check, CheckResult

SHIFT = 40
"""Bits of a number below its month: more checks than anybody makes."""
FIRST_YEAR = 2000
AHEAD = 3
"""Months for which tables stand ready."""
TABLES = {Check.__tablename__: 1, CheckResult.__tablename__: ROOM}
"""What is kept in months, and how many numbers each check has there."""
FAMILY = "LOCAL-RETAIN-CHECK"
NAMED = re.compile(rf"{Check.__tablename__}_(\d{{4}})_(\d\d)")
PARTS = """
SELECT c.relname FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid
WHERE inhparent = 'credit_check'::regclass
"""
ONE = timedelta(days=1)


@sa.event.listens_for(Check.__table__, "after_create")
@sa.event.listens_for(CheckResult.__table__, "after_create")
def _take_all(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"CREATE TABLE {table.name}_rest PARTITION OF {table.name} DEFAULT"
        )


def base_of(day: date) -> int:
    """The number from which the checks of a day's month are counted."""
    return ((day.year - FIRST_YEAR) * 12 + day.month - 1) << SHIFT


def add(*, on: date) -> int:
    """Make the tables of this month and the next ones. Returns for how many months.

    A month of which some checks are already among the rest stays there.
    """
    if db.engine.dialect.name != "postgresql":
        return 0
    known, made = set(_months()), 0
    for month in _from(on):
        start, end = base_of(month), base_of(_next(month))
        if month not in known and not _has_any(start, end):
            for name, times in TABLES.items():
                within = _within(start * times, end * times)
                part = f"{_name(name, month)} PARTITION OF {name} {within}"
                db.session.execute(sa.text(f"CREATE TABLE {part}"))
            made += 1
    return made


def retire(*, on: date) -> int:
    """End the months of the register whose period of retention is over. Returns how many checks."""
    cut = kept_from(on)
    over = sa.select(Check.id).where(Check.at < clock.at(cut))
    count = db.session.scalar(sa.select(sa.func.count()).select_from(over.subquery())) or 0
    if not count:
        return 0
    for column in _hanging():
        if column.nullable:
            changed(sa.update(column.table).where(column.in_(over)).values({column.name: None}))
        else:
            changed(sa.delete(column.table).where(column.in_(over)))
    for month in _months():
        if month < cut:
            _detach(month)
    changed(sa.delete(CheckResult).where(CheckResult.check_id.in_(over)))
    changed(sa.delete(Check).where(Check.at < clock.at(cut)))
    return count


def kept_from(on: date) -> date:
    """The first month of which something is kept: its last day is still within the period."""
    month = on.replace(day=1)
    while rules.period_end(FAMILY, month - ONE, on) >= on:
        month = (month - ONE).replace(day=1)
    return month


def _hanging() -> list[sa.Column[Any]]:
    """The columns of other tables that refer to a check."""
    number = Check.__table__.c.id
    keys = (key for table in db.metadata.sorted_tables for key in table.foreign_keys)
    return [key.parent for key in keys if key.column is number]


def _months() -> list[date]:
    """The months that have tables of their own."""
    if db.engine.dialect.name != "postgresql":
        return []
    found = (NAMED.fullmatch(row.relname) for row in db.session.execute(sa.text(PARTS)))
    return sorted(date(int(name[1]), int(name[2]), 1) for name in found if name)


def _detach(month: date) -> None:
    for name in TABLES:
        db.session.execute(sa.text(f"ALTER TABLE {name} DETACH PARTITION {_name(name, month)}"))
        db.session.execute(sa.text(f"DROP TABLE {_name(name, month)}"))


def _has_any(start: int, end: int) -> bool:
    found = sa.exists().where(Check.id >= start, Check.id < end)
    return bool(db.session.scalar(sa.select(found)))


def _from(on: date) -> Iterator[date]:
    month = on.replace(day=1)
    for _month in range(AHEAD + 1):
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _name(table: str, month: date) -> str:
    return f"{table}_{month:%Y_%m}"


def _within(start: int, end: int) -> str:
    return f"FOR VALUES FROM ({start}) TO ({end})"
