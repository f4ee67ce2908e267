"""A mistyped payment is put right by another one; what was typed stays, and both sides see it.

Who is owed has to confirm what the debtor or the office puts right; what the supplier puts right
the debtor admits, or the department finds. Until then the payment counts as it was typed.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from arrears import balances
from arrears.codes import PaymentState as S
from arrears.codes import Source
from arrears.errors import WrongPayment
from arrears.models import Payment
from arrears.payments import OPEN, PAYMENTS, add, check_sum, conclude, left
from arrears.sides import debtor_only
from integrity.base.audit import service as audit
from integrity.base.clock import local_day


def correct(
    payment: Payment, paid_on: date, amount: Decimal, why: str, *, by: Any, at: datetime
) -> Payment:
    """Somebody says that a payment that counts was mistyped: the right day and sum, 0 if none was.

    Raises WrongPayment.
    """
    invoice, today = payment.invoice, local_day(at)
    balances.lock(invoice)
    if any(other.corrects is payment and other.state in OPEN for other in invoice.payments):
        raise WrongPayment(_("这笔付款的更正正在等待答复。"))
    if (payment.counted_on, payment.amount) == (paid_on, amount):
        raise WrongPayment(_("更正后的日期和金额与原来的相同。"))
    check_sum(invoice, paid_on, amount, left(invoice, today, payment), today, payment)
    by_creditor = by.body_id == invoice.creditor_id
    PAYMENTS.go(payment, "correct", by=by, at=at, why=why)
    state = S.DOUBTED if by_creditor else S.REPORTED
    made = add(invoice, state, paid_on, amount, why, today, payment)
    made.by_creditor = by_creditor
    facts = {"old": str(payment.amount), "new": str(amount), "paid_on": str(paid_on)}
    audit.write(invoice, "payment_corrected", by=by, at=at, why=why, **facts)
    balances.reckon(invoice, by=by, at=at)
    return made


def admit(payment: Payment, *, by: Any, at: datetime, why: str = "") -> None:
    """The debtor admits that the supplier is right about a payment."""
    debtor_only(payment.invoice, by)
    conclude(payment, "own_up", None, Source.DEBTOR, by, at, why)


def stand_by(payment: Payment, why: str, *, by: Any, at: datetime) -> None:
    """The debtor stays with what was typed; the department finds."""
    debtor_only(payment.invoice, by)
    PAYMENTS.go(payment, "stand_by", by=by, at=at, why=why)
    audit.write(payment.invoice, "payment_contested", by=by, at=at, why=why)
