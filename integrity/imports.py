"""Import and export of tables (CSV, XLSX): row by row, dry run, and nothing enters by half.

A batch of rows is loaded in one savepoint; if a row of it is refused, the batch is undone and its
halves are loaded, down to the single row. So clean files are fast and bad rows stand alone.
"""

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity import sheets
from integrity.audit import service as audit
from integrity.db import db, in_batches
from integrity.errors import Refused
from integrity.forms import parse_amount, parse_day
from integrity.sheets import WrongFile
from integrity.tables import EXPORTS, as_csv

NOTES = ("_line", "_error")
"""Columns of a file of rejected rows that are passed over when it is imported again."""
YES = {"true", "1", "yes", "y", "是"}
NO = {"false", "0", "no", "n", "否", ""}
Member = TypeVar("Member", bound=enum.StrEnum)


class BadValue(Refused):
    """One cell of one row is wrong; only this row is refused."""

    def __init__(self, column: str, message: Any) -> None:
        super().__init__(message)
        self.column = column


class Loaded(enum.StrEnum):
    """What a row did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Row(dict[str, str]):
    """One row: column -> text without spaces around it; a column that is not there is empty.

    `line` is where it stands in the file, `known` what the importer's `prepare` found for its
    batch; a loader that adds something also adds it to `known`.
    """

    line: int = 0
    too_long: bool = False
    known: Any = None

    def __missing__(self, column: str) -> str:
        return ""

    def day(self, column: str) -> date | None:
        """A day in any usual spelling, None when empty; raises BadValue."""
        return self._read(column, parse_day, _l("不是日期，请写成 2026-11-21。"))

    def amount(self, column: str) -> Decimal | None:
        """Yuan; raises BadValue."""
        return self._read(column, parse_amount, _l("不是金额，请写成 1234.56。"))

    def number(self, column: str) -> int | None:
        """A whole number; raises BadValue."""
        return self._read(column, int, _l("不是整数。"))

    def choice(self, column: str, words: type[Member]) -> Member:
        """One of a list of words; raises BadValue."""
        try:
            return words(self[column])
        except ValueError:
            raise BadValue(column, _("只能是：%(words)s", words=" ".join(words))) from None

    def flag(self, column: str) -> bool:
        """Yes or no, no when empty; raises BadValue."""
        word = self[column].lower()
        if word not in YES | NO:
            raise BadValue(column, _("只能是 true 或者 false。"))
        return word in YES

    def _read(self, column: str, reader: Callable[[str], Any], message: Any) -> Any:
        try:
            return reader(self[column]) if self[column] else None
        except ValueError:
            raise BadValue(column, str(message)) from None


@dataclass(frozen=True)
class Importer:
    """How one kind of row enters and leaves.

    load(row, by=, at=) returns Loaded and raises Refused (BadValue names the column); it need not
    flush. `required` columns must be in the header and filled in every row; `key` are the columns
    of the natural key, which a file may hold once. `prepare(rows)` looks up what a batch of rows
    needs in a few queries, for `row.known`. New rows of `model` are logged when `model` is given.
    `dump()` gives the rows of an export, columns as in `columns`.
    """

    columns: Sequence[str]
    required: Sequence[str]
    load: Callable[..., Loaded]
    key: Sequence[str] = ()
    prepare: Callable[[Sequence[Row]], Any] = lambda rows: None
    dump: Callable[[], Iterable[Mapping[str, Any]]] | None = None
    model: Any = None


@dataclass(frozen=True)
class Rejection:
    """A row that did not enter, where and why."""

    line: int
    column: str
    message: str
    value: str
    row: Row

    @property
    def sentence(self) -> str:
        return f"{self.column}: {self.message}" if self.column else self.message


@dataclass
class Report:
    """What an import did, or would do."""

    columns: Sequence[str] = ()
    dry_run: bool = False
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    def rejects(self) -> bytes:
        """The rejected rows as CSV, to be corrected and imported again."""
        lines = ([*(r.row[c] for c in self.columns), r.line, r.sentence] for r in self.rejected)
        return as_csv([*self.columns, *NOTES], lines)

    def summary(self, most: int = 20) -> str:
        """What happened, for the terminal: the counts and the first rejected rows."""
        lines = [
            _(
                "共 %(rows)s 行：新增 %(added)s，更新 %(updated)s，"
                "未变 %(unchanged)s，拒绝 %(no)s。",
                rows=self.rows,
                added=self.added,
                updated=self.updated,
                unchanged=self.unchanged,
                no=len(self.rejected),
            )
        ]
        for r in self.rejected[:most]:
            lines.append(_("第 %(line)s 行 %(what)s", line=r.line, what=r.sentence))
        if self.dry_run:
            lines.append(_("试运行，未作任何改动。"))
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """For machines and for the page of a finished import."""
        rejected = [
            {"line": r.line, "column": r.column, "message": r.message, "value": r.value}
            for r in self.rejected
        ]
        counts = ("dry_run", "rows", "added", "updated", "unchanged")
        return {name: getattr(self, name) for name in counts} | {"rejected": rejected}


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


def export(importer: Importer, kind: str = "csv") -> bytes:
    """Everything of one kind as CSV, JSON or XLSX; the CSV and XLSX can be imported again."""
    if importer.dump is None:
        raise Refused(_("这类数据不能导出。"))
    writer, _media = EXPORTS[kind]
    lines = ([row.get(column) for column in importer.columns] for row in importer.dump())
    return writer(list(importer.columns), lines)


def read(importer: Importer, path: Path) -> tuple[int, Iterator[Row]]:
    """About how many rows a file has, and its rows, once the header fits; raises WrongFile."""
    total, lines = sheets.lines(path, current_app.config["IMPORT_LIMIT"])
    header = _header(importer, next(lines, (1, []))[1])
    return total, (_row(header, line, cells) for line, cells in lines if any(cells))


def _header(importer: Importer, cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    faults = []
    if missing := [column for column in importer.required if column not in cells]:
        faults.append(_("缺少列：%(names)s", names=_names(missing)))
    if unknown := [cell for cell in cells if cell not in (*importer.columns, *NOTES)]:
        faults.append(_("不认识的列：%(names)s", names=_names(unknown)))
    if not unknown and len(set(cells)) < len(cells):
        faults.append(_("有重复的列"))
    if faults:
        raise WrongFile(_("表头不符，未作任何改动。%(faults)s", faults=_("；").join(faults)))
    return cells


def _names(columns: list[str]) -> str:
    return _("、").join(name[:40] or "—" for name in columns[:10])


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
    if row.too_long:
        fault = ("", _("这一行的格数多于表头。"))
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
