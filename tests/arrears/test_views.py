"""The pages of arrears: the supplier registers, the debtor pays, the public reads sums."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from arrears.codes import InvoiceState
from arrears.models import Invoice
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.arrears.makers import clerk_of, make_invoice, supplier_of
from tests.factories import TODAY, make_body, make_enterprise, make_user
from tests.statements import statements


def form(body, **more: str) -> dict[str, str]:
    values = {
        "debtor": str(body.id),
        "kind": "works",
        "size": "small",
        "contract_no": "HT-2026-7",
        "contract_name": "道路维修合同",
        "delivered_on": "2026年1月16日",
        "amount": "12.5万元",
    }
    return values | more


def seen(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


@pytest.fixture
def supplier():
    return make_user(Role.SUPPLIER, make_enterprise())


def test_a_supplier_sees_day_and_interest_before_anything_is_stored(login, supplier):
    answer = login(supplier).post("/arrears/new", data=form(make_body()))

    assert answer.status_code == 200
    assert "2026年2月24日" in answer.text
    assert "第九条第一款" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Invoice.id))) == 0


def test_before_sending_a_supplier_reads_who_owes_how_much(login, supplier):
    """Seen: the check repeated day and interest, but neither the debtor nor the sum."""
    page = login(supplier).post("/arrears/new", data=form(make_body("示例水务局"))).text

    shown = page.partition("请核对计算结果")[2].partition("<form")[0]
    assert "示例水务局" in shown and "125,000.00" in shown


def test_where_an_invoice_came_from_is_said_in_words(login):
    """Seen: an imported invoice came from "file 1"."""
    invoice = make_invoice()
    invoice.source, invoice.external_id = "file", "7"

    page = login(supplier_of(invoice)).get(f"/arrears/{invoice.ref}").text

    assert "导入的表格 7" in page and "file 7" not in page


def test_what_was_seen_is_registered_by_sending_it_again(login, supplier):
    client, data = login(supplier), form(make_body())
    page = client.post("/arrears/new", data=data).text

    answer = client.post("/arrears/new", data=data | {"seen": seen(page)})

    invoice = db.session.scalars(sa.select(Invoice)).one()
    assert answer.location == f"/arrears/{invoice.ref}"
    assert (invoice.creditor_id, invoice.amount) == (supplier.body_id, Decimal("125000.00"))


def test_what_was_changed_after_the_preview_is_shown_again(login, supplier):
    client, data = login(supplier), form(make_body())
    page = client.post("/arrears/new", data=data).text

    changed = data | {"seen": seen(page), "amount": "99 万元"}

    assert client.post("/arrears/new", data=changed).status_code == 200
    assert db.session.scalar(sa.select(sa.func.count(Invoice.id))) == 0


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"settled_on": "2027-03-01"}, "还没有到"),
        ({"delivered_on": "去年"}, "填写日期"),
        ({"amount": "许多"}, "填写金额"),
        ({"amount": "1E+30"}, "填写金额"),  # was a page 500
        ({"agreed_rate": "1E+30"}, "填写百分比"),
        ({"delivered_on": "9999-12-31"}, "填写日期"),
        ({"debtor": "999999"}, "errors"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(login, supplier, fault, message):
    answer = login(supplier).post("/arrears/new", data=form(make_body(), **fault))

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Invoice.id))) == 0


def test_only_suppliers_register(login):
    assert login(make_user(Role.OFFICER, make_body())).get("/arrears/new").status_code == 403


def test_an_invoice_is_seen_by_its_two_parties_and_the_office(login):
    invoice = make_invoice()
    stranger = make_user(Role.OFFICER, make_body("另一局"))

    for who in (clerk_of(invoice), supplier_of(invoice), make_user(Role.OFFICE)):
        assert login(who).get(f"/arrears/{invoice.ref}").status_code == 200
    assert login(stranger).get(f"/arrears/{invoice.ref}").status_code == 404
    assert invoice.ref not in login(stranger).get("/arrears/").text


def test_the_page_shows_interest_payments_and_the_plan(login):
    invoice = make_invoice(due_on=date(2026, 3, 2))
    client = login(clerk_of(invoice))
    plan = "2027-01-01 6000\n2027年2月1日 4,000元"
    client.post(f"/arrears/{invoice.ref}/do/plan", data={"instalments": plan, "why": "协商"})
    client.post(
        f"/arrears/{invoice.ref}/do/pay",
        data={"paid_on": "2026-03-12", "amount": "1000", "note": "凭证七"},
    )

    page = client.get(f"/arrears/{invoice.ref}").text

    for words in ("凭证七", "2027年2月1日", "4,000.00 元", "单位自报，待确认", "日利率 0.05%"):
        assert words in page


def test_an_overpayment_is_refused_on_the_page(login):
    invoice = make_invoice(due_on=TODAY)

    answer = login(clerk_of(invoice)).post(
        f"/arrears/{invoice.ref}/do/pay",
        data={"paid_on": "2026-11-01", "amount": "10000.01", "note": "x"},
    )

    assert answer.status_code == 422
    assert "超过未付的本金和利息" in answer.text
    assert db.session.get(Invoice, invoice.id).paid == 0


def test_the_supplier_cannot_pay_and_the_debtor_cannot_reject(login):
    invoice = make_invoice(InvoiceState.REGISTERED)
    pay = {"paid_on": "2026-11-01", "amount": "1"}
    reject = {"rejection": "false", "why": "x"}

    asked = login(supplier_of(invoice)).post(f"/arrears/{invoice.ref}/do/pay", data=pay)
    assert asked.status_code == 403
    asked = login(clerk_of(invoice)).post(f"/arrears/{invoice.ref}/do/reject", data=reject)
    assert asked.status_code == 403


def test_the_public_reads_sums_and_no_contract(client):
    invoice = make_invoice(
        debtor=make_body("披露局"), contract_name="秘密合同", delivered_on=date(2025, 9, 1)
    )

    page = client.get("/arrears/disclosure/2025").text

    assert "披露局" in page
    assert "10,000.00 元" in page
    for secret in (invoice.contract_name, invoice.contract_no, invoice.ref):
        assert secret not in page
    assert client.get(f"/arrears/{invoice.ref}").status_code == 302
    assert "/arrears/disclosure/" in client.get("/arrears/").location


def test_the_disclosure_is_exported_as_shown(client):
    make_invoice(debtor=make_body("披露局"), delivered_on=date(2025, 9, 1))

    rows = client.get("/arrears/disclosure/2025?format=json&sort=-amount").json

    assert rows == [{"单位": "披露局", "逾期未付合同数": 1, "逾期未付金额": "10000.00"}]


@pytest.mark.parametrize("year", [2019, 2199])
def test_there_is_no_disclosure_before_the_law_or_after_today(client, year):
    assert client.get(f"/arrears/disclosure/{year}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("lateness=overdue", True), ("lateness=late", False), ("state=verified", True),
     ("state=paid", False), ("q=办公设备", True), ("q=没有", False)],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(login, query, found):
    invoice = make_invoice(due_on=date(2026, 3, 2))

    page = login(make_user(Role.OFFICE)).get(f"/arrears/?{query}").text

    assert (invoice.ref in page) is found


def test_the_list_asks_the_database_as_often_for_twenty_invoices_as_for_two(login):
    client, counts = login(make_user(Role.OFFICE)), []
    for number in (2, 18):
        for _ in range(number):
            make_invoice(due_on=date(2026, 3, 2))
        with statements() as asked:
            assert client.get("/arrears/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
