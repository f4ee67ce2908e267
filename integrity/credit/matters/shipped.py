"""The application list that the product ships with: the matters that its documents name."""

from pathlib import Path

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules.service import day_in, read
from integrity.credit.matters.models import Matter, MatterKind, MatterState

DATA = Path(__file__).parent / "data" / "matters.csv"


def load() -> int:
    """Load the list the product ships with; what is there already, in any version, stays."""
    known = set(db.session.scalars(sa.select(Matter.code)))
    fresh = [row for row in read(DATA) if row["code"] not in known]
    db.session.add_all(
        Matter(
            code=row["code"],
            version=1,
            state=MatterState.IN_FORCE,
            name=row["name"],
            kind=MatterKind(row["kind"]),
            measures=row["measures"],
            everybody=True,
            legal_basis=row["legal_basis"],
            since=day_in(row["since"]),
        )
        for row in fresh
    )
    db.session.flush()
    return len(fresh)
