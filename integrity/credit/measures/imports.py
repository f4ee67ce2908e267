"""Measure lists from and to tables, in the columns in which they are published."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.measures import proportion
from integrity.credit.measures.lists import Ground, ListKind, Severity
from integrity.credit.measures.models import (
    BasisLevel,
    Inspected,
    Measure,
    MeasureClass,
    MeasureKind,
    Size,
)
from integrity.credit.measures.service import subject_words, words
from integrity.credit.measures.shipped import COLUMNS, as_row
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row

REQUIRED = (
    "code", "kind", "class", "name", "applies_to", "legal_basis", "basis_level", "verified",
)  # fmt: skip


def prepare(rows: Sequence[Row]) -> dict[str, Measure]:
    """The measures of a batch that are there already, by code."""
    wanted = sa.select(Measure).where(Measure.code.in_([row["code"] for row in rows]))
    return {measure.code: measure for measure in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a measure, or bring it up to date: a basis that ended gets its last day this way."""
    said = _values(row)
    found = row.known.get(row["code"])
    if found is None:
        row.known[row["code"]] = made = Measure(
            **{_attribute(column): value for column, value in said.items()}
        )
        db.session.add(made)
        return Loaded.ADDED
    changed = row.differences({c: getattr(found, _attribute(c)) for c in said}, said)
    if not changed:
        return Loaded.UNCHANGED
    for column in changed:
        setattr(found, _attribute(column), said[column])
    audit.write(found, "renew", by=by, at=at, changed=sorted(changed))
    return Loaded.UPDATED


def _attribute(column: str) -> str:
    return "category" if column == "class" else column


def dump() -> Iterator[Mapping[str, Any]]:
    for measure in db.session.scalars(sa.select(Measure).order_by(Measure.code)):
        yield as_row(measure)


def _values(row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "kind": row.choice("kind", MeasureKind),
        "class": row.choice("class", MeasureClass),
        "name": row["name"],
        "content": row["content"],
        "applies_to": subject_words(row["applies_to"]),
        "lists": words(row["lists"], ListKind),
        "grounds": words(row["grounds"], Ground),
        "offences": _acts(row),
        "severity": row.choice("severity", Severity) if row["severity"] else None,
        "sizes": words(row["sizes"], Size),
        "organ": row["organ"],
        "period": row.text("period", 40),
        "base_item": row["base_item"],
        "higher": row.text("higher", 40),
        "inspections": row.choice("inspections", Inspected) if row["inspections"] else None,
        "conditions": row["conditions"],
        "executing_unit": row["executing_unit"],
        "matters": row["matters"],
        "clerk": row["clerk"],
        "legal_basis": row["legal_basis"],
        "basis_level": row.choice("basis_level", BasisLevel),
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }


def _acts(row: Row) -> str:
    """The acts that it may follow, of its grounds; raises BadValue."""
    found = ";".join(filter(None, (code.strip() for code in row["offences"].split(";"))))
    if reason := proportion.foreign(found, row["grounds"]):
        raise BadValue("offences", reason)
    return found


IMPORTERS = {
    "measures": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        model=Measure,
    )
}
