import csv
import io
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import xlsxwriter

from commitments import imports as commitments
from commitments.models import Commitment, CommitmentState, Progress
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.files import imports, sheets
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise

KIND = commitments.IMPORTERS["commitments"]


def write(path: Path, *rows: dict[str, str], header=None, encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header or KIND.columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def promise(of: Subject, ref: str = "T2026-0001", **more: str) -> dict[str, str]:
    return {
        "ref": ref,
        "body": of.uscc or "",
        "title": "改造老旧小区",
        "category": "service",
        "source_title": "示例文件",
        "source_date": "2026-01-05",
        "issuer": "示例市人民政府",
        "due_on": "2026-12-31",
    } | more


def run(path: Path, **more) -> imports.Report:
    return imports.run(KIND, path, by=SYSTEM, at=NOW, **more)


def stored() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Commitment)) or 0


def faults(report: imports.Report) -> list[tuple[int, str]]:
    return [(rejection.line, rejection.column) for rejection in report.rejected]


def test_the_real_commitments_enter_with_their_sources():
    subjects.load_bodies()

    report = commitments.load_real(by=SYSTEM, at=NOW)

    assert (report.added, report.rejected) == (158, [])
    assert not db.session.scalars(sa.select(Commitment).where(Commitment.source_title == "")).all()


def test_several_units_without_order_leave_the_promise_with_its_issuer():
    subjects.load_bodies()
    commitments.load_real(by=SYSTEM, at=NOW)

    for item in db.session.scalars(sa.select(Commitment)):
        if "、" in item.lead_words:
            assert item.subject.name == item.source_issuer


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path / "a.csv", promise(make_body()))
    run(path)

    again = run(path)

    assert (again.added, again.unchanged, stored()) == (0, 1, 1)


def test_a_published_promise_is_not_rewritten_by_an_import(tmp_path):
    body = make_body()
    run(write(tmp_path / "a.csv", promise(body)))

    report = run(write(tmp_path / "b.csv", promise(body, due_on="2027-12-31")))

    assert faults(report) == [(2, "due_on")]
    assert db.session.scalars(sa.select(Commitment)).one().due_on == date(2026, 12, 31)


def test_what_the_source_calls_done_waits_for_verification(tmp_path):
    row = promise(
        make_body(), outcome_words="已完成", outcome_date="2026-10-01", done_on="2026-10-01"
    )

    run(write(tmp_path / "a.csv", row))

    item = db.session.scalars(sa.select(Commitment)).one()
    assert (item.state, item.outcome) == (CommitmentState.REPORTED, None)
    assert db.session.scalars(sa.select(Progress)).one().text == "已完成"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"due_on": "2026-02-30"}, "due_on"),
        ({"due_on": "年底"}, "due_on"),
        ({"category": "其他"}, "category"),
        ({"body": "没有登记的局"}, "body"),
        ({"title": ""}, "title"),
    ],
)
def test_a_bad_row_never_stops_or_half_enters_the_rest(tmp_path, change, column):
    body = make_body()
    rows = [promise(body), promise(body, "T2026-0002", **change), promise(body, "T2026-0003")]

    report = run(write(tmp_path / "a.csv", *rows))

    assert (report.rows, report.added, faults(report)) == (3, 2, [(3, column)])
    assert stored() == 2


def test_only_a_public_body_answers_for_a_promise(tmp_path):
    report = run(write(tmp_path / "a.csv", promise(make_enterprise())))

    assert faults(report) == [(2, "body")]


def test_a_key_that_a_file_holds_twice_is_refused_the_second_time(tmp_path):
    body = make_body()

    report = run(write(tmp_path / "a.csv", promise(body), promise(body)))

    assert (report.added, faults(report)) == (1, [(3, "ref")])


def test_rejected_rows_can_be_corrected_and_imported_again(tmp_path):
    path = write(tmp_path / "a.csv", promise(make_body(), due_on="年底"))
    rejects = run(path).rejects().decode("utf-8-sig")

    again = tmp_path / "rejects.csv"
    again.write_text(rejects.replace("年底", "2026年12月31日", 1), encoding="utf-8-sig")

    assert run(again).added == 1


def test_a_dry_run_reports_and_leaves_nothing(tmp_path):
    report = run(write(tmp_path / "a.csv", promise(make_body())), dry_run=True)

    assert (report.added, stored()) == (1, 0)


def test_a_wrong_header_is_named_and_nothing_enters(tmp_path):
    path = write(tmp_path / "a.csv", header=["ref", "title", "备注"])

    with pytest.raises(sheets.WrongFile) as wrong:
        run(path)

    assert "缺少列：责任单位（body）" in wrong.value.detail
    assert "不认识的列：备注" in wrong.value.detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(tmp_path, encoding):
    path = write(tmp_path / "a.csv", promise(make_body()), encoding=encoding)

    assert run(path).added == 1


def test_a_workbook_is_read(tmp_path):
    row = promise(make_body())
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, KIND.columns)
        sheet.write_row(1, 0, [row.get(column, "") for column in KIND.columns])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, KIND.columns.index("due_on"), date(2026, 12, 31), day)

    assert run(tmp_path / "a.xlsx").added == 1
    assert db.session.scalars(sa.select(Commitment)).one().due_on == date(2026, 12, 31)


def test_fifty_megabytes_of_nonsense_are_refused_unread(tmp_path):
    path = tmp_path / "nonsense.csv"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    with pytest.raises(sheets.WrongFile, match="MB"):
        run(path)


@pytest.mark.parametrize(
    "content", [b"\x00" * 1000, b"\xff\xfe\x81" * 500, b"PK\x03\x04 no zip", b"", b'a"b,"c\n"']
)
def test_nonsense_within_the_limit_is_refused(tmp_path, content):
    path = tmp_path / "nonsense.csv"
    path.write_bytes(content)

    with pytest.raises(sheets.WrongFile):
        run(path)

    assert stored() == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_can_be_imported_again(tmp_path, kind):
    subjects.load_bodies()
    commitments.load_real(by=SYSTEM, at=NOW)
    before = imports.export(KIND, "csv").read()
    path = tmp_path / f"export.{kind}"
    path.write_bytes(imports.export(KIND, kind).read())
    db.session.execute(sa.delete(Progress))
    db.session.execute(sa.delete(Commitment))

    report = run(path)

    assert (report.added, report.rejected) == (158, [])
    assert imports.export(KIND, "csv").read() == before


def test_an_export_disarms_formulas_and_an_import_arms_them_again(tmp_path):
    run(write(tmp_path / "a.csv", promise(make_body(), target="=1+1")))
    exported = imports.export(KIND, "csv").read()
    rows = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"))))
    (tmp_path / "b.csv").write_bytes(exported)

    assert rows[0]["target"] == "'=1+1"
    assert run(tmp_path / "b.csv").unchanged == 1
