"""Breaches, ageing and the disclosure: the same in SQL as by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arrears import service
from arrears.codes import InvoiceState
from arrears.interest import NOTHING_OWED
from integrity.base.db import db
from tests.arrears.makers import CONTESTED, clerk_of, make_invoice, make_paid
from tests.factories import NOW, TODAY, make_body, make_enterprise
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")
BASE = date(2026, 3, 1)
days = st.integers(0, 12).map(lambda n: BASE + timedelta(days=n))


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due_on=days,
    closed_on=st.none() | days,
    state=st.sampled_from(InvoiceState),
    contested_on=st.none() | days,
    on=days,
)
def test_a_breach_is_the_same_in_sql_and_in_python(due_on, closed_on, state, contested_on, on):
    invoice = make_invoice(state, due_on=due_on)
    invoice.closed_on, invoice.contested_on = closed_on, contested_on
    db.session.flush()

    found = {row.item_id for row in db.session.execute(service.breaches(on))}

    counts = state not in (InvoiceState.REGISTERED, *NOTHING_OWED)
    assert (invoice.id in found) is (counts and invoice.is_late(on))


@pytest.mark.parametrize(
    ("late", "bucket"), [(1, 0), (30, 0), (31, 1), (90, 1), (91, 2), (180, 2), (181, 3), (366, 4)]
)
def test_ageing_puts_an_invoice_into_its_bucket_in_one_statement(late, bucket):
    make_invoice(due_on=TODAY - timedelta(days=late), amount=Decimal("0.30"))
    db.session.flush()

    with statements() as seen:
        rows = service.ageing(TODAY)

    assert len(seen) == 1
    expected = [(0, Decimal("0.00"))] * 9
    expected[bucket] = (1, Decimal("0.30"))
    assert [(count, amount) for _label, count, amount in rows] == expected


def test_ageing_of_a_past_day_knows_what_was_paid_by_then():
    invoice = make_invoice(due_on=date(2026, 9, 1))
    make_paid(invoice, Decimal("4000"), date(2026, 10, 1), principal_first=True)
    make_paid(invoice, Decimal("6000"), date(2026, 10, 5), principal_first=True)
    db.session.flush()

    def sums(on: date) -> Decimal:
        return sum(amount for _label, _count, amount in service.ageing(on))

    assert [sums(date(2026, 9, 30)), sums(date(2026, 10, 4)), sums(date(2026, 10, 6))] == [
        Decimal("10000.00"), Decimal("6000.00"), 0,
    ]  # fmt: skip


def test_the_disclosure_counts_contracts_not_invoices():
    body, supplier = make_body("披露局"), make_enterprise()
    for day in (1, 2):
        make_invoice(
            debtor=body, creditor=supplier, contract_no="HT", delivered_on=date(2025, 9, day)
        )
    make_invoice(debtor=body, delivered_on=date(2025, 9, 3))
    make_invoice(debtor=body, delivered_on=date(2025, 12, 20))  # due in the next year
    make_invoice(debtor=body, delivered_on=date(2025, 9, 3), size="large", agreed_days=30)
    make_invoice(InvoiceState.REGISTERED, debtor=body, delivered_on=date(2025, 9, 3))

    (row,) = db.session.execute(service.disclosure(date(2025, 12, 31)))

    assert (row.name, row.contracts, row.amount) == ("披露局", 2, Decimal("30000.00"))
    assert service.disclosed(date(2025, 12, 31)) == (2, Decimal("30000.00"))
    assert service.disclosed(date(2024, 12, 31)) == (0, Decimal("0.00"))


def sums_apart() -> list[int]:
    return [count for _label, count, _amount in service.ageing(TODAY)[5:]]


@pytest.mark.parametrize(
    ("state", "expected"),
    [(InvoiceState.REGISTERED, [1, 0, 0, 0]), (InvoiceState.DISPUTED, [0, 0, 0, 1])],
)
def test_what_waits_for_the_office_or_a_court_is_counted_apart_and_never_zero(state, expected):
    """Seen: a claim on which nobody had clicked was in no figure, nor one before a court."""
    make_invoice(state, due_on=TODAY - timedelta(days=5))

    assert sums_apart() == expected


def test_what_is_in_dispute_is_counted_apart_from_the_rest():
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=TODAY - timedelta(days=5))
    service.verify(invoice, Decimal("4000"), "质量争议", by=clerk_of(invoice), at=NOW, **CONTESTED)
    db.session.flush()

    rows = [amount for _label, _count, amount in service.ageing(TODAY)]

    assert (rows[0], rows[7], sum(rows)) == (Decimal("6000"), Decimal("4000"), Decimal("10000"))
