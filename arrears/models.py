"""An invoice, what was paid on it, and the plan for the rest."""

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears.codes import PENDING, DisputeState, Entry, PaymentState, Size, Source
from arrears.codes import REJECTION_NAMES as REJECTION_NAMES
from arrears.codes import Rejection as Rejection
from arrears.grounds import Ground
from arrears.permissions import ArrearsPermission
from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import Attachment, HasFiles
from integrity.people.subjects.models import Subject

NOTHING = Decimal(0)


class InvoiceState(enum.StrEnum):
    REGISTERED = "registered"  # claimed by the supplier, nobody has looked at it
    REFERRED = "referred"  # a lead, before the department that handles it
    ASKED = "asked"  # a lead that the department took on: the debtor must say what it owes
    ACCEPTED = "accepted"  # handed over by who accepted it in law
    FORWARDED = "forwarded"  # the debtor has it
    EXTENDED = "extended"  # the debtor was given more time to answer
    VERIFIED = "verified"  # the debtor said which part it disputes
    PROPOSED = "proposed"  # the debtor proposed a plan, the supplier has not agreed
    PLANNED = "planned"
    PAID = "paid"  # confirmed payments cover all that is owed
    REJECTED = "rejected"
    NOT_OWED = "not_owed"  # nothing of it is owed, by finding, judgment or the supplier's word
    DISPUTED = "disputed"  # before a court; still owed


class InvoiceOutcome(enum.StrEnum):
    PAID = "paid"
    PLAN_KEPT = "plan_kept"
    REJECTED = "rejected"
    NOT_OWED = "not_owed"


class InvoiceKind(enum.StrEnum):
    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"


S = InvoiceState
STATE_NAMES = {
    S.REGISTERED: _l("线索已登记，待审查"),
    S.REFERRED: _l("线索已移送，待处理部门答复"),
    S.ASKED: _l("处理部门已督促，待单位核实"),
    S.ACCEPTED: _l("已受理，待转交"),
    S.FORWARDED: _l("已转交，待核实"),
    S.EXTENDED: _l("已转交，准予延期答复"),
    S.VERIFIED: _l("已核实"),
    S.PROPOSED: _l("付款计划待供应商确认"),
    S.PLANNED: _l("已定付款计划"),
    S.PAID: _l("已付清"),
    S.REJECTED: _l("不予受理"),
    S.NOT_OWED: _l("认定不应付"),
    S.DISPUTED: _l("诉讼中（未清偿）"),
}
TONES = {S.PAID: "good", S.REJECTED: "closed", S.NOT_OWED: "closed", S.DISPUTED: "late"}
OUTCOME_NAMES = {
    InvoiceOutcome.PAID: _l("已付清"),
    InvoiceOutcome.PLAN_KEPT: _l("按计划付清"),
    InvoiceOutcome.REJECTED: _l("不予受理"),
    InvoiceOutcome.NOT_OWED: _l("认定不应付"),
}
KIND_NAMES = {
    InvoiceKind.GOODS: _l("货物"),
    InvoiceKind.WORKS: _l("工程"),
    InvoiceKind.SERVICES: _l("服务"),
}


class Invoice(HasKeyField, HasDeadline, HasSteps, HasFiles, Model):
    """A sum that a public body (`subject`) owes a supplier (`creditor`) for what was delivered.

    Amounts in yuan; `disputed` is the part whose dispute is undecided, the rest must be paid in
    time (第十五条); `excused` was found not to be owed; `paid` is what is confirmed.
    `contested_on`: the day since which all that is left has been in dispute. `agreed_rate` is in
    percent a year. `agreed_days` and `agreed_due_on` are what the contract says, also where the
    law allows less. `closed_on` is the day on which confirmed payments covered all that is owed.
    Commercial: no row of this is public.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    state: Mapped[InvoiceState] = mapped_column(default=S.REGISTERED, index=True)
    entry: Mapped[Entry] = mapped_column(default=Entry.LEAD)
    outcome: Mapped[InvoiceOutcome | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[InvoiceKind]
    contract_no: Mapped[str]
    contract_name: Mapped[str]
    invoice_no: Mapped[str] = mapped_column(sa.String(40), default="")
    contract_signed_on: Mapped[date | None]
    delivered_on: Mapped[date]
    accepted_on: Mapped[date | None]
    acceptance_until: Mapped[date | None]
    settled_on: Mapped[date | None]
    size: Mapped[Size]
    agreed_days: Mapped[int | None]
    agreed_due_on: Mapped[date | None]
    agreed_rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 4))
    amount: Mapped[Decimal]
    disputed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    excused: Mapped[Decimal] = mapped_column(default=Decimal(0))
    contested_on: Mapped[date | None]
    paid: Mapped[Decimal] = mapped_column(default=Decimal(0))
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
        return self.owed - self.paid

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
        return sum((p.amount for p in self.payments if p.state in PENDING), NOTHING)

    def confirmed(self) -> list[tuple[date, Decimal]]:
        """The payments that count, with the day they count from."""
        return [(p.counted_on, p.amount) for p in self.payments if p.counted_on]

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
        """Whether the contract grants the debtor more days than the law allows."""
        if self.agreed_amount is None:
            return False
        return bool(self.agreed_due_on) or (self.agreed_days or 0) > self.agreed_amount

    @property
    def unpaid(self) -> Decimal:
        """What is left of the undisputed part."""
        return max(self.undisputed - self.paid, Decimal(0))


class Payment(HasSteps, Model):
    """Money that the debtor says it paid on a day; it counts once somebody else has said so.

    `received_on`: when the debtor reported it; `counted_on`: from when it counts, None: it does
    not; `source`: who said so; `voucher`: the finance department's number of it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.REPORTED)
    paid_on: Mapped[date]
    received_on: Mapped[date]
    counted_on: Mapped[date | None]
    source: Mapped[Source | None]
    amount: Mapped[Decimal]
    note: Mapped[str] = mapped_column(default="")
    voucher: Mapped[str | None] = mapped_column(sa.String(80), unique=True)

    invoice: Mapped[Invoice] = relationship(back_populates="payments")

    @property
    def parties(self) -> set[int]:
        return self.invoice.parties

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)


class Dispute(HasSteps, Model):
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

    @property
    def parties(self) -> set[int]:
        return self.invoice.parties

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)


class Instalment(Model):
    """A part that the debtor plans to pay by a day; it moves no legal due day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    due_on: Mapped[date]
    amount: Mapped[Decimal]

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)
