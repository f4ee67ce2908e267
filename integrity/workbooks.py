"""One sheet of a workbook (XLSX): which one is meant, and what its cells say to whoever looks.

A workbook is measured before it is opened: what its parts really unpack to, whatever its directory
says, and how far its cells lie apart, for two cells at the corners would fill the memory. A sheet
that nobody sees is never read, and of several with content a person says which. The reader of
cells knows nothing of formats, so percentages and errors are looked for in the parts themselves.
"""

import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from integrity.exports import armed
from integrity.spellings import visible
from integrity.tabular import INSTRUCTIONS, SeveralSheets, Sheet, WrongFile, quoted

UNPACKED = 10
"""A workbook may be this many times the size limit when it is unpacked."""
GRID = 10_000_000
"""Cells between the corners of a sheet, empty ones too."""
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
CHUNK, OVERLAP = 1 << 20, 64
EXACT = 10**15
"""From here on a spreadsheet does not keep every digit of a number."""
PERCENTS = {9, 10}
"""The formats 0% and 0.00%, which every workbook knows by their numbers."""
LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a format shows as it stands; a percent sign in it does not multiply."""
PERCENT, ERROR = "percent", "error"
Marks = dict[tuple[int, int], str]
"""Line and column (both from 1) of a cell -> how its value differs from what is shown."""


def read(path: Path, limit: int, wanted: str) -> Sheet:
    """The sheet with this name, or the only one with content that a person sees.

    Raises WrongFile, SeveralSheets.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            _measure(packed, UNPACKED * limit)
            book = load_workbook(str(path))
            found = {each.name: each for each in book.sheets_metadata}
            full = [name for name in found if _is_full(book.get_sheet_by_name(name))]
            seen = [n for n in full if found[n].visible is SheetVisibleEnum.Visible]
            name = _chosen(full, seen, wanted)
            marks = _marks(packed, list(found).index(name))
            sheet = book.get_sheet_by_name(name)
    except (zipfile.BadZipFile, zlib.error, CalamineError, NotImplementedError, RuntimeError):
        raise WrongFile(_("不是有效的 XLSX 表格。")) from None
    left = [other for other in full if other != name]
    return Sheet(sheet.height, _lines(sheet, marks), name, left)


def _chosen(full: list[str], seen: list[str], wanted: str) -> str:
    """The name of the sheet to be read; the template's own explanations are none."""
    meant = [name for name in seen if name not in INSTRUCTIONS] or seen
    if wanted:
        if wanted not in seen:
            raise WrongFile(_("没有名为“%(name)s”、有内容且未隐藏的工作表。", name=wanted))
        return wanted
    if len(meant) > 1:
        raise SeveralSheets(meant)
    if not meant and full:
        raise WrongFile(
            _("有内容的工作表都已隐藏：%(names)s。请取消隐藏后再导入。", names=quoted(full))
        )
    if not meant:
        raise WrongFile(_("表格没有内容。"))
    return meant[0]


def _is_full(sheet: CalamineSheet) -> bool:
    return any(cell != "" for row in sheet.iter_rows() for cell in row)


def _lines(sheet: CalamineSheet, marks: Marks) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = (_cell(cell, marks.get((line, at))) for at, cell in enumerate(row, start=1))
        yield line, [armed(visible(cell)) for cell in cells]


