"""Reading the table of a file that people send: a workbook (XLSX), or text in usual encodings.

A workbook is read in the sandbox (integrity.files.workbooks), before anybody asks for its first
line.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import orjson
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.files import sandbox
from integrity.files.exports import armed
from integrity.files.spellings import is_visible, visible
from integrity.files.tabular import INSTRUCTIONS, Lines, SeveralSheets, Sheet, WrongFile, quoted

DELIMITERS = ",;\t"
CHUNK = 1 << 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How Excel begins what it saves as Unicode text."""
WORDS = {
    "broken": _l("不是有效的 XLSX 表格。"),
    "busy": _l("现在处理文件的人较多，请稍后再试。"),
    "complex": _l("表格过于复杂，无法安全读取。请拆分，或者另存为 CSV 后再导入。"),
    "empty": _l("表格没有内容。"),
    "hidden": _l("有内容的工作表都已隐藏：%(names)s。请取消隐藏后再导入。"),
    "macros": _l("表格含有宏，请另存为不含宏的 XLSX 后导入。"),
    "missing": _l("没有名为“%(name)s”、有内容且未隐藏的工作表。"),
    "range": _l("表格的行列范围过大，请删除多余的空白行和列后导入。"),
    "strange": _l("表格的结构无法辨认，请用 Excel 或者 WPS 打开并另存为 XLSX 后再导入。"),
    "unpacked": _l("表格展开后过大，请拆分后导入。"),
}
"""Why a workbook was not read -> what is told."""


def read(path: Path, limit: int, sheet: str = "") -> Sheet:
    """The table, or the sheet with this name; raises WrongFile (also while its lines are read).

    `limit` is in bytes; a bigger file is refused without reading it.
    """
    if path.stat().st_size > limit:
        raise WrongFile(_("文件超过 %(size)s MB，请拆分后导入。", size=limit // 1_000_000))
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if packed:
        return _workbook(path, limit, sheet)
    encoding, lines = _encoding(path)
    return Sheet(lines, _plain(_lines(path, encoding)))


def _plain(lines: Lines) -> Lines:
    """The same without what a spreadsheet adds and what nobody sees."""
    for line, cells in lines:
        whole = "".join(cells)
        if "'" not in whole and is_visible(whole):
            yield line, [cell.strip() for cell in cells]
        else:
            yield line, [armed(visible(cell)) for cell in cells]


def _workbook(path: Path, limit: int, wanted: str) -> Sheet:
    try:
        with path.open("rb") as file:
            read = sandbox.run("table", file, str(limit), wanted, *INSTRUCTIONS)
    except sandbox.Unsafe as unsafe:
        raise _refusal(unsafe) from None
    said = orjson.loads(read.readline())
    return Sheet(said["total"], _plain(_written(read)), said["name"], said["left"])


def _written(read: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The lines that the sandbox wrote."""
    with read:
        for line in read:
            number, cells = orjson.loads(line)
            yield number, cells


def _refusal(unsafe: sandbox.Unsafe) -> WrongFile:
    if unsafe.reason == "several":
        return SeveralSheets(unsafe.values["names"])
    said: Any = WORDS.get(unsafe.reason, WORDS["broken"])
    values = {**unsafe.values, "names": quoted(unsafe.values.get("names", ()))}
    return WrongFile(str(said) % values)


def _lines(path: Path, encoding: str) -> Lines:
    """The lines of a text, read as they are asked for."""
    with path.open(encoding=encoding, newline="") as text:
        first = text.readline().strip()
        text.seek(0)
        said = first.lower().startswith("sep=") and len(first) == len("sep=") + 1
        found = first[-1] if said else max(DELIMITERS, key=first.count)
        reader = csv.reader(text, delimiter=found, strict=True)
        line = 1
        try:
            for cells in reader:
                if not (said and line == 1):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            raise WrongFile(_("第 %(line)s 行起不是有效的 CSV。", line=line)) from None


def _encoding(path: Path) -> tuple[str, int]:
    """In what a text is written, read through once, and how many lines it has; raises WrongFile."""
    with path.open("rb") as file:
        marked = file.read(2) in UTF_16
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        lines = 0
        try:
            with path.open(encoding=encoding, newline="") as text:
                while (chunk := text.read(CHUNK)) and "\0" not in chunk:
                    lines += chunk.count("\n")
        except UnicodeError:
            continue
        if not chunk:
            return encoding, lines
    raise WrongFile(_("不是 UTF-8 或者 GB18030 编码的文本，也不是 XLSX 表格。"))
