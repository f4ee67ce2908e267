"""The tax office's list of taxpayers by grade (纳税信用), as it was sent in, one row for each."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class TaxGrade(enum.StrEnum):
    A = "A"
    B = "B"
    M = "M"
    C = "C"
    D = "D"


class TaxListState(enum.StrEnum):
    ENTERED = "entered-list"
    AGREED = "agreed-list"
    ADOPTED = "adopted-list"
    ABANDONED = "abandoned-list"


TAX_LIST_NAMES = {
    TaxListState.ENTERED: _l("待核对"),
    TaxListState.AGREED: _l("一人已核对，待另一人采用"),
    TaxListState.ADOPTED: _l("已采用"),
    TaxListState.ABANDONED: _l("未采用"),
}
OPEN = sa.text("state IN ('entered-list', 'agreed-list')")


class TaxList(HasSteps, Model):
    """The grades of a year that the tax office published on a day, or what it changed later.

    `whole`: it names every taxpayer of grade A of that year, so that who is left out has lost it.
    `body` is the tax office whose system sent it; none: it came by spreadsheet.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[TaxListState] = mapped_column(default=TaxListState.ENTERED, index=True)
    year: Mapped[int]
    published_on: Mapped[date]
    whole: Mapped[bool] = mapped_column(default=False)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    first_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    adopted_on: Mapped[date | None]

    body: Mapped[Subject | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("first_by_id <> second_by_id", name="two_people"),
        sa.CheckConstraint(
            "state <> 'adopted-list' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL)",
            name="adopted_by_two",
        ),
        sa.Index(
            "uq_tax_list_open", "year", "published_on", unique=True, sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def ref(self) -> str:
        return f"NS{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(year)d年度纳税信用等级名单", year=self.year)


class TaxRow(Model):
    """One taxpayer of a list; `note` says why grade A did not put it on the red list."""

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("tax_list.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    grade: Mapped[TaxGrade]
    note: Mapped[str] = mapped_column(default="", server_default="")

    tax_list: Mapped[TaxList] = relationship()
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("list_id", "subject_id"),)
