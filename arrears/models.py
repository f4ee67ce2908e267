"""An invoice, what was paid on it, and the plan for the rest."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears.codes import (
    PENDING,
    Condition,
    DisputeState,
    Entry,
    Funding,
    InvoiceKind,
    InvoiceOutcome,
    InvoiceState,
    Nature,
    PaymentState,
    Rejection,
    Size,
    Source,
)
from arrears.grounds import Ground
from arrears.permissions import SIDES, ArrearsPermission
from arrears.reckoning import Order, Paid
from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import Attachment, HasFiles
from integrity.people.subjects.models import Subject

NOTHING = Decimal(0)


class Invoice(HasKeyField, HasDeadline, HasSteps, HasFiles, Model):
    """A sum that a public body or large enterprise (`subject`) owes a supplier (`creditor`).

    Amounts in yuan; `disputed` is the part whose dispute is undecided, the rest must be paid in
    time (第十五条); `excused` was found not to be owed; `paid` is the principal and `interest_paid`
    the interest that confirmed payments covered; `interest_owed` is what is left of the interest
    once no principal is (before, it still runs). `contested_on`: the day since which all that is
    left has been in dispute. `agreed_rate` is in percent a year. `agreed_days` and `agreed_due_on`
    are what the contract says, also where the law allows less; `condition`: for what else it lets
    the debtor wait. `released_on`: when retention or a deposit falls due to be returned.
    `funding`, `budget_item`, `project_code`: from which money it is to be paid, as far as known.
    `closed_on` is the day on which confirmed payments covered all that is owed and its interest;
    `waived_on`: since when the supplier asks for no interest.
    Commercial: no row of this is public.
    """

    sides = SIDES

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    state: Mapped[InvoiceState] = mapped_column(default=InvoiceState.REGISTERED, index=True)
    entry: Mapped[Entry] = mapped_column(default=Entry.LEAD)
    outcome: Mapped[InvoiceOutcome | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[InvoiceKind]
    nature: Mapped[Nature] = mapped_column(default=Nature.PRICE)
    contract_no: Mapped[str]
    contract_name: Mapped[str]
    invoice_no: Mapped[str] = mapped_column(sa.String(40), default="")
    contract_signed_on: Mapped[date | None]
    delivered_on: Mapped[date]
    accepted_on: Mapped[date | None]
    acceptance_until: Mapped[date | None]
    settled_on: Mapped[date | None]
    released_on: Mapped[date | None]
    size: Mapped[Size]
    agreed_days: Mapped[int | None]
    agreed_due_on: Mapped[date | None]
    condition: Mapped[Condition] = mapped_column(default=Condition.NONE)
    agreed_rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 4))
    funding: Mapped[Funding | None] = mapped_column(index=True)
    budget_item: Mapped[str] = mapped_column(sa.String(80), default="")
    project_code: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    amount: Mapped[Decimal]
    disputed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    excused: Mapped[Decimal] = mapped_column(default=Decimal(0))
    contested_on: Mapped[date | None]
    paid: Mapped[Decimal] = mapped_column(default=Decimal(0))
    interest_paid: Mapped[Decimal] = mapped_column(default=Decimal(0))
    interest_owed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    waived_on: Mapped[date | None]
    rejection: Mapped[Rejection | None]
    court_case_no: Mapped[str] = mapped_column(default="")
    registered_on: Mapped[date]
    forwarded_on: Mapped[date | None]
    plan_agreed_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(sa.String(40))
    external_id: Mapped[str | None] = mapped_column(sa.String(80))

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    creditor: Mapped[Subject] = relationship(foreign_keys=[creditor_id])
    payments: Mapped[list["Payment"]] = relationship(
        order_by="Payment.paid_on, Payment.id",
        cascade="all, delete-orphan",
        back_populates="invoice",
    )
    instalments: Mapped[list["Instalment"]] = relationship(
        order_by="Instalment.due_on", cascade="all, delete-orphan"
    )

    dispute: Mapped["Dispute | None"] = relationship(
        cascade="all, delete-orphan", back_populates="invoice"
    )

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("disputed >= 0 AND disputed <= amount", name="disputed"),
        sa.CheckConstraint("paid >= 0 AND paid <= amount", name="paid"),
        sa.CheckConstraint("subject_id <> creditor_id", name="two_parties"),
    )

    @hybrid_property
    def title(self) -> str:
        """The contract by name and number, in Python and in SQL."""
        return self.contract_name + "（" + self.contract_no + "）"

    @property
    def owed_to(self) -> str:
        return self.creditor.name

    @property
    def at_stake(self) -> Decimal:
        """Also what is contested: nobody has found yet that it is not owed."""
        return self.owed - self.paid + self.interest_owed

    @property
    def parties(self) -> set[int]:
        return {self.subject_id, self.creditor_id}

    @property
    def undisputed(self) -> Decimal:
        return self.owed - self.disputed

    @property
    def owed(self) -> Decimal:
        """All of it but what was found not to be owed."""
        return self.amount - self.excused

    @property
    def pending(self) -> Decimal:
        """What the debtor says it paid and nobody has confirmed or denied."""
        claims = (p for p in self.payments if p.state in PENDING and not p.corrects)
        return sum((p.amount for p in claims), NOTHING)

    def counted(self, without: "Payment | None" = None) -> list[Paid]:
        """The payments that count, but for one, as plain values."""
        known = (p for p in self.payments if p is not without)
        return [p.as_of(p.counted_on) for p in known if p.counted_on]

    def is_contested(self, on: date) -> bool:
        """Whether all that is left of it was in dispute on a day."""
        return self.contested_on is not None and self.contested_on <= on

    @property
    def is_waiting(self) -> bool:
        """Claimed, or all that is left of it contested, by its day, and not decided."""
        since, due = self.contested_on, self.due_on
        contested = self.closed_on is None and bool(since and due and since <= due)
        return contested or super().is_waiting

    @classmethod
    def waiting(cls) -> sa.ColumnElement[bool]:
        by_its_day = sa.func.coalesce(cls.contested_on <= cls.due_on, sa.false())
        return sa.or_(super().waiting(), sa.and_(cls.closed_on.is_(None), by_its_day))

    def shows(self, file: Attachment, user: Any) -> bool:
        """Evidence is for both parties, the office and the department that finds."""
        if not user.is_authenticated or not user.can(ArrearsPermission.READ):
            return False
        finder = user.can(ArrearsPermission.FIND)
        return finder or user.role in REACH_ALL or user.body_id in self.parties

    @property
    def has_unlawful_term(self) -> bool:
        """Whether the contract lets the debtor wait for longer, or for what, the law forbids."""
        if self.condition is Condition.THIRD_PARTY and self.time_limit:
            return True
        if self.agreed_amount is None:
            return False
        return bool(self.agreed_due_on) or (self.agreed_days or 0) > self.agreed_amount

    @property
    def unpaid(self) -> Decimal:
        """What is left of the undisputed part."""
        return max(self.undisputed - self.paid, Decimal(0))


class OfInvoice:
    """A part of an invoice, in which its parties have steps of their own."""

    sides = SIDES

    @property
    def parties(self) -> set[int]:
        return self.invoice.parties  # type: ignore[attr-defined,no-any-return]

    @hybrid_property
    def subject_id(self) -> int:
        """The debtor."""
        return self.invoice.subject_id  # type: ignore[attr-defined,no-any-return]

    @property
    def creditor_id(self) -> int:
        return self.invoice.creditor_id  # type: ignore[attr-defined,no-any-return]

    @subject_id.inplace.expression
    @classmethod
    def _subject_id(cls) -> sa.ColumnElement[int]:
        mine = Invoice.id == cls.invoice_id  # type: ignore[attr-defined]
        return sa.select(Invoice.subject_id).where(mine).scalar_subquery()


class Payment(OfInvoice, HasSteps, Model):
    """Money that the debtor says it paid on a day; it counts once somebody else has said so.

    `received_on`: when the debtor reported it; `counted_on`: from when it counts, None: it does
    not; `source`: who said so; `voucher`: the finance department's number of it. `order`: what it
    covers first; `principal` and `interest`: what it covered. `corrects`: the mistyped one in whose
    place it stands once it counts, that one is never changed; `by_creditor`: who is owed said so.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.REPORTED)
    paid_on: Mapped[date]
    received_on: Mapped[date]
    counted_on: Mapped[date | None]
    source: Mapped[Source | None]
    amount: Mapped[Decimal]
    order: Mapped[Order] = mapped_column(default=Order.LAW)
    principal: Mapped[Decimal] = mapped_column(default=Decimal(0))
    interest: Mapped[Decimal] = mapped_column(default=Decimal(0))
    note: Mapped[str] = mapped_column(default="")
    voucher: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payment.id"), index=True)
    by_creditor: Mapped[bool] = mapped_column(default=False)

    invoice: Mapped[Invoice] = relationship(back_populates="payments")
    corrects: Mapped["Payment | None"] = relationship(remote_side="Payment.id")

    @property
    def over(self) -> Decimal:
        """What was paid beyond all that was owed."""
        return self.amount - self.principal - self.interest if self.counted_on else NOTHING

    def as_of(self, day: date) -> Paid:
        """It as a plain value, counting from a day."""
        return Paid(day, self.amount, self.order)

    __table_args__ = (
        sa.CheckConstraint("amount > 0 OR amount = 0 AND corrects_id IS NOT NULL", name="amount"),
    )


class Dispute(OfInvoice, HasSteps, Model):
    """What the debtor contests of an invoice, once: why, how much, and what was found.

    `owed`: the part that turned out to be owed, None while nobody has decided.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), unique=True)
    state: Mapped[DisputeState] = mapped_column(default=DisputeState.RAISED)
    ground: Mapped[Ground]
    amount: Mapped[Decimal]
    words: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    raised_on: Mapped[date]
    decided_on: Mapped[date | None]
    owed: Mapped[Decimal | None]

    invoice: Mapped[Invoice] = relationship(back_populates="dispute")

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)


class Instalment(Model):
    """A part that the debtor plans to pay by a day; it moves no legal due day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    due_on: Mapped[date]
    amount: Mapped[Decimal]

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)
