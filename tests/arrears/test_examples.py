"""The law by worked examples: facts, the article, and the day and sums that follow."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from arrears.codes import Condition, Nature, PaymentState, Size
from arrears.interest import account_of
from arrears.models import Invoice, Payment
from arrears.reckoning import Order
from tests.arrears.makers import make_draft
from tests.factories import make_body, make_enterprise

pytestmark = pytest.mark.usefixtures("app")
DAYS = {
    "signed": "contract_signed_on",
    "delivered": "delivered_on",
    "accepted": "accepted_on",
    "acceptance_until": "acceptance_until",
    "settled": "settled_on",
    "released": "released_on",
    "agreed_due_on": "agreed_due_on",
}
"""Columns of the table, and what they are of an invoice."""
WORDS = {"nature": Nature, "size": Size, "condition": Condition}
with (Path(__file__).parent / "examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = [
        pytest.param(row, id=f"{row['case']}-{row['article']}") for row in csv.DictReader(file)
    ]


@pytest.mark.parametrize("row", EXAMPLES)
def test_what_the_law_says_follows_from_the_facts(row):
    invoice = described(row)

    stands = account_of(invoice, date.fromisoformat(row["on"]))

    assert (str(invoice.starts_on), str(invoice.due_on)) == (row["starts_on"], row["due_on"])
    sums = (stands.accrued, stands.interest_left, stands.principal_left)
    assert sums == tuple(Decimal(row[n]) for n in ("interest", "interest_left", "principal_left"))


def described(row: dict[str, str]) -> Invoice:
    """The invoice of a row, with what was disputed and paid of it."""
    facts: dict[str, Any] = {of: date.fromisoformat(row[n]) for n, of in DAYS.items() if row[n]}
    facts |= {name: kind(row[name]) for name, kind in WORDS.items() if row[name]}
    if row["agreed_days"]:
        facts["agreed_days"] = int(row["agreed_days"])
    if row["agreed_rate"]:
        facts["agreed_rate"] = Decimal(row["agreed_rate"])
    debtor = make_body() if row["debtor"] == "body" else make_enterprise("示例大型企业")
    invoice = make_draft(debtor, amount=Decimal(row["amount"]), **facts)
    if row["disputed"]:
        invoice.disputed = Decimal(row["disputed"])
    invoice.payments = [paid(word) for word in row["payments"].split()]
    return invoice


def paid(word: str) -> Payment:
    """2026-05-01:4000, and :p where the supplier agreed that it is principal first."""
    day, amount, *first = word.split(":")
    return Payment(
        state=PaymentState.CONFIRMED,
        counted_on=date.fromisoformat(day),
        amount=Decimal(amount),
        order=Order.PRINCIPAL if first else Order.LAW,
    )
