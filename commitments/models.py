"""A commitment of a public body, and the reports on its progress."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


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
    CONTRACT = "contract"
    ENVIRONMENT = "environment"


class Theme(enum.StrEnum):
    """What a commitment is about, by the six themes of 济高信用办〔2019〕7号 三（一）1."""

    LAWFUL = "lawful"
    DEMOCRATIC = "democratic"
    OPEN = "open"
    DILIGENT = "diligent"
    FAITHFUL = "faithful"
    CREDIT_SYSTEM = "credit-system"


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
    Category.CONTRACT: _l("合同协议"),
    Category.ENVIRONMENT: _l("环境保护"),
}
THEME_NAMES = {
    Theme.LAWFUL: _l("依法行政"),
    Theme.DEMOCRATIC: _l("民主决策"),
    Theme.OPEN: _l("政务公开"),
    Theme.DILIGENT: _l("勤政高效"),
    Theme.FAITHFUL: _l("守信践诺"),
    Theme.CREDIT_SYSTEM: _l("推进社会信用体系建设"),
}
TO_SOMEBODY = (Category.POLICY, Category.CONTRACT)
"""Kinds of promises that may be made to one enterprise or organisation, the beneficiary."""
PUBLIC = (CommitmentState.PUBLISHED, CommitmentState.REPORTED, CommitmentState.VERIFIED)
"""The states in which a commitment binds, and in which everybody may read it."""


support = sa.Table(
    "commitment_support",
    Model.metadata,
    sa.Column("commitment_id", sa.ForeignKey("commitment.id"), primary_key=True),
    sa.Column("subject_id", sa.ForeignKey("subject.id"), primary_key=True, index=True),
)
"""The bodies that help; they answer for nothing."""


class Commitment(HasFiles, HasKeyField, HasDeadline, HasSteps, Model):
    """What a public body promised, in the words of its source.

    `subject` answers for it; `lead_words`, `support_words` and `due_words` are the source's own.
    `source_date` is text, because some sources give only a year. `body_text` is the promise as it
    is drafted, `signed_text` with its SHA-256 what was signed and never changes. `major`: it
    carries out a major decision, whose steps must be shown before it is published. `quantity` in
    `unit` is the target as a number, `measured_quantity` what was reached. `finding`: what the
    second source found of what the type promises (see outcomes.FINDINGS).
    """

    told: ClassVar[bool] = True
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
    theme: Mapped[Theme | None]
    beneficiary_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    major: Mapped[bool] = mapped_column(default=False)
    quantity: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    measured_quantity: Mapped[Decimal | None]

    source_title: Mapped[str] = mapped_column(default="")
    source_date: Mapped[str] = mapped_column(sa.String(10), default="")
    source_issuer: Mapped[str] = mapped_column(default="")
    source_locator: Mapped[str] = mapped_column(default="")
    source_page: Mapped[str] = mapped_column(sa.String(40), default="")
    lead_words: Mapped[str] = mapped_column(default="")
    support_words: Mapped[str] = mapped_column(default="")
    due_words: Mapped[str] = mapped_column(default="")

    drafted_by_id: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(default="")
    signed_by_id: Mapped[int | None]
    signed_by_name: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    signed_text: Mapped[str] = mapped_column(default="")
    signed_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    published_by_name: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    reported_by_id: Mapped[int | None]
    reported_by_name: Mapped[str] = mapped_column(default="")
    verified_by_name: Mapped[str] = mapped_column(default="")
    verified_on: Mapped[date | None]
    second_source: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship(foreign_keys="Commitment.subject_id")
    beneficiary: Mapped[Subject | None] = relationship(foreign_keys="Commitment.beneficiary_id")
    supporters: Mapped[list[Subject]] = relationship(secondary=support, order_by=Subject.id)

    __table_args__ = (
        # The order of the register: its first page without sorting all the others.
        sa.Index(
            "ix_commitment_order", sa.text("due_on DESC NULLS LAST"), sa.text("id DESC")
        ).ddl_if(dialect="postgresql"),
        # The order of its feed.
        sa.Index(
            "ix_commitment_newest", sa.text("published_at DESC NULLS LAST"), sa.text("id DESC")
        ).ddl_if(dialect="postgresql"),
    )

    @property
    def owed_to(self) -> str:
        return self.beneficiary.name if self.beneficiary else ""

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
