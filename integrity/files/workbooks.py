"""One sheet of a workbook (XLSX): which one is meant, and what its cells say to whoever looks.

A workbook is measured before it is opened: what its parts really unpack to, whatever its directory
says, and how far its cells lie apart, for two cells at the corners would fill the memory. A sheet
that nobody sees is never read, and of several with content a person says which. The reader of
cells knows nothing of formats, so percentages and errors are looked for in the parts themselves.
Runs in the sandbox only (integrity.files.sandbox).
"""

import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import orjson
from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from integrity.files import markup
from integrity.files.sandbox import Unsafe

UNPACKED = 10
"""A workbook may be this many times the size limit when it is unpacked."""
GRID = 10_000_000
"""Cells between the corners of a sheet, empty ones too."""
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)
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


def table(file: IO[bytes], result: IO[bytes], limit: str, wanted: str, *explaining: str) -> None:
    """Write the sheet with this name, or the only one with content that a person sees.

    The first line says what the sheet is, each other one is a line of it: its number and its
    cells. Sheets that only explain how to fill in the others are none. Raises Unsafe.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            _measure(packed, UNPACKED * int(limit))
            file.seek(0)
            book = load_workbook(file)
            found = {each.name: each for each in book.sheets_metadata}
            full = [name for name in found if _is_full(book.get_sheet_by_name(name))]
            seen = [n for n in full if found[n].visible is SheetVisibleEnum.Visible]
            name = _chosen(full, seen, wanted, explaining)
            marks = _marks(packed, list(found).index(name))
            sheet = book.get_sheet_by_name(name)
    except (zipfile.BadZipFile, zlib.error, CalamineError, NotImplementedError, RuntimeError):
        raise Unsafe("broken") from None
    left = [other for other in full if other != name]
    _write(result, {"name": name, "total": sheet.height, "left": left})
    for line in _lines(sheet, marks):
        _write(result, line)


def _write(result: IO[bytes], said: Any) -> None:
    result.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))


def _chosen(
    full: Sequence[str], seen: Sequence[str], wanted: str, explaining: Sequence[str]
) -> str:
    """The name of the sheet to be read."""
    meant = [name for name in seen if name not in explaining] or seen
    if wanted:
        if wanted not in seen:
            raise Unsafe("missing", name=wanted)
        return wanted
    if len(meant) > 1:
        raise Unsafe("several", names=meant)
    if not meant and full:
        raise Unsafe("hidden", names=full)
    if not meant:
        raise Unsafe("empty")
    return meant[0]


def _is_full(sheet: CalamineSheet) -> bool:
    return any(cell != "" for row in sheet.iter_rows() for cell in row)


def _lines(sheet: CalamineSheet, marks: Marks) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = (_cell(cell, marks.get((line, at))) for at, cell in enumerate(row, start=1))
        yield line, list(cells)


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
    """Raise Unsafe for a workbook with macros, or one that is too big once it is unpacked."""
    size = column = line = 0
    for part in packed.infolist():
        if part.filename.lower().endswith("vbaproject.bin"):
            raise Unsafe("macros")
        for chunk in _chunks(packed, part):
            size += len(chunk)
            if size > most:
                raise Unsafe("unpacked")
            for letters, number in CELL.findall(chunk):
                column, line = max(column, _column(letters.decode())), max(line, int(number))
    if column * line > GRID:
        raise Unsafe("range")


def _open(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> IO[bytes]:
    """What a part really unpacks to; the directory's own size would end it where it likes."""
    honest = copy(part)
    honest.file_size = sys.maxsize
    return packed.open(honest)


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, each chunk with the end of the one before."""
    last = b""
    with _open(packed, part) as stream:
        while chunk := stream.read(CHUNK):
            yield last + chunk
            last = chunk[-OVERLAP:]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _marks(packed: zipfile.ZipFile, position: int) -> Marks:
    """Where the sheet at this position has percentages and errors."""
    part, styles = _parts(packed, position)
    percents = _percent_styles(markup.read(packed.read(styles))) if styles else set()
    marks: Marks = {}

    def note(cell: Mapping[str, str]) -> None:
        error = cell.get("t") == "e"
        if error or cell.get("s") in percents:
            place = PLACE.fullmatch(cell.get("r", ""))
            if place is None:
                raise Unsafe("strange")
            marks[int(place[2]), _column(place[1])] = ERROR if error else PERCENT

    with _open(packed, part) as stream:
        markup.each_start(stream, "c", note)
    return marks


def _parts(packed: zipfile.ZipFile, position: int) -> tuple[zipfile.ZipInfo, str]:
    """Where the sheet at this position and the styles lie, "" if there are none."""
    try:
        links = markup.read(packed.read("xl/_rels/workbook.xml.rels"))
        linked = {link.get("Id"): link for link in links.iter("{*}Relationship")}
        sheets = list(markup.read(packed.read("xl/workbook.xml")).iter("{*}sheet"))
        named = next(value for name, value in sheets[position].items() if name.endswith("}id"))
        part = packed.getinfo(_path(linked[named]))
    except (IndexError, KeyError, StopIteration):
        raise Unsafe("strange") from None
    styles = (_path(t) for t in linked.values() if t.get("Type", "").endswith("/styles"))
    return part, next(styles, "")


def _percent_styles(styles: markup.Element) -> set[str]:
    """Which of the styles of cells show a value times a hundred with a percent sign."""
    own = {
        int(format_.get("numFmtId"))
        for format_ in styles.iter("{*}numFmt")
        if "%" in LITERAL.sub("", format_.get("formatCode", ""))
    }
    formats = (cell.get("numFmtId", "0") for cell in styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(n) for n, format_ in enumerate(formats) if int(format_) in own | PERCENTS}


def _path(link: markup.Element) -> str:
    """Where a part lies, as the workbook names it: from the root, or from its own folder."""
    target = str(link.get("Target", ""))
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
