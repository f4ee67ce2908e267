"""Which rows of a file are worth loading: what a spreadsheet spoilt or names a person is not."""

import re

from flask_babel import gettext as _

from integrity.files.import_reports import Rejection, Report
from integrity.files.rows import Importer, Row
from integrity.files.spellings import has_identity_number, has_mobile_number

LONGEST = 32_767
"""Characters in one cell; a workbook holds no more."""
CUT_OFF = re.compile(r"-?\d(\.\d+)?E\+\d{2,3}")
"""A long number as a spreadsheet shows it, without the digits it did not keep."""
ERRORS = {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
PARTED = "|"
"""Between the cells of a row that is looked at as a whole: no part of any number."""


def fits(importer: Importer, row: Row, seen: dict[tuple[str, ...], int], report: Report) -> bool:
    """Whether a row is worth loading; if not, it is rejected."""
    fault: tuple[str, str] | None = None
    key = tuple(row[column] for column in importer.key)
    whole = PARTED.join(row.values())
    named = _naming(importer, row, whole)
    needed = () if importer.in_sets else importer.required  # what loads sets names every cell
    empty = next((column for column in needed if not row[column]), None)
    if row.too_long:
        fault = ("", _("这一行的格数多于表头。"))
    elif spoilt := _spoilt(row, whole):
        fault = spoilt
    elif empty:
        fault = (empty, _("不能为空。"))
    elif named:
        fault = named
    elif any(key) and key in seen:
        fault = (importer.key[0], _("与第 %(line)s 行重复。", line=seen[key]))
    if fault is None:
        seen[key] = row.line
        return True
    report.rejected.append(Rejection(row.line, *fault, row))
    return False


def _spoilt(row: Row, whole: str) -> tuple[str, str] | None:
    """The cell that a spreadsheet spoilt, and how; None: none. `whole` is all of the row."""
    if len(whole) > LONGEST:
        for column, cell in row.items():
            if len(cell) > LONGEST:
                return column, _("最多 %(most)s 个字。", most=LONGEST)
    if "E+" in whole:
        for column, cell in row.items():
            if CUT_OFF.fullmatch(cell):
                return column, _("Excel 把它当作大数，位数已经丢失；请把该列设为文本后重新填写。")
    if "#" in whole:
        for column, cell in row.items():
            if cell in ERRORS:
                return column, _("单元格里的公式出错，请改成值后填写。")
    return None


def _naming(importer: Importer, row: Row, whole: str) -> tuple[str, str] | None:
    """The cell in which a person is named by number, and why that is refused; None: in none."""
    identified = has_identity_number(whole)
    called = bool(importer.told) and has_mobile_number(whole)
    for column in row if identified or called else ():
        if identified and column in importer.words and has_identity_number(row[column]):
            return column, _("不要填写身份证号码，这里的文字不密封保存。")
        if called and column in importer.told and has_mobile_number(row[column]):
            return column, _("这一列向社会公开，不要填写手机号码。")
    return None
