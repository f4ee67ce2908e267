"""The interest of a hundred thousand invoices, and a sample of it counted day by day."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from arrears.interest import debt_of
from arrears.models import Invoice, Payment
from arrears.totals import interest_left
from integrity.base.db import db
from tests.arrears.oracle import day_by_day
from tests.benchmarks.filling import BODIES, ON, fill, fill_bodies, settle
from tests.benchmarks.measuring import best

ROWS, SAMPLE = 100_000, 997
"""Invoices; every so many of them is counted again."""
DAY = f"date '{ON}'"


def interest_of_many(new_app: Callable[[str], Flask]) -> float:
    """Seconds for all of them; raises AssertionError where one is not as counted by hand."""
    with new_app("bench_interest").app_context():
        _fill()
        found = interest_left(ON)
        assert len(found) == ROWS
        for invoice in db.session.scalars(sa.select(Invoice).where(Invoice.id % SAMPLE == 0)):
            debt = debt_of(invoice, invoice.disputed)
            by_day = day_by_day(debt, invoice.counted(), ON)
            assert found[invoice.id] == by_day["interest"], invoice.id
        return best(lambda: interest_left(ON)) / 1000


def _fill() -> None:
    """Invoices of three years, every third with a rate of its own, each with a payment."""
    fill_bodies(BODIES)
    fill(
        Invoice,
        ROWS,
        state="'verified'",
        size="'small'",
        nature="'price'",
        condition="'none'",
        subject_id=f"1 + n % {BODIES - 1}",
        creditor_id=str(BODIES),
        amount="1000 + n % 90000 + (n % 100) / 100.0",
        excused="0",
        disputed="0",
        paid="0",
        delivered_on=f"{DAY} - 40 - (n % 700)::int",
        starts_on=f"{DAY} - 40 - (n % 700)::int",
        due_on=f"{DAY} - 10 - (n % 700)::int",
        contract_signed_on=f"{DAY} - 200 - (n % 2000)::int",
        agreed_rate="CASE WHEN n % 3 = 0 THEN 1.23 + n % 5 END",
        waived_on="NULL",
        closed_on="NULL",
    )
    fill(
        Payment,
        ROWS,
        state="'confirmed'",
        invoice_id="n",
        counted_on=f"{DAY} - (n % 300)::int",
        amount="500.50",
        principal="500.50",
        interest="0",
        order="'principal'",
        corrects_id="NULL",
    )
    settle("invoice", "payment")
