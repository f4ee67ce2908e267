"""The interest of many invoices at once is that of each, in as many statements for any number."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from arrears.codes import InvoiceState, Size
from arrears.interest import account_of
from arrears.models import Invoice
from arrears.reckoning import Order
from arrears.totals import interest_left
from integrity.base.db import db
from tests.arrears.makers import contested, make_invoice, make_paid
from tests.factories import NOW, TODAY
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")
ONE = timedelta(days=1)


def some(random: Random) -> Invoice:
    """An invoice of any kind, with a few payments on any day since."""
    signed = {"contract_signed_on": date(2024, 7, 22), "agreed_rate": Decimal("1.23")}
    more = random.choice([{}, signed, {"size": Size.LARGE, "agreed_days": 30, **signed}])
    due_on = TODAY - random.randint(-5, 200) * ONE
    if random.random() < 0.3:
        invoice = contested(due_on, Decimal(random.randint(1, 10_000)))
    else:
        invoice = make_invoice(due_on=due_on, **more)
    for _payment in range(random.randint(0, 3)):
        if invoice.state is not InvoiceState.PAID:
            day = TODAY - random.randint(0, 90) * ONE
            first = {"principal_first": random.random() < 0.5}
            make_paid(invoice, Decimal(random.randint(1, 250_000)) / 100, day, NOW, **first)
    return invoice


def test_the_interest_of_many_is_that_of_each_on_any_day():
    random = Random(11)
    made = [some(random) for _one in range(40)]
    db.session.flush()
    assert {p.order for i in made for p in i.payments} == set(Order)

    for on in (TODAY - 100 * ONE, TODAY - 30 * ONE, TODAY, TODAY + 100 * ONE):
        with statements() as seen:
            found = interest_left(on)
        assert len(seen) == 3
        for invoice in made:
            assert found.get(invoice.id, 0) == account_of(invoice, on).interest_left, invoice.id


def test_some_of_them_are_asked_for_alone():
    one, _other = make_invoice(due_on=TODAY - ONE), make_invoice(due_on=TODAY - ONE)

    assert interest_left(TODAY, Invoice.id == one.id) == {one.id: Decimal("5.00")}
