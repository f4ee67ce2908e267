"""A commitment of a public body, and the reports on its progress."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.db import Model
from integrity.deadlines import HasDeadline
from integrity.subjects.models import Subject


class CommitmentState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"  # waits for the signature of the head
    SIGNED = "signed"  # waits for the office to publish it
    PUBLISHED = "published"  # binding and public
    REPORTED = "reported"  # the body says it is done; nobody else has said so yet
    VERIFIED = "verified"  # somebody else has looked; the outcome says what was found


class CommitmentOutcome(enum.StrEnum):
    FULFILLED = "fulfilled"
    PARTLY = "partly"
    NOT_FULFILLED = "not_fulfilled"
    CHANGED = "changed"


class Category(enum.StrEnum):
    SERVICE = "service"
    QUALITY = "quality"
    DEADLINE = "deadline"
    GUARANTEE = "guarantee"
    POLICY = "policy"
    ENVIRONMENT = "environment"


STATE_NAMES = {
    CommitmentState.DRAFTED: _l("起草中"),
    CommitmentState.SUBMITTED: _l("待签署"),
    CommitmentState.SIGNED: _l("已签署，待公开"),
    CommitmentState.PUBLISHED: _l("已公开，履行中"),
    CommitmentState.REPORTED: _l("自报完成，待核验"),
    CommitmentState.VERIFIED: _l("已核验"),
}
OUTCOME_NAMES = {
    CommitmentOutcome.FULFILLED: _l("已兑现（已核验）"),
    CommitmentOutcome.PARTLY: _l("部分兑现"),
    CommitmentOutcome.NOT_FULFILLED: _l("未兑现"),
    CommitmentOutcome.CHANGED: _l("依法变更"),
}
OUTCOME_TONES = {
    CommitmentOutcome.FULFILLED: "good",
    CommitmentOutcome.PARTLY: "soon",
    CommitmentOutcome.NOT_FULFILLED: "late",
    CommitmentOutcome.CHANGED: "closed",
}
CATEGORY_NAMES = {
    Category.SERVICE: _l("服务"),
    Category.QUALITY: _l("质量"),
    Category.DEADLINE: lazy_pgettext("rule", "期限"),
    Category.GUARANTEE: _l("保障"),
    Category.POLICY: _l("政策"),
    Category.ENVIRONMENT: _l("环境保护"),
}
PUBLIC = (CommitmentState.PUBLISHED, CommitmentState.REPORTED, CommitmentState.VERIFIED)
"""The states in which a commitment binds, and in which everybody may read it."""


class Commitment(HasDeadline, Model):
    """What a public body promised, in the words of its source.

    `subject` answers for it; `lead_words`, `support_words` and `due_words` are the source's own.
    `source_date` is text, because some sources give only a year. `body_text` is the promise as it
    is drafted, `signed_text` with its SHA-256 what was signed and never changes. `closed_on` is the
    day on which it was done as the body says, until somebody else has verified it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    measured: Mapped[str] = mapped_column(default="")
    body_text: Mapped[str] = mapped_column(default="")
    category: Mapped[Category] = mapped_column(index=True)
    state: Mapped[CommitmentState] = mapped_column(index=True)
    outcome: Mapped[CommitmentOutcome | None] = mapped_column(index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)

    source_title: Mapped[str] = mapped_column(default="")
    source_date: Mapped[str] = mapped_column(sa.String(10), default="")
    source_issuer: Mapped[str] = mapped_column(default="")
    source_locator: Mapped[str] = mapped_column(default="")
    lead_words: Mapped[str] = mapped_column(default="")
    support_words: Mapped[str] = mapped_column(default="")
    due_words: Mapped[str] = mapped_column(default="")

    drafted_by_id: Mapped[int | None]
    drafted_by: Mapped[str] = mapped_column(default="")
    signed_by_id: Mapped[int | None]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    signed_text: Mapped[str] = mapped_column(default="")
    signed_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    published_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    reported_by_id: Mapped[int | None]
    reported_by: Mapped[str] = mapped_column(default="")
    verified_by: Mapped[str] = mapped_column(default="")
    verified_on: Mapped[date | None]
    second_source: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class Progress(Model):
    """A report on how far a commitment is: by the body, or as its source reports it (`by_id` None).

    `on_day` is the day it speaks of, None when the source does not say.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    on_day: Mapped[date | None]
    percent: Mapped[int | None]
    text: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    by_name: Mapped[str]

    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (
        sa.CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent"),
    )
