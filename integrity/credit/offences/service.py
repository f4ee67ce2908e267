"""Which codes there are on a day, which fits a listing, and loading those that are shipped."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, Ground, ListKind
from integrity.credit.measures.models import BasisLevel
from integrity.credit.offences.models import LEVEL_NAMES, Codes, Offence, OffenceLevel

DATA = Path(__file__).parent / "data" / "offences.csv"
COLUMNS = (
    "code", "level", "parent", "name", "ground", "lists", "lead", "legal_basis", "basis_level",
    "effective_from", "effective_to", "verified",
)  # fmt: skip


class WrongOffence(Refused):
    """The code does not name what the subject is to be listed for."""


def without_force(code: Offence, on: date) -> str:
    """Why nobody can be named by a code on a day, "" when somebody can."""
    if reason := measures.out_of_force(code.effective_from, code.effective_to, on):
        return reason
    return "" if code.verified is Verified.PRIMARY else _("依据文件未核对原文。")


def demand(codes: Codes, kind: ListKind, ground: Ground, on: date) -> None:
    """Raise WrongOffence for a code of another ground, of another list, or not in force."""
    offence, scenario = codes.offence, codes.scenario
    if offence and offence.ground is not ground:
        name = GROUND_NAMES[ground]
        raise WrongOffence(_("“%(act)s”不属于“%(ground)s”。", act=offence.name, ground=name))
    if scenario and scenario.level is not OffenceLevel.SCENARIO:
        level = LEVEL_NAMES[scenario.level]
        raise WrongOffence(
            _("“%(act)s”是%(level)s，不是工作场景。", act=scenario.name, level=level)
        )
    for code in codes:
        if kind not in code.kinds:
            name = LIST_NAMES[kind]
            raise WrongOffence(_("“%(act)s”不适用于%(list)s。", act=code.name, list=name))
        if reason := without_force(code, on):
            raise WrongOffence(_("“%(act)s”不能采用：", act=code.name) + reason)


def acts(kind: ListKind, on: date) -> list[Offence]:
    """The groups, fields and acts that can be named on a list on a day, as a tree."""
    return [code for code in _on(kind, on) if code.level is not OffenceLevel.SCENARIO]


def scenarios(kind: ListKind, on: date) -> list[Offence]:
    """The works of the city that can be named on a list on a day."""
    return [code for code in _on(kind, on) if code.level is OffenceLevel.SCENARIO]


def named(code: str) -> Offence | None:
    """The code that is written so."""
    return db.session.scalars(sa.select(Offence).where(Offence.code == code)).first()


def titles() -> dict[str, str]:
    """Every code with its name, as a tree: what lists are narrowed by."""
    found = db.session.scalars(sa.select(Offence).order_by(Offence.code))
    return {code.code: code.title for code in found}


def within(column: Any, code: str) -> sa.ColumnElement[bool]:
    """The condition for rows whose code is this one, or below it."""
    these = sa.select(Offence.id).where(sa.or_(Offence.code == code, Offence.parent == code))
    return column.in_(these)  # type: ignore[no-any-return]


def load() -> int:
    """Load the codes the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(Offence.code)))
    fresh = [_offence(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def as_row(code: Offence) -> dict[str, str]:
    """The code as a table of them writes it; an import reads it again."""
    values = {name: getattr(code, name) for name in COLUMNS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _on(kind: ListKind, on: date) -> list[Offence]:
    wanted = sa.select(Offence).where(Offence.lists.contains(kind.value)).order_by(Offence.code)
    return [code for code in db.session.scalars(wanted) if not without_force(code, on)]


def _offence(row: Mapping[str, str]) -> Offence:
    plain = ("code", "parent", "name", "lead", "legal_basis")
    return Offence(
        **{name: row[name] for name in plain},
        level=OffenceLevel(row["level"]),
        ground=Ground(row["ground"]) if row["ground"] else None,
        lists=measures.words(row["lists"], ListKind),
        basis_level=BasisLevel(row["basis_level"]),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
