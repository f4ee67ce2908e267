"""What anybody says against a candidate for the red list while it is shown (公示异议)."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.informants.receipts import HasReceipt
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject


class ReviewObjectionState(enum.StrEnum):
    FILED = "filed-in-review"
    UPHELD = "upheld-in-review"
    REJECTED = "rejected-in-review"
    DROPPED = "dropped-in-review"  # the candidate is one no more, for another reason


REVIEW_NAMES = {
    ReviewObjectionState.FILED: _l("待核查"),
    ReviewObjectionState.UPHELD: _l("异议成立，不予列入"),
    ReviewObjectionState.REJECTED: _l("异议不成立"),
    ReviewObjectionState.DROPPED: _l("名单事项已经终止"),
}


class ReviewObjection(HasReceipt, HasSteps, Model):
    """One objection to one candidate; who filed it is not known, and follows it by a receipt."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ReviewObjectionState] = mapped_column(
        default=ReviewObjectionState.FILED, index=True
    )
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    text: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    closed_on: Mapped[date | None]

    entry: Mapped[ListEntry] = relationship()

    @property
    def subject(self) -> Subject:
        return self.entry.subject

    @property
    def subject_id(self) -> int:
        return self.entry.subject_id

    @property
    def parties(self) -> set[int]:
        """Nobody but the office: what was said of a candidate is not for the candidate."""
        return set()

    @property
    def title(self) -> str:
        return self.entry.title
