"""Payments: what the debtor reports is a claim, until the supplier or another source has spoken."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from arrears import balances
from arrears import interest as rates
from arrears.codes import PAYMENT_NAMES, PENDING, Source
from arrears.codes import PaymentState as S
from arrears.errors import WrongPayment
from arrears.flow import FLOW
from arrears.models import Invoice, Payment
from arrears.permissions import ArrearsPermission
from arrears.reckoning import Order
from arrears.sides import creditor_only, debtor_only, not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.files import attached

P = ArrearsPermission
OPEN = (*PENDING, S.DOUBTED)
PAYMENTS = Flow(
    steps={
        S.REPORTED: Step(Side.OWED, "LOCAL-ARR-CONFIRM"),
        S.DOUBTED: Step(Side.OWING, "LOCAL-ARR-CONFIRM"),
        S.LEFT: Step(Side.FINDER, "LOCAL-ARR-FIND"),
    },
    free={
        S.CONFIRMED: "it counts, unless somebody says that it was mistyped",
        S.DENIED: "the debt is open, and has its own day",
    },
    confirm=Move(PENDING, S.CONFIRMED, P.CONFIRM),
    deny=Move(OPEN, S.DENIED, P.CONFIRM),
    own_up=Move({S.DOUBTED}, S.CONFIRMED, P.PAY),
    stand_by=Move({S.DOUBTED}, S.LEFT, P.PAY),
    check=Move(OPEN, S.CONFIRMED, P.HANDLE),
    match=Move(PENDING, S.CONFIRMED, P.FINANCE),
    find_paid=Move({*OPEN, S.DENIED}, S.CONFIRMED, P.FIND),
    find_unpaid=Move(OPEN, S.DENIED, P.FIND),
    fall_to_finder=Move({S.REPORTED, S.DOUBTED}, S.LEFT),
    correct=Move({S.CONFIRMED}, S.CONFIRMED, P.CORRECT, adds=True, corrects=True),
    retract=Move(PENDING, S.REPLACED, P.PAY, corrects=True),
    replace=Move({S.CONFIRMED}, S.REPLACED),
)
PAYMENTS.names.update(PAYMENT_NAMES)


def pay(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    *,
    by: audit.Actor,
    at: datetime,
    note: str | None = "",
    document: FileStorage | None = None,
) -> Payment:
    """The debtor says that it paid: it changes nothing that was known before today.

    Raises NotAllowed, WrongPayment.
    """
    debtor_only(invoice, by)
    return reported(invoice, paid_on, amount, note, document, by=by, at=at)


def reported(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    note: str | None,
    document: FileStorage | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> Payment:
    """The debtor has said it, in whichever way. Raises NotAllowed, WrongPayment."""
    balances.lock(invoice)
    if not FLOW.allows(invoice, "pay"):
        raise NotAllowed(_("当前状态不能记录付款。"))
    note = (note or "").strip()
    if not note and not document:
        raise WrongPayment(_("请填写付款凭证号，或者上传银行回单。"))
    today = local_day(at)
    check_sum(invoice, paid_on, amount, left(invoice, today) - invoice.pending, today)
    payment = add(invoice, S.REPORTED, paid_on, amount, note, today)
    facts = {"amount": str(amount), "paid_on": str(paid_on)}
    audit.write(invoice, "payment", by=by, at=at, source=invoice.state, why=note, **facts)
    if document:
        attached.save(document, invoice, public=False, by=by, at=at, note=note)
    balances.reckon(invoice, by=by, at=at)
    return payment


def confirm(
    payment: Payment,
    arrived_on: date | None,
    *,
    by: Any,
    at: datetime,
    why: str = "",
    principal_first: bool = False,
) -> None:
    """The supplier has the money: since the day of the report, or an earlier one it names.

    Only who is owed can agree that it covers principal before interest.
    """
    creditor_only(payment.invoice, by)
    _not_ones_own(payment)
    payment.order = Order.PRINCIPAL if principal_first else Order.LAW
    conclude(payment, "confirm", arrived_on, Source.SUPPLIER, by, at, why)


def deny(payment: Payment, why: str, *, by: Any, at: datetime) -> None:
    """The supplier has no money: what is owed is open as if nothing had been said."""
    creditor_only(payment.invoice, by)
    _deny(payment, "deny", by, at, why)


def retract(payment: Payment, why: str, *, by: Any, at: datetime) -> None:
    """The debtor mistyped what nobody has confirmed: it has not said so. Raises Forbidden."""
    debtor_only(payment.invoice, by)
    if payment.by_creditor:
        raise Forbidden(_("供应商提出的更正，只能由供应商撤回。"))
    balances.lock(payment.invoice)
    PAYMENTS.go(payment, "retract", by=by, at=at, why=why)
    _tell(payment, "payment_taken_back", by, at, why)


def check(payment: Payment, slip: str, arrived_on: date, *, by: Any, at: datetime) -> None:
    """The office has compared the bank's slip; nobody of either party can."""
    not_the_debtor(payment.invoice, by)
    conclude(payment, "check", arrived_on, Source.SLIP, by, at, slip)


def find_paid(payment: Payment, arrived_on: date, why: str, *, by: Any, at: datetime) -> None:
    """The department finds on the evidence that the money arrived."""
    _unanswered(payment, by, at)
    conclude(payment, "find_paid", arrived_on, Source.FINDER, by, at, why)


