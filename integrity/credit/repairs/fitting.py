"""Which rules of repair fit a record or an entry: by where it comes from and how serious it is."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import ListKind
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import ListEntry

ANY, LISTS = "*", "lists"
"""What fits all; what fits entries of lists that rest on no record."""


class Fitting:
    """A rule for what comes from one stream (`*`: any; `lists`: an entry without a record).

    `grade`: the grades it is for, joined by semicolons (`*`: any).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    grade: Mapped[str] = mapped_column(sa.String(80))
    legal_basis: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]

    def fits(self, thing: CreditRecord | ListEntry) -> bool:
        """Whether it is for such a thing."""
        of_stream = self.stream in (ANY, _origin(thing))
        return of_stream and (self.grade == ANY or _severity(thing) in self.grade.split(";"))


def fitting(model: Any, thing: CreditRecord | ListEntry, on: date) -> list[Any]:
    """The rules of a model that fit a thing and are in force on a day, by code."""
    wanted = sa.select(model).where(
        sa.or_(model.effective_from.is_(None), model.effective_from <= on),
        sa.or_(model.effective_to.is_(None), model.effective_to >= on),
    )
    return [row for row in db.session.scalars(wanted.order_by(model.code)) if row.fits(thing)]


def _origin(thing: CreditRecord | ListEntry) -> str:
    return thing.stream if isinstance(thing, CreditRecord) else LISTS


def _severity(thing: CreditRecord | ListEntry) -> str:
    """The grade of a record; an entry of the serious list is serious, of the others general."""
    if isinstance(thing, CreditRecord):
        return thing.grade or ""
    return "serious" if thing.kind is ListKind.SERIOUS else "general"
