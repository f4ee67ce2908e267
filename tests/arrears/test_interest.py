"""Which rate applies, and what the page and the statement say of it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from arrears import service
from arrears.codes import InvoiceState, Size
from arrears.interest import by_year, daily, statutory
from arrears.words import rate_words
from tests.arrears.makers import (
    CONTESTED,
    clerk_of,
    make_draft,
    make_invoice,
    make_paid,
    supplier_of,
)
from tests.factories import NOW, TODAY

DUE = date(2026, 3, 2)
RATE = Decimal("0.0005")


@pytest.mark.parametrize("on", [date(2020, 9, 1), date(2025, 5, 31), date(2025, 6, 1)])
def test_the_statutory_rate_is_five_in_ten_thousand_a_day(on):
    assert statutory(on).daily == RATE
    assert statutory(date(2020, 8, 31)) is None


def test_an_agreed_rate_counts_by_the_year_of_365_days(app):
    invoice = make_invoice(due_on=DUE, amount=Decimal("36500"), agreed_rate=Decimal("3.65"))

    assert service.interest(invoice, DUE + timedelta(days=10)) == Decimal("36.50")


@pytest.mark.parametrize(
    ("signed_on", "agreed", "due_on", "expected"),
    [
        (date(2026, 1, 5), "2", date(2026, 4, 1), "1956.16"),
        (date(2026, 1, 5), "0", date(2026, 4, 1), "1956.16"),
        (date(2026, 1, 5), "4.5", date(2026, 4, 1), "2934.25"),
        (None, "2", date(2026, 4, 1), "1304.11"),  # nothing to compare with, and the page says so
        (date(2019, 8, 19), "2", date(2026, 4, 1), "1304.11"),  # there was no LPR
    ],
)
def test_an_agreed_rate_below_lpr_at_signing_counts_as_lpr(
    app, signed_on, agreed, due_on, expected
):
    """Seen: 0 % was taken as agreed, and the interest was nothing."""
    invoice = make_invoice(
        due_on=due_on,
        amount=Decimal("100000"),
        contract_signed_on=signed_on,
        delivered_on=date(2026, 2, 1),
        agreed_rate=Decimal(agreed),
    )

    assert service.interest(invoice, date(2026, 11, 25)) == Decimal(expected)


@pytest.mark.parametrize(
    ("signed_on", "agreed", "lpr"),
    [("2024-07-21", "3.40", "3.45"), ("2022-08-21", "3.60", "3.70"), ("2021-03-01", "1.5", "3.85")],
)
def test_the_floor_is_the_lpr_of_the_day_of_signing(app, signed_on, agreed, lpr):
    invoice = make_draft(
        contract_signed_on=date.fromisoformat(signed_on),
        delivered_on=date(2024, 8, 1),
        agreed_rate=Decimal(agreed),
    )

    assert daily(invoice) == by_year(Decimal(lpr))
    assert f"LPR {Decimal(lpr).normalize()}%" in rate_words(invoice)


def test_who_is_not_protected_has_no_rate_but_the_contracts(app):
    old = {"delivered_on": date(2019, 3, 1), "agreed_days": 30}
    large = {"size": Size.LARGE, "agreed_days": 30, "contract_signed_on": date(2026, 1, 5)}

    assert daily(make_draft(**old)) == daily(make_draft(**large)) == 0
    assert daily(make_draft(**large, agreed_rate=Decimal("0.365"))) == Fraction(1, 100000)
    assert "民法典" in rate_words(make_draft(**old))


def test_the_page_shows_principal_and_days(app, login):
    invoice = make_invoice(due_on=DUE, amount=Decimal("10000"))

    page = login(supplier_of(invoice)).get(f"/arrears/{invoice.ref}").text

    assert "利息计算" in page
    assert f'<td class="right">{(TODAY - DUE).days}</td>' in page


def test_interest_runs_on_the_undisputed_unpaid_part_only(app):
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=DUE)
    clerk = clerk_of(invoice)
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk, at=NOW, **CONTESTED)
    make_paid(invoice, Decimal("2000"), DUE + timedelta(days=10), principal_first=True)

    assert service.interest(invoice, DUE + timedelta(days=20)) == Decimal("50.00")


def test_a_rejected_claim_bears_no_interest(app):
    invoice = make_invoice(InvoiceState.REJECTED, due_on=DUE)

    assert service.interest(invoice, DUE + timedelta(days=20)) == 0
