"""A contract of a public body, and what each side owes under it by a day."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.contracts.codes import (
    ContractKind,
    ContractOutcome,
    ContractState,
    Fairness,
    Legality,
    Matter,
    NodeKind,
    NodeOutcome,
    NodeState,
    Owing,
    Size,
)
from integrity.streams.contracts.permissions import ContractsPermission

SUSPENDED = (NodeState.HELD, NodeState.IN_ARREARS)
"""States in which a node is not late: it must not be kept, or its debt has days elsewhere."""
MONEY = (NodeKind.PAY, NodeKind.COMPENSATE, NodeKind.LOSS)


class HasParties:
    """Something between a body and a counterparty, whose files are for both and the office."""

    def shows(self, file: Any, user: Any) -> bool:
        if file.public:
            return True
        reads = user.is_authenticated and user.can(ContractsPermission.READ)
        return reads and (user.role in REACH_ALL or user.body_id in self.parties)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id, self.counterparty_id}  # type: ignore[attr-defined]


class Contract(HasParties, HasSteps, Model):
    """What a public body (`subject`) agreed with a firm or an organisation in writing.

    `signed_by`: the office of who signed for the body, never a name. `public`: the law has it
    published; no other contract is seen by anybody but its parties and the office. `favours`: it
    promises favours, which need a fair-competition review. The words of the two reviews: who gave
    the opinion, under which number, when.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[ContractKind] = mapped_column(index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    counterparty_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    number: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    amount: Mapped[Decimal | None]
    matter: Mapped[Matter | None]
    size: Mapped[Size | None]
    signed_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=False)
    legality: Mapped[Legality] = mapped_column(default=Legality.NONE)
    legality_no: Mapped[str] = mapped_column(default="")
    legality_on: Mapped[date | None]
    legality_by: Mapped[str] = mapped_column(default="")
    fairness: Mapped[Fairness] = mapped_column(default=Fairness.NONE)
    fairness_no: Mapped[str] = mapped_column(default="")
    fairness_on: Mapped[date | None]
    fairness_by: Mapped[str] = mapped_column(default="")
    state: Mapped[ContractState] = mapped_column(default=ContractState.REGISTERED, index=True)
    outcome: Mapped[ContractOutcome | None]
    registered_on: Mapped[date]
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    ended_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(sa.String(40))
    external_id: Mapped[str | None] = mapped_column(sa.String(80))

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    counterparty: Mapped[Subject] = relationship(foreign_keys=[counterparty_id])
    registered_by: Mapped[Subject | None] = relationship(foreign_keys=[registered_by_id])
    nodes: Mapped[list["ContractNode"]] = relationship(
        back_populates="contract", order_by="ContractNode.place"
    )

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.CheckConstraint("subject_id <> counterparty_id", name="two_parties"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("NOT public OR kind = 'procurement'", name="published_by_law"),
    )

    @property
    def title(self) -> str:
        return f"{self.name}（{self.number}）" if self.number else self.name

    @property
    def owed_to(self) -> str:
        return self.counterparty.name

    @property
    def reviewed(self) -> bool:
        """Whether what it promises of favours may lawfully be carried out."""
        return self.legality is Legality.LAWFUL and self.fairness is Fairness.PASSED


class ContractNode(HasParties, HasDeadline, HasSteps, HasKeyField, Model):
    """What one side owes under a contract by a day.

    `subject` is the public body, whoever owes; what the counterparty owes has no `due_on`, as no
    rule binds it: its day is `planned_on`, the one that the contract names. `what` is the deed,
    `title` the same with the contract's name. `keeper`: the person in charge at the body, who is
    warned. `report`: what who owes says it did. `answer`: what the other side says to it.
    `delivery_id`: the delivery whose acceptance it is, where the contract names no day for that.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    place: Mapped[int]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    counterparty_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[NodeKind]
    owing: Mapped[Owing]
    what: Mapped[str]
    title: Mapped[str]
    amount: Mapped[Decimal | None]
    planned_on: Mapped[date | None]
    keeper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    delivery_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contract_node.id"))
    state: Mapped[NodeState] = mapped_column(default=NodeState.OPEN, index=True)
    outcome: Mapped[NodeOutcome | None]
    report: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")

    contract: Mapped[Contract] = relationship(back_populates="nodes")
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    counterparty: Mapped[Subject] = relationship(foreign_keys=[counterparty_id])
    keeper: Mapped[User | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "place"),
        sa.CheckConstraint("amount > 0", name="amount"),
    )

    @property
    def owed_to(self) -> str:
        return self.counterparty.name if self.owing is Owing.BODY else self.subject.name

    @property
    def at_stake(self) -> Decimal | None:
        return self.amount if self.closed_on is None else None

    @property
    def is_waiting(self) -> bool:
        """Claimed by its day and not decided, or suspended: it waits, and is not late."""
        return self.state in SUSPENDED or super().is_waiting

    @classmethod
    def waiting(cls) -> sa.ColumnElement[bool]:
        return sa.or_(super().waiting(), cls.state.in_(SUSPENDED))
