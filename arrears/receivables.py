"""应收账款确权: a supplier that wants to raise money on a debt has it confirmed (第十六条).

The debtor answers within the days of the law: how much it owes, or why the claim is not so.
Silence confirms nothing and is late; what is confirmed is no dispute any more.
"""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears.errors import WrongInvoice
from arrears.models import Invoice, OfInvoice
from arrears.permissions import ArrearsPermission
from arrears.sides import creditor_only, debtor_only
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step


class ReceivableState(enum.StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"


S, P = ReceivableState, ArrearsPermission
NAMES = {
    S.ASKED: _l("待付款单位确认"),
    S.CONFIRMED: _l("已确认债权债务关系"),
    S.OBJECTED: _l("付款单位提出异议"),
    S.WITHDRAWN: _l("供应商撤回"),
}


class Receivable(OfInvoice, HasSteps, Model):
    """That a debtor was asked to confirm what it owes, and what it answered.

    `amount`: the principal that the supplier says is owed; `confirmed`: what the debtor says is.
    `lender`: who is to lend on it, if the supplier named somebody.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    state: Mapped[ReceivableState] = mapped_column(default=S.ASKED)
    amount: Mapped[Decimal]
    lender: Mapped[str] = mapped_column(default="")
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]
    confirmed: Mapped[Decimal | None]
    words: Mapped[str] = mapped_column(default="")

    invoice: Mapped[Invoice] = relationship()

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)


RECEIVABLES = Flow(
    steps={S.ASKED: Step(Side.OWING, "PAY-CONFIRM")},
    confirm=Move({S.ASKED}, S.CONFIRMED, P.PAY, paper=Makes("receivable-confirmation")),
    contradict=Move({S.ASKED}, S.OBJECTED, P.PAY, paper=Makes("receivable-objection")),
    withdraw=Move({S.ASKED}, S.WITHDRAWN, P.CONFIRM),
)
RECEIVABLES.names.update(NAMES)


def of(invoice: Invoice) -> list[Receivable]:
    """Every time the debtor of an invoice was asked, the last one first."""
    wanted = sa.select(Receivable).where(Receivable.invoice_id == invoice.id)
    return list(db.session.scalars(wanted.order_by(Receivable.id.desc())))


def may_ask(invoice: Invoice, user: Any) -> bool:
    """Whether somebody may ask for it now: the supplier, for what is unpaid, once at a time."""
    owed = invoice.id is not None and invoice.closed_on is None and invoice.unpaid > 0
    ours = user.is_authenticated and user.can(P.CONFIRM) and user.body_id == invoice.creditor_id
    return ours and owed and all(known.state is not S.ASKED for known in of(invoice))


def ask(invoice: Invoice, lender: str, *, by: Any, at: datetime) -> Receivable:
    """The supplier asks the debtor to confirm what is left unpaid. Raises NotAllowed."""
    creditor_only(invoice, by)
    if not may_ask(invoice, by):
        raise NotAllowed(_("没有未付的款项，或者已经提出确权请求。"))
    today = local_day(at)
    asked = Receivable(
        invoice=invoice,
        state=S.ASKED,
        amount=invoice.unpaid,
        lender=lender.strip(),
        asked_on=today,
    )
    RECEIVABLES.begin(asked, today)
    db.session.add(asked)
    db.session.flush()
    audit.write(invoice, "ask_confirmation", by=by, at=at, amount=str(asked.amount))
    return asked


def confirm(
    asked: Receivable, confirmed: Decimal, why: str | None = "", *, by: Any, at: datetime
) -> None:
    """The debtor says how much it owes; less than was asked needs reasons. Raises WrongInvoice."""
    debtor_only(asked.invoice, by)
    if not 0 < confirmed <= asked.amount:
        raise WrongInvoice(_("确认金额应大于 0，不超过 %(most)s 元。", most=asked.amount))
    why = (why or "").strip()
    if confirmed < asked.amount and not why:
        raise WrongInvoice(_("确认的金额少于请求的，须写明理由。"))
    _answer(asked, "confirm", confirmed, why, by, at)


def contradict(asked: Receivable, why: str, *, by: Any, at: datetime) -> None:
    """The debtor says that it owes nothing of it, and why."""
    debtor_only(asked.invoice, by)
    _answer(asked, "contradict", Decimal(0), why, by, at)


def withdraw(asked: Receivable, *, by: Any, at: datetime, why: str = "") -> None:
    """The supplier needs no answer any more."""
    creditor_only(asked.invoice, by)
    RECEIVABLES.go(asked, "withdraw", by=by, at=at, why=why)


def _answer(
    asked: Receivable, move: str, confirmed: Decimal, why: str, by: Any, at: datetime
) -> None:
    RECEIVABLES.check(asked, move)
    asked.confirmed, asked.answered_on, asked.words = confirmed, local_day(at), why.strip()
    RECEIVABLES.go(asked, move, by=by, at=at, why=why, confirmed=str(confirmed))
    word = "receivable_confirmed" if confirmed else "receivable_objected"
    audit.write(asked.invoice, word, by=by, at=at, why=why, confirmed=str(confirmed))


def acknowledged(invoice: Invoice) -> bool:
    """Whether the debtor has confirmed in writing that it owes this: it contests that no more."""
    wanted = sa.exists().where(Receivable.invoice_id == invoice.id, Receivable.state == S.CONFIRMED)
    return bool(db.session.scalar(sa.select(wanted)))
