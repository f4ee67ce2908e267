"""Import and export of tables (CSV, XLSX): row by row, dry run, and nothing enters by half.

A batch of rows is loaded in one savepoint; if a row of it is refused, the batch is undone and its
halves are loaded, down to the single row. So clean files are fast and bad rows stand alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.db import db, in_batches
from integrity.base.errors import Refused
from integrity.files import columns, sheets
from integrity.files.exports import EXPORTS, as_file
from integrity.files.import_reports import FIRST, Rejection, Report
from integrity.files.rows import NOTES, BadValue, Importer, Loaded, Row
from integrity.files.tabular import Lines, SeveralSheets, Sheet, WrongFile

__all__ = [
    "BadValue",
    "Importer",
    "Loaded",
    "Report",
    "Row",
    "SeveralSheets",
    "Sheet",
    "WrongFile",
    "export",
    "opened",
    "received",
    "renew",
    "run",
]

LONGEST = 32_767
"""Characters in one cell; a workbook holds no more."""
TITLES = 10
"""Lines in which a header is looked for, to say where it is."""
CUT_OFF = re.compile(r"-?\d(\.\d+)?E\+\d{2,3}")
"""A long number as a spreadsheet shows it, without the digits it did not keep."""
ERRORS = {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
SERIAL = ("序号",)
"""Columns that people keep for themselves; passed over."""
UNIT = re.compile(r"(.+?)\s*[（(]\s*(?:单位[：:])?\s*(.+?)\s*[)）]")
Progress = Callable[[int, int], None]


def run(
    importer: Importer,
    file: Path | Sheet,
    *,
    by: audit.Actor,
    at: datetime,
    dry_run: bool = False,
    sheet: str = "",
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import a file, or the table that was read from one; raises WrongFile before anything is
    changed. The caller commits.

    `progress(done, total)` is called after every batch; a dry run leaves nothing behind. `sheet`
    says which one of a workbook is meant.
    """
    found = file if isinstance(file, Sheet) else opened(file, sheet)
    rows = _rows(importer, found)
    report = Report(importer, dry_run, found)
    seen: dict[tuple[str, ...], int] = {}
    with db.session.begin_nested() as everything:
        for batch in in_batches(rows):
            report.first += batch[: FIRST - len(report.first)]
            report.rows += len(batch)
            fit = [row for row in batch if _fits(importer, row, seen, report)]
            _load(importer, fit, by, at, report)
            progress(report.rows, max(found.total, report.rows))
        if dry_run:
            everything.rollback()
    report.rejected.sort(key=lambda rejection: rejection.line)
    return report


def export(importer: Importer, kind: str = "csv", user: Any = None) -> IO[bytes]:
    """Everything of one kind as a file of CSV, JSON or XLSX, or what a user may take out of it.

    The CSV and XLSX can be imported again. A user gets columns with names instead of keys.
    Raises Refused.
    """
    if importer.dump is None:
        raise Refused(_("这类数据不能导出。"))
    write, _media = EXPORTS[kind]
    rows = importer.own(user) if user and importer.own else importer.dump()
    lines = ([row.get(column) for column in importer.columns] for row in rows)
    header = [head.name if user else head.key for head in importer.heads]
    return as_file(write, header, lines)


def opened(path: Path, sheet: str = "") -> Sheet:
    """The table in a file; raises WrongFile, SeveralSheets. Nothing of it needs the database."""
    return sheets.read(path, current_app.config["IMPORT_LIMIT"], sheet)


@contextmanager
def received(sent: FileStorage) -> Iterator[Sheet]:
    """The table in a file that was sent and is not kept; raises WrongFile, SeveralSheets."""
    with NamedTemporaryFile() as kept:
        sent.stream.seek(0)
        copyfileobj(sent.stream, kept)
        kept.flush()
        yield opened(Path(kept.name))


def renew(
    row: Row, model: Any, key: str, said: dict[str, Any], *, by: audit.Actor, at: datetime
) -> Loaded:
    """Add the thing that a row is about, known by a column, or bring it up to date; logged."""
    found = row.known.get(row[key])
    if found is None:
        row.known[row[key]] = made = model(**said)
        db.session.add(made)
        return Loaded.ADDED
    changed = row.differences({name: getattr(found, name) for name in said}, said)
    if not changed:
        return Loaded.UNCHANGED
    for name in changed:
        setattr(found, name, said[name])
    audit.write(found, "renew", by=by, at=at, changed=sorted(changed))
    return Loaded.UPDATED


def _rows(importer: Importer, table: Sheet) -> Iterator[Row]:
    """The rows of a table, once its header fits; raises WrongFile."""
    header = _header(importer, table.lines)
    return (_row(importer, header, line, cells) for line, cells in table.lines if any(cells))


