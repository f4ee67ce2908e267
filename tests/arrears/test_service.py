"""Invoices: what is a breach, who pays, what closes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from arrears import service
from arrears.codes import InvoiceOutcome, InvoiceState, Rejection
from arrears.errors import WrongInvoice, WrongPayment, WrongPlan
from arrears.permissions import ArrearsPermission
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from tests.arrears.makers import (
    CONTESTED,
    all_of,
    clerk_of,
    make_finder,
    make_invoice,
    make_paid,
    supplier_of,
)
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


def ids(on: date = TODAY) -> list[int]:
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def test_an_invoice_paid_late_is_still_a_breach():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)

    make_paid(invoice, all_of(invoice))

    assert ids() == [invoice.id]
    assert (invoice.state, invoice.outcome) == (S.PAID, InvoiceOutcome.WITH_INTEREST)


def test_an_invoice_that_the_supplier_says_was_paid_in_time_is_no_breach():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)

    make_paid(invoice, invoice.amount, TODAY - 5 * ONE)

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
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk, at=NOW, **CONTESTED)
    make_paid(invoice, Decimal("6000"))

    assert ids() == [invoice.id]
    assert (invoice.state, invoice.disputed) == (S.VERIFIED, Decimal("4000"))


def test_a_dispute_without_reasons_is_refused():
    invoice = make_invoice(S.FORWARDED)

    with pytest.raises(WrongInvoice):
        service.verify(invoice, Decimal("1"), " ", by=clerk_of(invoice), at=NOW, **CONTESTED)


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
    invoice = make_invoice(due_on=TODAY)

    with pytest.raises(WrongPayment):
        service.pay(invoice, paid_on, amount, by=clerk_of(invoice), at=NOW, note="示 1")

    assert (invoice.paid, invoice.payments) == (0, [])


def test_a_payment_before_the_contract_is_refused():
    invoice = make_invoice(contract_signed_on=date(2026, 5, 2))

    with pytest.raises(WrongPayment):
        service.pay(
            invoice, date(2026, 5, 1), Decimal(1), by=clerk_of(invoice), at=NOW, note="示 1"
        )


def test_two_payments_never_exceed_what_is_owed():
    invoice = make_invoice(due_on=TODAY)
    clerk = clerk_of(invoice)
    service.pay(invoice, TODAY, Decimal("9999.99"), by=clerk, at=NOW, note="示 1")

    with pytest.raises(WrongPayment):
        service.pay(invoice, TODAY, Decimal("0.02"), by=clerk, at=NOW, note="示 1")

    assert (invoice.unpaid, invoice.pending) == (invoice.amount, Decimal("9999.99"))


@pytest.mark.parametrize("state", [S.PAID, S.REJECTED, S.NOT_OWED])
def test_a_closed_invoice_takes_no_payment(state):
    invoice = make_invoice(state)

    with pytest.raises(NotAllowed):
        service.pay(invoice, TODAY, Decimal(1), by=clerk_of(invoice), at=NOW, note="示 1")


def test_neither_the_supplier_nor_another_body_records_payments():
    invoice = make_invoice()

    for who in (supplier_of(invoice), make_user(Role.OFFICER, make_body("另一局"))):
        with pytest.raises(Forbidden):
            service.pay(invoice, TODAY, Decimal(1), by=who, at=NOW, note="示 1")


def test_a_plan_adds_up_to_what_is_owed_and_lies_ahead():
    invoice = make_invoice()
    clerk = clerk_of(invoice)
    half = invoice.amount / 2

    for parts in (
        [(TODAY, half)],
        [(TODAY - ONE, half), (TODAY, half)],
        [(TODAY, half), (TODAY, half)],
        [(TODAY, invoice.amount + 1), (TODAY + ONE, Decimal(-1))],
        [(TODAY + 366 * ONE, invoice.amount)],
    ):
        with pytest.raises(WrongPlan):
            service.plan(invoice, parts, "协商一致", by=clerk, at=NOW)


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (TODAY + 10 * ONE, InvoiceOutcome.PLAN_KEPT),
        (TODAY + 11 * ONE, InvoiceOutcome.WITH_INTEREST),
    ],
)
def test_a_plan_is_kept_when_every_part_is_paid_by_its_day(second, outcome):
    invoice = make_invoice(due_on=TODAY - ONE)
    clerk, half = clerk_of(invoice), invoice.amount / 2
    service.plan(invoice, [(TODAY, half), (TODAY + 10 * ONE, half)], "协商一致", by=clerk, at=NOW)
    service.agree_plan(invoice, by=supplier_of(invoice), at=NOW)

    make_paid(invoice, half)
    make_paid(invoice, half, second, NOW + 20 * ONE)
    rest = all_of(invoice, TODAY + 20 * ONE)
    make_paid(invoice, rest, TODAY + 20 * ONE, NOW + 20 * ONE)

    assert invoice.outcome is outcome
    assert ids(TODAY + 30 * ONE) == [invoice.id], "a plan moves no legal due day"


def test_a_lead_has_the_clocks_of_this_installation_and_none_of_article_25():
    """Seen: what a supplier entered here ran as if a province's department had accepted it."""
    invoice = make_invoice(S.REGISTERED)
    office, finder = make_user(Role.OFFICE), make_finder()

    review = invoice.step_due_on
    service.refer(invoice, by=office, at=NOW)
    answer = invoice.step_due_on
    service.take_on(invoice, "示例：已督促", by=finder, at=NOW)

    assert (review, answer) == (date(2026, 11, 27), date(2026, 12, 4))
    assert invoice.step_due_on == date(2026, 12, 4)
    assert invoice.state is S.ASKED


