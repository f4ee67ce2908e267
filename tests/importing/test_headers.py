"""The header of a table is found as people write it; what is not read is named."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from integrity.base.audit.service import SYSTEM
from integrity.doors.importing.kinds import importers
from integrity.files import imports
from integrity.files.columns import Head, Measure
from integrity.files.headings import bare
from integrity.files.rows import Importer, Loaded
from integrity.files.tabular import WrongFile
from tests.factories import NOW

HEADS = (
    Head("name", "名称", required=True, also=("单位名称",)),
    Head("amount", "金额", required=True, measure=Measure.MONEY),
    Head("rate", "利率", measure=Measure.PERCENT),
    Head("days", "付款天数", measure=Measure.DAYS),
    Head("on", "交付日期"),
)

pytestmark = pytest.mark.usefixtures("app")


class Read(dict):
    """What the rows of a file were read as, by name."""

    report: imports.Report

    def load(self, row, *, by, at):
        self[row["name"]] = (
            row.amount("amount"), row.percentage("rate"), row.days("days"), row.day("on"),
        )  # fmt: skip
        return Loaded.ADDED


@pytest.fixture
def read(tmp_path):
    def run(*lines, path=tmp_path / "a.csv"):
        if lines:
            path.write_text("\n".join(lines))
        found = Read()
        found.report = imports.run(Importer(HEADS, found.load), path, by=SYSTEM, at=NOW)
        return found

    return run


def amounts(found):
    return {name: str(values[0]) for name, values in found.items()}


@pytest.mark.parametrize(
    "header",
    [
        "名称,金额", "*名称,金额*",
        "名称（必填）,金额（选填）", "名 称,金\u3000额：", "★名称,金额※",
        "单位名称（全称）,金额（例如：1234.56）", "NAME,Amount", "名称,金额(元)",
        '"名\n称","金额\n（元）"',
        "名称【必填】,金额/元", "\u200b名称,金额（单位：元）（必填）",
        "名称,amount（元）",
    ],
)  # fmt: skip
def test_a_header_is_known_however_it_is_written(read, header):
    assert amounts(read(header, "甲,12.5")) == {"甲": "12.50"}


def test_titles_and_who_reports_may_stand_above(read):
    found = read(
        "拖欠账款台账,,",
        "填报单位：示例局,,2026年3月",
        ",,",
        "序号,名称,金额",
        "1,甲,12.5",
        "2,乙,7",
    )

    assert amounts(found) == {"甲": "12.50", "乙": "7.00"}
    assert "列名在第 4 行" in found.report.summary()
    assert found.report.header.unknown == []


def test_merged_cells_above_and_in_a_header_of_two_lines(read, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 3, "示例区账款台账")
        page.merge_range(1, 0, 2, 0, "名称")
        page.merge_range(1, 1, 1, 2, "付款")
        page.write_row(2, 1, ["天数", "金额"])
        page.merge_range(1, 3, 2, 3, "交付日期")
        page.write_row(3, 0, ["甲", 30, 12.5, "2026-03-01"])

    found = read(path=path)

    assert found == {"甲": (Decimal("12.50"), None, 30, date(2026, 3, 1))}


@pytest.mark.parametrize(
    ("above", "header", "cell", "yuan"),
    [
        ("", "金额（万元）", "12.5", "125000.00"), ("", "金额(单位：千元)", "12.5", "12500.00"),
        ("", "金额（亿元）", "0.5", "50000000.00"), ("", "金额（万元）", "12.5万", "125000.00"),
        ("", "金额（万元）", "12.5 万元", "125000.00"), ("单位：万元", "金额", "12.5", "125000.00"),
        ("金额单位：万元、人", "金额", "12.5", "125000.00"),
        ("单位：万元", "金额（万元）", "1", "10000.00"),
        ("单位：示例局", "金额", "12.5", "12.50"), ("", "金额（元）", "壹万贰仟元整", "12000.00"),
    ],
)  # fmt: skip
def test_a_unit_of_the_file_counts_for_amounts(read, above, header, cell, yuan):
    assert amounts(read(f"台账,{above}", f"名称,{header}", f"甲,{cell}")) == {"甲": yuan}


@pytest.mark.parametrize("cell", ["12元", "¥12", "1.2亿", "12千元", "壹拾贰元整"])
def test_a_cell_with_another_unit_than_its_column_refuses_its_row(read, cell):
    found = read("名称,金额（万元）", f"甲,{cell}", "乙,1")

    assert amounts(found) == {"乙": "10000.00"}
    assert [(r.line, r.column) for r in found.report.rejected] == [(2, "amount")]
    assert "单位不一致" in found.report.rejected[0].message


def test_refused_rows_come_back_in_the_unit_of_their_file(read, tmp_path):
    """Without it 12 万元 became 12 yuan when the corrected rows were sent again."""
    found = read("名称,金额（万元）,备注", "甲,十几,x")
    path = tmp_path / "again.csv"
    path.write_bytes(found.report.rejects().replace("十几".encode(), b"12"))

    assert amounts(read(path=path)) == {"甲": "120000.00"}


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        (("名称,金额（美元）", "甲,1"), "美元"), (("名称,金额（%）", "甲,1"), "不按这个单位填写"),
        (("名称,金额,利率（‰）", "甲,1,3"), "‰"),
        (("名称,金额,付款天数（工作日）", "甲,1,3"), "工作日"),
        (("名称,金额,交付日期（个）", "甲,1,3"), "不按这个单位填写"),
        (("单位：元,单位：万元", "名称,金额", "甲,1"), "多个金额单位"),
        (("单位：元,", "名称,金额（万元）", "甲,1"), "不一致"),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_fit_refuses_the_file_with_the_cause(read, lines, cause):
    with pytest.raises(WrongFile) as wrong:
        read(*lines)

    assert cause in wrong.value.detail


def test_an_unknown_column_is_named_and_passed_over(read):
    found = read("序号,名称,联系电话,金额,金额（不含税）", "1,甲,x,12.5,9")

    assert amounts(found) == {"甲": "12.50"}
    assert found.report.header.unknown == ["联系电话", "金额（不含税）"]
    assert "没有读取的列：“联系电话”、“金额（不含税）”" in found.report.summary()
    assert any("联系电话" in said for said in found.report.as_json(10)["read"])


def test_rows_that_add_up_the_others_are_named_and_passed_over(read):
    found = read(
        "序号,名称,金额", "1,甲,1", "小计,,1", "2,乙,2", "序号,名称,金额", "3,丙,3", "合 计：,—,6",
        "总计,,6",
    )  # fmt: skip

    assert amounts(found) == {"甲": "1.00", "乙": "2.00", "丙": "3.00"}
    assert [line for line, _words in found.report.passed] == [3, 5, 7, 8]
    assert "第 7 行是合计" in found.report.summary()
    assert (found.report.rows, found.report.rejected) == (3, [])


def test_a_row_with_everything_in_it_is_none_that_adds_up(read):
    assert amounts(read("名称,金额", "合计,5")) == {"合计": "5.00"}


def test_two_columns_for_one_thing_are_not_chosen_between(read):
    with pytest.raises(imports.UnfitHeader, match="有重复的列：名称、单位名称"):
        read("名称,单位名称,金额", "甲,甲局,1")


def test_what_is_missing_is_said_with_what_is_unknown(read):
    with pytest.raises(imports.UnfitHeader, match="缺少列：金额（amount）；不认识的列：款项"):
        read("名称,款项", "甲,1")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("46082", date(2026, 3, 1)),
        ("二〇二六年三月一日", date(2026, 3, 1)),
        ("无", None),
        ("—", None),
    ],
)
def test_a_day_is_read_and_a_serial_number_is_looked_at(read, cell, day):
    found = read("名称,金额,交付日期", f"甲,1,{cell}")

    assert found["甲"][3] == day
    assert len(found.report.warnings()) == (cell == "46082")


@pytest.mark.parametrize("cell", ["2026年3月", "3月1日", "26.3.1", "3/1/2026", "4608", "99999"])
def test_what_is_not_one_day_is_refused(read, cell):
    assert [r.column for r in read("名称,金额,交付日期", f"甲,1,{cell}").report.rejected] == ["on"]


@pytest.mark.parametrize("cell", ["30", "30天", "30 日", "３０"])
def test_days_are_counted_with_and_without_their_word(read, cell):
    assert read("名称,金额,付款天数（天）", f"甲,1,{cell}")["甲"][2] == 30


def test_no_word_of_a_header_means_two_columns(app):
    for kind, importer in importers().items():
        words = [bare(word) for head in importer.heads for word in {*map(bare, head.words())}]
        assert len(words) == len(set(words)), kind