def _header(importer: Importer, lines: Lines) -> list[str]:
    """The keys of the columns, from the first line; raises WrongFile with the cause."""
    cells = _keys(importer, next(lines, (1, []))[1])
    missing = [h.name_and_key for h in importer.heads if h.required and h.key not in cells]
    passed_over = (*importer.columns, *NOTES, *SERIAL)
    unknown = [cell for cell in cells if cell not in passed_over]
    faults = []
    if missing:
        faults.append(_("缺少列：%(names)s", names=_names(missing)))
    if missing and (line := _header_below(importer, lines)):
        faults.append(_("列名在第 %(line)s 行，请删除它上面的行", line=line))
    if unknown:
        faults.append(_("不认识的列：%(names)s", names=_names(unknown)))
    faults += _units(importer, unknown)
    if not unknown and len(set(cells)) < len(cells):
        faults.append(_("有重复的列"))
    if faults:
        raise WrongFile(_("表头不符，未作任何改动。%(faults)s", faults=_("；").join(faults)))
    return cells


def _keys(importer: Importer, cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return columns.keys(cells, importer.heads)


def _header_below(importer: Importer, lines: Lines) -> int | None:
    """The line further down that has every required column."""
    with suppress(WrongFile):
        for line, cells in islice(lines, TITLES):
            if set(importer.required) <= set(_keys(importer, cells)):
                return line
    return None


def _units(importer: Importer, cells: Iterable[str]) -> Iterator[str]:
    """For headers like 金额（万元）: the values would be taken for yuan."""
    for cell in cells:
        found = UNIT.fullmatch(cell)
        if found and columns.keys([found[1]], importer.heads)[0] in importer.columns:
            yield _(
                "列名“%(cell)s”带有单位，请按填写说明换算，列名改为“%(name)s”",
                cell=cell[:40],
                name=found[1],
            )


def _names(names: Iterable[str]) -> str:
    return _("、").join(name[:40] or "—" for name in islice(names, 10))


def _row(importer: Importer, header: list[str], line: int, cells: list[str]) -> Row:
    named = zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False)
    row = Row((name, cell) for name, cell in named if name not in SERIAL)
    row.line, row.required = line, importer.required
    row.too_long = any(cells[len(header) :])
    return row


def _fits(importer: Importer, row: Row, seen: dict[tuple[str, ...], int], report: Report) -> bool:
    """Whether a row is worth loading; if not, it is rejected."""
    fault: tuple[str, str] | None = None
    key = tuple(row[column] for column in importer.key)
    empty = next((column for column in importer.required if not row[column]), None)
    cut_off = next((column for column in row if CUT_OFF.fullmatch(row[column])), None)
    broken = next((column for column in row if row[column] in ERRORS), None)
    overlong = next((column for column in row if len(row[column]) > LONGEST), None)
    if row.too_long:
        fault = ("", _("这一行的格数多于表头。"))
    elif overlong:
        fault = (overlong, _("最多 %(most)s 个字。", most=LONGEST))
    elif cut_off:
        fault = (cut_off, _("Excel 把它当作大数，位数已经丢失；请把该列设为文本后重新填写。"))
    elif broken:
        fault = (broken, _("单元格里的公式出错，请改成值后填写。"))
    elif empty:
        fault = (empty, _("不能为空。"))
    elif any(key) and key in seen:
        fault = (importer.key[0], _("与第 %(line)s 行重复。", line=seen[key]))
    if fault is None:
        seen[key] = row.line
        return True
    report.rejected.append(Rejection(row.line, *fault, row[fault[0]] if fault[0] else "", row))
    return False


def _load(
    importer: Importer, rows: Sequence[Row], by: audit.Actor, at: datetime, report: Report
) -> None:
    """All rows in one savepoint; when one of them is refused, each half in one of its own.

    A number or a day beyond what can be counted with (ArithmeticError) refuses its row as well.
    """
    try:
        _enter(importer, rows, by, at, report)
    except (Refused, sa.exc.IntegrityError, sa.exc.DataError, ArithmeticError) as fault:
        if len(rows) == 1:
            _reject(report, rows[0], fault)
            return
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            _load(importer, half, by, at, report)


def _enter(
    importer: Importer, rows: Sequence[Row], by: audit.Actor, at: datetime, report: Report
) -> None:
    with db.session.begin_nested():
        known = importer.prepare(rows)
        done = []
        for row in rows:
            row.forget()
            row.known = known
            done.append(importer.load(row, by=by, at=at))
        fresh = [thing for thing in db.session.new if type(thing) is importer.model]
        db.session.flush()
        importer.settle(fresh, at)
        for thing in fresh:
            audit.write(thing, "import", by=by, at=at, target=getattr(thing, "state", None))
        db.session.flush()
    for row, loaded in zip(rows, done, strict=True):
        report.note(row, loaded)


def _reject(report: Report, row: Row, fault: Exception) -> None:
    column, message = "", _("与已有数据冲突或者超出允许的范围。")
    if isinstance(fault, Refused):
        column = getattr(fault, "column", "")
        message = fault.detail or str(fault.title)
    report.rejected.append(Rejection(row.line, column, message, row[column] if column else "", row))
