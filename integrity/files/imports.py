"""Import and export of tables (CSV, XLSX): row by row, dry run, and nothing enters by half.

A batch of rows is loaded in one savepoint; if a row of it is refused, the batch is undone and its
halves are loaded, down to the single row. So clean files are fast and bad rows stand alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.bulk import numbered
from integrity.base.db import db, in_batches
from integrity.base.errors import Refused
from integrity.files import headers, sheets
from integrity.files.exports import EXPORTS, as_file
from integrity.files.fitness import fits
from integrity.files.headers import Header, Meaning, UnfitHeader
from integrity.files.import_reports import FIRST, Rejection, Report
from integrity.files.rows import BadValue, Importer, Loaded, Row, Sets
from integrity.files.tabular import Lines, SeveralSheets, Sheet, WrongFile

__all__ = [
    "BadValue",
    "Importer",
    "Loaded",
    "Report",
    "Row",
    "SeveralSheets",
    "Sheet",
    "UnfitHeader",
    "WrongFile",
    "export",
    "opened",
    "received",
    "renew",
    "run",
]

BATCH, SET = 500, 5000
"""Rows that are loaded one by one in one savepoint, and that are loaded at once."""
TOTAL = re.compile(r"(?:本[页月年]|全[区市])?[合总小累共]\s*计(?:数|金额)?[：:]?")
"""What a row is called that adds up the others."""
Progress = Callable[[int, int], None]


def run(
    importer: Importer,
    file: Path | Sheet,
    *,
    by: audit.Actor,
    at: datetime,
    dry_run: bool = False,
    sheet: str = "",
    said: Sequence[Meaning] = (),
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import a file, or the table that was read from one; raises WrongFile, and UnfitHeader where
    somebody has to say which column is what, before anything is changed. The caller commits.

    `progress(done, total)` is called after every batch; a dry run leaves nothing behind. `sheet`
    says which one of a workbook is meant, `said` what somebody said that columns are.
    """
    found = file if isinstance(file, Sheet) else opened(file, sheet)
    header, lines = headers.find(importer.heads, found.lines, said)
    report = Report(importer, header, dry_run, found)
    rows = _rows(importer, header, lines, report)
    seen: dict[tuple[str, ...], int] = {}
    sets = importer.in_sets(by, at) if importer.in_sets else None
    with db.session.begin_nested() as everything:
        for batch in in_batches(rows, SET if sets else BATCH):
            report.first += batch[: FIRST - len(report.first)]
            report.rows += len(batch)
            fit = [row for row in batch if fits(importer, row, seen, report)]
            if sets:
                _load_set(sets, fit, report)
            else:
                _load(importer, fit, by, at, report)
            progress(report.rows, max(found.total, report.rows))
        if sets:
            sets.finish(report)
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
    return update(row, found, said, by=by, at=at)


def update(row: Row, found: Any, said: dict[str, Any], *, by: audit.Actor, at: datetime) -> Loaded:
    """Bring the thing that a row is about up to date; logged."""
    changed = row.differences({name: getattr(found, name) for name in said}, said)
    if not changed:
        return Loaded.UNCHANGED
    for name in changed:
        setattr(found, name, said[name])
    audit.write(found, "renew", by=by, at=at, changed=sorted(changed))
    return Loaded.UPDATED


def _rows(importer: Importer, header: Header, lines: Lines, report: Report) -> Iterator[Row]:
    """The rows below a header; what only adds them up or repeats the header is passed over."""
    names = [column.name for column in header.columns]
    for line, cells in lines:
        if not any(cells):
            continue
        row = _row(importer, header, line, cells)
        label = next(filter(None, cells))
        adds_up = TOTAL.fullmatch(label) and any(row.is_nothing(c) for c in importer.required)
        if adds_up or cells[: len(names)] == names:
            report.passed.append((line, _("、").join(filter(None, cells))))
        else:
            yield row


def _row(importer: Importer, header: Header, line: int, cells: list[str]) -> Row:
    row = Row(zip_longest(header.keys, cells[: len(header.keys)], fillvalue=""))
    row.pop("", None)  # the columns that nobody knows
    row.line, row.required, row.units = line, importer.required, header.units
    row.too_long = any(cells[len(header.keys) :])
    return row


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
        known, load = importer.prepare(rows), importer.load
        assert load is not None
        done = []
        for row in rows:
            row.forget()
            row.known = known
            done.append(load(row, by=by, at=at))
        fresh = [thing for thing in db.session.new if type(thing) is importer.model]
        numbered(fresh)
        db.session.flush()
        importer.settle(fresh, at)
        db.session.flush()
        _log(importer.model, fresh, by, at)
    for row, loaded in zip(rows, done, strict=True):
        report.note(row, loaded)


def _log(model: Any, fresh: Sequence[Any], by: audit.Actor, at: datetime) -> None:
    """Log what was added, by the state that it was added in."""
    states: dict[Any, list[int]] = {}
    for thing in fresh:
        states.setdefault(getattr(thing, "state", None), []).append(thing.id)
    for state, ids in states.items():
        these = sa.select(model.id).where(model.id.in_(ids)).order_by(model.id)
        table = model.__tablename__
        audit.write_all(these, table, "import", source=None, target=state, by=by, at=at)


def _load_set(sets: Sets, rows: Sequence[Row], report: Report) -> None:
    for row in rows:
        row.forget()
    for row, done in zip(rows, sets.load(rows), strict=True):
        if isinstance(done, Loaded):
            report.note(row, done)
        else:
            _reject(report, row, done)


def _reject(report: Report, row: Row, fault: Exception) -> None:
    column, message = "", _("与已有数据冲突或者超出允许的范围。")
    also: dict[str, Any] = {}
    if isinstance(fault, Refused):
        column, also = getattr(fault, "column", ""), getattr(fault, "also", {})
        message = fault.detail or str(fault.title)
    report.rejected.append(Rejection(row.line, column, message, row, also))
