"""The measure list that the product ships with, in the columns in which lists are published."""

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
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

DATA = Path(__file__).parent / "data" / "measures.csv"
COLUMNS = (
    "code", "kind", "class", "name", "content", "applies_to", "lists", "grounds",
    "offences", "severity", "sizes",
    "organ", "period", "base_item", "higher", "inspections", "conditions", "executing_unit",
    "matters", "clerk",
    "legal_basis", "basis_level", "effective_from", "effective_to", "verified",
)  # fmt: skip


def load() -> int:
    """Load the measure list the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(Measure.code)))
    fresh = [_measure(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def as_row(measure: Measure) -> dict[str, str]:
    """The measure as its list writes it; an import reads it again."""
    values = {name: getattr(measure, name, None) for name in COLUMNS}
    values["class"] = measure.category
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        code=row["code"],
        kind=MeasureKind(row["kind"]),
        category=MeasureClass(row["class"]),
        name=row["name"],
        content=row["content"],
        applies_to=subject_words(row["applies_to"]),
        lists=words(row["lists"], ListKind),
        grounds=words(row["grounds"], Ground),
        offences=row["offences"],
        severity=Severity(row["severity"]) if row["severity"] else None,
        sizes=words(row["sizes"], Size),
        organ=row["organ"],
        period=row["period"],
        base_item=row["base_item"],
        higher=row["higher"],
        inspections=Inspected(row["inspections"]) if row["inspections"] else None,
        conditions=row["conditions"],
        executing_unit=row["executing_unit"],
        matters=row["matters"],
        clerk=row["clerk"],
        legal_basis=row["legal_basis"],
        basis_level=BasisLevel(row["basis_level"]),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
