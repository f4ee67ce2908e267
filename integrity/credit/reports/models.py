"""The register of credit reports: who asked when about whom, and what the report said."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject


class ReportKind(enum.StrEnum):
    PUBLIC = "public"  # what anybody may read
    CERTIFICATE = "certificate"  # that nothing bad is public
    OWN = "own"  # everything, for the subject itself, logged in
    COUNTER = "counter"  # the same, printed by the office for who shows who he is


class Shown(enum.StrEnum):
    """By what the holder showed who he is; the kind of document, never its number."""

    LICENCE = "licence"
    LETTER = "letter"
    REPRESENTATIVE = "representative"


KIND_NAMES = {
    ReportKind.PUBLIC: _l("公开信用报告"),
    ReportKind.CERTIFICATE: _l("无公开失信记录证明"),
    ReportKind.OWN: _l("本单位信用报告"),
    ReportKind.COUNTER: _l("本单位信用报告（窗口）"),
}
SHOWN_NAMES = {
    Shown.LICENCE: _l("营业执照（登记证书）副本和经办人身份证件"),
    Shown.LETTER: _l("单位介绍信（授权委托书）和经办人身份证件"),
    Shown.REPRESENTATIVE: _l("法定代表人（负责人）身份证件"),
}
OPEN_KINDS = (ReportKind.PUBLIC, ReportKind.CERTIFICATE)
"""Those that say only what anybody may read."""


class CreditReport(Model):
    """One report as it was given; what it says never changes.

    `number` cannot be guessed: who knows it holds the report. `digest` is the SHA-256 of the
    content as sorted JSON; `state_digest` that of what it says without its number and moment, by
    which it is seen whether the same would be said today. `body_id` is the body of who asked; of
    somebody who is not logged in nothing is kept.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[ReportKind] = mapped_column(index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(sa.String(64))
    state_digest: Mapped[str] = mapped_column(sa.String(64))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(default="", server_default="")
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    shown: Mapped[Shown | None]

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    body: Mapped[Subject | None] = relationship(foreign_keys=[body_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'counter' AND shown IS NOT NULL) OR (kind <> 'counter' AND shown IS NULL)",
            name="who_came_was_shown",
        ),
        sa.CheckConstraint(
            "kind IN ('public', 'certificate') OR by_id IS NOT NULL", name="not_for_anybody"
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}

    @property
    def ref(self) -> str:
        """The number on paper."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether anybody may read it."""
        return self.kind in OPEN_KINDS
