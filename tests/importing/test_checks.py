"""The check of a file shows what would happen to whom, before anybody confirms it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
import xlsxwriter
from python_calamine import load_workbook

from evaluations import scores
from evaluations.schemes import leaves
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.commands import import_file
from integrity.doors.importing import retention
from integrity.doors.importing.kinds import importers, open_to
from integrity.doors.importing.models import UploadState
from integrity.files import imports, sheets
from integrity.files.rows import Row
from integrity.people.subjects.imports import HEADS
from integrity.people.subjects.models import FormerName
from jobs import runner
from tests.courts.makers import make_case
from tests.evaluations.makers import make_assignment, make_evaluator
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.importing.makers import checked, imported, sheet
from tests.pledges.makers import make_pledge

COLUMNS = tuple(head.key for head in HEADS)


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def workbook(*sheets, formats=None) -> bytes:
    """A workbook of (name, rows, hidden); cells at `formats` (row, column) carry a format."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, rows, hidden in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    code = (formats or {}).get((number, column), "General")
                    page.write(number, column, value, book.add_format({"num_format": code}))
            if hidden:
                page.hide()
    return file.getvalue()


def subject(body, **more):
    row = {"kind": "body", "name": body.name, "uscc": body.uscc, "code_is_example": "true"}
    return row | more


def test_the_check_shows_each_change_of_something_known(office):
    """It showed counts alone: nobody saw that two bodies would swap their names."""
    one, two = make_body("示例东局"), make_body("示例西局")

    upload = checked(
        office,
        sheet(COLUMNS, subject(one, name=two.name), subject(two, name=one.name)),
        kind="subjects",
    )

    page = office.get(f"/imports/{upload.id}").text
    assert [(c["old"], c["new"]) for c in upload.report["changes"]] == [
        ("示例东局", "示例西局"), ("示例西局", "示例东局"),
    ]  # fmt: skip
    assert "对已有数据的改动" in page
    assert "请核对是否错行" in page
    assert "请核对是否错行" in office.get(f"/imports/{upload.id}/confirm").text


def test_every_change_is_in_a_file_to_download(office):
    bodies = [make_body(f"示例{number}局") for number in range(210)]
    rows = [subject(body, area="示例区") for body in bodies]

    upload = checked(office, sheet(COLUMNS, *rows), kind="subjects")

    page = office.get(f"/imports/{upload.id}").text
    text = office.get(f"/imports/{upload.id}/changes.csv").data.decode("utf-8-sig")
    assert "共 210 处改动，这里列出前 200 处" in page
    assert len(list(csv.DictReader(io.StringIO(text)))) == 210


def test_the_check_shows_the_first_rows_as_they_were_understood(office):
    body, firm = make_body("示例付款局"), make_enterprise("示例供货有限公司")
    row = {
        "external_id": "1", "creditor": firm.uscc, "debtor": body.uscc, "kind": "goods",
        "contract_no": "1", "contract_name": "采购", "delivered_on": "2026年3月1号",
        "amount": "12.35万", "agreed_days": "—",
    }  # fmt: skip

    upload = checked(office, sheet(importers()["arrears"].columns, row), kind="arrears")

    (first,) = upload.report["first"]
    shown = ("creditor", "debtor", "kind", "delivered_on", "amount")
    assert [first["cells"][name] for name in shown] == [
        "示例供货有限公司", "示例付款局", "货物", "2026-03-01", "123500.00",
    ]  # fmt: skip
    assert "123500.00" in office.get(f"/imports/{upload.id}").text


