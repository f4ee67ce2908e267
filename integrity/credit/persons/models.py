"""The register of queries about natural persons: who asked about whom, for what, on whose word."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.checks.models import AUTHORISATION_NAMES as AUTHORISATION_NAMES
from integrity.credit.checks.models import Authorisation as Authorisation
from integrity.people.subjects.models import Subject


class Purpose(enum.StrEnum):
    """What the answer is used for; a query for anything else is not answered."""

    LICENSING = "licensing"
    PROCUREMENT = "procurement"
    FUNDS = "funds"
    HONOURS = "honours"
    PERSONNEL = "personnel"
    DISCIPLINE = "discipline"
    OWN = "own"


class PersonInquiryState(enum.StrEnum):
    ASKED = "asked"
    OPEN = "open"
    REFUSED = "refused"


PURPOSE_NAMES = {
    Purpose.LICENSING: _l("行政许可、行政确认"),
    Purpose.PROCUREMENT: _l("政府采购、招标投标"),
    Purpose.FUNDS: _l("财政性资金安排"),
    Purpose.HONOURS: _l("评先评优"),
    Purpose.PERSONNEL: _l("干部考核、任用、奖惩"),
    Purpose.DISCIPLINE: _l("监督执纪问责"),
    Purpose.OWN: _l("本人查询（已当面核验身份证件）"),
}
STATE_NAMES = {
    PersonInquiryState.ASKED: _l("等待身份信息保管员同意"),
    PersonInquiryState.OPEN: _l("可以查看"),
    PersonInquiryState.REFUSED: _l("保管员不同意"),
}
RESTRICTED = frozenset({Purpose.PERSONNEL, Purpose.DISCIPLINE})
"""Only the body that is registered for it may ask, and a second person must consent."""


class PersonInquiry(HasSteps, Model):
    """One query about one person, by whole number and name together.

    Neither is kept: `digest` finds the queries about the same person again, so that it can be told
    who asked, also from before it was registered. `subject_id` is empty where nobody fits both.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[PersonInquiryState] = mapped_column(index=True)
    purpose: Mapped[Purpose]
    authorisation: Mapped[Authorisation]
    authorised_by: Mapped[str]
    case_no: Mapped[str]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="", server_default="")
    open_until: Mapped[date | None]

    subject: Mapped[Subject | None] = relationship(foreign_keys=[subject_id])
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])

    __table_args__ = (
        sa.CheckConstraint("authorised_by <> '' AND case_no <> ''", name="says_on_whose_word"),
        sa.CheckConstraint("decided_by_id <> asked_by_id", name="consent_by_another"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"CX{self.id:06d}"

    @property
    def title(self) -> str:
        return self.ref
