"""Interest: to the day, to the cent, and the same as adding up day by day."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears import service
from arrears.interest import accrued, statutory
from arrears.models import InvoiceState
from tests.arrears.makers import clerk_of, make_invoice
from tests.factories import NOW

DUE = date(2026, 3, 2)
RATE = Decimal("0.0005")
amounts = st.decimals("0.01", "999999.99", places=2)
days = st.integers(-30, 60).map(lambda n: DUE + timedelta(days=n))


@given(amounts, st.lists(st.tuples(days, amounts), max_size=4), days)
def test_interest_is_what_adding_up_day_by_day_gives(principal, payments, on):
    total, day = Decimal(0), DUE + timedelta(days=1)
    while day <= on:
        paid = sum(amount for paid_on, amount in payments if paid_on < day)
        total += max(principal - paid, Decimal(0)) * RATE
        day += timedelta(days=1)

    assert accrued(principal, DUE, payments, RATE, on) == total.quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


@given(amounts, st.lists(st.tuples(days, amounts), max_size=4), days)
def test_interest_never_shrinks_and_never_runs_before_the_due_day(principal, payments, on):
    first = accrued(principal, DUE, payments, RATE, on)
    later = accrued(principal, DUE, payments, RATE, on + timedelta(days=1))

    assert 0 <= first <= later
    assert on > DUE or first == 0


@given(amounts, amounts, days, days)
def test_paying_more_never_costs_more_interest(principal, amount, paid_on, on):
    paying = accrued(principal, DUE, [(paid_on, amount)], RATE, on)

    assert paying <= accrued(principal, DUE, [], RATE, on)


def test_the_first_day_of_interest_is_the_day_after_the_due_day():
    assert accrued(Decimal("10000"), DUE, [], RATE, DUE) == 0
    assert accrued(Decimal("10000"), DUE, [], RATE, DUE + timedelta(days=1)) == Decimal("5.00")


@pytest.mark.parametrize("on", [date(2020, 9, 1), date(2025, 5, 31), date(2025, 6, 1)])
def test_the_statutory_rate_is_five_in_ten_thousand_a_day(on):
    assert statutory(on).daily == RATE
    assert statutory(date(2020, 8, 31)) is None


def test_an_agreed_rate_counts_by_the_year_of_365_days(app):
    invoice = make_invoice(due_on=DUE, amount=Decimal("36500"), agreed_rate=Decimal("3.65"))

    assert service.interest(invoice, DUE + timedelta(days=10)) == Decimal("36.50")


def test_interest_runs_on_the_undisputed_unpaid_part_only(app):
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=DUE)
    clerk = clerk_of(invoice)
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk, at=NOW)
    service.pay(invoice, DUE + timedelta(days=10), Decimal("2000"), by=clerk, at=NOW)

    assert service.interest(invoice, DUE + timedelta(days=20)) == Decimal("50.00")


def test_a_rejected_claim_bears_no_interest(app):
    invoice = make_invoice(InvoiceState.REJECTED, due_on=DUE)

    assert service.interest(invoice, DUE + timedelta(days=20)) == 0
