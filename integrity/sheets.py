"""Reading the table of a file that people send: a workbook (XLSX), or text in usual encodings."""

import csv
import io
from pathlib import Path

from flask_babel import gettext as _

from integrity import workbooks
from integrity.exports import armed
from integrity.spellings import visible
from integrity.tabular import Lines, Sheet, WrongFile

DELIMITERS = ",;\t"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How Excel begins what it saves as Unicode text."""


def read(path: Path, limit: int, sheet: str = "") -> Sheet:
    """The table, or the sheet with this name; raises WrongFile (also while its lines are read).

    `limit` is in bytes; a bigger file is refused without reading it.
    """
    if path.stat().st_size > limit:
        raise WrongFile(_("文件超过 %(size)s MB，请拆分后导入。", size=limit // 1_000_000))
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if packed:
        return workbooks.read(path, limit, sheet)
    text = _text(path.read_bytes())
    return Sheet(text.count("\n"), _lines(text))


def _lines(text: str) -> Lines:
    first = text.split("\n", 1)[0].strip()
    said = first.lower().startswith("sep=") and len(first) == len("sep=") + 1
    found = first[-1] if said else max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=found, strict=True)
    line = 1
    try:
        for cells in reader:
            if not (said and line == 1):
                yield line, [armed(visible(cell)) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise WrongFile(_("第 %(line)s 行起不是有效的 CSV。", line=line)) from None


def _text(raw: bytes) -> str:
    encodings = ("utf-16",) if raw.startswith(UTF_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WrongFile(_("不是 UTF-8 或者 GB18030 编码的文本，也不是 XLSX 表格。"))
