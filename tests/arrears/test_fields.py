"""An invoice is described once: what is added to the description appears wherever it is asked."""

import csv
import io
from decimal import Decimal

import pytest
import sqlalchemy as sa

from arrears.fields import FIELDS, SUMS
from arrears.imports import IMPORTERS
from arrears.models import Invoice
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import imports
from integrity.files.exports import as_csv
from integrity.pages.fields import answer, facts, written
from tests.arrears.makers import make_invoice, supplier_of
from tests.arrears.test_views import form, seen
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

NUMBER = "示25370000000000000001"

pytestmark = pytest.mark.usefixtures("app")


def test_a_supplier_is_asked_for_the_number_of_its_invoice_and_it_is_kept(login):
    client = login(make_user(Role.SUPPLIER, make_enterprise()))
    data = form(make_body(), invoice_no=f" {NUMBER} ")

    assert "发票号码" in client.get("/arrears/new").text
    shown = client.post("/arrears/new", data=data).text
    client.post("/arrears/new", data=data | {"seen": seen(shown)})

    assert db.session.scalars(sa.select(Invoice.invoice_no)).all() == [NUMBER]


def test_its_parties_read_the_number_on_the_page_in_the_list_and_in_exports(login):
    invoice = make_invoice(invoice_no=NUMBER)
    client = login(supplier_of(invoice))

    page, table = client.get(f"/arrears/{invoice.ref}").text, client.get("/arrears/").text
    (row,) = client.get("/arrears/?format=json").json

    assert "发票号码" in page and NUMBER in page
    assert "发票号码" in table and NUMBER in table
    assert row["发票号码"] == NUMBER


def test_programs_are_told_the_number_only_as_far_as_its_parties_are():
    invoice = make_invoice(invoice_no=NUMBER)

    assert answer(FIELDS, invoice, public=False)["invoice_no"] == NUMBER
    assert answer(FIELDS, invoice) == {"key_field": None}


@pytest.mark.parametrize("name", ["invoice_no", "发票号码"])
def test_a_file_brings_the_number_and_takes_it_away_again(tmp_path, name):
    body, creditor = make_body(), make_enterprise()
    file = tmp_path / "arrears.csv"
    file.write_text(
        f"external_id,creditor,debtor,kind,contract_no,contract_name,delivered_on,amount,{name}\n"
        f"1,{creditor.uscc},{body.name},goods,HT-1,采购合同,2026-03-02,1.2万元,{NUMBER}\n"
    )

    report = imports.run(IMPORTERS["arrears"], file, by=SYSTEM, at=NOW)
    text = imports.export(IMPORTERS["arrears"]).read().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))

    assert (report.added, row["invoice_no"]) == (1, NUMBER)


def test_a_file_from_before_the_field_says_nothing_of_it(tmp_path):
    """Seen: every new column of an invoice refused the files that officials already had."""
    invoice = make_invoice(invoice_no=NUMBER)
    row = written(FIELDS, invoice)
    del row["invoice_no"]
    file = tmp_path / "old.csv"
    file.write_bytes(as_csv(list(row), iter([list(row.values())])))

    report = imports.run(IMPORTERS["arrears"], file, by=SYSTEM, at=NOW)

    assert (report.unchanged, report.rejected, invoice.invoice_no) == (1, [], NUMBER)


@pytest.mark.parametrize("word", ["欠款单位", "debtor", "付款单位", "Paying body"])
def test_a_header_in_old_words_is_still_understood(tmp_path, word):
    creditor, body = make_enterprise(), make_body()
    file = tmp_path / "old.csv"
    file.write_text(
        f"来源编号,供应商,{word},类型,合同编号,合同名称,交付日期,金额,验收日期,约定付款天数\n"
        f"1,{creditor.uscc},{body.name},货物,HT-1,采购合同,2026-03-02,1.2万元,2026-03-03,45\n"
    )

    report = imports.run(IMPORTERS["arrears"], file, by=SYSTEM, at=NOW)

    assert (report.added, report.rejected) == (1, [])


def test_the_sums_name_what_was_excused_or_only_reported_where_there_is_some():
    """Seen: 认定不应付金额 0.00 元 stood on the page of every invoice."""
    invoice, some = make_invoice(), {"认定不应付金额", "单位自报已付，待确认"}

    assert not some & {str(fact.label) for fact in facts(SUMS, invoice, TODAY)}
    invoice.excused = Decimal(1)
    assert some & {str(fact.label) for fact in facts(SUMS, invoice, TODAY)} == {"认定不应付金额"}
