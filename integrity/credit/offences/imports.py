"""The codes of serious acts from and to tables, in the columns in which they are shipped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import BasisLevel
from integrity.credit.measures.service import words
from integrity.credit.offences.models import Offence, OffenceLevel
from integrity.credit.offences.service import COLUMNS, as_row
from integrity.files.columns import heads
from integrity.files.imports import Importer, Loaded, Row, renew

REQUIRED = (
    "code", "level", "name", "lists", "legal_basis", "basis_level", "effective_from", "verified",
)  # fmt: skip


def prepare(rows: Sequence[Row]) -> dict[str, Offence]:
    """The codes of a batch that are there already."""
    wanted = sa.select(Offence).where(Offence.code.in_([row["code"] for row in rows]))
    return {code.code: code for code in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a code, or bring it up to date: one that is no longer used gets its last day so."""
    return renew(row, Offence, "code", _values(row), by=by, at=at)


def dump() -> Iterator[Mapping[str, Any]]:
    for code in db.session.scalars(sa.select(Offence).order_by(Offence.code)):
        yield as_row(code)


def _values(row: Row) -> dict[str, Any]:
    return {
        "code": row.text("code", 40),
        "level": row.choice("level", OffenceLevel),
        "parent": row.text("parent", 40),
        "name": row["name"],
        "ground": row.choice("ground", Ground) if row["ground"] else None,
        "lists": words(row["lists"], ListKind),
        "lead": row["lead"],
        "legal_basis": row["legal_basis"],
        "basis_level": row.choice("basis_level", BasisLevel),
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }


IMPORTERS = {
    "offences": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        model=Offence,
    )
}
