"""One row per serious act, field, group of them or work of the city: a tree of codes."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.base.db import Model
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import BasisLevel


class OffenceLevel(enum.StrEnum):
    """How near a code comes to what was done; a scenario says in which work it was done."""

    GROUP = "group"
    FIELD = "field"
    ACT = "act"
    SCENARIO = "scenario"


LEVEL_NAMES = {
    OffenceLevel.GROUP: _l("行为大类"),
    OffenceLevel.FIELD: _l("行为领域"),
    OffenceLevel.ACT: _l("具体行为"),
    OffenceLevel.SCENARIO: _l("工作场景"),
}


class Offence(Model):
    """A code: what it means, under which article, for which ground and which lists.

    `parent` is the code above it, "" for a group and a scenario. `ground` is that of the group;
    a scenario has none: it stands beside an act and is no act of its own. `lists` are the lists to
    which it can lead at all, joined by semicolons; a basis in force decides whether it does.
    `lead` is who leads the work, where the source names one.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    level: Mapped[OffenceLevel] = mapped_column(index=True)
    parent: Mapped[str] = mapped_column(sa.String(40), index=True)
    name: Mapped[str]
    ground: Mapped[Ground | None]
    lists: Mapped[str]
    lead: Mapped[str]
    legal_basis: Mapped[str]
    basis_level: Mapped[BasisLevel]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]

    @property
    def kinds(self) -> tuple[ListKind, ...]:
        """The lists to which it can lead."""
        words = self.lists.split(";")
        return tuple(kind for kind in ListKind if kind in words)

    @property
    def title(self) -> str:
        """Code and name, as an entry and a paper cite it."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class Codes:
    """What is said of what was done: the act, and the work of the city in which it was."""

    offence: Offence | None = None
    scenario: Offence | None = None

    def __iter__(self) -> Iterator[Offence]:
        return (code for code in (self.offence, self.scenario) if code)

    @property
    def named(self) -> dict[str, Any]:
        """The same as values of what names codes."""
        return {"offence": self.offence, "scenario": self.scenario}


class NamesOffence:
    """A row that says by its code which act it was, and in which work of the city."""

    offence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offence.id"), index=True)
    scenario_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offence.id"), index=True)

    @declared_attr
    @classmethod
    def offence(cls) -> Mapped[Offence | None]:
        return relationship(foreign_keys=[cls.offence_id])  # type: ignore[list-item]

    @declared_attr
    @classmethod
    def scenario(cls) -> Mapped[Offence | None]:
        return relationship(foreign_keys=[cls.scenario_id])  # type: ignore[list-item]

    @property
    def codes(self) -> Codes:
        return Codes(self.offence, self.scenario)
