"""A payment that the debtor reports ends nothing until somebody else has spoken."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from arrears import payments, service
from arrears.codes import InvoiceState, PaymentState
from arrears.errors import WrongPayment
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.casework.deadlines import Standing
from tests.arrears.makers import (
    all_of,
    clerk_of,
    late,
    make_finder,
    make_invoice,
    make_paid,
    report,
    supplier_of,
    total,
)
from tests.factories import NOW, TODAY, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


def test_a_back_dated_payment_of_the_debtor_closes_nothing():
    """Seen: 275 days late became 已付清 · 按期 by one line of the debtor, without a voucher."""
    invoice = make_invoice(due_on=TODAY - 275 * ONE)

    payment = report(invoice, TODAY - 280 * ONE)

    assert (invoice.closed_on, invoice.paid, invoice.state) == (None, 0, S.VERIFIED)
    assert late() == [invoice.id]
    assert total() == invoice.amount
    assert service.interest(invoice, TODAY) > 0
    assert payment.step_due_on == date(2026, 12, 4)


def test_a_payment_needs_something_that_shows_it():
    invoice = make_invoice()

    with pytest.raises(WrongPayment, match="凭证"):
        service.pay(invoice, TODAY, Decimal(1), by=clerk_of(invoice), at=NOW, note=" ")


def test_a_payment_reported_in_time_keeps_it_in_time_until_it_is_denied():
    invoice = make_invoice(due_on=TODAY)
    payment, later = report(invoice), TODAY + 5 * ONE

    assert late(later) == []
    assert invoice.lateness(later) is Standing.CLAIMED
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW + 5 * ONE)

    assert late(later) == [invoice.id]
    assert invoice.lateness(TODAY + ONE) is Standing.LATE


def test_a_confirmed_payment_counts_from_the_report_unless_the_supplier_names_an_earlier_day():
    due = TODAY - 5 * ONE
    first, second = make_invoice(due_on=due), make_invoice(due_on=due)
    for invoice, day in ((first, None), (second, due)):
        payment = report(invoice, due, all_of(invoice))
        payments.confirm(payment, day, by=supplier_of(invoice), at=NOW)

    assert (first.closed_on, second.closed_on) == (TODAY, due)
    assert late() == [first.id]


def test_only_the_supplier_of_the_invoice_confirms():
    invoice = make_invoice()
    payment = report(invoice)

    for who in (clerk_of(invoice), make_user(Role.SUPPLIER, make_enterprise("另一企业"))):
        with pytest.raises(Forbidden):
            payments.confirm(payment, None, by=who, at=NOW)


def test_a_slip_is_checked_by_the_office_but_not_by_people_of_the_debtor():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)
    payment = report(invoice, TODAY - 6 * ONE)

    with pytest.raises(Forbidden):
        payments.check(payment, "回单 1", TODAY, by=make_user(Role.OFFICE, invoice.subject), at=NOW)
    payments.check(payment, "回单 1", TODAY - 6 * ONE, by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.state, late()) == (S.PAID, [])


def test_the_department_finds_when_the_supplier_is_silent_or_has_denied():
    invoice, finder = make_invoice(due_on=TODAY), make_finder()
    payment = report(invoice)

    with pytest.raises(NotAllowed, match="到期后"):
        payments.find_paid(payment, TODAY, "回单属实", by=finder, at=NOW)
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW)
    payments.find_paid(payment, TODAY, "回单属实", by=finder, at=NOW)

    assert (payment.state, invoice.state) == (PaymentState.CONFIRMED, S.PAID)


def test_the_department_does_not_find_about_itself():
    invoice = make_invoice()
    payment = report(invoice)
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW)

    with pytest.raises(Forbidden):
        payments.find_paid(
            payment, TODAY, "属实", by=make_user(Role.FINDER, invoice.subject), at=NOW
        )


def test_the_page_lets_the_supplier_deny_and_its_desk_says_so(login):
    invoice = make_invoice()
    payment = report(invoice)
    supplier = login(supplier_of(invoice))

    assert f"/payments/{payment.id}/confirm" in supplier.get("/desk/").text
    assert "没有收到" in supplier.get(f"/arrears/{invoice.ref}").text
    answer = supplier.post(
        f"/arrears/{invoice.ref}/payments/{payment.id}/deny", data={"why": "没有到账"}
    )

    assert answer.status_code == 302
    assert payment.state is PaymentState.DENIED


def test_paying_and_confirming_twice_pays_once():
    invoice = make_invoice(due_on=TODAY)
    payment = make_paid(invoice, Decimal("4000"))

    with pytest.raises(NotAllowed):
        payments.confirm(payment, None, by=supplier_of(invoice), at=NOW)

    assert invoice.paid == Decimal("4000")
