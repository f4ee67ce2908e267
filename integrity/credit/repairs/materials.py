"""What is handed in with an application for repair, by kind of record and severity, with basis."""

import enum
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from integrity.base.db import Model, db
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.fitting import Fitting, fitting
from integrity.credit.sanctions.models import ListEntry

DATA = Path(__file__).parent / "data" / "materials.csv"
COLUMNS = (
    "code", "name", "how", "stream", "grade", "way", "required", "wording", "legal_basis",
    "effective_from", "effective_to", "verified",
)  # fmt: skip


class Way(enum.StrEnum):
    """How something is handed in: as a file, or in words that the application asks for."""

    FILE = "file"
    WORDS = "words"


class RepairMaterial(Fitting, Model):
    """One line of the checklist (修复材料清单); `wording` is the fixed text of what is in words."""

    name: Mapped[str]
    how: Mapped[str]
    way: Mapped[Way]
    required: Mapped[bool]
    wording: Mapped[str]


def checklist(thing: CreditRecord | ListEntry, on: date) -> list[RepairMaterial]:
    """What is to be handed in for a thing on a day."""
    return fitting(RepairMaterial, thing, on)


def load() -> int:
    """Load the checklist the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(RepairMaterial.code)))
    fresh = [_material(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _material(row: dict[str, str]) -> RepairMaterial:
    plain = ("code", "name", "how", "stream", "grade", "wording", "legal_basis")
    return RepairMaterial(
        **{name: row[name] for name in plain},
        way=Way(row["way"]),
        required=row["required"] == "yes",
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
