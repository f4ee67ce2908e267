"""The ledger (台账) of measures and files under review: what each is, who settles it, by when."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.measures.models import Measure
from integrity.people.subjects.models import Subject


class Matter(enum.StrEnum):
    """What a measure or a file provides for (济政办字〔2021〕29号 四（二）)."""

    FINDING = "recognition"
    RECORDING = "recording"
    COLLECTION = "collection"
    SHARING = "sharing"
    PUBLICITY = "publicity"
    SANCTION = "punishment"
    INCENTIVE = "reward"


class Plan(enum.StrEnum):
    KEEP = "keep-as-it-is"
    AMEND = "amend-it"
    REPEAL = "repeal-it"


class LedgerState(enum.StrEnum):
    ENTERED = "entered"
    PLANNED = "planned"
    REPORTED = "reported"  # its owner says that it is settled
    SETTLED = "settled"  # somebody else has looked
    MOOT = "moot"  # its basis carries it again, or it is no longer on a list


MATTER_NAMES = {
    Matter.FINDING: _l("认定"),
    Matter.RECORDING: _l("记录"),
    Matter.COLLECTION: _l("归集"),
    Matter.SHARING: _l("共享"),
    Matter.PUBLICITY: _l("公开"),
    Matter.SANCTION: _l("惩戒"),
    Matter.INCENTIVE: _l("激励"),
}
PLAN_NAMES = {Plan.KEEP: _l("保留"), Plan.AMEND: _l("修改"), Plan.REPEAL: _l("废止")}
LEDGER_NAMES = {
    LedgerState.ENTERED: _l("待提出处理方案"),
    LedgerState.PLANNED: _l("按方案处理中"),
    LedgerState.REPORTED: _l("已报告，待核查"),
    LedgerState.SETTLED: _l("已处理完毕"),
    LedgerState.MOOT: _l("无须处理"),
}
OPEN_STATES = (LedgerState.ENTERED, LedgerState.PLANNED, LedgerState.REPORTED)
OPEN = sa.text("state IN ('entered', 'planned', 'reported')")


class LedgerRow(HasSteps, Model):
    """One measure (or file, by its title) that does not conform, and what its owner does about it.

    `owner` is the body that has to settle it (none: the office); `settle_by` is its day, which a
    plan may bring forward and nobody puts off. Who reported it does not find it settled.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[LedgerState] = mapped_column(default=LedgerState.ENTERED, index=True)
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))
    file_title: Mapped[str]
    matter: Mapped[Matter]
    fault: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    entered_on: Mapped[date]
    settle_by: Mapped[date | None]
    plan: Mapped[Plan | None]
    plan_words: Mapped[str] = mapped_column(default="", server_default="")
    result: Mapped[str] = mapped_column(default="", server_default="")
    paper_no: Mapped[str] = mapped_column(default="", server_default="")
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    settled_on: Mapped[date | None]

    measure: Mapped[Measure | None] = relationship()
    owner: Mapped[Subject | None] = relationship()
    subject_id: Mapped[int | None] = synonym("owner_id")
    """Who is late with it, as every matter says it."""

    __table_args__ = (
        sa.CheckConstraint("measure_id IS NOT NULL OR file_title <> ''", name="of_something"),
        sa.Index(
            "uq_ledger_row_open", "measure_id", unique=True, sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.owner_id} if self.owner_id else set()

    @property
    def ref(self) -> str:
        return f"TZ{self.id:06d}"

    @property
    def title(self) -> str:
        return self.measure.name if self.measure else self.file_title
