"""What a department wants on its list, another text of it, or its end; two of the office decide."""

import enum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.casework.drafting import Drafted, by_three
from integrity.credit.measures.models import HasContent, Measure
from integrity.people.subjects.models import Subject


class DraftState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # one of the office has found that its basis carries it
    DONE = "done"  # another has put it in force, or ended it
    WITHDRAWN = "withdrawn"


class MeasureDraft(HasContent, Drafted, Model):
    """A new measure, or the next version or the end of one (`replaces`, `ending`), in procedure.

    `owner` is the department whose list it is for (none: the common one). One measure is under
    change once at a time. `measure` is what it became.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[DraftState] = mapped_column(default=DraftState.DRAFTED, index=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"), unique=True)

    owner: Mapped[Subject | None] = relationship()
    replaces: Mapped[Measure | None] = relationship(foreign_keys=[replaces_id])
    measure: Mapped[Measure | None] = relationship(foreign_keys=[measure_id])

    __table_args__ = by_three("measure_draft", "replaces_id")

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
