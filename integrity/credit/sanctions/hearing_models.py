"""A hearing (听证) that the subject of an intended listing asked for."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class HearingState(enum.StrEnum):
    ASKED = "asked-for"
    SCHEDULED = "scheduled"
    HELD = "held"  # its record waits for the signature of the subject
    RECORDED = "recorded"
    WAIVED = "waived"
    MOOT = "moot-hearing"


HEARING_NAMES = {
    HearingState.ASKED: _l("待安排听证"),
    HearingState.SCHEDULED: _l("已通知，待举行"),
    HearingState.HELD: _l("已举行，笔录待当事人核对签名"),
    HearingState.RECORDED: _l("已举行，笔录已签名"),
    HearingState.WAIVED: _l("当事人放弃听证"),
    HearingState.MOOT: _l("名单事项已经终止"),
}


class Hearing(HasSteps, Model):
    """One hearing of one entry: when, where, who chairs it, who came, and what was said.

    The chair did not handle the case. `set_for` is its day, `at_time` the hour as it was told;
    `unsigned` says why the subject did not sign the record.
    """

    sides = {
        Permission.SANCTIONS_DEFEND: "subject_id",
        Permission.SANCTIONS_NOMINATE: "issuer_id",
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[HearingState] = mapped_column(default=HearingState.ASKED, index=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), unique=True)
    issuer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    why: Mapped[str]
    asked_at: Mapped[datetime]
    set_for: Mapped[date | None]
    at_time: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    present: Mapped[str] = mapped_column(default="")
    our_side: Mapped[str] = mapped_column(default="")
    their_side: Mapped[str] = mapped_column(default="")
    material: Mapped[str] = mapped_column(default="")
    signed_by_name: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    unsigned: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]

    entry: Mapped[ListEntry] = relationship()
    issuer: Mapped[Subject | None] = relationship()
    chair: Mapped[User | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('scheduled', 'held', 'recorded') OR "
            "(set_for IS NOT NULL AND chair_id IS NOT NULL AND place <> '')",
            name="scheduled_whole",
        ),
        sa.CheckConstraint(
            "state <> 'recorded' OR signed_on IS NOT NULL OR unsigned <> ''",
            name="recorded_is_signed",
        ),
    )

    @property
    def subject(self) -> Subject:
        return self.entry.subject

    @property
    def subject_id(self) -> int:
        return self.entry.subject_id

    @property
    def parties(self) -> set[int]:
        return {body for body in (self.subject_id, self.issuer_id) if body}

    @property
    def ref(self) -> str:
        return f"TZ{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(what)s 听证", what=self.entry.title)