def _cell(value: Any, mark: str | None) -> str:
    """A value as people see it in the sheet: 3.45% and not 0.0345, an error and not nothing."""
    if mark == ERROR:
        return "#N/A"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value) if mark is None else f"{_number(Decimal(_number(value)) * 100)}%"
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float | Decimal) -> str:
    """With the fifteen digits that a spreadsheet keeps; a longer number shows that it lost some."""
    if abs(Decimal(value)) >= EXACT:
        return f"{value:.14E}"
    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _measure(packed: zipfile.ZipFile, most: int) -> None:
    """Raise WrongFile for a workbook with macros, or one that is too big once it is unpacked."""
    size = column = line = 0
    for part in packed.infolist():
        if part.filename.lower().endswith("vbaproject.bin"):
            raise WrongFile(_("表格含有宏，请另存为不含宏的 XLSX 后导入。"))
        for chunk in _chunks(packed, part):
            size += len(chunk)
            if size > most:
                raise WrongFile(_("表格展开后过大，请拆分后导入。"))
            for letters, number in CELL.findall(chunk):
                column, line = max(column, _column(letters)), max(line, int(number))
    if column * line > GRID:
        raise WrongFile(_("表格的行列范围过大，请删除多余的空白行和列后导入。"))


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really unpacks to, each chunk with the end of the one before."""
    honest = copy(part)
    honest.file_size = (
        sys.maxsize
    )  # the directory's own number would end the reading where it likes
    last = b""
    with packed.open(honest) as stream:
        while chunk := stream.read(CHUNK):
            yield last + chunk
            last = chunk[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _marks(packed: zipfile.ZipFile, position: int) -> Marks:
    """Where the sheet at this position has percentages and errors."""
    part, styles = _parts(packed, position)
    kinds = "|".join(map(str, sorted(_percent_styles(styles)))) or "none"
    marked = re.compile(
        rf"""<(?:\w+:)?c\s([^>]*?\b(?:s\s*=\s*["'](?:{kinds})["']|t\s*=\s*["']e["'])[^>]*)>"""
        .encode()
    )  # fmt: skip
    marks: Marks = {}
    for chunk in _chunks(packed, part):
        for attributes in marked.findall(chunk):
            place = CELL.search(b" " + attributes)
            if place is None:
                raise _saved_strangely()
            error = re.search(rb"""\bt\s*=\s*["']e["']""", attributes)
            marks[int(place[2]), _column(place[1])] = ERROR if error else PERCENT
    return marks


def _parts(packed: zipfile.ZipFile, position: int) -> tuple[zipfile.ZipInfo, str]:
    """The part of the sheet at this position, and the text of the styles."""
    links = _text(packed, "xl/_rels/workbook.xml.rels")
    targets = {_attribute(tag, "Id"): tag for tag in _tags(links, "Relationship")}
    sheets = _tags(_text(packed, "xl/workbook.xml"), "sheet")
    try:
        tag = targets[_attribute(sheets[position], r"\w+:id")]
        part = packed.getinfo(_path(tag))
    except (IndexError, KeyError):
        raise _saved_strangely() from None
    styles = [_path(t) for t in targets.values() if _attribute(t, "Type").endswith("/styles")]
    return part, _text(packed, styles[0]) if styles else ""


def _percent_styles(styles: str) -> set[int]:
    """Which of the styles of cells show a value times a hundred with a percent sign."""
    own = {
        int(_attribute(tag, "numFmtId"))
        for tag in _tags(styles, "numFmt")
        if "%" in LITERAL.sub("", _attribute(tag, "formatCode"))
    }
    cells = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    formats = [_attribute(tag, "numFmtId") for tag in _tags(cells[0] if cells else "", "xf")]
    return {style for style, format_ in enumerate(formats) if int(format_ or 0) in own | PERCENTS}


def _path(tag: str) -> str:
    """Where a part lies, as the workbook names it: from the root, or from its own folder."""
    target = _attribute(tag, "Target")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _text(packed: zipfile.ZipFile, name: str) -> str:
    try:
        return packed.read(name).decode("utf-8-sig", "replace")
    except KeyError:
        raise _saved_strangely() from None


def _tags(text: str, name: str) -> list[str]:
    return re.findall(rf"<(?:\w+:)?{name}(\s[^>]*)>", text)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*(["'])(.*?)\1""", tag, re.DOTALL)
    return unescape(found[2]) if found else ""


def _saved_strangely() -> WrongFile:
    return WrongFile(_("表格的结构无法辨认，请用 Excel 或者 WPS 打开并另存为 XLSX 后再导入。"))
