"""One row per breach, for ever: what was not kept, by whom, since when, and what became of it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base import searching
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.publishing import HasPublicText
from integrity.credit.sanctions.annotations import Annotated
from integrity.credit.sanctions.initiated import SIDES
from integrity.credit.sanctions.treatments import Treatment
from integrity.files.traces import masked
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject


class RecordState(enum.StrEnum):
    PROPOSED = "proposed"  # the body is told and may object
    DISPUTED = "disputed"  # an objection is being decided
    CONFIRMED = "confirmed"  # it counts
    WITHDRAWN = "withdrawn"  # the objection was upheld
    REPAIRED = "repaired"  # the body put things right
    EXPIRED = "expired"  # its period is over; archived
    CORRECTED = "corrected"  # another record stands in its place


STATE_NAMES = {
    RecordState.PROPOSED: _l("拟记入"),
    RecordState.DISPUTED: _l("异议处理中"),
    RecordState.CONFIRMED: _l("已确认"),
    RecordState.WITHDRAWN: _l("已撤销"),
    RecordState.REPAIRED: _l("已修复"),
    RecordState.EXPIRED: _l("已到期"),
    RecordState.CORRECTED: _l("已更正"),
}
TONES = {
    RecordState.PROPOSED: "soon",
    RecordState.DISPUTED: "soon",
    RecordState.CONFIRMED: "late",
    RecordState.WITHDRAWN: "closed",
    RecordState.REPAIRED: "good",
    RecordState.EXPIRED: "closed",
    RecordState.CORRECTED: "closed",
}


ENDS = sa.text("state IN ('confirmed', 'disputed')")
"""The records whose period can end."""


class CreditRecord(Annotated, HasPublicText, HasSteps, Model):
    """A breach of one rule by one item of one stream; the key makes posting it twice harmless.

    A breach that lasts longer than its record gets another one: `period` counts them, `first_id`
    names the first. `found_by` is the body that decided before, else whose person confirmed it
    (谁认定谁负责).

    `since` is the day of the fact, `notified_on` the day on which the notice was served and
    `object_until` the last one for an objection, both empty until that is proven; `repairable_on`
    is the first on which repair may be asked for. Grade and periods are set by the rule set in
    force on `ruled_on`, the day of the earlier decision on which it rests, else on `decided_on`.
    `treatment`: what a repair made of it.

    It is never changed in place: what was wrong is said right by another one, `superseded_by`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    rule: Mapped[str] = mapped_column(sa.String(40))
    period: Mapped[int] = mapped_column(default=1, server_default="1")
    first_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    summary: Mapped[str]
    state: Mapped[RecordState]
    posted_at: Mapped[datetime]
    notified_on: Mapped[date | None]
    object_until: Mapped[date | None]
    scale: Mapped[str | None] = mapped_column(sa.String(40))
    grade: Mapped[str | None] = mapped_column(sa.String(40))
    ruled_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    found_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    public: Mapped[bool] = mapped_column(default=False)
    repairable_on: Mapped[date | None]
    until: Mapped[date | None]
    closed_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"))
    treatment: Mapped[Treatment | None]

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    found_by: Mapped[Subject | None] = relationship(foreign_keys=[found_by_id])
    superseded_by: Mapped["CreditRecord | None"] = relationship(
        foreign_keys=[superseded_by_id], remote_side="CreditRecord.id"
    )

    __table_args__ = (
        sa.UniqueConstraint("stream", "item_id", "rule", "period"),
        sa.Index("ix_credit_record_state_object_until", "state", "object_until"),
        sa.Index("ix_credit_record_superseded_by_id", "superseded_by_id", unique=True),
        sa.Index("ix_credit_record_until", "until", sqlite_where=ENDS, postgresql_where=ENDS),
    )

    sides = SIDES

    @hybrid_property
    def graded_on(self) -> date | None:
        """The day whose rules grade it and from which its periods count; also in SQL."""
        return self.ruled_on or self.decided_on

    @graded_on.inplace.expression
    @classmethod
    def _graded_on(cls) -> sa.ColumnElement[date | None]:
        return sa.func.coalesce(cls.ruled_on, cls.decided_on)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}

    @property
    def deciding_id(self) -> int | None:
        """The body that answers for it (谁认定谁负责): who decided it, or by law will.

        None: the office, also where that body is itself concerned.
        """
        decided = self.found_by_id or self.decided_on
        body = self.found_by_id if decided else competence.body_of(self.stream)
        return None if body == self.subject_id else body

    @property
    def finder(self) -> str:
        """The name of the body that confirmed it; where none is named, the office did."""
        return self.found_by.name if self.found_by else _("领导小组办公室")

    @property
    def ref(self) -> str:
        """The number on paper."""
        return f"XY{self.id:08d}"

    @property
    def title(self) -> str:
        return self.summary

    @property
    def public_summary(self) -> str:
        """What everybody reads of it: what whoever confirmed it released, else nobody's name."""
        return self.public_text or masked(self.summary)


searching.index(CreditRecord.public_text)
