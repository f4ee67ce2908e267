"""Time limits and days of the calendar in and out of tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.audit import service as audit
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.rules.models import Term, Verified
from integrity.rules.service import family_of
from integrity.workdays import DayKind, Unit, Workday, changed

TERM = (
    "code",
    "what",
    "amount",
    "unit",
    "starts_from",
    "legal_basis",
    "effective_from",
    "effective_to",
    "verified",
)
WORKDAY = ("day", "kind", "name")


def prepare_terms(rows: Sequence[Row]) -> dict[str, Term]:
    codes = [row["code"] for row in rows]
    return {t.code: t for t in db.session.scalars(sa.select(Term).where(Term.code.in_(codes)))}


def load_term(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a time limit; one that is there is never rewritten, a new version has a new code."""
    values: dict[str, Any] = {
        "code": row["code"],
        "what": row["what"],
        "amount": row.number("amount"),
        "unit": row.choice("unit", Unit),
        "starts_from": row["starts_from"],
        "legal_basis": row["legal_basis"],
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }
    found = row.known.get(row["code"])
    if found is None:
        row.known[row["code"]] = term = Term(family=family_of(row["code"]), **values)
        db.session.add(term)
        return Loaded.ADDED
    if any(getattr(found, name) != value for name, value in values.items()):
        raise BadValue("code", _("规则不能改写；修改后的规则请用新的代码（如加年份）和生效日期。"))
    return Loaded.UNCHANGED


def dump_terms() -> Iterator[Mapping[str, Any]]:
    for term in db.session.scalars(sa.select(Term).order_by(Term.code)):
        yield {column: getattr(term, column) for column in TERM}


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
    if (found.kind, found.name) == (kind, row["name"]):
        return Loaded.UNCHANGED
    found.kind, found.name = kind, row["name"]
    return Loaded.UPDATED


def dump_workdays() -> Iterator[Mapping[str, Any]]:
    for found in db.session.scalars(sa.select(Workday).order_by(Workday.day)):
        yield {column: getattr(found, column) for column in WORKDAY}


IMPORTERS = {
    "terms": Importer(
        columns=TERM,
        required=("code", "what", "unit", "verified"),
        load=load_term,
        key=("code",),
        prepare=prepare_terms,
        dump=dump_terms,
        model=Term,
    ),
    "workdays": Importer(
        columns=WORKDAY,
        required=WORKDAY,
        load=load_workday,
        key=("day",),
        prepare=prepare_workdays,
        dump=dump_workdays,
    ),
}
