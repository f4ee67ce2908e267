"""What a department wants on its list, another text of it, or its end; two of the office decide."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.measures.models import HasContent, Measure
from integrity.people.subjects.models import Subject


class DraftState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # one of the office has found that its basis carries it
    DONE = "done"  # another has put it in force, or ended it
    WITHDRAWN = "withdrawn"


DRAFT_NAMES = {
    DraftState.DRAFTED: _l("起草中"),
    DraftState.SUBMITTED: _l("待审核"),
    DraftState.REVIEWED: _l("已审核，待另一人复核生效"),
    DraftState.DONE: _l("已生效"),
    DraftState.WITHDRAWN: _l("已撤回"),
}
OPEN = sa.text("state IN ('drafted', 'submitted', 'reviewed')")


class MeasureDraft(HasContent, HasSteps, Model):
    """A new measure, or the next version or the end of one (`replaces`, `ending`), in procedure.

    `owner` is the department whose list it is for (none: the common one). Who drafted it does not
    review it, and who reviewed it does not put it in force; the table holds both. One measure is
    under change once at a time. `measure` is what it became.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[DraftState] = mapped_column(default=DraftState.DRAFTED, index=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))
    ending: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    reasons: Mapped[str]
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    drafted_by_name: Mapped[str]
    drafted_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_on: Mapped[date | None]
    put_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    put_on: Mapped[date | None]
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"), unique=True)

    owner: Mapped[Subject | None] = relationship()
    replaces: Mapped[Measure | None] = relationship(foreign_keys=[replaces_id])
    measure: Mapped[Measure | None] = relationship(foreign_keys=[measure_id])

    __table_args__ = (
        sa.CheckConstraint("reviewed_by_id <> drafted_by_id", name="reviewed_by_another"),
        sa.CheckConstraint("put_by_id <> reviewed_by_id", name="put_by_another"),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND put_by_id IS NOT NULL)",
            name="done_by_two",
        ),
        sa.CheckConstraint("NOT ending OR replaces_id IS NOT NULL", name="ends_something"),
        sa.Index(
            "uq_measure_draft_open",
            "replaces_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.owner_id} if self.owner_id else set()

    @property
    def ref(self) -> str:
        return f"CS{self.id:06d}"

    @property
    def title(self) -> str:
        if self.ending:
            return _("停止采用“%(name)s”", name=self.name)
        if self.replaces_id:
            return _("修订“%(name)s”", name=self.name)
        return _("新增“%(name)s”", name=self.name)
