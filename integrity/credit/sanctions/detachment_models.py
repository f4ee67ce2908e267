"""A measure that must go from an entry that stays: found by night, decided by two."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject


class DetachmentState(enum.StrEnum):
    FOUND = "found-without-basis"
    AGREED = "agreed-by-one"
    DETACHED = "detached"
    KEPT = "kept-with-basis"


DETACHMENT_NAMES = {
    DetachmentState.FOUND: _l("依据失效，待处理"),
    DetachmentState.AGREED: _l("一人同意停止，待另一人复核"),
    DetachmentState.DETACHED: _l("已停止"),
    DetachmentState.KEPT: _l("依据有效，继续采取"),
}
OPEN = sa.text("state IN ('found-without-basis', 'agreed-by-one')")


class Detachment(HasSteps, Model):
    """One measure of one entry that its basis no longer carries (`fault`)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[DetachmentState] = mapped_column(default=DetachmentState.FOUND, index=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measure.id"))
    fault: Mapped[str]
    found_on: Mapped[date]
    first_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ended_on: Mapped[date | None]

    entry: Mapped[ListEntry] = relationship()
    measure: Mapped[Measure] = relationship()

    __table_args__ = (
        sa.CheckConstraint("first_by_id <> second_by_id", name="two_people"),
        sa.CheckConstraint(
            "state <> 'detached' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL)",
            name="detached_by_two",
        ),
        sa.Index(
            "uq_detachment_open", "entry_id", "measure_id", unique=True, sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )  # fmt: skip

    @property
    def subject(self) -> Subject:
        return self.entry.subject

    @property
    def subject_id(self) -> int:
        return self.entry.subject_id

    @property
    def parties(self) -> set[int]:
        return {self.entry.subject_id}

    @property
    def ref(self) -> str:
        return f"TC{self.id:06d}"

    @property
    def title(self) -> str:
        return _("对%(who)s停止“%(what)s”", who=self.entry.subject.name, what=self.measure.name)
