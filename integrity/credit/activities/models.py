"""One activity of a body: publicity, education or training; or what a medium exposed of it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class ActivityKind(enum.StrEnum):
    PUBLICITY = "publicity"
    EDUCATION = "education"
    EXPOSURE = "exposure"


class ActivityState(enum.StrEnum):
    ENTERED = "activity-entered"  # counts once another person has verified it
    VERIFIED = "activity-verified"
    CONTESTED = "activity-contested"  # its body says that it is not so
    RETURNED = "activity-returned"


S = ActivityState
KIND_NAMES = {
    ActivityKind.PUBLICITY: _l("诚信宣传"),
    ActivityKind.EDUCATION: _l("诚信教育和培训"),
    ActivityKind.EXPOSURE: _l("媒体曝光"),
}
STATE_NAMES = {
    S.ENTERED: _l("已登记，待核实"),
    S.VERIFIED: _l("已核实"),
    S.CONTESTED: _l("单位提出异议"),
    S.RETURNED: _l("已退回，不统计"),
}


class Activity(HasSteps, Model):
    """channel: by which medium, or for whom. people: how many it reached, as far as known.

    address: where it can be read. `subject` is the body that did it, or that was exposed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActivityKind] = mapped_column(index=True)
    state: Mapped[ActivityState] = mapped_column(default=S.ENTERED, index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    on: Mapped[date] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    channel: Mapped[str] = mapped_column(sa.String(100))
    people: Mapped[int | None]
    address: Mapped[str] = mapped_column(default="", server_default="")
    text: Mapped[str] = mapped_column(default="", server_default="")
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]

    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("kind", "subject_id", "on", "title"),)

    @property
    def ref(self) -> str:
        return f"HD{self.id:06d}"

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}
