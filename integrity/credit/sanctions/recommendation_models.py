"""Who recommends whom for the red list, and who is a member of which association."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.credit.measures.lists import Ground
from integrity.credit.sanctions.models import ListEntry
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


class RecommendationState(enum.StrEnum):
    SENT = "sent-recommendation"
    TAKEN_UP = "taken-up"
    DECLINED = "declined-recommendation"
    WITHDRAWN = "withdrawn-recommendation"


RECOMMENDATION_NAMES = {
    RecommendationState.SENT: _l("待审核"),
    RecommendationState.TAKEN_UP: _l("已采纳，进入认定程序"),
    RecommendationState.DECLINED: _l("未采纳"),
    RecommendationState.WITHDRAWN: _l("已撤回"),
}


class Membership(Model):
    """That somebody is a member of an association, as its list of members says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("association_id", "member_id"),)


class Recommendation(HasFiles, HasSteps, Model):
    """A body or an association recommends somebody; the office examines it, and may take it up."""

    sides = {Permission.SANCTIONS_RECOMMEND: "recommended_by_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RecommendationState] = mapped_column(default=RecommendationState.SENT, index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    ground: Mapped[Ground]
    reasons: Mapped[str]
    recommended_by_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    sent_by_name: Mapped[str]
    sent_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("list_entry.id"))
    answer: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    recommended_by: Mapped[Subject] = relationship(foreign_keys=[recommended_by_id])
    entry: Mapped[ListEntry | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("subject_id <> recommended_by_id", name="not_of_oneself"),
        sa.CheckConstraint(
            "state <> 'taken-up' OR entry_id IS NOT NULL", name="taken_up_is_an_entry"
        ),
    )

    @property
    def parties(self) -> set[int]:
        """Who recommends; whom it recommends hears of it with the notice, not before."""
        return {self.recommended_by_id}

    @property
    def ref(self) -> str:
        return f"TJ{self.id:06d}"

    @property
    def title(self) -> str:
        return self.subject.name
