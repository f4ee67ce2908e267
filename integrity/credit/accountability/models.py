"""A lead handed to the authority that may hold somebody to account, and an inquiry on paper.

Nothing about discipline is looked into here. Names of people are sealed; the log has none.
"""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.credit.records.models import CreditRecord
from integrity.files.attached import Attachment, HasFiles
from integrity.people.subjects.models import Subject


class ReferralState(enum.StrEnum):
    PREPARED = "prepared"
    SENT = "sent"
    RECEIVED = "received"  # the authority has said so, with its number
    ANSWERED = "answered"  # its outcome came in writing


class InquiryState(enum.StrEnum):
    RECEIVED = "received"
    REPLIED = "replied"


REFERRAL_NAMES = {
    ReferralState.PREPARED: _l("待移送"),
    ReferralState.SENT: _l("已移送，待接收机关回执"),
    ReferralState.RECEIVED: _l("已收到回执"),
    ReferralState.ANSWERED: _l("已登记处理结果"),
}
INQUIRY_NAMES = {InquiryState.RECEIVED: _l("待复函"), InquiryState.REPLIED: _l("已复函")}


class Restricted(HasFiles):
    """What only those see who handle it; the body concerned is no party to it."""

    def shows(self, file: Attachment, user: Any) -> bool:
        return bool(user.is_authenticated and user.can(Permission.ACCOUNTABILITY_HANDLE))

    @property
    def parties(self) -> set[int]:
        return set()


class Referral(Restricted, HasSteps, Model):
    """What is known of one body's breach, for the authority that may hold people to account.

    `names` and `outcome` are sealed. `receipt_no` and `outcome_no` are numbers of its papers.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"))
    state: Mapped[ReferralState] = mapped_column(default=ReferralState.PREPARED, index=True)
    receiver: Mapped[str]
    content: Mapped[str]
    materials: Mapped[str]
    names: Mapped[str] = mapped_column(default="", server_default="")
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]
    sent_on: Mapped[date | None]
    receipt_no: Mapped[str] = mapped_column(default="", server_default="")
    receipt_on: Mapped[date | None]
    outcome_no: Mapped[str] = mapped_column(default="", server_default="")
    outcome_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="", server_default="")

    subject: Mapped[Subject] = relationship()
    record: Mapped[CreditRecord | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "state <> 'answered' OR (outcome_no <> '' AND outcome_on IS NOT NULL)",
            name="answered_in_writing",
        ),
    )

    @property
    def ref(self) -> str:
        return f"YS{self.id:06d}"

    @property
    def title(self) -> str:
        return _("移送 %(body)s 的问题线索", body=self.subject.name)


class Inquiry(Restricted, HasSteps, Model):
    """A letter that asks an opinion before appointments (征求意见函), and the reply to it.

    It is registered by its number alone; `names` are sealed, `number_of` says how many they are.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str]
    letter_no: Mapped[str]
    letter_on: Mapped[date]
    received_on: Mapped[date]
    number_of: Mapped[int]
    names: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[InquiryState] = mapped_column(default=InquiryState.RECEIVED, index=True)
    reply: Mapped[str] = mapped_column(default="", server_default="")
    replied_on: Mapped[date | None]
    made_by_name: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("sender", "letter_no"),)

    @property
    def subject_id(self) -> None:
        """It is of no body of this system."""

    @property
    def ref(self) -> str:
        return f"HW{self.id:06d}"

    @property
    def title(self) -> str:
        return f"{self.sender} {self.letter_no}"
