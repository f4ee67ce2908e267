"""The checklist and the treatments of repair from and to tables, in the columns as shipped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.repairs import materials, treatments
from integrity.credit.repairs.materials import RepairMaterial, Way
from integrity.credit.repairs.treatments import RepairTreatment
from integrity.credit.sanctions.treatments import Treatment
from integrity.files.columns import heads
from integrity.files.imports import Importer, Loaded, Row, renew

Values = Callable[[Row], dict[str, Any]]


def prepare(model: Any, rows: Sequence[Row]) -> dict[str, Any]:
    """The rules of a batch that are there already."""
    wanted = sa.select(model).where(model.code.in_([row["code"] for row in rows]))
    return {rule.code: rule for rule in db.session.scalars(wanted)}


def load(model: Any, values: Values, row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a rule, or bring it up to date: one that ends gets its last day so."""
    return renew(row, model, "code", _fitting(row) | values(row), by=by, at=at)


def dump(model: Any, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    for rule in db.session.scalars(sa.select(model).order_by(model.code)):
        yield {name: _word(getattr(rule, name)) for name in columns}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _fitting(row: Row) -> dict[str, Any]:
    return {
        "code": row.text("code", 40),
        "stream": row.text("stream", 40),
        "grade": row.text("grade", 80),
        "legal_basis": row["legal_basis"],
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }


def _material(row: Row) -> dict[str, Any]:
    return {
        "name": row["name"],
        "how": row["how"],
        "way": row.choice("way", Way),
        "required": row.flag("required"),
        "wording": row["wording"],
    }


def _treatment(row: Row) -> dict[str, Any]:
    return {"treatment": row.choice("treatment", Treatment), "visit": row.flag("visit")}


def _importer(
    model: Any, columns: tuple[str, ...], optional: set[str], called: str, values: Values
) -> Importer:
    required = tuple(name for name in columns if name not in optional)
    return Importer(
        heads=heads(columns, required),
        load=partial(load, model, values),
        key=("code",),
        called=(called,),
        prepare=partial(prepare, model),
        dump=partial(dump, model, columns),
        model=model,
    )


DAYS = {"effective_from", "effective_to"}
IMPORTERS = {
    "repair-materials": _importer(
        RepairMaterial, materials.COLUMNS, DAYS | {"how", "wording"}, "name", _material
    ),
    "repair-treatments": _importer(RepairTreatment, treatments.COLUMNS, DAYS, "code", _treatment),
}
