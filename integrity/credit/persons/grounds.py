"""On what each column is kept that says something of a person (个人信息保护法 第十三条)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import read
from integrity.credit.catalogue.models import PersonGround

DATA = Path(__file__).parent / "data" / "columns.csv"


@dataclass(frozen=True)
class KeptColumns:
    """Columns of a table that are kept for one thing.

    `ground`, `legal_basis`: on what, and how far that was `verified`; none where
    the columns say nothing of a person.
    """

    table: str
    columns: tuple[str, ...]
    what: str
    ground: PersonGround | None
    legal_basis: str
    verified: Verified | None


@cache
def kept() -> tuple[KeptColumns, ...]:
    """All columns of the tables that hold persons, each once."""
    return tuple(
        KeptColumns(
            row["table"],
            tuple(row["columns"].split()),
            row["what"],
            PersonGround(row["ground"]) if row["ground"] else None,
            row["legal_basis"],
            Verified(row["verified"]) if row["verified"] else None,
        )
        for row in read(DATA)
    )


def told() -> list[KeptColumns]:
    """Those that a person is told of: what is kept of it, and on what."""
    return [one for one in kept() if one.ground]
