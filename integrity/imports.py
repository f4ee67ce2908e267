"""Import and export of tables (CSV, XLSX): row by row, dry run, and nothing enters by half.

A batch of rows is loaded in one savepoint; if a row of it is refused, the batch is undone and its
halves are loaded, down to the single row. So clean files are fast and bad rows stand alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from integrity import columns, sheets
from integrity.audit import service as audit
from integrity.db import db, in_batches
from integrity.errors import Refused
from integrity.exports import EXPORTS
from integrity.rows import NOTES, BadValue, Importer, Loaded, Rejection, Report, Row
from integrity.sheets import WrongFile

__all__ = ["BadValue", "Importer", "Loaded", "Report", "Row", "WrongFile", "export", "read", "run"]

LONGEST = 32_767
"""Characters in one cell; a workbook holds no more."""
Progress = Callable[[int, int], None]


def run(
    importer: Importer,
    path: Path,
    *,
    by: audit.Actor,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import a file; raises WrongFile before anything is changed. The caller commits.

    `progress(done, total)` is called after every batch; a dry run leaves nothing behind.
    """
    total, rows = read(importer, path)
    report = Report(importer.columns, dry_run)
    seen: dict[tuple[str, ...], int] = {}
    with db.session.begin_nested() as everything:
        for batch in in_batches(rows):
            report.rows += len(batch)
            fit = [row for row in batch if _fits(importer, row, seen, report)]
            _load(importer, fit, by, at, report)
            progress(report.rows, max(total, report.rows))
        if dry_run:
            everything.rollback()
    report.rejected.sort(key=lambda rejection: rejection.line)
    return report


def export(importer: Importer, kind: str = "csv", user: Any = None) -> bytes:
    """Everything of one kind as CSV, JSON or XLSX, or what a user may take out of it.

    The CSV and XLSX can be imported again. A user gets columns with names instead of keys.
    """
    if importer.dump is None:
        raise Refused(_("这类数据不能导出。"))
    writer, _media = EXPORTS[kind]
    rows = importer.own(user) if user and importer.own else importer.dump()
    lines = ([row.get(column) for column in importer.columns] for row in rows)
    header = [columns.name(column) if user else column for column in importer.columns]
    return writer(header, lines)


def read(importer: Importer, path: Path) -> tuple[int, Iterator[Row]]:
    """About how many rows a file has, and its rows, once the header fits; raises WrongFile."""
    total, lines = sheets.lines(path, current_app.config["IMPORT_LIMIT"])
    header = _header(importer, next(lines, (1, []))[1])
    return total, (_row(header, line, cells) for line, cells in lines if any(cells))


def _header(importer: Importer, cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    cells = columns.keys(cells, importer.columns)
    faults = []
    if missing := [key for key in importer.required if key not in cells]:
        faults.append(_("缺少列：%(names)s", names=_names(map(columns.name_and_key, missing))))
    if unknown := [cell for cell in cells if cell not in (*importer.columns, *NOTES)]:
        faults.append(_("不认识的列：%(names)s", names=_names(unknown)))
    if not unknown and len(set(cells)) < len(cells):
        faults.append(_("有重复的列"))
    if faults:
        raise WrongFile(_("表头不符，未作任何改动。%(faults)s", faults=_("；").join(faults)))
    return cells


def _names(names: Iterable[str]) -> str:
    return _("、").join(name[:40] or "—" for name in islice(names, 10))


def _row(header: list[str], line: int, cells: list[str]) -> Row:
    row = Row(zip(header, cells, strict=False))
    row.line = line
    row.too_long = any(cells[len(header) :])
    return row


def _fits(importer: Importer, row: Row, seen: dict[tuple[str, ...], int], report: Report) -> bool:
    """Whether a row is worth loading; if not, it is rejected."""
    fault: tuple[str, str] | None = None
    key = tuple(row[column] for column in importer.key)
    empty = next((column for column in importer.required if not row[column]), None)
    overlong = next((column for column in row if len(row[column]) > LONGEST), None)
    if row.too_long:
        fault = ("", _("这一行的格数多于表头。"))
    elif overlong:
        fault = (overlong, _("最多 %(most)s 个字。", most=LONGEST))
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
    """All rows in one savepoint; when one of them is refused, each half in one of its own."""
    try:
        _enter(importer, rows, by, at, report)
    except (Refused, sa.exc.IntegrityError, sa.exc.DataError) as fault:
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
            row.known = known
            done.append(importer.load(row, by=by, at=at))
        fresh = [thing for thing in db.session.new if type(thing) is importer.model]
        db.session.flush()
        importer.settle(fresh, at)
        for thing in fresh:
            audit.write(thing, "import", by=by, at=at, target=getattr(thing, "state", None))
        db.session.flush()
    for loaded in done:
        setattr(report, loaded.value, getattr(report, loaded.value) + 1)


def _reject(report: Report, row: Row, fault: Exception) -> None:
    column, message = "", _("与已有数据冲突或者超出允许的范围。")
    if isinstance(fault, Refused):
        column = getattr(fault, "column", "")
        message = fault.detail or str(fault.title)
    report.rejected.append(Rejection(row.line, column, message, row[column] if column else "", row))
