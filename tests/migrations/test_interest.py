"""What became of invoices that were closed while their interest was never paid."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_migrate import upgrade

from integrity.base.db import db
from tests.migrations.conftest import found, row, tables

pytestmark = pytest.mark.slow
DUE, PAID, HALF_PAID = date(2026, 3, 2), date(2026, 3, 22), date(2026, 3, 12)


def test_interest_on_what_was_paid_late_is_owed_from_then_on(fresh: Flask):
    """Seen: 已付清 with 315,506.10 yuan of interest on the page for good."""
    upgrade(revision="0061")
    subject, invoice, payment, lpr = tables("subject", "invoice", "payment", "loan_prime_rate")
    known = {"amount": 10000, "state": "paid", "outcome": "paid", "due_on": DUE, "size": "small"}
    known |= {
        "registered_on": DUE,
        "subject_id": 1,
        "creditor_id": 2,
        "delivered_on": date(2026, 1, 31),
    }
    cases = [
        (PAID, {}),
        (DUE, {}),
        (PAID, {"size": "large"}),
        (PAID, {"agreed_rate": Decimal("0"), "contract_signed_on": date(2026, 1, 5)}),
        (PAID, {"delivered_on": date(2019, 1, 31), "agreed_rate": Decimal("3.65")}),
    ]
    with db.engine.begin() as connection:
        for number, kind in ((1, "body"), (2, "enterprise")):
            connection.execute(row(subject, id=number, kind=kind, slug=f"{number}", public=True))
        connection.execute(row(lpr, published_on=date(2025, 5, 20), one_year=3))
        for number, (day, more) in enumerate(cases, 1):
            of_it = {"id": number, "ref": f"I{number}", "closed_on": day}
            connection.execute(row(invoice, **known | of_it | more))
            for counted_on in (min(day, HALF_PAID), day):
                said = {"invoice_id": number, "paid_on": day, "amount": 5000}
                said |= {"state": "confirmed", "counted_on": counted_on, "received_on": day}
                connection.execute(row(payment, **said))

    upgrade()

    wanted = "SELECT id, state, outcome, closed_on FROM invoice ORDER BY id"
    closed = ("paid", "paid", "2026-03-22")
    assert found(wanted) == [
        ("1", "interest", None, None),
        ("2", "paid", "paid", "2026-03-02"),
        ("3", *closed),
        ("4", "interest", None, None),
        ("5", "interest", None, None),
    ]
    owed = found("SELECT interest_owed FROM invoice ORDER BY id")
    assert [Decimal(sum_) for (sum_,) in owed] == [75, 0, 0, Decimal("12.33"), 15]
    assert found('SELECT DISTINCT "order", principal FROM payment') == [
        ("principal", found("SELECT amount FROM payment")[0][0])
    ]
