"""Time limits and days of the calendar in and out of tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import LoanPrimeRate, TimeLimit, Verified
from integrity.casework.rules.service import family_of
from integrity.casework.workdays import Counting, DayKind, Unit, Workday, changed
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row

TIME_LIMIT = (
    "code",
    "what",
    "amount",
    "unit",
    "counting",
    "starts_from",
    "legal_basis",
    "effective_from",
    "effective_to",
    "verified",
)
WORKDAY = ("day", "kind", "name")
RATE = ("published_on", "one_year", "source", "verified")


def prepare_time_limits(rows: Sequence[Row]) -> dict[str, TimeLimit]:
    codes = [row["code"] for row in rows]
    return {
        t.code: t for t in db.session.scalars(sa.select(TimeLimit).where(TimeLimit.code.in_(codes)))
    }


def load_time_limit(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a time limit; one that is there is never rewritten, a new version has a new code.

    Raises BadValue.
    """
    values: dict[str, Any] = {
        "code": row["code"],
        "what": row["what"],
        "amount": row.number("amount"),
        "unit": row.choice("unit", Unit),
        "counting": row.choice("counting", Counting) if row["counting"] else Counting.LIMIT,
        "starts_from": row["starts_from"],
        "legal_basis": row["legal_basis"],
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }
    found = row.known.get(row["code"])
    if found is None:
        row.known[row["code"]] = limit = TimeLimit(family=family_of(row["code"]), **values)
        db.session.add(limit)
        return Loaded.ADDED
    if row.differences({name: getattr(found, name) for name in values}, values):
        raise BadValue("code", _("规则不能改写；修改后的规则请用新的代码（如加年份）和生效日期。"))
    return Loaded.UNCHANGED


def dump_time_limits() -> Iterator[Mapping[str, Any]]:
    for limit in db.session.scalars(sa.select(TimeLimit).order_by(TimeLimit.code)):
        yield {column: getattr(limit, column) for column in TIME_LIMIT}


def prepare_workdays(rows: Sequence[Row]) -> dict[Any, Workday]:
    days = {row.day("day") for row in rows} - {None}
    wanted = sa.select(Workday).where(Workday.day.in_(days))
    return {found.day: found for found in db.session.scalars(wanted)}


def load_workday(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add or correct a day of the State Council's notice."""
    day, kind = row.day("day"), row.choice("kind", DayKind)
    assert day is not None  # required
    changed()
    found = row.known.get(day)
    if found is None:
        row.known[day] = made = Workday(day=day, kind=kind, name=row["name"])
        db.session.add(made)
        return Loaded.ADDED
    said = {"kind": kind, "name": row["name"]}
    if not row.differences({name: getattr(found, name) for name in said}, said):
        return Loaded.UNCHANGED
    found.kind, found.name = kind, row["name"]
    return Loaded.UPDATED


def dump_workdays() -> Iterator[Mapping[str, Any]]:
    for found in db.session.scalars(sa.select(Workday).order_by(Workday.day)):
        yield {column: getattr(found, column) for column in WORKDAY}


def prepare_rates(rows: Sequence[Row]) -> dict[Any, LoanPrimeRate]:
    days = {row.day("published_on") for row in rows} - {None}
    wanted = sa.select(LoanPrimeRate).where(LoanPrimeRate.published_on.in_(days))
    return {found.published_on: found for found in db.session.scalars(wanted)}


def load_rate(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add the LPR of a day, or correct or confirm one; what it was before stays in the log.

    Raises BadValue.
    """
    day, rate = row.day("published_on"), row.decimal("one_year")
    assert day is not None and rate is not None  # required
    if not 0 < rate < 100:
        raise BadValue("one_year", _("年利率应在 0 到 100% 之间。"))
    values = {
        "one_year": rate,
        "source": row["source"],
        "verified": row.choice("verified", Verified),
    }
    found = row.known.get(day)
    if found is None:
        row.known[day] = made = LoanPrimeRate(published_on=day, **values)
        db.session.add(made)
        return Loaded.ADDED
    old = {name: getattr(found, name) for name in values}
    if old == values:
        return Loaded.UNCHANGED
    for name, value in values.items():
        setattr(found, name, value)
    audit.write(found, "correct", by=by, at=at, old=str(old["one_year"]), new=str(rate))
    return Loaded.UPDATED


def dump_rates() -> Iterator[Mapping[str, Any]]:
    wanted = sa.select(LoanPrimeRate).order_by(LoanPrimeRate.published_on)
    for found in db.session.scalars(wanted):
        yield {column: getattr(found, column) for column in RATE}


IMPORTERS = {
    "terms": Importer(
        heads=heads(TIME_LIMIT, ("code", "what", "unit", "verified")),
        load=load_time_limit,
        key=("code",),
        prepare=prepare_time_limits,
        dump=dump_time_limits,
        model=TimeLimit,
    ),
    "workdays": Importer(
        heads=heads(WORKDAY, WORKDAY),
        load=load_workday,
        key=("day",),
        prepare=prepare_workdays,
        dump=dump_workdays,
    ),
    "lpr": Importer(
        heads=heads(RATE, RATE),
        load=load_rate,
        key=("published_on",),
        prepare=prepare_rates,
        dump=dump_rates,
    ),
}
