"""A request to change a public promise, and what somebody harmed by the change is to receive."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commitments.change.grounds import Ground
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.files.attached import Attachment, HasFiles


class ChangeKind(enum.StrEnum):
    AMEND = "amend"
    WITHDRAW = "withdraw"


class ChangeState(enum.StrEnum):
    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


class CompensationState(enum.StrEnum):
    OWED = "owed"
    REPORTED = "reported"  # the body says it has paid; who is harmed has not spoken yet
    LEFT = "left"  # who is harmed has not answered, or cannot: the office decides on evidence
    PAID = "paid"


CHANGE_NAMES = {
    ChangeState.REQUESTED: _l("待领导小组决定"),
    ChangeState.GRANTED: _l("已批准"),
    ChangeState.REFUSED: _l("不予批准"),
}
CHANGE_TONES = {
    ChangeState.REQUESTED: "soon",
    ChangeState.GRANTED: "good",
    ChangeState.REFUSED: "closed",
}
KIND_NAMES = {ChangeKind.AMEND: _l("变更内容或者期限"), ChangeKind.WITHDRAW: _l("撤回承诺")}
COMPENSATION_NAMES = {
    CompensationState.OWED: _l("待支付"),
    CompensationState.REPORTED: _l("自报已支付，待受损害的单位确认"),
    CompensationState.LEFT: _l("自报已支付，待领导小组办公室认定"),
    CompensationState.PAID: _l("已支付"),
}


class ChangeRequest(HasSteps, Model):
    """A wish to change a public promise: on what ground, by what authority, what it would say."""

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    kind: Mapped[ChangeKind]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.REQUESTED, index=True)
    ground: Mapped[Ground]
    authority: Mapped[str]
    document: Mapped[str]
    why: Mapped[str]
    old_title: Mapped[str]
    old_target: Mapped[str]
    old_body_text: Mapped[str]
    old_due_on: Mapped[date | None]
    new_title: Mapped[str]
    new_target: Mapped[str]
    new_body_text: Mapped[str]
    new_due_on: Mapped[date | None]
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int | None]
    requested_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by_name: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")

    commitment: Mapped[Commitment] = relationship()
    compensations: Mapped[list["Compensation"]] = relationship(order_by="Compensation.id")

    @property
    def parties(self) -> set[int]:
        return self.commitment.parties

    @property
    def title(self) -> str:
        return self.commitment.title


class Compensation(HasFiles, HasDeadline, HasSteps, Model):
    """What somebody harmed by a change is to receive by a day; a person is never named.

    It is owed once the change is granted. `said` and `slip` are what the body told of its payment,
    `answer` is what was said to that by who is harmed or by the office, `answered_by_name` by whom.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_request.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[CompensationState] = mapped_column(default=CompensationState.OWED, index=True)
    harmed: Mapped[str]
    loss: Mapped[str]
    amount: Mapped[Decimal]
    said: Mapped[str] = mapped_column(default="")
    slip: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by_name: Mapped[str] = mapped_column(default="")

    change: Mapped[ChangeRequest] = relationship(viewonly=True)

    @property
    def parties(self) -> set[int]:
        """Who owes it and who is owed."""
        return self.change.parties | ({self.subject_id} if self.subject_id else set())

    def shows(self, file: Attachment, user: Any) -> bool:
        """Who is harmed reads the slip as well, to say whether it is so."""
        return super().shows(file, user) or bool(
            user.is_authenticated
            and self.subject_id is not None
            and user.body_id == self.subject_id
            and user.can(CommitmentsPermission.COMPENSATION_CONFIRM, self)
        )

    @property
    def title(self) -> str:
        return f"{self.harmed}：{self.amount:,.2f}"
