"""Whatever is sent as a table, the answer is a clear refusal and nothing is changed."""

import io
import struct
import zipfile

import pytest
import sqlalchemy as sa
import xlsxwriter

from commitments.imports import IMPORTERS as COMMITMENTS
from commitments.models import Commitment
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.importing.models import Upload, UploadState
from integrity.files import sheets
from tests.commitments.makers import PDF
from tests.factories import make_body, make_user
from tests.importing.makers import checked, imported, promise, send, sheet

COLUMNS = COMMITMENTS["commitments"].columns


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def workbook(*rows, formula: str = "") -> bytes:
    """An XLSX file; a formula stands in A2 with the value that was calculated last."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if formula:
            page.write_formula(1, 0, formula, None, "T2026-0009")
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one more part, packed."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.pdf", PDF),
        ("list.xlsm", workbook(COLUMNS)),
        ("list.xls", b"\xd0\xcf\x11\xe0" * 100),
        ("list.xlsx", PDF),
        ("list.xlsx", b"PK\x03\x04 no zip"),
        ("list.csv", b"\0" * 100),
        ("list.csv", b""),
        ("list", b"a,b\n"),
        ("list.csv", b"\xff\xfe\x81" * 500),
    ],
)
def test_what_is_no_table_is_refused_at_once(office, name, content):
    answer = send(office, content, name=name)

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(Upload)) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(office, encoding):
    upload = imported(office, sheet(COLUMNS, promise(make_body()), encoding=encoding))

    assert upload.report["added"] == 1


@pytest.mark.parametrize(
    ("content", "state", "said"),
    [
        (b"ref,title,memo\n1,2,3\n", UploadState.UNMAPPED, "缺少列：责任单位（body）"),
        (b"ref,title,memo\n1,2,3\n", UploadState.UNMAPPED, "不认识的列：memo"),
        (b'ref,body\n"a"b,c\n', UploadState.REFUSED, "不是有效的 CSV"),
    ],
)
def test_a_table_of_another_kind_is_known_by_its_header(office, content, state, said):
    upload = checked(office, content)

    assert upload.state is state
    assert said in office.get(f"/imports/{upload.id}").text


def test_a_broken_line_deep_in_a_file_refuses_all_of_it(office):
    body = make_body()
    rows = [promise(body, f"T{number}") for number in range(700)]
    content = sheet(COLUMNS, *rows) + b'"a"b,c\n'

    upload = checked(office, content)

    assert (upload.state, upload.report) == (UploadState.REFUSED, None)
    assert "不是有效的 CSV" in upload.why


def test_a_cell_with_a_formula_counts_as_what_it_showed(office):
    row = promise(make_body())
    values = [row.get(column, "") for column in COLUMNS]

    imported(office, workbook(COLUMNS, values, formula='=CONCAT("T","1")'), name="a.xlsx")

    assert db.session.scalars(sa.select(Commitment.ref)).all() == ["T2026-0009"]


def test_a_workbook_with_macros_is_refused_whatever_its_name(office):
    content = with_part(workbook(COLUMNS), "xl/vbaProject.bin", b"macro")

    upload = checked(office, content, name="a.xlsx")

    assert (upload.state, "宏" in upload.why) == (UploadState.REFUSED, True)


def test_a_workbook_that_unpacks_to_too_much_is_refused(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "IMPORT_LIMIT", 1_000_000)
    content = with_part(workbook(COLUMNS), "xl/bomb.xml", b"0" * 11_000_000)

    upload = checked(office, content, name="a.xlsx")

    assert len(content) < 100_000
    assert (upload.state, "展开后过大" in upload.why) == (UploadState.REFUSED, True)


def test_a_workbook_that_lies_about_its_size_is_refused(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "IMPORT_LIMIT", 1_000_000)
    content = with_part(workbook(COLUMNS), "xl/bomb.xml", b"0" * 11_000_000)
    lying = content.replace(struct.pack("<L", 11_000_000), struct.pack("<L", 10))

    upload = checked(office, lying, name="a.xlsx")

    assert lying != content
    assert (upload.state, "展开后过大" in upload.why) == (UploadState.REFUSED, True)


def test_two_cells_at_the_corners_do_not_fill_the_memory(office):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        page.write(1_048_575, 16_383, "x")

    upload = checked(office, file.getvalue(), name="a.xlsx")

    assert (upload.state, "范围过大" in upload.why) == (UploadState.REFUSED, True)


def test_lines_are_counted_as_the_workbook_counts_them(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([], [], ["a"], ["b"]))

    found = sheets.read(path, 1_000_000)

    assert [(line, *cells) for line, cells in found.lines if any(cells)] == [(3, "a"), (4, "b")]


def test_a_cell_that_no_workbook_could_hold_is_refused(office):
    upload = checked(office, sheet(COLUMNS, promise(make_body(), body_text="长" * 32_768)))

    assert upload.report["rejected"][0]["column"] == "body_text"
    assert len(upload.report["rejected"][0]["value"]) <= 200


def test_the_page_keeps_some_refused_rows_and_the_file_all(office):
    body = make_body()
    rows = [promise(body, f"T{number}", due_on="年底") for number in range(250)]

    upload = checked(office, sheet(COLUMNS, *rows))

    page = office.get(f"/imports/{upload.id}").text
    rejects = office.get(f"/imports/{upload.id}/rejects.csv").data.decode("utf-8-sig")
    assert (upload.report["refused"], len(upload.report["rejected"])) == (250, 200)
    assert "这里显示前 200 行" in page
    assert rejects.count("年底") == 250


def test_a_file_that_is_too_big_is_refused(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 1000)

    answer = send(office, b"a" * 2000)

    assert answer.status_code == 422
    assert "MB" in answer.text


def test_a_name_is_kept_without_its_folders(office):
    upload = checked(office, sheet(COLUMNS), name="../../名单.csv")

    assert upload.name == "名单.csv"
    assert upload.stored.startswith("i-")
