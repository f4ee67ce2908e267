"""A mistyped payment is put right by an event that both sides see; what was typed stays."""

from datetime import timedelta
from decimal import Decimal

import pytest

from arrears import corrections, payments
from arrears.codes import InvoiceState, PaymentState
from arrears.errors import WrongPayment
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from tests.arrears.makers import (
    clerk_of,
    make_finder,
    make_invoice,
    make_paid,
    report,
    supplier_of,
)
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")
P = PaymentState
ONE = timedelta(days=1)
FOUR, FORTY = Decimal("400.00"), Decimal("4000.00")


@pytest.fixture
def invoice():
    return make_invoice(due_on=TODAY)


def right(payment, amount, by, day=TODAY):
    return corrections.correct(payment, day, amount, "零少打了一个", by=by, at=NOW)


def test_a_correction_counts_once_the_supplier_has_confirmed_it(invoice):
    typed = make_paid(invoice, FOUR)

    made = right(typed, FORTY, clerk_of(invoice))
    assert (invoice.paid, invoice.pending, made.state) == (FOUR, 0, P.REPORTED)
    payments.confirm(made, None, by=supplier_of(invoice), at=NOW)

    assert (invoice.paid, typed.amount, typed.state) == (FORTY, FOUR, P.REPLACED)


def test_a_denied_correction_leaves_what_was_typed(invoice):
    typed = make_paid(invoice, FOUR)

    made = right(typed, FORTY, make_user(Role.OFFICE))
    payments.deny(made, "只收到四百元", by=supplier_of(invoice), at=NOW)

    assert (invoice.paid, typed.state, made.state) == (FOUR, P.CONFIRMED, P.DENIED)


def test_what_the_supplier_puts_right_is_admitted_by_the_debtor_and_not_by_itself(invoice):
    typed = make_paid(invoice, invoice.amount)
    assert invoice.state is InvoiceState.PAID

    made = right(typed, FORTY, supplier_of(invoice))
    with pytest.raises(Forbidden):
        payments.confirm(made, None, by=supplier_of(invoice), at=NOW)
    corrections.admit(made, by=clerk_of(invoice), at=NOW)

    assert (invoice.state, invoice.closed_on) == (InvoiceState.VERIFIED, None)
    assert (invoice.unpaid, invoice.outcome) == (Decimal("6000.00"), None)


def test_what_the_debtor_contests_is_found_by_the_department(invoice):
    typed = make_paid(invoice, FORTY)
    made = right(typed, Decimal(0), supplier_of(invoice))
    corrections.stand_by(made, "回单在此", by=clerk_of(invoice), at=NOW)

    with pytest.raises(Forbidden):
        payments.confirm(made, None, by=supplier_of(invoice), at=NOW)
    with pytest.raises(Forbidden):
        payments.retract(made, "撤回", by=clerk_of(invoice), at=NOW)
    payments.find_paid(made, TODAY, "没有这笔付款", by=make_finder(), at=NOW)

    assert (invoice.paid, typed.state) == (0, P.REPLACED)


def test_a_correction_waits_for_its_answer_and_says_something_else(invoice):
    typed = make_paid(invoice, FOUR)

    with pytest.raises(WrongPayment, match="相同"):
        right(typed, FOUR, clerk_of(invoice))
    right(typed, FORTY, clerk_of(invoice))

    with pytest.raises(WrongPayment, match="等待"):
        right(typed, FORTY + 1, clerk_of(invoice))
    with pytest.raises(WrongPayment, match="超过"):
        right(make_paid(invoice, FOUR), Decimal("99999"), clerk_of(invoice))


def test_the_debtor_takes_back_a_report_that_nobody_has_answered(invoice):
    """Seen: a wrong sum could only wait to be denied."""
    payment = report(invoice)

    payments.retract(payment, "金额填错", by=clerk_of(invoice), at=NOW)

    assert (payment.state, invoice.pending, invoice.is_claimed) == (P.REPLACED, 0, False)


def test_both_sides_see_what_was_typed_and_what_was_put_right(login, invoice):
    typed = make_paid(invoice, FOUR)
    address = f"/arrears/{invoice.ref}/payments/{typed.id}/correct"
    said = {"paid_on": str(TODAY), "amount": "4000", "why": "零少打了一个"}

    assert login(clerk_of(invoice)).post(address, data=said).status_code == 302

    for person in (clerk_of(invoice), supplier_of(invoice), make_user(Role.OFFICE)):
        page = login(person).get(f"/arrears/{invoice.ref}").text
        assert "400.00 元" in page and "4,000.00 元" in page and "更正" in page
