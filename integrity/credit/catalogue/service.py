"""Which item of the catalogue a record is of, and loading the catalogue the product ships with."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.catalogue import columns
from integrity.credit.catalogue.models import (
    CatalogueItem,
    Category,
    Cycle,
    PersonGround,
    Publicity,
    Sense,
    Sharing,
)
from integrity.credit.measures import service as measures
from integrity.credit.measures.models import BasisLevel

DATA = Path(__file__).parent / "data" / "items.csv"
COLUMNS = (
    "code", "name", "category", "sense", "applies_to", "source", "cycle", "sharing", "condition",
    "publicity", "period", "columns", "person_ground", "stream", "rule", "legal_basis",
    "basis_level", "effective_from", "effective_to", "verified",
)  # fmt: skip
OTHER = "*"


def item_of(stream: str, rule: str, on: date) -> CatalogueItem | None:
    """Of which item a breach is on a day, in the version of that day: by its rule, else its
    stream, else of the general one.

    A rule of classes (`penalty.serious`) is of the item of its kind (`penalty`), if of none itself.

    None where the catalogue of that day has nothing of the kind: what no catalogue names may be
    kept as a fact of the case, but is not published (国办发〔2020〕49号 二).
    """
    kind = rule.partition(".")[0]
    wanted = (
        sa.select(CatalogueItem)
        .where(
            CatalogueItem.stream.in_((stream, OTHER)), CatalogueItem.rule.in_((rule, kind, OTHER))
        )
        .where(CatalogueItem.on(on))
    )
    closest = wanted.order_by(
        CatalogueItem.stream == OTHER, CatalogueItem.rule == OTHER, CatalogueItem.rule != rule
    )
    found = db.session.scalars(closest)
    return next((item for item in found if in_force(item, on)), None)


def in_force(item: CatalogueItem, on: date) -> bool:
    """Whether the basis of an item carried it on a day; an unknown first day is not."""
    return not measures.out_of_force(item.effective_from, item.effective_to, on)


def published(stream: str, rule: str, on: date) -> bool:
    """Whether the catalogue of a day lets everybody read of such a breach."""
    item = item_of(stream, rule, on)
    return item is not None and item.publicity is Publicity.PUBLIC


def newest(code: str) -> CatalogueItem | None:
    """The version of an item that no later one follows; None when there is none, or it ended."""
    wanted = sa.select(CatalogueItem).where(
        CatalogueItem.code == code, CatalogueItem.until.is_(None)
    )
    return db.session.scalars(wanted).first()


def load() -> int:
    """Load the catalogue the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(CatalogueItem.code)))
    fresh = [_item(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def as_row(item: CatalogueItem) -> dict[str, str]:
    """The item as a catalogue writes it; an import reads it again."""
    values = {name: getattr(item, name) for name in COLUMNS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _item(row: Mapping[str, str]) -> CatalogueItem:
    plain = ("code", "name", "source", "condition", "period", "stream", "rule", "legal_basis")
    return CatalogueItem(
        **{name: row[name] for name in plain},
        category=Category(row["category"]),
        sense=Sense(row["sense"]),
        applies_to=measures.subject_words(row["applies_to"]),
        cycle=Cycle(row["cycle"]),
        columns=columns.kept(row["columns"]),
        person_ground=PersonGround(row["person_ground"]) if row["person_ground"] else None,
        sharing=Sharing(row["sharing"]),
        publicity=Publicity(row["publicity"]),
        basis_level=BasisLevel(row["basis_level"]),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
