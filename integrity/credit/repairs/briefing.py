"""Which rules of repair hold on a day, for everybody, and for departments who are told of new ones.

济高信用办〔2020〕2号 四(三): the departments that punish are given the repair rules of each list.
"""

import hashlib
from datetime import date
from typing import Any

import orjson
import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.credit.measures.lists import ADVERSE
from integrity.credit.repairs.materials import RepairMaterial
from integrity.credit.repairs.treatments import RepairTreatment
from integrity.credit.sanctions import bases, foundations
from integrity.credit.sanctions.repairable import MINIMUM
from integrity.people.subjects.competence import CompetentBody

TERMS = ("REP-ACCEPT", "REP-RESULT")


def in_force(model: Any, on: date) -> list[Any]:
    """The rows of a kind of rule that hold on a day, by code."""
    wanted = sa.select(model).where(
        sa.or_(model.effective_from.is_(None), model.effective_from <= on),
        sa.or_(model.effective_to.is_(None), model.effective_to >= on),
    )
    return list(db.session.scalars(wanted.order_by(model.code)))


def term(families: tuple[str, ...], on: date) -> TimeLimit | None:
    """The first of these time limits that holds on a day."""
    for family in families:
        try:
            return rules.time_limit(family, on)
        except rules.NoRuleInForce:
            continue
    return None


def mark(on: date) -> str:
    """Two days have the same mark if the same rules hold on them."""
    families: list[tuple[str, ...]] = [(family,) for family in TERMS]
    for kind in ADVERSE:
        families += [(MINIMUM[kind],), foundations.PERIODS[kind]]
    said = {
        "terms": [(t.code, t.amount, t.unit) if (t := term(f, on)) else None for f in families],
        "bases": [[basis.code for basis in bases.in_force(kind, on)] for kind in ADVERSE],
        "rules": [
            [_said(row) for row in in_force(m, on)] for m in (RepairMaterial, RepairTreatment)
        ],
    }
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:16]


def one_row_of_each() -> sa.ColumnElement[bool]:
    """The condition by which each department is told once, in however many matters it finds."""
    first = sa.select(sa.func.min(CompetentBody.id)).group_by(CompetentBody.body_id)
    return CompetentBody.id.in_(first)


def _said(row: Any) -> dict[str, Any]:
    return {c.name: getattr(row, c.name) for c in row.__table__.columns if c.name != "id"}
