"""One row per breach, for ever: what was not kept, by whom, since when, and what became of it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.db import Model
from integrity.states import HasSteps
from integrity.subjects.models import Subject


class RecordState(enum.StrEnum):
    PROPOSED = "proposed"  # the body has been told and may object
    DISPUTED = "disputed"  # an objection is being decided
    CONFIRMED = "confirmed"  # it counts
    WITHDRAWN = "withdrawn"  # the objection was upheld
    REPAIRED = "repaired"  # the body put things right
    EXPIRED = "expired"  # its period is over; archived


STATE_NAMES = {
    RecordState.PROPOSED: _l("已告知"),
    RecordState.DISPUTED: _l("异议处理中"),
    RecordState.CONFIRMED: _l("已确认"),
    RecordState.WITHDRAWN: _l("已撤销"),
    RecordState.REPAIRED: _l("已修复"),
    RecordState.EXPIRED: _l("已到期"),
}
TONES = {
    RecordState.PROPOSED: "soon",
    RecordState.DISPUTED: "soon",
    RecordState.CONFIRMED: "late",
    RecordState.WITHDRAWN: "closed",
    RecordState.REPAIRED: "good",
    RecordState.EXPIRED: "closed",
}


class CreditRecord(HasSteps, Model):
    """A breach of one rule by one item of one stream; the key makes posting it twice harmless.

    `since` is the day of the fact, `notified_on` the day the body was told, `object_by` the last
    day for an objection, `repairable_on` the first on which repair may be asked for. Grade and
    periods are set by the rule set in force on `decided_on`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    rule: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    summary: Mapped[str]
    state: Mapped[RecordState]
    posted_at: Mapped[datetime]
    notified_on: Mapped[date]
    object_by: Mapped[date]
    scale: Mapped[str | None] = mapped_column(sa.String(40))
    grade: Mapped[str | None] = mapped_column(sa.String(40))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    public: Mapped[bool] = mapped_column(default=False)
    repairable_on: Mapped[date | None]
    until: Mapped[date | None]
    closed_on: Mapped[date | None]

    subject: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("stream", "item_id", "rule"),
        sa.Index("ix_credit_record_state_object_by", "state", "object_by"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}

    @property
    def ref(self) -> str:
        """The number on paper."""
        return f"XY{self.id:08d}"

    @property
    def title(self) -> str:
        return self.summary