def test_a_person_chooses_between_sheets(office):
    """Of two sheets with content the first was read and the second dropped."""
    one, two = make_body("示例东局"), make_body("示例西局")
    east = [COLUMNS, ["body", "示例东一局", one.uscc]]
    west = [COLUMNS, ["body", "示例西一局", two.uscc]]
    content = workbook(("东", east, False), ("西", west, False), ("旧", east, True))

    upload = checked(office, content, kind="subjects", name="a.xlsx")
    asked = office.get(f"/imports/{upload.id}").text
    wrong = office.post(f"/imports/{upload.id}/choose", data={"sheet": "旧"})
    office.post(f"/imports/{upload.id}/choose", data={"sheet": "西"})
    runner.task("import_upload", upload.id)
    db.session.refresh(upload)

    assert 'value="东"' in asked
    assert 'value="旧"' not in asked
    assert wrong.status_code == 422
    assert (upload.state, upload.report["sheet"]) == (UploadState.CHECKED, "西")
    assert upload.report["left"] == ["东", "旧"]
    assert upload.report["changes"][0]["new"] == "示例西一局"
    assert "没有读取的工作表" in office.get(f"/imports/{upload.id}").text


def test_a_template_is_filled_in_and_read_though_it_explains_itself(office, tmp_path):
    for language in ("zh", "en"):
        for kind in open_to(make_user(Role.OFFICE)):
            path = tmp_path / f"{kind}.xlsx"
            headers = {"Accept-Language": language}
            path.write_bytes(office.get(f"/imports/template/{kind}.xlsx", headers=headers).data)
            names = load_workbook(str(path)).sheet_names
            report = imports.run(importers()[kind], path, by=SYSTEM, at=NOW, dry_run=True)
            assert (report.sheet.name, report.rows) == (names[0], 0)


@pytest.mark.parametrize(
    ("format_", "value", "read"),
    [("0.00%", 0.0345, "3.4500"), ("0%", 0.03, "3.0000"), ("[Red]0.0%;-0.0%", 0.0345, "3.4500"),
     ('0.00"%"', 3.45, "3.4500"), ("0.00\\%", 3.45, "3.4500"), ("0.00", 3.45, "3.4500")],
)  # fmt: skip
def test_a_percentage_is_what_the_sheet_shows(app, tmp_path, format_, value, read):
    path = tmp_path / "a.xlsx"
    header = ["external_id", "agreed_rate"]
    path.write_bytes(workbook(("数据", [header, ["1", value]], False), formats={(1, 1): format_}))

    (row,) = _rows(path)

    assert str(row.percentage("agreed_rate")) == read


