"""Files as officials have them: each value is read right, or refused with its true cause."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from arrears.models import Invoice
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.credit.checks import lookups, queries
from integrity.doors.importing.kinds import importers
from integrity.files import imports
from integrity.files.tabular import SeveralSheets, WrongFile
from integrity.people.subjects import service
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.complaints.models import Complaint
from integrity.streams.courts.models import CourtCase
from tests.factories import NOW

DATA = Path(__file__).parent / "data"
BODY, ENTERPRISE = SubjectKind.BODY, SubjectKind.ENTERPRISE

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def register():
    """Whom the files name."""
    service.register(BODY, "示例区教育局（示例）", "11370176EX7000072Q")
    service.register(BODY, "示例区水务局（示例）", "11370176EX70000563")
    service.register(BODY, "示例区投资促进中心（示例）", "11370176EX7000064X")
    service.register(BODY, "示例区人民法院（示例）", "11370176EX7000099G")
    service.register(ENTERPRISE, "示例建筑安装有限公司", "91370176EX70001524")
    service.register(ENTERPRISE, "示例园林绿化有限公司", "91370176EX7000160Y")
    service.register(ENTERPRISE, "示例教学设备有限公司", "91370176EX7000179U")


def load(name: str, kind: str = "arrears", **more: str) -> imports.Report:
    return imports.run(importers()[kind], DATA / name, by=SYSTEM, at=NOW, **more)


def invoices() -> dict[str | None, Invoice]:
    return {invoice.external_id: invoice for invoice in db.session.scalars(sa.select(Invoice))}


def test_a_hidden_sheet_is_never_read():
    """Last year's copy, hidden in front, would have entered with 99,999,999.00."""
    report = load("hidden-first-sheet.xlsx")

    assert [i.amount for i in invoices().values()] == [Decimal("1234.50")]
    assert (report.sheet.name, report.sheet.left) == ("2026年", ["2025旧表"])


def test_of_two_sheets_with_content_none_is_dropped_in_silence():
    """Only the first of two was imported, without a word."""
    with pytest.raises(SeveralSheets, match="“教育局”、“水务局”"):
        load("two-data-sheets.xlsx")

    load("two-data-sheets.xlsx", sheet="水务局")
    load("two-data-sheets.xlsx", sheet="教育局")
    assert set(invoices()) == {"BR-S11-0", "BR-S11-1"}


def test_a_hidden_sheet_cannot_be_chosen_either():
    with pytest.raises(WrongFile, match="2025旧表"):
        load("hidden-first-sheet.xlsx", sheet="2025旧表")


def test_a_percent_cell_is_the_percentage_that_it_shows():
    """3.45 % became 0.0345 % a year."""
    load("percent-cell.xlsx")

    assert [i.agreed_rate for i in invoices().values()] == [Decimal("3.45")]


def test_one_impossible_cell_refuses_one_row():
    """1E+30 stopped the whole file with a traceback."""
    report = load("one-impossible-amount.csv")

    assert set(invoices()) == {"BR-S18a", "BR-S18c"}
    assert [(r.line, r.column) for r in report.rejected] == [(3, "amount")]


def test_amounts_keep_their_units():
    """2.5 万亿 became 25,000 yuan."""
    load("amount-forms.csv")

    amounts = {number: str(invoice.amount) for number, invoice in invoices().items()}
    assert amounts == {
        "BR-S18b0": "1234.50",
        "BR-S18b1": "1234.50",
        "BR-S18b2": "2500000000000.00",
        "BR-S18b3": "123500.00",
    }


@pytest.mark.parametrize(
    ("name", "rows"), [("datetime-cell.xlsx", 1), ("datetime-text.csv", 2), ("date-forms.csv", 4)]
)
def test_every_usual_way_to_write_a_day_is_read(name, rows):
    load(name)

    assert [i.delivered_on for i in invoices().values()] == [date(2026, 3, 1)] * rows


@pytest.mark.parametrize(
    "name", ["semicolon.csv", "utf16-tab.txt", "sep-line.csv", "serial-column.csv"]
)
def test_what_spreadsheets_write_as_text_is_read(name):
    load(name)

    assert [i.amount for i in invoices().values()] == [Decimal("1234.50")]


def test_a_header_below_a_title_is_found():
    """Whoever left the title above the header was told to delete it."""
    report = load("title-rows.xlsx")

    assert [i.amount for i in invoices().values()] == [Decimal("1234.50")]
    assert "列名在第 3 行" in report.summary()


def test_a_unit_in_the_header_counts_for_its_amounts():
    report = load("unit-in-header.csv")

    assert [i.amount for i in invoices().values()] == [Decimal("12345000.00")]
    assert "“金额（万元）”按万元读取" in report.summary()


def test_a_dash_in_an_optional_column_is_nothing():
    load("na-values.csv")

    found = [(i.accepted_on, i.agreed_days) for i in invoices().values()]
    assert found == [(None, None)] * 6


def test_a_code_that_a_spreadsheet_cut_off_is_refused_with_the_cause():
    report = load("numeric-code.xlsx", "subjects")

    assert [(r.column, "位数已经丢失" in r.message) for r in report.rejected] == [("uscc", True)]


def test_characters_that_nobody_sees_change_nothing():
    load("invisible.csv")

    assert set(invoices()) == {"BR-M04a", "BR-M04b"}


