"""From which money a claim is paid: said by who pays, put right, imported, and used."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from arrears import clearing, papers
from arrears.codes import Funding
from arrears.imports import IMPORTERS
from arrears.models import Invoice
from integrity.base.audit.service import SYSTEM, history
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import imports
from tests.arrears.makers import clerk_of, contested, make_invoice, supplier_of
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")
SAID = {"funding": "bond", "budget_item": "2120303 示例科目", "project_code": "示-2026-1"}


def test_the_debtor_says_from_which_money_it_pays_and_the_log_keeps_what_was_said_before(login):
    invoice = make_invoice()
    client, address = login(clerk_of(invoice)), f"/arrears/{invoice.ref}/funding"
    assert address in client.get(f"/arrears/{invoice.ref}").text

    assert client.post(address, data=SAID).status_code == 302
    assert client.post(address, data=SAID | {"funding": "budget"}).status_code == 302

    assert (invoice.funding, invoice.project_code) == (Funding.BUDGET, "示-2026-1")
    assert history(invoice)[0].facts == {"funding": "bond→budget"}
    assert "一般公共预算" in client.get(f"/arrears/{invoice.ref}").text
    assert "2120303 示例科目" in str(papers.budget(invoice, TODAY).paper.body)


@pytest.mark.parametrize("data", [{"funding": "月球"}, {"budget_item": "长" * 81}])
def test_what_is_no_money_or_too_long_is_asked_again(login, data):
    invoice = make_invoice()
    answer = login(clerk_of(invoice)).post(f"/arrears/{invoice.ref}/funding", data=SAID | data)

    assert answer.status_code == 422 and "示-2026-1" in answer.text


def test_the_supplier_neither_knows_nor_says_it(login):
    invoice = make_invoice()
    client = login(supplier_of(invoice))

    assert client.get(f"/arrears/{invoice.ref}/funding").status_code == 403
    assert "预算科目" not in client.get("/arrears/new").text


def test_a_file_brings_it_to_a_known_claim_and_changes_nothing_else(tmp_path):
    invoice = make_invoice()
    (row,) = IMPORTERS["arrears"].dump()
    row |= {"funding": "fund", "project_code": "示-7", "budget_item": ""}
    file = tmp_path / "money.csv"
    values = ["" if value is None else str(value) for value in row.values()]
    file.write_text(",".join(row) + "\n" + ",".join(values), encoding="utf-8")

    reports = [imports.run(IMPORTERS["arrears"], file, by=SYSTEM, at=NOW) for _ in range(2)]

    assert [(r.updated, r.unchanged, r.rejected) for r in reports] == [(1, 0, []), (0, 1, [])]
    assert (invoice.funding, invoice.project_code) == (Funding.FUND, "示-7")


def test_the_ledger_and_the_months_are_narrowed_by_it_and_so_are_their_files(login):
    known = make_invoice(
        due_on=TODAY - timedelta(days=20), funding=Funding.BOND, project_code="示-7"
    )
    old = make_invoice(due_on=date(2025, 12, 1))
    disputed = contested(TODAY - timedelta(days=5))
    client = login(make_user(Role.OFFICE))

    def shown(what: str) -> set[str]:
        text = client.get(f"/arrears/clearing/ledger.csv?{what}").get_data(as_text=True)
        return {one.ref for one in (known, old, disputed) if one.ref in text}

    assert shown("funding=bond") == shown("project_code=示-7") == {known.ref}
    assert shown("agreement=no") == {disputed.ref}
    assert shown("stock=existing") == {old.ref}
    assert shown("stock=new&agreement=yes") == {known.ref}
    page = client.get("/arrears/clearing?funding=bond").text
    assert "地方政府专项债券" in page and "ledger.csv?funding=bond" in page
    months = client.get("/arrears/clearing/months.csv?stock=existing").get_data(as_text=True)
    assert months.splitlines()[-1].split(",")[4:7] == ["10000.00", "10000.00", "0.00"]


def test_the_rows_by_money_and_the_parts_of_a_month_add_up():
    make_invoice(due_on=TODAY - timedelta(days=20), funding=Funding.BOND)
    make_invoice(due_on=date(2025, 12, 1))
    contested(TODAY - timedelta(days=5))
    db.session.flush()
    found = clearing.items(sa.true(), TODAY)

    total, rows = clearing.summed("合计", found), clearing.by_funding(found)
    month = clearing.way_down(TODAY, Invoice.id.is_not(None))[-1]

    assert sum(row.left for row in rows) == total.left
    assert (month.existing, month.disputed) == (total.existing, total.disputed)
