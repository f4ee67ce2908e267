"""The checklist of repair from and to tables, in the columns in which it is shipped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.repairs.materials import COLUMNS, RepairMaterial, Way
from integrity.files.columns import heads
from integrity.files.imports import Importer, Loaded, Row, renew

REQUIRED = ("code", "name", "stream", "grade", "way", "required", "legal_basis", "verified")


def prepare(rows: Sequence[Row]) -> dict[str, RepairMaterial]:
    """The lines of a batch that are there already."""
    codes = [row["code"] for row in rows]
    wanted = sa.select(RepairMaterial).where(RepairMaterial.code.in_(codes))
    return {line.code: line for line in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a line, or bring it up to date: one that is asked no longer gets its last day so."""
    return renew(row, RepairMaterial, "code", _values(row), by=by, at=at)


def dump() -> Iterator[Mapping[str, Any]]:
    for line in db.session.scalars(sa.select(RepairMaterial).order_by(RepairMaterial.code)):
        values = {name: getattr(line, name) for name in COLUMNS}
        values["required"] = "yes" if line.required else "no"
        yield {name: "" if value is None else str(value) for name, value in values.items()}


def _values(row: Row) -> dict[str, Any]:
    return {
        "code": row.text("code", 40),
        "name": row["name"],
        "how": row["how"],
        "stream": row.text("stream", 40),
        "grade": row.text("grade", 80),
        "way": row.choice("way", Way),
        "required": row.flag("required"),
        "wording": row["wording"],
        "legal_basis": row["legal_basis"],
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }


IMPORTERS = {
    "repair-materials": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        model=RepairMaterial,
    )
}
