"""A version of an evaluation standard that somebody proposes."""

import enum
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Scheme
from integrity.base.db import Model
from integrity.casework.drafting import Drafted, by_three


class SchemeDraftState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # one of the office has looked at every indicator
    DONE = "done"  # another has put it in force
    WITHDRAWN = "withdrawn"


class SchemeDraft(Drafted, Model):
    """The next version of a standard, or the first of a new one, in procedure.

    `indicators` and `bands` are rows of text as `schemes.create` takes them; parents weigh what
    their leaves weigh. `replaces` is the version before; `scheme` the one that it became.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[SchemeDraftState] = mapped_column(default=SchemeDraftState.DRAFTED, index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str]
    basis: Mapped[str]
    remedy_below: Mapped[Decimal]
    ranked_from: Mapped[int]
    indicators: Mapped[list[Any]]
    bands: Mapped[list[Any]]
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("scheme.id"))
    scheme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("scheme.id"), unique=True)

    replaces: Mapped[Scheme | None] = relationship(foreign_keys=[replaces_id])
    scheme: Mapped[Scheme | None] = relationship(foreign_keys=[scheme_id])

    __table_args__ = by_three("scheme_draft", "code")

    @property
    def parties(self) -> set[int]:
        """Nobody's own: the office proposes it."""
        return set()

    @property
    def ref(self) -> str:
        return f"ZB{self.id:06d}"

    @property
    def title(self) -> str:
        version = self.replaces.version + 1 if self.replaces else 1
        return _("%(name)s 第 %(v)s 版", name=self.name, v=version)
