"""Rows as CSV, JSON or XLSX; what a spreadsheet would run as a formula is disarmed."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import orjson
import xlsxwriter
from markupsafe import Markup

from integrity.base import clock

RUN = ("=", "+", "-", "@")
"""What begins a formula; a spreadsheet takes full width for half and passes over blanks."""
UNSEEN = ("Cc", "Cf")
AS_IT_IS = {"strings_to_formulas": False, "strings_to_urls": False}
ROW_BY_ROW = {**AS_IT_IS, "constant_memory": True}
Rows = Iterator[list[Any]]
Writer = Callable[[IO[bytes], list[str], Rows], None]
"""Writes row by row, so that an export of any length takes little memory."""


def write_csv(file: IO[bytes], header: list[str], rows: Rows) -> None:
    """UTF-8 with a mark, so that spreadsheets open Chinese; formulas are disarmed."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([disarmed(plain(value)) for value in row] for row in rows)
    text.detach()


def write_json(file: IO[bytes], header: list[str], rows: Rows) -> None:
    """A list of objects keyed by the column titles."""
    before = b"["
    for row in rows:
        file.write(before + orjson.dumps(dict(zip(header, map(plain, row), strict=True))))
        before = b","
    file.write(b"]" if before == b"," else b"[]")


def write_xlsx(file: IO[bytes], header: list[str], rows: Rows) -> None:
    """One sheet with a frozen header."""
    with xlsxwriter.Workbook(file, ROW_BY_ROW) as book:
        _write_sheet(book, None, header, rows)


def write_book(file: IO[bytes], sheets: Iterable[tuple[str, list[str], list[list[Any]]]]) -> None:
    """Several sheets, each with its name and a frozen header."""
    with xlsxwriter.Workbook(file, ROW_BY_ROW) as book:
        for name, header, rows in sheets:
            _write_sheet(book, name, header, iter(rows))


def _write_sheet(book: Any, name: str | None, header: list[str], rows: Rows) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, [_quoted(plain(value)) for value in row])


def as_file(write: Writer, header: list[str], rows: Rows) -> IO[bytes]:
    """One of any length, in a file that nobody else can open, at its beginning."""
    file = TemporaryFile()  # noqa: SIM115  whoever reads it closes it
    write(file, header, rows)
    file.seek(0)
    return file


def whole(write: Writer, header: list[str], rows: Rows) -> bytes:
    """A small one at once."""
    file = io.BytesIO()
    write(file, header, rows)
    return file.getvalue()


def as_csv(header: list[str], rows: Rows) -> bytes:
    """A small table as CSV."""
    return whole(write_csv, header, rows)


EXPORTS: dict[str, tuple[Writer, str]] = {
    "csv": (write_csv, "text/csv"),
    "json": (write_json, "application/json"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def plain(value: Any) -> Any:
    """A value as exports write it: ISO days, exact amounts, no markup."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Markup):
        return value.striptags()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return str(value)
    return str(value)


def disarmed(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a quote in front."""
    return "'" + value if isinstance(value, str) and _is_armed(value) else value


def armed(text: str) -> str:
    """The text before it was disarmed."""
    return text[1:] if text[:1] == "'" and _is_armed(text) else text


def _is_armed(text: str) -> bool:
    """Whether a spreadsheet would run it, or it was disarmed before."""
    bare = text.lstrip("'")
    if bare.startswith(("\t", "\r", "\n")):
        return True
    seen = (c for c in bare if not c.isspace() and unicodedata.category(c) not in UNSEEN)
    return unicodedata.normalize("NFKC", next(seen, "")).startswith(RUN)


def _quoted(value: Any) -> Any:
    """In a workbook text is text; only what looks disarmed gets one more quote, to keep its own."""
    return disarmed(value) if isinstance(value, str) and value[:1] == "'" else value
