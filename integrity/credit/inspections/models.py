"""How often a body inspects in one of its matters: usually, where it is less, where it is more."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject

IN_FORCE = sa.text("ended_on IS NULL")


class InspectionRule(Model):
    """So many times a year in a matter of a body; the one before it ended the day it began.

    `floor` is what a special law asks for in any case, by `floor_basis`: nothing goes below it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    matter: Mapped[str]
    usual: Mapped[int]
    reduced: Mapped[int]
    raised: Mapped[int]
    floor: Mapped[int] = mapped_column(default=0, server_default="0")
    floor_basis: Mapped[str] = mapped_column(default="", server_default="")
    legal_basis: Mapped[str]
    since: Mapped[date]
    ended_on: Mapped[date | None]

    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "floor <= reduced AND reduced <= usual AND usual <= raised", name="order"
        ),
        sa.CheckConstraint(
            "floor >= 0 AND (floor = 0 OR floor_basis <> '')", name="floor_has_basis"
        ),
        sa.Index(
            "uq_inspection_rule_matter",
            "body_id",
            "matter",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def title(self) -> str:
        return self.matter
