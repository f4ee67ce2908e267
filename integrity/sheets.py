"""Reading the first sheet of a file that people send: CSV in two encodings, or XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from python_calamine import CalamineError, load_workbook

from integrity.errors import Refused

UNPACKED = 10
"""A workbook may be this many times the size limit when it is unpacked."""
Lines = Iterator[tuple[int, list[str]]]
"""Line number in the file, and the text of its cells."""


class WrongFile(Refused):
    """The file as a whole cannot be read: too big, of another kind, or with another header."""

    title = _l("文件不能导入")


def lines(path: Path, limit: int) -> tuple[int, Lines]:
    """About how many lines there are, and the lines; raises WrongFile (also while reading on).

    `limit` is in bytes; a bigger file is refused without reading it.
    """
    if path.stat().st_size > limit:
        raise WrongFile(_("文件超过 %(size)s MB，请拆分后导入。", size=limit // 1_000_000))
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    return _xlsx(path, limit) if packed else _csv(path)


def _csv(path: Path) -> tuple[int, Lines]:
    text = _text(path.read_bytes())
    return text.count("\n"), _csv_lines(text)


def _csv_lines(text: str) -> Lines:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_armed(cell.strip()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise WrongFile(_("第 %(line)s 行起不是有效的 CSV。", line=line)) from None


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WrongFile(_("不是 UTF-8 或者 GB18030 编码的文本，也不是 XLSX 表格。"))


def _xlsx(path: Path, limit: int) -> tuple[int, Lines]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED * limit:
                raise WrongFile(_("表格展开后过大，请拆分后导入。"))
        sheet = load_workbook(str(path)).get_sheet_by_index(0)
    except (zipfile.BadZipFile, CalamineError):
        raise WrongFile(_("不是有效的 XLSX 表格。")) from None
    rows = enumerate(sheet.iter_rows(), start=1)
    return sheet.height, ((line, [_armed(_cell(cell)) for cell in row]) for line, row in rows)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()


def _armed(text: str) -> str:
    """Without the quote that an export puts before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text
