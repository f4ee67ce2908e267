"""A firm claims what a change of plan or policy, outside of any contract, has cost it."""

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.losses.permissions import LossesPermission


class LossState(enum.StrEnum):
    RECEIVED = "received"  # nobody is registered who decides, or it is the body that owes
    SENT = "sent"  # the competent body decides
    GRANTED = "granted"  # it must be paid
    REPORTED = "reported"  # the body says that it has paid
    CONTESTED = "contested"  # the firm says it has not, or said nothing in time
    CLOSED = "closed"


class LossOutcome(enum.StrEnum):
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Cause(enum.StrEnum):
    PLAN = "plan"
    POLICY = "policy"
    PERMIT = "permit"


S = LossState
STATE_NAMES = {
    S.RECEIVED: _l("已收到，待确定决定单位"),
    S.SENT: _l("待决定是否补偿"),
    S.GRANTED: _l("决定补偿，待支付"),
    S.REPORTED: _l("自报已支付，待企业确认"),
    S.CONTESTED: _l("支付情况待认定"),
    S.CLOSED: _l("已办结"),
}
TONES = {S.GRANTED: "late", S.REPORTED: "soon", S.CONTESTED: "soon", S.CLOSED: "closed"}
OUTCOME_NAMES = {
    LossOutcome.PAID: _l("补偿已支付"),
    LossOutcome.REFUSED: _l("决定不予补偿"),
    LossOutcome.WITHDRAWN: _l("企业撤回"),
}
CAUSE_NAMES = {
    Cause.PLAN: _l("规划调整"),
    Cause.POLICY: _l("政策变化"),
    Cause.PERMIT: _l("依法变更、撤回行政许可"),
}


class LossClaim(HasFiles, HasDeadline, HasSteps, HasKeyField, Model):
    """What a firm (`claimant`) lost by what a public body (`subject`) changed.

    `finder` decides, never the body that pays. `granted`: what is owed, from the day on which the
    decision was served on the body. `ruling`: what a review or a court said of a decision.
    Commercial: no row of this is public.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str]
    state: Mapped[LossState] = mapped_column(default=S.RECEIVED, index=True)
    outcome: Mapped[LossOutcome | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    claimant_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    finder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    cause: Mapped[Cause]
    basis: Mapped[str]
    sought: Mapped[Decimal]
    granted: Mapped[Decimal | None]
    received_on: Mapped[date]
    decided_on: Mapped[date | None]
    statement: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    report: Mapped[str] = mapped_column(default="")
    ruling: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    claimant: Mapped[Subject] = relationship(foreign_keys=[claimant_id])
    finder: Mapped[Subject | None] = relationship(foreign_keys=[finder_id])

    __table_args__ = (
        sa.CheckConstraint("subject_id <> claimant_id", name="two_parties"),
        sa.CheckConstraint(
            "finder_id <> subject_id AND finder_id <> claimant_id", name="nobody_finds_for_itself"
        ),
        sa.CheckConstraint("sought > 0", name="sought"),
        sa.CheckConstraint("granted > 0 AND granted <= sought", name="granted"),
    )

    @property
    def owed_to(self) -> str:
        return self.claimant.name

    @property
    def at_stake(self) -> Decimal | None:
        return self.granted if self.closed_on is None else None

    @property
    def parties(self) -> set[int]:
        found = {self.claimant_id, self.subject_id, self.finder_id}
        return {number for number in found if number is not None}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by the parties and the office."""
        return bool(user.is_authenticated and user.can(LossesPermission.READ, self))
