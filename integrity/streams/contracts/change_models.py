"""A lawful change of a contract: on what ground, by whose authority, and what it owes to whom."""

import enum
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.excuses import Ground
from integrity.people.subjects.models import Subject
from integrity.streams.contracts.models import Contract, ContractNode, HasParties


class ChangeKind(enum.StrEnum):
    AMEND = "amend"  # another day for one node
    TERMINATE = "terminate"  # what is not due yet, and what must not be kept, is owed no more


class ChangeState(enum.StrEnum):
    PROPOSED = "proposed"  # the counterparty has not spoken
    AGREED = "agreed"
    OBJECTED = "objected"  # it stands only by a ruling
    MADE = "made"
    REFUSED = "refused"


KIND_NAMES = {
    ChangeKind.AMEND: _l("变更一个节点的期限"),
    ChangeKind.TERMINATE: _l("解除合同，未到期的节点不再履行"),
}
CHANGE_NAMES = {
    ChangeState.PROPOSED: _l("待相对方答复"),
    ChangeState.AGREED: _l("相对方同意，待登记"),
    ChangeState.OBJECTED: _l("相对方不同意"),
    ChangeState.MADE: _l("已变更"),
    ChangeState.REFUSED: _l("不变更，合同继续履行"),
}
CHANGE_TONES = {ChangeState.MADE: "good", ChangeState.REFUSED: "closed"}


class ContractChange(HasParties, HasSteps, Model):
    """What a body wants changed, and the compensation that it proposes for it (S2 二（四）).

    `compensation`: what it pays, to be paid by `pay_on`; 0: nobody is harmed, as `harm` explains.
    The old day of a node stays with the node as its first.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contract_node.id"))
    kind: Mapped[ChangeKind]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PROPOSED, index=True)
    ground: Mapped[Ground]
    authority: Mapped[str]
    document: Mapped[str]
    why: Mapped[str]
    new_day: Mapped[date | None]
    compensation: Mapped[Decimal]
    pay_on: Mapped[date | None]
    harm: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    ruling: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]

    contract: Mapped[Contract] = relationship()
    node: Mapped[ContractNode | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("compensation >= 0", name="compensation"),
        sa.CheckConstraint("kind <> 'amend' OR new_day IS NOT NULL", name="amended"),
    )

    @property
    def title(self) -> str:
        return self.contract.title

    @property
    def ref(self) -> str:
        return self.contract.ref

    @property
    def subject(self) -> Subject:
        return self.contract.subject

    @property
    def counterparty(self) -> Subject:
        return self.contract.counterparty

    @property
    def subject_id(self) -> int:
        return self.contract.subject_id

    @property
    def counterparty_id(self) -> int:
        return self.contract.counterparty_id
