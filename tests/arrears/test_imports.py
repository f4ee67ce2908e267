"""Invoices from a table, once."""

import pytest

from arrears.imports import IMPORTERS
from arrears.models import Invoice
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.files import imports
from integrity.people.subjects.service import by_code
from tests.arrears.makers import make_invoice
from tests.factories import NOW, example_code, make_body

IMPORTER = IMPORTERS["arrears"]
HEADER = (
    "external_id,creditor,creditor_name,debtor,kind,contract_no,contract_name,delivered_on,"
    "amount,agreed_days,agreed_rate"
)
CODE = example_code(88_888_888, "91")
ROW = f"1,{CODE},导入商贸有限公司,导入局,goods,HT-1,采购合同,2026-03-02,1.2万元,45,3.45"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def load(tmp_path):
    make_body("导入局")

    def go(*rows: str) -> imports.Report:
        file = tmp_path / "arrears.csv"
        file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        return imports.run(IMPORTER, file, by=SYSTEM, at=NOW)

    return go


def test_a_file_imported_twice_registers_once_and_adds_the_new_supplier(load):
    assert load(ROW).added == 1
    assert load(ROW).unchanged == 1
    assert by_code(CODE).name == "导入商贸有限公司"


def test_the_same_number_with_other_content_is_rejected(load):
    load(ROW)

    (rejection,) = load(ROW.replace("1.2万元", "2万元")).rejected

    assert "其他内容" in rejection.message


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("导入局", "没有的局", "debtor"), ("2026-03-02", "三月", "delivered_on"),
     ("goods", "money", "kind"), ("1.2万元", "很多", "amount"), ("3.45", "NaN", "agreed_rate"),
     ("1.2万元", "-1", ""), (CODE, CODE[:-1] + "0", "")],
)  # fmt: skip
def test_a_wrong_row_is_rejected_alone(load, old, new, column):
    report = load(ROW.replace(old, new), ROW.replace("1,", "2,", 1).replace("HT-1", "HT-2"))

    assert report.added == 1
    assert [rejection.column for rejection in report.rejected] == [column]


def test_what_was_exported_can_be_imported_again(load, tmp_path):
    load(ROW)
    make_invoice()
    file = tmp_path / "export.csv"
    file.write_bytes(imports.export(IMPORTER).read())

    report = imports.run(IMPORTER, file, by=SYSTEM, at=NOW)

    assert (report.unchanged, report.rejected) == (2, [])
    assert db.session.query(Invoice).count() == 2
