"""The register of readings of files: who read which part of whose file, what for, on whose word."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class Part(enum.StrEnum):
    """What of a file is open to whom, besides what everybody reads."""

    SHARED = "shared"  # what counts, public or not, as far as the catalogue lets it be shared
    RESTRICTED = "restricted"  # everything, also what is proposed, repaired or withdrawn


class ReadingPurpose(enum.StrEnum):
    LICENSING = "licensing"
    PROCUREMENT = "procurement"
    FUNDS = "funds"
    HONOURS = "honours"
    SUPERVISION = "supervision"
    PERSONNEL = "personnel"
    DISCIPLINE = "discipline"


class ReadingState(enum.StrEnum):
    ASKED = "asked"
    REFUSED = "refused"
    OPEN = "open"
    CONTESTED = "contested"
    IMPROPER = "improper"
    PROPER = "proper"


PART_NAMES = {Part.SHARED: _l("共享部分"), Part.RESTRICTED: _l("限制部分")}
PURPOSE_NAMES = {
    ReadingPurpose.LICENSING: _l("行政许可、行政确认"),
    ReadingPurpose.PROCUREMENT: _l("政府采购、招标投标"),
    ReadingPurpose.FUNDS: _l("财政性资金安排"),
    ReadingPurpose.HONOURS: _l("评先评优"),
    ReadingPurpose.SUPERVISION: _l("监督检查、分级分类监管"),
    ReadingPurpose.PERSONNEL: _l("干部考核、任用、奖惩"),
    ReadingPurpose.DISCIPLINE: _l("监督执纪问责"),
}
STATE_NAMES = {
    ReadingState.ASKED: _l("等待身份信息保管员同意"),
    ReadingState.REFUSED: _l("保管员不同意"),
    ReadingState.OPEN: _l("已登记查阅"),
    ReadingState.CONTESTED: _l("被查阅单位提出异议"),
    ReadingState.IMPROPER: _l("认定为违规查阅"),
    ReadingState.PROPER: _l("认定查阅正当"),
}
RESTRICTED = (ReadingPurpose.PERSONNEL, ReadingPurpose.DISCIPLINE)
"""Only the body registered for it may ask for them, and a second person must consent."""


class FileReading(HasSteps, Model):
    """One reading of one part of a file.

    `document` is what obliges or allows to read (文书), `open_until` the last day for a look. Whose
    file it is contested the reading as `contested_why`; the auditor answered with `why`, and where
    it was improper with what follows for whoever read (`consequence`).
    """

    sides = {Permission.READINGS_CONTEST: "subject_id", Permission.READINGS_MAKE: "body_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    part: Mapped[Part]
    state: Mapped[ReadingState] = mapped_column(index=True)
    purpose: Mapped[ReadingPurpose]
    matter: Mapped[str]
    document: Mapped[str]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    consent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    consent_by_name: Mapped[str] = mapped_column(default="", server_default="")
    consent_why: Mapped[str] = mapped_column(default="", server_default="")
    open_until: Mapped[date | None]
    contested_why: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_name: Mapped[str] = mapped_column(default="", server_default="")
    why: Mapped[str] = mapped_column(default="", server_default="")
    consequence: Mapped[str] = mapped_column(default="", server_default="")

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])

    __table_args__ = (
        sa.CheckConstraint("matter <> '' AND document <> ''", name="says_what_for"),
        sa.CheckConstraint("consent_by_id <> asked_by_id", name="consent_by_another"),
        sa.CheckConstraint(
            "part = 'shared' OR open_until IS NULL OR consent_by_id IS NOT NULL",
            name="restricted_by_consent",
        ),
        sa.CheckConstraint(
            "state <> 'improper' OR consequence <> ''", name="improper_has_consequence"
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id, self.subject_id}

    @property
    def ref(self) -> str:
        return f"CY{self.id:06d}"

    @property
    def title(self) -> str:
        return self.ref