def test_a_name_is_found_however_it_is_typed_and_else_the_likely_one_is_named():
    report = load("names.csv")

    assert set(invoices()) == {"BR-M05a", "BR-M05b"}
    assert [(r.line, r.column) for r in report.rejected] == [(4, "creditor"), (5, "debtor")]
    assert "示例建筑安装有限公司（91370176EX70001524）" in report.rejected[0].message


def test_old_numbers_are_refused_with_what_they_are():
    report = load("old-codes.csv", "subjects")

    causes = ["工商注册号", "组织机构代码", "不正确"]
    assert [cause in r.message for cause, r in zip(causes, report.rejected, strict=True)] == (
        [True] * 3
    )


def test_old_numbers_are_kept_when_the_file_says_with_what_they_were_compared(tmp_path):
    """Nobody could register, check or sanction who has such a code."""
    header, *lines = (DATA / "old-codes.csv").read_text("utf-8-sig").splitlines()
    path = tmp_path / "a.csv"
    said = [f"{header},代码核对依据", *(f"{line},营业执照副本（示例）" for line in lines)]
    path.write_text("\n".join(said))

    report = imports.run(importers()["subjects"], path, by=SYSTEM, at=NOW)

    assert report.added == 3
    codes = ["370100300012345", "MA3C12342", "91350203M0001QKT19"]
    assert list(db.session.scalars(sa.select(KeptCode.code).order_by(KeptCode.id))) == codes
    assert service.by_code("MA3C1234-2").name == "示例组织机构代码有限公司"


def test_case_numbers_are_taken_in_every_bracket_and_with_a_part():
    load("case-numbers.csv", "court-cases")

    keys = set(db.session.scalars(sa.select(CourtCase.key)))
    assert keys == {"(2024)鲁0102执124号", "(2024)鲁0102执129号之一", "(2024)鲁0102执恢131号"}


def test_a_merged_body_is_found_as_what_it_became():
    """By its old code and by its old name it was unknown."""
    old, new = (service.by_code(f"11370176EX70000{end}") for end in ("64X", "72Q"))
    old.merged_into_id = new.id

    load("merged-body.csv")

    assert [i.subject_id for i in invoices().values()] == [new.id] * 2
    assert load("merged-body.csv").unchanged == 2


def test_an_invoice_from_before_a_merger_is_the_same_afterwards():
    load("merged-body.csv")
    old, new = (service.by_code(f"11370176EX70000{end}") for end in ("64X", "72Q"))
    old.merged_into_id = new.id

    assert load("merged-body.csv").unchanged == 2


def test_a_renamed_body_is_found_by_its_former_name():
    """The day after the renaming nobody knew the old name."""
    load("rename.csv", "subjects")
    load("old-name.csv")

    assert [i.subject.name for i in invoices().values()] == ["示例区水务和园林局（示例）"]


def test_a_check_by_a_former_name_leads_to_who_had_it():
    load("rename.csv", "subjects")

    found = lookups.subjects([queries.read({"name": "示例区水务局（示例）"})])

    assert {s.uscc for those in found.values() for s in those} == {"11370176EX70000563"}


def test_swapped_names_are_shown_and_warned_about():
    """Two enterprises swapped their names under their codes, and the check said: 更新 2."""
    report = load("slipped-rows.csv", "subjects", dry_run=True)

    assert [(c.line, c.column, c.old, c.new) for c in report.changes] == [
        (2, "name", "示例教学设备有限公司", "示例园林绿化有限公司"),
        (2, "area", "", "示例区"),
        (3, "name", "示例园林绿化有限公司", "示例教学设备有限公司"),
        (3, "area", "", "示例区"),
    ]
    assert "请核对是否错行" in report.summary()
    assert service.by_code("91370176EX7000160Y").name == "示例园林绿化有限公司"


def test_a_hotline_sends_its_own_export(tmp_path):
    """Its columns have other names, it has more of them, and its last line counts the tickets."""
    path = tmp_path / "a.csv"
    path.write_text(
        "市民热线工单导出,,,,,,\n"
        "序号,受理渠道,工单编号,类型,被反映单位,诉求内容,受理时间,诉求人来电次数\n"
        "1,12345热线,GD-7,投诉,11370176EX7000072Q,操场围栏破损没有人修,2026-03-01 08:30:00,2\n"
        "合计,,1,,,,,2\n"
    )

    report = imports.run(importers()["complaints"], path, by=SYSTEM, at=NOW)

    (complaint,) = db.session.scalars(sa.select(Complaint))
    assert (complaint.external_id, complaint.text) == ("GD-7", "操场围栏破损没有人修")
    assert (report.header.unknown, len(report.passed)) == (["诉求人来电次数"], 1)


def test_one_ticket_is_one_complaint_however_it_is_typed():
    load("same-ticket.csv", "complaints")

    assert len(db.session.scalars(sa.select(Complaint)).all()) == 1


def test_a_subject_by_its_former_name_is_no_new_one():
    body = service.register(BODY, "示例前名局")
    service.rename(body, "示例后名局", on=date(2026, 1, 1))

    found = service.by_words(["示例前名局", "示例后名局"])

    assert found == {"示例前名局": body, "示例后名局": body}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Subject)) == 8
