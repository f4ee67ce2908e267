"""清欠: every figure of a page, a month or a file is the sum of its items, counted anew here."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from arrears import clearing, figures
from arrears.codes import InvoiceState
from arrears.models import Invoice
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.arrears.makers import contested, make_invoice, make_paid
from tests.factories import TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
LATE = (0, 1, 30, 31, 90, 91, 180, 181, 365, 366)
EVERYTHING = Invoice.id.is_not(None)


def debts():
    """One debt for each edge of the ages, one that is not due, one in dispute, one partly paid."""
    body, other = make_body("示例甲局"), make_body("示例乙局")
    for days in LATE:
        make_invoice(debtor=body, due_on=TODAY - timedelta(days=days))
    make_invoice(debtor=other, due_on=TODAY + timedelta(days=40))
    contested(TODAY - timedelta(days=20), Decimal(4000))
    partly = make_invoice(debtor=other, due_on=TODAY - timedelta(days=5))
    make_paid(partly, Decimal(2500))
    gone = make_invoice(debtor=other, due_on=TODAY - timedelta(days=5))
    make_paid(gone, Decimal(10025))
    db.session.flush()
    return clearing.items(EVERYTHING, TODAY)


def test_a_debt_stands_in_the_column_of_its_days():
    assert [clearing.age_of(days) for days in LATE] == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    assert len(clearing.age_names()) == 6


def test_the_rows_of_bodies_add_up_to_their_items():
    found = debts()

    rows, total = clearing.by_body(found), clearing.summed("合计", found)

    assert total.left == sum(one.left for one in found) == sum(row.left for row in rows)
    assert total.disputed == Decimal(4000)
    assert total.interest == sum(one.interest for one in found)
    for place in range(6):
        assert sum(r.ages[place] for r in rows) == sum(o.left for o in found if o.age == place)
    assert total.existing == sum(o.left for o in found if o.age and o.invoice.due_on.year < 2026)
    assert total.existing + total.new == total.left - total.ages[0]


def test_what_is_late_is_what_the_register_of_sets_says():
    """The same sum is reckoned one by one here and in one statement there."""
    found = debts()

    late = sum(one.left for one in found if one.age)

    assert late == sum(amount for _name, _number, amount in figures.ageing(TODAY))
    assert clearing.way_down(TODAY, EVERYTHING)[-1].closing == late


def test_the_months_follow_from_one_another_and_from_the_payments():
    debts()

    months = clearing.way_down(TODAY, EVERYTHING)

    assert len(months) == 12 and months[-1].month == "2026-11"
    assert all(b.opening == a.closing for a, b in pairwise(months))
    assert all(m.opening + m.added - m.paid == m.closing for m in months)
    paid = [p for one in db.session.query(Invoice) for p in one.payments if p.counted_on]
    assert sum(m.paid for m in months) == sum(p.principal for p in paid)


def test_what_falls_due_is_told_by_month():
    found = debts()

    assert clearing.forecast(found) == [("2026-11", 1, Decimal(10000)),
                                        ("2026-12", 1, Decimal(10000))]  # fmt: skip


def test_the_ledger_has_every_item_and_a_body_only_its_own(login):
    found = debts()
    mine = next(one.invoice.subject for one in found if one.invoice.subject.name == "示例乙局")

    whole = login(make_user(Role.OFFICE)).get("/arrears/clearing/ledger.csv")
    page = login(make_user(Role.OFFICE)).get("/arrears/clearing").text
    own = login(make_user(Role.OFFICER, mine)).get("/arrears/clearing/ledger.csv")

    rows = list(csv.DictReader(io.StringIO(whole.data.decode("utf-8-sig"))))
    assert {row["登记号"] for row in rows} == {one.invoice.ref for one in found}
    assert sum(Decimal(row["有分歧金额"]) for row in rows) == Decimal(4000)
    assert {row["有无分歧"] for row in rows} == {"有分歧", "无分歧"}
    assert "示例甲局" in page and "示例甲局" not in own.data.decode("utf-8-sig")


def test_before_a_court_has_spoken_all_of_it_stays_in_the_ledger():
    """A transfer to court ends nothing."""
    make_invoice(InvoiceState.DISPUTED, due_on=date(2025, 3, 1))

    (one,) = clearing.items(EVERYTHING, TODAY)

    assert (one.left, one.existing) == (Decimal(10000), True)