def find_unpaid(payment: Payment, why: str, *, by: Any, at: datetime) -> None:
    """The department finds on the evidence that it did not."""
    _unanswered(payment, by, at)
    _deny(payment, "find_unpaid", by, at, why)


def receive(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    voucher: str,
    *,
    claim: Payment | None = None,
    by: audit.Actor,
    at: datetime,
) -> Payment:
    """Money that the finance department paid: it confirms a claim, or counts by itself."""
    not_the_debtor(invoice, by)
    balances.lock(invoice)
    today = local_day(at)
    check_sum(invoice, paid_on, amount, left(invoice, today), today)
    payment = claim or _reported(invoice, paid_on, amount, today)
    payment.voucher = voucher
    conclude(payment, "match", paid_on, Source.FINANCE, by, at, voucher)
    return payment


def number(payment: Payment, voucher: str, *, by: audit.Actor, at: datetime) -> None:
    """A payment that counts already is the one with this number: nothing else changes."""
    not_the_debtor(payment.invoice, by)
    payment.voucher = voucher
    audit.write(payment, "number", by=by, at=at, why=voucher)


def _reported(invoice: Invoice, paid_on: date, amount: Decimal, today: date) -> Payment:
    """A payment that the debtor said nothing of."""
    if not FLOW.allows(invoice, "pay"):
        raise NotAllowed(_("当前状态不能记录付款。"))
    return add(invoice, S.REPORTED, paid_on, amount, "", today)


def conclude(
    payment: Payment,
    move: str,
    day: date | None,
    source: Source,
    by: audit.Actor,
    at: datetime,
    why: str,
) -> None:
    """It counts: from a day named, the one on which it was reported, or the one put right."""
    invoice = payment.invoice
    balances.lock(invoice)
    today, old = local_day(at), payment.corrects
    counted = day or (payment.paid_on if old else payment.received_on)
    check_sum(invoice, counted, payment.amount, left(invoice, today, old), today, old)
    facts = {"counted_on": str(counted), "by_source": source}
    PAYMENTS.go(payment, move, by=by, at=at, why=why, **facts)
    payment.counted_on, payment.source = counted, source
    if old:
        PAYMENTS.go(old, "replace", by=by, at=at, why=why)
        old.counted_on = None
    _tell(payment, "payment_confirmed", by, at, why)


def _deny(payment: Payment, move: str, by: audit.Actor, at: datetime, why: str) -> None:
    balances.lock(payment.invoice)
    PAYMENTS.go(payment, move, by=by, at=at, why=why)
    _tell(payment, "payment_denied", by, at, why)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Leave to the department what the supplier did not answer in time; returns how many."""
    late = Payment.step_due_on < on
    return PAYMENTS.go_all(Payment, "fall_to_finder", late, by=audit.SYSTEM, at=at)


def _tell(payment: Payment, word: str, by: audit.Actor, at: datetime, why: str) -> None:
    """The same in the history of the invoice, whose balance changes with it."""
    invoice = payment.invoice
    audit.write(invoice, word, by=by, at=at, why=why, amount=str(payment.amount))
    balances.reckon(invoice, by=by, at=at)


def _unanswered(payment: Payment, by: Any, at: datetime) -> None:
    """The department speaks when the other side has, or has let its time go by."""
    not_the_debtor(payment.invoice, by)
    until = payment.step_due_on
    if payment.state in (S.REPORTED, S.DOUBTED) and until and local_day(at) <= until:
        raise NotAllowed(
            _("对方可以在 %(day)s 以前确认或者否认，到期后由处理部门认定。", day=until)
        )


def _not_ones_own(payment: Payment) -> None:
    """Nobody confirms what it said itself. Raises Forbidden."""
    if payment.by_creditor:
        raise Forbidden(_("更正由供应商提出，不能由供应商自己确认。"))


def add(
    invoice: Invoice,
    state: S,
    paid_on: date,
    amount: Decimal,
    note: str,
    today: date,
    corrects: Payment | None = None,
) -> Payment:
    """A payment of which somebody speaks for the first time today."""
    payment = Payment(
        state=state,
        paid_on=paid_on,
        amount=amount,
        note=note,
        received_on=today,
        corrects=corrects,
    )
    PAYMENTS.begin(payment, today)
    invoice.payments.append(payment)
    db.session.flush()
    return payment


def left(invoice: Invoice, today: date, old: Payment | None = None) -> Decimal:
    """What would settle all of it today, if a mistyped payment did not count."""
    return rates.whole_of(invoice, today, without=old).left


def check_sum(
    invoice: Invoice,
    day: date,
    amount: Decimal,
    most: Decimal,
    today: date,
    old: Payment | None = None,
) -> None:
    """A possible sum on a possible day; raises WrongPayment."""
    if amount < 0 or (amount == 0 and old is None):
        raise WrongPayment(_("付款金额必须大于 0。"))
    if amount > most:
        raise WrongPayment(_("付款超过未付的本金和利息 %(left)s 元。", left=most))
    if day > today:
        raise WrongPayment(_("日期 %(day)s 还没有到。", day=day))
    if invoice.contract_signed_on and day < invoice.contract_signed_on:
        raise WrongPayment(_("付款日期不能早于合同签订日期。"))
