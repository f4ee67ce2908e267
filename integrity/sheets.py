"""Reading the first sheet of a file that people send: CSV in two encodings, or XLSX.

A workbook is measured before it is opened: what its parts really unpack to, whatever its directory
says, and how far its cells lie apart, for two cells at the corners would fill the memory.
"""

import csv
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from python_calamine import CalamineError, load_workbook

from integrity.errors import Refused
from integrity.exports import armed

UNPACKED = 10
"""A workbook may be this many times the size limit when it is unpacked."""
GRID = 10_000_000
"""Cells between the corners of a sheet, empty ones too."""
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
CHUNK, OVERLAP = 1 << 20, 64
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
            yield line, [armed(cell.strip()) for cell in cells]
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
            _measure(packed, UNPACKED * limit)
        sheet = load_workbook(str(path)).get_sheet_by_index(0)
    except (zipfile.BadZipFile, zlib.error, CalamineError, NotImplementedError, RuntimeError):
        raise WrongFile(_("不是有效的 XLSX 表格。")) from None
    rows = enumerate(sheet.iter_rows(), start=1)
    return sheet.height, ((line, [armed(_cell(cell)) for cell in row]) for line, row in rows)


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


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()
