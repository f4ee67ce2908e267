"""Memoranda of joint reward and sanction (联合奖惩备忘录): who leads and who joined one."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.credit.policies.models import PolicyDocument
from integrity.people.subjects.models import Subject


class MemorandumKind(enum.StrEnum):
    REWARD = "reward"
    PENALTY = "penalty"
    BOTH = "both"


MEMORANDUM_NAMES = {
    MemorandumKind.REWARD: _l("联合激励"),
    MemorandumKind.PENALTY: _l("联合惩戒"),
    MemorandumKind.BOTH: _l("联合奖惩"),
}


class Memorandum(Model):
    """A document of the library that several bodies agreed on, with what they may be asked for.

    `lead`, `support`, `term`: who leads, who supports and until when, as the document says it; the
    bodies that are known here are its `members`. `contact`: an office and its telephone, no person.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("policy_document.id"), unique=True)
    kind: Mapped[MemorandumKind]
    lead: Mapped[str]
    support: Mapped[str] = mapped_column(default="", server_default="")
    term: Mapped[str] = mapped_column(default="", server_default="")
    contact: Mapped[str] = mapped_column(default="", server_default="")

    document: Mapped[PolicyDocument] = relationship()
    members: Mapped[list["MemorandumMember"]] = relationship(
        back_populates="memorandum", order_by="MemorandumMember.id"
    )

    @property
    def title(self) -> str:
        return self.document.title

    @property
    def ref(self) -> str:
        return f"BW{self.id:04d}"


class MemorandumMember(Model):
    """A body that joined a memorandum, for what, and on which days."""

    id: Mapped[int] = mapped_column(primary_key=True)
    memorandum_id: Mapped[int] = mapped_column(sa.ForeignKey("memorandum.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    duty: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]

    memorandum: Mapped[Memorandum] = relationship(back_populates="members")
    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("memorandum_id", "body_id"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_began"),
    )
