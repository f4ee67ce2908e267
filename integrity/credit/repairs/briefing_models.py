"""That a department was given the rules of repair, and has confirmed that it works by them."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class BriefingState(enum.StrEnum):
    GIVEN = "given"
    CONFIRMED = "confirmed-by-department"
    OUTDATED = "outdated"  # newer rules were given before it confirmed


BRIEFING_NAMES = {
    BriefingState.GIVEN: _l("待部门确认"),
    BriefingState.CONFIRMED: _l("部门已确认"),
    BriefingState.OUTDATED: _l("规则又有变动，以新的为准"),
}


class RulesBriefing(HasSteps, Model):
    """One department and the rules that held when they were given (`mark`, see briefing.mark)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    mark: Mapped[str] = mapped_column(sa.String(40))
    given_on: Mapped[date]
    state: Mapped[BriefingState] = mapped_column(default=BriefingState.GIVEN, index=True)
    handling: Mapped[str] = mapped_column(default="", server_default="")
    confirmed_on: Mapped[date | None]
    confirmed_by_name: Mapped[str] = mapped_column(default="", server_default="")

    body: Mapped[Subject] = relationship()
    subject_id = synonym("body_id")  # who owes it
    subject = synonym("body")

    __table_args__ = (
        sa.UniqueConstraint("body_id", "mark"),
        sa.CheckConstraint(
            "state <> 'confirmed-by-department' OR "
            "(confirmed_on IS NOT NULL AND confirmed_by_name <> '')",
            name="somebody_confirmed",
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"XG{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(name)s：信用修复规则", name=self.body.name)
