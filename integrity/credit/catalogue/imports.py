"""The catalogue from and to tables, in the columns in which catalogues are published."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.catalogue.models import (
    CatalogueItem,
    Category,
    Publicity,
    Sense,
    Sharing,
)
from integrity.credit.catalogue.service import COLUMNS, as_row
from integrity.credit.measures.models import BasisLevel
from integrity.credit.measures.service import subject_words
from integrity.files.columns import heads
from integrity.files.imports import Importer, Loaded, Row, renew

REQUIRED = (
    "code", "name", "category", "sense", "applies_to", "source", "sharing", "publicity",
    "legal_basis", "basis_level", "effective_from", "verified",
)  # fmt: skip


def prepare(rows: Sequence[Row]) -> dict[str, CatalogueItem]:
    """The items of a batch that are there already, by code."""
    wanted = sa.select(CatalogueItem).where(CatalogueItem.code.in_([row["code"] for row in rows]))
    return {item.code: item for item in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add an item, or bring it up to date: one that left the catalogue gets its last day so."""
    return renew(row, CatalogueItem, "code", _values(row), by=by, at=at)


def dump() -> Iterator[Mapping[str, Any]]:
    for item in db.session.scalars(sa.select(CatalogueItem).order_by(CatalogueItem.code)):
        yield as_row(item)


def _values(row: Row) -> dict[str, Any]:
    return {
        "code": row.text("code", 40),
        "name": row["name"],
        "category": row.choice("category", Category),
        "sense": row.choice("sense", Sense),
        "applies_to": subject_words(row["applies_to"]),
        "source": row["source"],
        "cycle": row["cycle"],
        "sharing": row.choice("sharing", Sharing),
        "condition": row["condition"],
        "publicity": row.choice("publicity", Publicity),
        "stream": row.text("stream", 40),
        "rule": row.text("rule", 40),
        "legal_basis": row["legal_basis"],
        "basis_level": row.choice("basis_level", BasisLevel),
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }


IMPORTERS = {
    "catalogue": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        model=CatalogueItem,
    )
}
