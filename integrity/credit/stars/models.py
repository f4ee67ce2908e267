"""A round of 诚信之星 or of brands, its candidates, and what anybody says against one."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.informants.receipts import HasReceipt
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class StarKind(enum.StrEnum):
    UNIT = "star-unit"
    BRAND = "star-brand"


KIND_NAMES = {
    StarKind.UNIT: _l("诚信之星（单位）"),
    StarKind.BRAND: _l("名优产品信用品牌"),
}


class CandidateState(enum.StrEnum):
    SENT = "sent-to-round"
    SHOWN = "shown-in-round"
    DECIDED = "decided-in-round"
    HONOURED = "honoured-in-round"
    DECLINED = "declined-in-round"
    ENDED = "honour-ended"


STATE_NAMES = {
    CandidateState.SENT: _l("待审核"),
    CandidateState.SHOWN: _l("公示中"),
    CandidateState.DECIDED: _l("一人已评定，待第二人复核"),
    CandidateState.HONOURED: _l("已评定"),
    CandidateState.DECLINED: _l("未评定"),
    CandidateState.ENDED: _l("称号已取消"),
}


class StarObjectionState(enum.StrEnum):
    FILED = "filed-in-round"
    UPHELD = "upheld-in-round"
    REJECTED = "rejected-in-round"
    DROPPED = "dropped-in-round"  # the candidate is one no more, for another reason


OBJECTION_NAMES = {
    StarObjectionState.FILED: _l("待核查"),
    StarObjectionState.UPHELD: _l("异议成立，不予评定"),
    StarObjectionState.REJECTED: _l("异议不成立"),
    StarObjectionState.DROPPED: _l("候选事项已经终止"),
}


class StarRound(Model):
    """One kind of honour in one year: until when candidates are sent in, and on what conditions."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StarKind]
    year: Mapped[int]
    conditions: Mapped[str]
    sending_until: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_name: Mapped[str]
    circulated_on: Mapped[date | None]

    candidates: Mapped[list["StarCandidate"]] = relationship(
        back_populates="round", order_by="StarCandidate.id"
    )

    __table_args__ = (sa.UniqueConstraint("kind", "year"),)

    @property
    def ref(self) -> str:
        return f"PX{self.year}{self.id:04d}"

    @property
    def title(self) -> str:
        return str(_("%(year)d年度%(kind)s", year=self.year, kind=KIND_NAMES[self.kind]))


class StarCandidate(HasFiles, HasSteps, Model):
    """Who was sent in to a round by whom, and what became of it; a brand names its product.

    Two different people decide, and the table holds it. `shown_on`, `shown_until`: the days on
    which anybody may object. `answer`: why it was not honoured, or is honoured no more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("star_round.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    product: Mapped[str] = mapped_column(default="", server_default="")
    reasons: Mapped[str]
    state: Mapped[CandidateState] = mapped_column(default=CandidateState.SENT, index=True)
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    sent_by_name: Mapped[str]
    sent_at: Mapped[datetime]
    shown_on: Mapped[date | None]
    shown_until: Mapped[date | None]
    first_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    honoured_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")

    round: Mapped[StarRound] = relationship(back_populates="candidates")
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    sent_by: Mapped[Subject] = relationship(foreign_keys=[sent_by_id])
    first_decider: Mapped[User | None] = relationship(foreign_keys=[first_decider_id])
    second_decider: Mapped[User | None] = relationship(foreign_keys=[second_decider_id])

    __table_args__ = (
        sa.UniqueConstraint("round_id", "subject_id", "product"),
        sa.CheckConstraint("first_decider_id <> second_decider_id", name="two_deciders"),
        sa.CheckConstraint("subject_id <> sent_by_id", name="not_of_oneself"),
        sa.CheckConstraint(
            "state NOT IN ('honoured-in-round', 'honour-ended') OR "
            "(first_decider_id IS NOT NULL AND second_decider_id IS NOT NULL "
            "AND honoured_on IS NOT NULL AND shown_until < honoured_on)",
            name="honoured_by_two",
        ),
        sa.CheckConstraint(
            "state <> 'shown-in-round' OR shown_until IS NOT NULL", name="shown_until_a_day"
        ),
        sa.CheckConstraint("state <> 'honour-ended' OR ended_on IS NOT NULL", name="ended_on_day"),
    )

    @property
    def ref(self) -> str:
        return f"HX{self.id:06d}"

    @property
    def parties(self) -> set[int]:
        """Who sent it in, and who is to be honoured: either may take it back."""
        return {self.subject_id, self.sent_by_id}

    @property
    def title(self) -> str:
        return f"{self.subject.name} {self.product}".strip()


class StarObjection(HasReceipt, HasSteps, Model):
    """One objection to one candidate; who filed it is not known, and follows it by a receipt."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[StarObjectionState] = mapped_column(default=StarObjectionState.FILED, index=True)
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("star_candidate.id"), index=True)
    text: Mapped[str]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    closed_on: Mapped[date | None]

    candidate: Mapped[StarCandidate] = relationship()

    @property
    def subject(self) -> Subject:
        return self.candidate.subject

    @property
    def subject_id(self) -> int:
        return self.candidate.subject_id

    @property
    def parties(self) -> set[int]:
        """Nobody but the office: what was said of a candidate is not for the candidate."""
        return set()

    @property
    def title(self) -> str:
        return self.candidate.title