def test_the_answer_is_extended_to_ninety_days_at_most():
    invoice = make_invoice(S.ACCEPTED)
    office = make_user(Role.OFFICE)
    service.forward(invoice, by=office, at=NOW)
    due_on, finder = invoice.due_on, make_user(Role.FINDER, make_body("示例工信局"))
    said = ("示例部门负责人", "案情复杂")

    service.extend(invoice, date(2027, 2, 18), *said, by=finder, at=NOW)

    assert (invoice.step_due_on, invoice.due_on) == (date(2027, 2, 18), due_on)
    with pytest.raises(WrongInvoice):
        service.extend(invoice, date(2027, 3, 18), *said, by=finder, at=NOW)


def test_who_handles_a_complaint_does_not_approve_its_own_extension():
    """Seen: any person of the office extended the answer alone (第二十五条第二款)."""
    invoice = make_invoice(S.FORWARDED)
    finder = make_user(Role.FINDER, make_body("示例工信局"))

    with pytest.raises(WrongInvoice, match="负责人批准"):
        service.extend(invoice, date(2027, 2, 18), finder.name, "复杂", by=finder, at=NOW)
    assert not make_user(Role.OFFICE).can(ArrearsPermission.FIND, invoice)


def test_a_rejection_carries_its_code():
    invoice = make_invoice(S.REGISTERED, due_on=TODAY - ONE)

    service.reject(invoice, "duplicate", "与另一登记重复", by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.rejection, invoice.outcome) == (Rejection.DUPLICATE, InvoiceOutcome.REJECTED)
    assert ids() == []


def test_what_is_before_a_court_is_owed_and_late_until_it_has_spoken():
    """Seen: 转入诉讼 ended the claim, and it was late no more."""
    invoice = make_invoice(due_on=TODAY - ONE)
    finder = make_user(Role.FINDER, make_body("示例工信局"))

    service.dispute(invoice, "（2026）鲁01民初1号", "法院已立案", by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.outcome, invoice.closed_on, invoice.unpaid) == (None, None, invoice.amount)
    assert ids() == [invoice.id]
    service.judge(invoice, Decimal("1000"), "（2026）鲁01民初1号判决", by=finder, at=NOW)
    assert (invoice.state, invoice.unpaid) == (S.VERIFIED, Decimal("9000"))
    assert ids() == [invoice.id]


def test_a_plan_is_one_only_when_the_supplier_agrees():
    """Seen: the debtor's own sentence stood for the supplier's consent."""
    invoice = make_invoice(due_on=TODAY - ONE)
    parts = [(TODAY + 10 * ONE, invoice.amount)]
    service.plan(invoice, parts, "协商", by=clerk_of(invoice), at=NOW)

    with pytest.raises(Forbidden):
        service.agree_plan(invoice, by=clerk_of(invoice), at=NOW)
    service.decline_plan(invoice, "不同意", by=supplier_of(invoice), at=NOW)

    assert (invoice.state, invoice.instalments) == (S.VERIFIED, [])


def test_a_plan_is_no_longer_than_the_rule_allows():
    """Seen: instalments in 2029 were accepted."""
    invoice = make_invoice()

    with pytest.raises(WrongPlan, match="最长到"):
        service.plan(
            invoice, [(date(2029, 1, 1), invoice.amount)], "协商", by=clerk_of(invoice), at=NOW
        )
