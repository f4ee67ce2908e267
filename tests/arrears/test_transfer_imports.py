"""What platforms hand over comes as a table: each row with its number, its clock, its receipt."""

import csv
import io
from datetime import date

import pytest

from arrears import transfer_imports
from arrears.codes import Entry, InvoiceState
from arrears.transfers import Transfer
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.files import imports
from integrity.files.exports import as_csv
from tests.factories import NOW, example_code, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
IMPORTER = transfer_imports.IMPORTERS["arrears-transfers"]
HEADER = (
    "转办来源,转办编号,转办部门,正式受理日期,收到材料日期,供应商,供应商名称,付款单位,类别,"
    "合同编号,合同名称,交付日期,应付金额,项目代码"
)
CODE = example_code(88_888_001, "91")
ROW = (
    f"province,鲁示转1号,示例省工信厅,2026-11-16,2026-11-18,{CODE},示例转办商贸有限公司,导入局,"
    "goods,HT-9,采购合同,2026-06-02,3万元,示-2026-1"
)


@pytest.fixture
def load(tmp_path):
    make_body("导入局")
    office = make_user(Role.OFFICE)

    def go(*rows: str) -> imports.Report:
        file = tmp_path / "transfers.csv"
        file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        return imports.run(IMPORTER, file, by=office, at=NOW)

    return go


def test_a_row_is_taken_in_once_under_its_number_and_its_receipt_goes_out(load):
    """Seen: a platform's list of a hundred had to be typed in one page after another."""
    assert load(ROW).added == 1
    assert load(ROW).unchanged == 1

    (handed,) = db.session.query(Transfer)
    invoice = handed.invoice
    assert (invoice.entry, invoice.state) == (Entry.TRANSFERRED, InvoiceState.ACCEPTED)
    assert invoice.step_since == date(2026, 11, 16) and handed.step_since == date(2026, 11, 18)
    assert invoice.project_code == "示-2026-1"
    (receipt,) = documents.of_thing("arrears_transfer", handed.id)
    assert receipt.kind == "transfer-receipt" and "鲁示转1号" in receipt.content


@pytest.mark.parametrize(
    ("old", "new"),
    [("2026-11-18", "2026-11-15"), ("2026-11-18", "2027-01-01"), ("3万元", "1E+30"),
     ("province", "月球"), ("导入局", "没有的局"), ("鲁示转1号", "")],
)  # fmt: skip
def test_a_wrong_row_is_refused_alone(load, old, new):
    report = load(ROW.replace(old, new), ROW.replace("1号", "2号").replace("HT-9", "HT-10"))

    assert report.added == 1 and len(report.rejected) == 1


def test_a_known_number_with_other_content_is_refused_and_says_what_differs(load):
    load(ROW)

    (rejection,) = load(ROW.replace("3万元", "4万元").replace("示例省工信厅", "别的厅")).rejected

    assert "应付金额" in rejection.message and "部门" in rejection.message


def test_what_was_exported_can_be_imported_again(load, tmp_path):
    load(ROW)
    rows = [list(map(str, row.values())) for row in transfer_imports.dump()]
    names = [field.name for field in transfer_imports.COLUMNS]
    content = as_csv(names, iter([["" if v == "None" else v for v in row] for row in rows]))
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    file = tmp_path / "again.csv"
    file.write_bytes(content)

    report = imports.run(IMPORTER, file, by=make_user(Role.OFFICE), at=NOW)

    assert (report.unchanged, report.rejected) == (1, [])
