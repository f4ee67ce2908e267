"""Invoices: what is a breach, who pays, what closes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from arrears import service
from arrears.errors import WrongInvoice, WrongPayment, WrongPlan
from arrears.models import InvoiceOutcome, InvoiceState, Rejection
from integrity.db import db
from integrity.errors import Forbidden, NotAllowed
from integrity.permissions import Role
from tests.arrears.makers import clerk_of, make_invoice, supplier_of
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


def ids(on: date = TODAY) -> list[int]:
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def test_an_invoice_paid_late_is_still_a_breach():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)

    service.pay(invoice, TODAY, invoice.amount, by=clerk_of(invoice), at=NOW)

    assert ids() == [invoice.id]
    assert (invoice.state, invoice.outcome) == (S.PAID, InvoiceOutcome.PAID)


def test_an_invoice_paid_in_time_and_recorded_late_is_no_breach():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)

    service.pay(invoice, TODAY - 5 * ONE, invoice.amount, by=clerk_of(invoice), at=NOW)

    assert ids() == []
    assert invoice.closed_on == TODAY - 5 * ONE


def test_a_breach_names_the_debtor_and_the_day_after_the_due_day():
    invoice = make_invoice(due_on=date(2026, 10, 31))

    (row,) = db.session.execute(service.breaches(TODAY))

    assert (row.stream, row.rule) == ("arrears", "unpaid-after-due-day")
    assert (row.subject_id, row.since) == (invoice.subject_id, date(2026, 11, 1))
    assert invoice.contract_name not in row.summary


@pytest.mark.parametrize("state", [S.REGISTERED, S.REJECTED])
def test_a_claim_nobody_looked_at_or_that_was_rejected_is_no_breach(state):
    make_invoice(state, due_on=TODAY - ONE)

    assert ids() == []


def test_the_undisputed_part_must_be_paid_whatever_is_disputed():
    invoice = make_invoice(S.FORWARDED, due_on=TODAY - ONE)
    clerk = clerk_of(invoice)
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk, at=NOW)

    assert ids() == [invoice.id]
    service.pay(invoice, TODAY, Decimal("6000"), by=clerk, at=NOW)

    assert invoice.state is S.PAID


def test_an_invoice_disputed_as_a_whole_is_no_breach():
    invoice = make_invoice(S.FORWARDED, due_on=TODAY - ONE)

    service.verify(invoice, invoice.amount, "未收到货物", by=clerk_of(invoice), at=NOW)

    assert ids() == []


def test_the_debtor_may_later_dispute_less_but_not_more():
    invoice = make_invoice(S.FORWARDED)
    clerk = clerk_of(invoice)
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk, at=NOW)

    service.verify(invoice, Decimal("1000"), "部分认可", by=clerk, at=NOW)

    assert invoice.unpaid == Decimal("9000.00")
    with pytest.raises(WrongInvoice):
        service.verify(invoice, Decimal("1000.01"), "反悔", by=clerk, at=NOW)


def test_a_dispute_without_reasons_is_refused():
    invoice = make_invoice(S.FORWARDED)

    with pytest.raises(WrongInvoice):
        service.verify(invoice, Decimal("1"), " ", by=clerk_of(invoice), at=NOW)


@pytest.mark.parametrize(
    ("paid_on", "amount"),
    [
        (TODAY, Decimal("10000.01")),
        (TODAY, Decimal("0")),
        (TODAY, Decimal("-1")),
        (TODAY + ONE, Decimal("1")),
    ],
)
def test_an_impossible_payment_is_refused_and_nothing_is_stored(paid_on, amount):
    invoice = make_invoice()

    with pytest.raises(WrongPayment):
        service.pay(invoice, paid_on, amount, by=clerk_of(invoice), at=NOW)

    assert (invoice.paid, invoice.payments) == (0, [])


def test_a_payment_before_the_contract_is_refused():
    invoice = make_invoice(contract_signed_on=date(2026, 5, 2))

    with pytest.raises(WrongPayment):
        service.pay(invoice, date(2026, 5, 1), Decimal(1), by=clerk_of(invoice), at=NOW)


def test_two_payments_never_exceed_what_is_owed():
    invoice = make_invoice()
    clerk = clerk_of(invoice)
    service.pay(invoice, TODAY, Decimal("9999.99"), by=clerk, at=NOW)

    with pytest.raises(WrongPayment):
        service.pay(invoice, TODAY, Decimal("0.02"), by=clerk, at=NOW)

    assert invoice.unpaid == Decimal("0.01")


@pytest.mark.parametrize("state", [S.PAID, S.REJECTED, S.DISPUTED])
def test_a_closed_invoice_takes_no_payment(state):
    invoice = make_invoice(state)

    with pytest.raises(NotAllowed):
        service.pay(invoice, TODAY, Decimal(1), by=clerk_of(invoice), at=NOW)


def test_neither_the_supplier_nor_another_body_records_payments():
    invoice = make_invoice()

    for who in (supplier_of(invoice), make_user(Role.OFFICER, make_body("另一局"))):
        with pytest.raises(Forbidden):
            service.pay(invoice, TODAY, Decimal(1), by=who, at=NOW)


def test_a_plan_adds_up_to_what_is_owed_and_lies_ahead():
    invoice = make_invoice()
    clerk = clerk_of(invoice)
    half = invoice.amount / 2

    for parts in (
        [(TODAY, half)],
        [(TODAY - ONE, half), (TODAY, half)],
        [(TODAY, half), (TODAY, half)],
        [(TODAY, invoice.amount + 1), (TODAY + ONE, Decimal(-1))],
    ):
        with pytest.raises(WrongPlan):
            service.plan(invoice, parts, "协商一致", by=clerk, at=NOW)


@pytest.mark.parametrize(
    ("second", "outcome"),
    [(TODAY + 10 * ONE, InvoiceOutcome.PLAN_KEPT), (TODAY + 11 * ONE, InvoiceOutcome.PAID)],
)
def test_a_plan_is_kept_when_every_part_is_paid_by_its_day(second, outcome):
    invoice = make_invoice(due_on=TODAY - ONE)
    clerk, half = clerk_of(invoice), invoice.amount / 2
    service.plan(invoice, [(TODAY, half), (TODAY + 10 * ONE, half)], "协商一致", by=clerk, at=NOW)

    service.pay(invoice, TODAY, half, by=clerk, at=NOW)
    service.pay(invoice, second, half, by=clerk, at=NOW + 20 * ONE)

    assert invoice.outcome is outcome
    assert ids(TODAY + 30 * ONE) == [invoice.id], "a plan moves no legal due day"


def test_the_office_has_ten_working_days_to_pass_it_on_and_the_debtor_thirty_to_answer():
    invoice = make_invoice(S.REGISTERED)
    office = make_user(Role.OFFICE)

    service.accept(invoice, by=office, at=NOW)
    service.forward(invoice, by=office, at=NOW)

    assert invoice.forward_by == date(2026, 12, 4)
    assert invoice.answer_by == date(2026, 12, 21)


def test_the_answer_is_extended_to_ninety_days_at_most():
    invoice = make_invoice(S.ACCEPTED)
    office = make_user(Role.OFFICE)
    service.forward(invoice, by=office, at=NOW)
    due_on = invoice.due_on

    service.extend(invoice, date(2027, 2, 18), "案情复杂", by=office, at=NOW)

    assert (invoice.answer_by, invoice.due_on) == (date(2027, 2, 18), due_on)
    with pytest.raises(WrongInvoice):
        service.extend(invoice, date(2027, 3, 18), "案情复杂", by=office, at=NOW)


def test_a_rejection_carries_its_code():
    invoice = make_invoice(S.REGISTERED, due_on=TODAY - ONE)

    service.reject(invoice, "duplicate", "与另一登记重复", by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.rejection, invoice.outcome) == (Rejection.DUPLICATE, InvoiceOutcome.REJECTED)
    assert ids() == []


def test_what_a_court_decides_is_no_longer_owed_here():
    invoice = make_invoice(due_on=TODAY - ONE)

    service.dispute(invoice, "（2026）鲁01民初1号", "法院已立案", by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.outcome, invoice.unpaid) == (InvoiceOutcome.DISPUTED, 0)
    assert ids() == []
