"""Debts from a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from debts.fields import FIELDS
from debts.models import Debt
from debts.permissions import DebtsPermission
from integrity.base.db import db
from integrity.files.imports import Importer, Loaded, Row
from integrity.pages.fields import FILE, at, heads, read
from integrity.people.subjects import service as subjects

CONTENT = at(FIELDS, FILE)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    known = sa.select(Debt.ref).where(Debt.ref.in_([row["ref"] for row in rows]))
    return {
        "subjects": subjects.by_words(row["subject"] for row in rows),
        "known": set(db.session.scalars(known)),
    }


def load(row: Row, *, by: Any, at: datetime) -> Loaded:
    values = read(CONTENT, row)
    if row["ref"] in row.known["known"]:
        return Loaded.UNCHANGED
    debt = Debt(**{name: value for name, value in values.items() if name != "due_on"})
    debt.run_until(values["due_on"], "借款合同")
    db.session.add(debt)
    return Loaded.ADDED


IMPORTERS = {
    "debts": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("ref",),
        prepare=prepare,
        title="债务",
        permission=DebtsPermission.REGISTER,
    )
}
