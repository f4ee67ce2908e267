"""An invoice, what was paid on it, and the plan for the rest."""

import enum
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.db import Model
from integrity.deadlines import HasDeadline
from integrity.states import HasSteps
from integrity.subjects.models import Subject


class InvoiceState(enum.StrEnum):
    REGISTERED = "registered"  # claimed by the supplier, nobody has looked at it
    ACCEPTED = "accepted"  # the office found it admissible
    FORWARDED = "forwarded"  # the debtor has it
    VERIFIED = "verified"  # the debtor said which part it disputes
    PLANNED = "planned"
    PAID = "paid"  # the undisputed part is covered
    REJECTED = "rejected"
    DISPUTED = "disputed"  # a court decides


class InvoiceOutcome(enum.StrEnum):
    PAID = "paid"
    PLAN_KEPT = "plan_kept"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class InvoiceKind(enum.StrEnum):
    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"


class Size(enum.StrEnum):
    """What a supplier declared itself to be when the contract was signed (条例 第三条)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"  # registered without being asked; counts as it was registered


class Rejection(enum.StrEnum):
    """Why a claim is not admissible (条例 第二十四条、第二十五条)."""

    NO_CONTRACT = "no_contract"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    ALREADY_PAID = "already_paid"
    FALSE = "false"


S = InvoiceState
STATE_NAMES = {
    S.REGISTERED: _l("已登记，待受理"),
    S.ACCEPTED: _l("已受理"),
    S.FORWARDED: _l("已转交，待核实"),
    S.VERIFIED: _l("已核实"),
    S.PLANNED: _l("已定付款计划"),
    S.PAID: _l("已付清"),
    S.REJECTED: _l("不予受理"),
    S.DISPUTED: _l("诉讼中"),
}
TONES = {S.PAID: "good", S.REJECTED: "closed", S.DISPUTED: "closed"}
OUTCOME_NAMES = {
    InvoiceOutcome.PAID: _l("已付清"),
    InvoiceOutcome.PLAN_KEPT: _l("按计划付清"),
    InvoiceOutcome.REJECTED: _l("不予受理"),
    InvoiceOutcome.DISPUTED: _l("由法院裁判"),
}
KIND_NAMES = {
    InvoiceKind.GOODS: _l("货物"),
    InvoiceKind.WORKS: _l("工程"),
    InvoiceKind.SERVICES: _l("服务"),
}
SIZE_NAMES = {
    Size.MICRO: _l("微型企业"),
    Size.SMALL: _l("小型企业"),
    Size.MEDIUM: _l("中型企业"),
    Size.LARGE: _l("大型企业，或者订立合同时没有声明是中小企业"),
    Size.UNKNOWN: _l("登记时没有询问"),
}
REJECTION_NAMES = {
    Rejection.NO_CONTRACT: _l("与被投诉单位没有合同关系"),
    Rejection.OUT_OF_SCOPE: _l("不属于本条例调整的款项"),
    Rejection.DUPLICATE: _l("重复登记"),
    Rejection.ALREADY_PAID: _l("登记前已经付清"),
    Rejection.FALSE: _l("虚假、恶意投诉"),
}


class Invoice(HasDeadline, HasSteps, Model):
    """A sum that a public body (`subject`) owes a supplier (`creditor`) for what was delivered.

    Amounts in yuan; `disputed` is the part that the debtor contests, the rest must be paid in
    time (第十五条). `agreed_rate` is in percent a year. `agreed_days` and `agreed_due_on` are what
    the contract says, also where the law allows less. `closed_on` is the day on which payments
    covered the undisputed part. Commercial: no row of this is public.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    state: Mapped[InvoiceState] = mapped_column(default=S.REGISTERED, index=True)
    outcome: Mapped[InvoiceOutcome | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[InvoiceKind]
    contract_no: Mapped[str]
    contract_name: Mapped[str]
    contract_signed_on: Mapped[date | None]
    delivered_on: Mapped[date]
    accepted_on: Mapped[date | None]
    acceptance_by: Mapped[date | None]
    settled_on: Mapped[date | None]
    size: Mapped[Size]
    agreed_days: Mapped[int | None]
    agreed_due_on: Mapped[date | None]
    agreed_rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 4))
    amount: Mapped[Decimal]
    disputed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    paid: Mapped[Decimal] = mapped_column(default=Decimal(0))
    rejection: Mapped[Rejection | None]
    court_case_no: Mapped[str] = mapped_column(default="")
    registered_on: Mapped[date]
    forward_by: Mapped[date | None]
    forwarded_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(sa.String(40))
    external_id: Mapped[str | None] = mapped_column(sa.String(80))

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    creditor: Mapped[Subject] = relationship(foreign_keys=[creditor_id])
    payments: Mapped[list["Payment"]] = relationship(
        order_by="Payment.paid_on, Payment.id", cascade="all, delete-orphan"
    )
    instalments: Mapped[list["Instalment"]] = relationship(
        order_by="Instalment.due_on", cascade="all, delete-orphan"
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
    def parties(self) -> set[int]:
        return {self.subject_id, self.creditor_id}

    @property
    def undisputed(self) -> Decimal:
        return self.amount - self.disputed

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


class Payment(Model):
    """Money that reached the supplier on a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    paid_on: Mapped[date]
    amount: Mapped[Decimal]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)


class Instalment(Model):
    """A part that the debtor plans to pay by a day; it moves no legal due day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    due_on: Mapped[date]
    amount: Mapped[Decimal]

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)
