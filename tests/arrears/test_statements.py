"""Every sum explains itself, the same for both sides: on the page, on paper, as a spreadsheet."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from arrears.statements import statement
from tests.arrears.makers import clerk_of, make_invoice, make_paid, supplier_of
from tests.factories import TODAY

pytestmark = pytest.mark.usefixtures("app")
DUE = TODAY - timedelta(days=20)


@pytest.fixture
def invoice():
    made = make_invoice(due_on=DUE, agreed_rate=Decimal("1.5"), contract_signed_on=date(2026, 1, 5))
    make_paid(made, Decimal("4000.00"), TODAY - timedelta(days=10))
    return made


def test_the_parts_add_up_to_what_is_owed_and_the_payments_say_what_they_covered(invoice):
    found = statement(invoice, TODAY)

    (paid,) = found.payments
    bore = sum((Decimal(bears) for _part, bears in found.parts), Decimal(0))
    assert abs(bore - found.stands.accrued) <= Decimal("0.005")
    assert paid.money.interest + paid.money.principal == Decimal("4000.00")
    assert found.stands.principal_left == paid.principal_left == Decimal("6008.22")


def test_the_rate_names_the_lpr_of_the_contract_and_the_day_it_was_published(invoice):
    found = statement(invoice, TODAY)

    assert "LPR 3%" in found.rate and "2025年5月20日" in found.rate and "第十七条" in found.rate
    assert Decimal(found.percent) == round(Decimal(3) / 365, 8)


def test_debtor_and_supplier_are_told_the_same_sums(login, invoice):
    told = []
    for person in (clerk_of(invoice), supplier_of(invoice)):
        client = login(person)
        page = client.get(f"/arrears/{invoice.ref}").text
        file = io.BytesIO(client.get(f"/arrears/{invoice.ref}/interest.xlsx").data)
        rows = load_workbook(file).get_sheet_by_index(0).to_python()
        told.append((page.split('id="sums"')[1].split("付款记录")[0], rows))

    assert told[0] == told[1]
    _head, first, second, paid, last = told[0][1]
    assert (first[0], second[0], paid[0]) == ("计息", "计息", "付款")
    assert (last[4], last[6]) == (6008.22, 4.94)