def test_a_percent_cell_where_no_percentage_belongs_is_refused_with_the_reason(app, tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [["external_id", "amount"], ["1", 0.85]]
    path.write_bytes(workbook(("数据", rows, False), formats={(1, 1): "0%"}))

    (row,) = _rows(path)

    with pytest.raises(imports.BadValue, match="单元格是百分数"):
        row.amount("amount")


def test_a_formula_that_failed_is_not_taken_for_an_empty_cell(app, tmp_path):
    """In an optional column #REF! was nothing, and the term became the legal one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["external_id", "agreed_days"])
        page.write(1, 0, "1")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    path = tmp_path / "a.xlsx"
    path.write_bytes(file.getvalue())

    (row,) = _rows(path)

    assert row["agreed_days"] == "#N/A"


def _rows(path):
    (_line, header), *rest = sheets.read(path, 1_000_000).lines
    return [Row(zip(header, cells, strict=True)) for _line, cells in rest]


def test_the_command_line_tells_the_same(app, tmp_path):
    body = make_body("示例东局")
    path = tmp_path / "a.csv"
    path.write_bytes(sheet(COLUMNS, subject(body, name="示例新名局")))

    said = app.test_cli_runner().invoke(import_file, ["subjects", str(path), "--dry-run"])

    assert "示例东局 → 示例新名局" in said.output
    assert "请核对：第 2 行" in said.output
    assert body.name == "示例东局"


def test_a_column_that_is_not_in_the_file_is_neither_compared_nor_overwritten(office):
    """A file without an optional column was refused for invoices, and emptied an area."""
    body = make_body("示例东局")
    body.area = "示例区"

    row = {"kind": "body", "name": "示例东局", "uscc": body.uscc}
    upload = checked(office, sheet(("kind", "name", "uscc"), row), kind="subjects")

    assert (upload.report["unchanged"], body.area) == (1, "示例区")


def test_what_is_entered_is_what_was_confirmed_or_a_person_is_asked_again(office):
    """It compared with the data of the moment: a name changed in between was overwritten unseen."""
    body = make_body("示例东局")
    upload = checked(office, sheet(COLUMNS, subject(body, name="示例新名局")), kind="subjects")
    office.post(f"/imports/{upload.id}/confirm")
    body.name = "示例另名局"

    runner.task("import_upload", upload.id)
    db.session.refresh(upload)
    page = office.get(f"/imports/{upload.id}").text

    assert (upload.state, body.name) == (UploadState.CHECKED, "示例另名局")
    assert (upload.confirmed_by_name, upload.report["changes"][0]["old"]) == ("", "示例另名局")
    assert "没有导入。请重新核对后再确认" in page
    office.post(f"/imports/{upload.id}/confirm")
    runner.task("import_upload", upload.id)
    db.session.refresh(upload)
    assert (upload.state, upload.why, body.name) == (UploadState.IMPORTED, "", "示例新名局")


def test_a_row_that_became_known_in_between_is_asked_about(office):
    row = {"kind": "body", "name": "示例新设局", "uscc": ""}
    upload = checked(office, sheet(COLUMNS, row), kind="subjects")
    office.post(f"/imports/{upload.id}/confirm")
    make_body("示例新设局")

    runner.task("import_upload", upload.id)
    db.session.refresh(upload)

    assert (upload.state, upload.report["added"]) == (UploadState.CHECKED, 0)


def test_a_renaming_by_import_keeps_the_name_before(office):
    body = make_body("示例东局")

    imported(office, sheet(COLUMNS, subject(body, name="示例新名局")), kind="subjects")

    kept = db.session.scalars(sa.select(FormerName)).one()
    assert (kept.subject_id, kept.name, kept.until) == (body.id, "示例东局", TODAY)


def test_what_is_known_of_single_rows_is_erased_with_the_file(office):
    body = make_body("示例东局")
    upload = checked(office, sheet(COLUMNS, subject(body, name="示例新名局")), kind="subjects")

    retention.sweep(on=date(2027, 11, 20), at=NOW)

    assert (upload.changes, upload.report["changes"], upload.report["first"]) == (None, [], [])


def updates():
    """For every kind that can update something known: its file before, and a row that differs."""
    evaluator = make_evaluator()
    assignment = make_assignment(evaluator)
    entry = scores.Entry(leaves(assignment.round.scheme)[0], Decimal(80), "示例：依据")
    scores.score(assignment, [entry], by=evaluator, at=NOW)
    case, pledge, body = make_case(), make_pledge(), make_body("示例东局")
    return {
        "subjects": (body.uscc, {"name": "示例新名局"}),
        "court-cases": (case.external_id, {"cause": "租赁合同纠纷", "version": "9"}),
        "scores": (assignment.body.uscc, {"points": "61"}),
        "pledges": (
            pledge.ref,
            {
                "outcome": "kept",
                "fact_on": "2026-11-10",
                "second_source": "核查记录",
                "reasons": "已核实",
            },
        ),
    }


def test_whatever_updates_says_what_it_changes(app, tmp_path):
    for kind, (key, more) in updates().items():
        importer = importers()[kind]
        rows = csv.DictReader(io.StringIO(imports.export(importer).read().decode("utf-8-sig")))
        (row, *_) = [row for row in rows if key in row.values()]
        path = tmp_path / "a.csv"
        path.write_bytes(sheet(importer.columns, row | more))

        report = imports.run(importer, path, by=SYSTEM, at=NOW, dry_run=True)

        assert (kind, report.updated, [r.sentence for r in report.rejected]) == (kind, 1, [])
        changed = {change.column for change in report.changes}
        assert changed, kind
        assert changed <= set(more), kind
