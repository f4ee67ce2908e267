"""One contract with several deliveries, retention and a deposit, each with a day of its own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from arrears import contracts
from arrears.codes import InvoiceState, Nature
from arrears.errors import WrongPayment
from integrity.base.errors import Forbidden
from tests.arrears.makers import all_of, clerk_of, make_invoice, supplier_of
from tests.factories import NOW, TODAY, make_body, make_enterprise

pytestmark = pytest.mark.usefixtures("app")
SECOND = {"delivered_on": date(2026, 9, 1)}
HELD = {"nature": Nature.RETENTION, "released_on": date(2026, 12, 1), "amount": Decimal(500)}


@pytest.fixture
def known():
    same = {"debtor": make_body(), "creditor": make_enterprise(), "contract_no": "HT-示例"}
    return [make_invoice(**same, **more) for more in ({}, SECOND, HELD)]


def pay(invoice, amount, by=None):
    said = (invoice, TODAY, Decimal(amount))
    return contracts.pay(*said, note="示 1", by=by or clerk_of(invoice), at=NOW)


def test_each_sum_of_a_contract_has_a_day_of_its_own(known):
    make_invoice()

    assert [one.id for one in contracts.sums(known[1])] == [one.id for one in known]
    assert [one.due_on for one in known] == [
        date(2026, 7, 1), date(2026, 10, 8), date(2026, 12, 31),
    ]  # fmt: skip


def test_one_payment_covers_what_fell_due_first_and_each_is_confirmed_by_itself(known):
    first = all_of(known[0])

    made = pay(known[0], first + 100)

    assert [(p.invoice_id, p.amount) for p in made] == [(known[0].id, first), (known[1].id, 100)]
    assert (known[0].is_claimed, known[1].is_claimed, known[2].payments) == (True, False, [])


def test_what_is_reported_already_is_not_paid_twice_and_never_too_much(known):
    first, all_ = all_of(known[0]), sum(all_of(one) for one in known)
    pay(known[0], first)

    assert [p.invoice_id for p in pay(known[0], 100)] == [known[1].id]
    with pytest.raises(WrongPayment, match="超过本合同"):
        pay(known[0], all_ - first - 100 + Decimal("0.01"))
    with pytest.raises(Forbidden):
        pay(known[0], 1, supplier_of(known[0]))


def test_the_page_shows_every_sum_and_takes_the_payment(login, known):
    known[2].state = InvoiceState.REJECTED
    client = login(clerk_of(known[0]))
    address = f"/arrears/{known[0].ref}/contract"

    assert address in client.get(f"/arrears/{known[0].ref}").text
    page = client.get(address).text
    assert known[1].ref in page and known[2].ref not in page
    said = {"paid_on": str(TODAY - timedelta(days=1)), "amount": "100", "note": "示 1"}
    assert client.post(address, data=said).status_code == 302

    assert [p.amount for p in known[0].payments] == [100]
