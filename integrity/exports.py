"""Rows as CSV, JSON or XLSX; what a spreadsheet would run as a formula is disarmed."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
import xlsxwriter
from markupsafe import Markup

from integrity import clock

RUN = ("=", "+", "-", "@")
"""What begins a formula; a spreadsheet takes full width for half and passes over blanks."""
UNSEEN = ("Cc", "Cf")
AS_IT_IS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def as_csv(header: list[str], rows: Iterator[list[Any]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets open Chinese; formulas are disarmed."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([disarmed(plain(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_json(header: list[str], rows: Iterator[list[Any]]) -> bytes:
    """A list of objects keyed by the column titles."""
    return orjson.dumps([dict(zip(header, map(plain, row), strict=True)) for row in rows])


def as_xlsx(header: list[str], rows: Iterator[list[Any]]) -> bytes:
    """One sheet with a frozen header."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_IT_IS) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [_quoted(plain(value)) for value in row])
    return file.getvalue()


EXPORTS: dict[str, tuple[Callable[[list[str], Iterator[list[Any]]], bytes], str]] = {
    "csv": (as_csv, "text/csv"),
    "json": (as_json, "application/json"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
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
