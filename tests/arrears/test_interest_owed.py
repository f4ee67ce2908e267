"""Interest is a duty of its own: what is paid without it is not closed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from arrears import payments, service
from arrears.codes import InvoiceOutcome, InvoiceState
from integrity.base.errors import Forbidden, NotAllowed
from tests.arrears.makers import (
    all_of,
    clerk_of,
    late,
    make_invoice,
    make_paid,
    report,
    supplier_of,
    total,
)
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)
DUE = TODAY - 20 * ONE
"""Twenty days of 10,000 yuan bear 100 yuan."""


def test_a_payment_of_the_principal_alone_covers_interest_first():
    """Seen: 已付清 with the interest unpaid for good, and no act by which it could be paid."""
    invoice = make_invoice(due_on=DUE)

    payment = make_paid(invoice, invoice.amount)

    assert (payment.interest, payment.principal) == (Decimal("100.00"), Decimal("9900.00"))
    assert (invoice.state, invoice.closed_on, invoice.outcome) == (S.VERIFIED, None, None)
    assert (invoice.unpaid, total()) == (Decimal("100.00"), Decimal("100.00"))


def test_interest_that_the_supplier_let_wait_is_still_owed_and_late():
    invoice = make_invoice(due_on=DUE)

    make_paid(invoice, invoice.amount, principal_first=True)

    assert (invoice.state, invoice.closed_on, invoice.outcome) == (S.INTEREST, None, None)
    assert (invoice.unpaid, invoice.interest_owed) == (0, Decimal("100.00"))
    assert invoice.at_stake == all_of(invoice, TODAY + 90 * ONE) == Decimal("100.00")
    assert invoice.is_overdue(TODAY + ONE) and late() == [invoice.id]


def test_paid_with_interest_is_the_outcome_only_when_the_interest_is_paid():
    invoice = make_invoice(due_on=DUE)
    make_paid(invoice, invoice.amount, principal_first=True)

    make_paid(invoice, Decimal("100.00"), at=NOW + 5 * ONE)

    assert (invoice.state, invoice.outcome) == (S.PAID, InvoiceOutcome.WITH_INTEREST)
    assert (invoice.closed_on, invoice.interest_paid) == (TODAY + 5 * ONE, Decimal("100.00"))
    assert invoice.days_late(TODAY + 9 * ONE) == 25


def test_a_report_of_the_principal_is_no_claim_that_all_is_paid():
    invoice = make_invoice(due_on=DUE)

    report(invoice)
    assert not invoice.is_claimed
    report(invoice, amount=Decimal("100.00"))

    assert invoice.is_claimed


def test_interest_that_did_not_arrive_is_denied_like_any_payment():
    invoice = make_invoice(due_on=DUE)
    make_paid(invoice, invoice.amount, principal_first=True)
    payment = report(invoice, amount=Decimal("100.00"))
    assert invoice.is_claimed

    payments.deny(payment, "没有收到利息", by=supplier_of(invoice), at=NOW)

    assert (invoice.state, invoice.is_claimed) == (S.INTEREST, False)


def test_only_the_supplier_waives_interest_and_only_after_the_principal():
    invoice = make_invoice(due_on=DUE)
    with pytest.raises(NotAllowed):
        service.waive(invoice, "协商", by=supplier_of(invoice), at=NOW)
    make_paid(invoice, invoice.amount, principal_first=True)

    with pytest.raises(Forbidden):
        service.waive(invoice, "协商", by=clerk_of(invoice), at=NOW)
    service.waive(invoice, "本企业同意免除", by=supplier_of(invoice), at=NOW)

    assert (invoice.state, invoice.outcome) == (S.PAID, InvoiceOutcome.WAIVED)
    assert (invoice.closed_on, invoice.at_stake) == (TODAY, 0)


def test_what_is_paid_too_much_is_said_and_covers_nothing():
    invoice = make_invoice(due_on=DUE)
    payment = report(invoice, amount=all_of(invoice))

    payments.confirm(payment, DUE, by=supplier_of(invoice), at=NOW)

    assert (invoice.outcome, payment.over) == (InvoiceOutcome.PAID, Decimal("100.00"))
