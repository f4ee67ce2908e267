"""A typical case or a model of good faith, and the monthly bulletin that circulates them."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject


class CaseKind(enum.StrEnum):
    CASE = "case"
    MODEL = "model"


class CaseState(enum.StrEnum):
    SENT = "sent"
    ASKED = "asked"  # whether who is named agrees
    AGREED = "agreed"
    REFUSED = "refused"  # or no answer in time: only without the name
    RETURNED = "returned"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken-down"


KIND_NAMES = {CaseKind.CASE: _l("典型案例"), CaseKind.MODEL: _l("诚信典型")}
STATE_NAMES = {
    CaseState.SENT: _l("待审核"),
    CaseState.ASKED: _l("待点名的单位同意"),
    CaseState.AGREED: _l("已同意，待公布"),
    CaseState.REFUSED: _l("没有同意点名，须隐去名称"),
    CaseState.RETURNED: _l("已退回修改"),
    CaseState.PUBLISHED: _l("已公布"),
    CaseState.TAKEN_DOWN: _l("已撤下"),
}


class CaseBulletin(Model):
    """What was published in a month, circulated once, on paper."""

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]

    cases: Mapped[list["TypicalCase"]] = relationship(
        back_populates="bulletin", order_by="TypicalCase.published_on, TypicalCase.id"
    )

    @property
    def ref(self) -> str:
        return f"AT{self.month:%Y%m}"


class TypicalCase(HasSteps, Model):
    """What a body sent in; `subject` is whom it is about, and is named only if `is_named`.

    `record` or `entry` is what it follows from, if anything. `must_hide`: who would have been named
    did not agree, and what is sent in again names nobody.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CaseKind] = mapped_column(index=True)
    title: Mapped[str]
    text: Mapped[str]
    state: Mapped[CaseState] = mapped_column(default=CaseState.SENT, index=True)
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    sent_by_name: Mapped[str]
    sent_at: Mapped[datetime]
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    is_named: Mapped[bool] = mapped_column(default=False)
    must_hide: Mapped[bool] = mapped_column(default=False)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"))
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("list_entry.id"))
    published_on: Mapped[date | None]
    bulletin_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case_bulletin.id"), index=True)

    sent_by: Mapped[Subject] = relationship(foreign_keys=[sent_by_id])
    subject: Mapped[Subject | None] = relationship(foreign_keys=[subject_id])
    record: Mapped[CreditRecord | None] = relationship()
    entry: Mapped[ListEntry | None] = relationship()
    bulletin: Mapped[CaseBulletin | None] = relationship(back_populates="cases")

    __table_args__ = (
        sa.CheckConstraint("NOT is_named OR subject_id IS NOT NULL", name="named_is_known"),
        sa.CheckConstraint("NOT (is_named AND must_hide)", name="who_refused_is_not_named"),
        sa.CheckConstraint(
            "state <> 'published' OR published_on IS NOT NULL", name="published_on_a_day"
        ),
    )

    @property
    def ref(self) -> str:
        return f"AL{self.id:06d}"

    @property
    def parties(self) -> set[int]:
        """Who sent it in, and who is named in it."""
        named = {self.subject_id} if self.is_named and self.subject_id else set()
        return {self.sent_by_id} | named

    @property
    def needs_consent(self) -> bool:
        """Whether it names somebody else than who sent it in."""
        return self.is_named and self.subject_id != self.sent_by_id
