"""What an import did or would do: counts, the first rows as understood, changes, refused rows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from integrity.files.columns import NOTES
from integrity.files.exports import as_csv, plain
from integrity.files.headers import Header
from integrity.files.rows import Importer, Loaded, Row
from integrity.files.tabular import Sheet, quoted

VALUE = 200
"""Characters of a value that a report keeps."""
SUMS = 10
"""Lines passed over that are named."""
FIRST = 5
"""Rows shown as they were understood."""


@dataclass(frozen=True)
class Rejection:
    """A row that did not enter, where and why; `also` are its other cells and what is wrong."""

    line: int
    column: str
    message: str
    row: Row
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Each wrong cell and what is wrong with it."""
        return [(self.column, self.message), *self.also.items()]

    @property
    def sentence(self) -> str:
        return " ".join(f"{column}: {said}" if column else said for column, said in self.cells)


@dataclass(frozen=True)
class Change:
    """One cell of something known, before and after; `what` is the key of its row."""

    line: int
    what: str
    column: str
    old: str
    new: str


@dataclass
class Report:
    """What an import did, or would do."""

    importer: Importer
    header: Header
    dry_run: bool = False
    sheet: Sheet | None = None
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    first: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)
    entered: Any = field(default_factory=sha256)
    """A digest of what each row did, in their order."""

    def note(self, row: Row, loaded: Loaded) -> None:
        """Keep what a row that entered did and changed."""
        self.entered.update(f"{row.line} {loaded.value}\n".encode())
        setattr(self, loaded.value, getattr(self, loaded.value) + 1)
        what = " ".join(row[column] for column in self.importer.key if row[column])
        for column, values in row.changes.items():
            if column in self.importer.hidden:
                continue
            old, new = (self._words(column, value) for value in values)
            self.changes.append(Change(row.line, what, column, old, new))
        self.said += [(row.line, words) for words in row.warnings]

    def warnings(self) -> list[tuple[int, str]]:
        """Line and words of what should not be confirmed without a second look."""
        renamed = [change for change in self.changes if change.column in self.importer.called]
        formerly = {(change.column, change.old): change for change in renamed if change.old}
        found = [
            (change.line, self._renaming(change, formerly.get((change.column, change.new))))
            for change in renamed
            if change.old
        ]
        return sorted([*found, *self.said])

    def beginning(self) -> list[dict[str, Any]]:
        """The first rows of the file, each cell as it was understood."""
        return [
            {
                "line": row.line,
                "cells": {
                    c: self._words(c, row.understood.get(c, row[c]))
                    for c in row
                    if c not in self.importer.hidden
                },
            }
            for row in self.first
        ]

    def rejects(self) -> bytes:
        """The rejected rows as CSV, in the units of the file, to be corrected and sent again."""
        units = {c.key: c.unit for c in self.header.columns if c.unit}
        header = [f"{c}（{units[c]}）" if c in units else c for c in self.importer.columns]
        lines = (
            [*(r.row[c] for c in self.importer.columns), r.line, r.sentence] for r in self.rejected
        )
        return as_csv([*header, *NOTES], lines)

    def differences(self) -> bytes:
        """Every change as CSV."""
        header = [_("行"), _("编号"), _("列"), _("原来"), _("改为")]
        lines = ([c.line, c.what, self.importer.name(c.column), c.old, c.new] for c in self.changes)
        return as_csv(header, lines)

    def summary(self, most: int = 20) -> str:
        """What happened, for the terminal: the counts, changes and the first rejected rows."""
        lines = [
            *self._about_the_sheet(),
            *self._about_the_columns(),
            _(
                "共 %(rows)s 行：新增 %(added)s，更新 %(updated)s，"
                "未变 %(unchanged)s，拒绝 %(no)s。",
                rows=self.rows,
                added=self.added,
                updated=self.updated,
                unchanged=self.unchanged,
                no=len(self.rejected),
            ),
            *self._about_the_rows(most),
        ]
        for r in self.rejected[:most]:
            lines.append(_("第 %(line)s 行 %(what)s", line=r.line, what=r.sentence))
        if self.dry_run:
            lines.append(_("试运行，未作任何改动。"))
        return "\n".join(lines)

    def counts(self) -> dict[str, int]:
        """How many rows did what."""
        names = ("rows", "added", "updated", "unchanged")
        return {name: getattr(self, name) for name in names} | {"refused": len(self.rejected)}

    def fingerprint(self) -> str:
        """The same for two runs exactly if they do the same with every row and cell."""
        changes = [list(vars(change).values()) for change in self.changes]
        refused = [(fault.line, fault.column) for fault in self.rejected]
        said = json.dumps([self.entered.hexdigest(), changes, refused])
        return sha256(said.encode()).hexdigest()

    def as_json(self, most: int) -> dict[str, Any]:
        """For the page of an import: everything, but at most so many changes and rejected rows."""
        rejected = [self._cell(r, *cell) for r in self.rejected[:most] for cell in r.cells]
        return {
            **self.counts(),
            "fingerprint": self.fingerprint(),
            "sheet": self.sheet.name if self.sheet else "",
            "left": list(self.sheet.left) if self.sheet else [],
            "read": list(self._about_the_columns()),
            "first": self.beginning(),
            "warnings": [{"line": line, "words": words} for line, words in self.warnings()[:most]],
            "changes": [vars(change) for change in self.changes[:most]],
            "changed": len(self.changes),
            "rejected": rejected,
        }

    def _cell(self, rejection: Rejection, column: str, message: str) -> dict[str, Any]:
        """One wrong cell; what it says of a person is not shown."""
        value = "" if column in self.importer.hidden else rejection.row[column][:VALUE]
        return {"line": rejection.line, "column": column, "message": message, "value": value}

    def _about_the_sheet(self) -> Iterator[str]:
        if self.sheet and self.sheet.name:
            yield _("读取的工作表：%(name)s。", name=self.sheet.name)
        if self.sheet and self.sheet.left:
            yield _("没有读取的工作表：%(names)s。", names=quoted(self.sheet.left))

    def _about_the_columns(self) -> Iterator[str]:
        if self.header.line > 1:
            yield _("列名在第 %(line)s 行。", line=self.header.line)
        for c in self.header.columns:
            if c.unit:
                yield _("“%(name)s”按%(unit)s读取。", name=c.name, unit=c.unit)
        if unknown := self.header.unknown:
            yield _("没有读取的列：%(names)s。", names=quoted(unknown))
        for line, words in self.passed[:SUMS]:
            yield _("第 %(line)s 行是合计或者重复的列名，没有读取：%(what)s", line=line, what=words)

    def _about_the_rows(self, most: int) -> Iterator[str]:
        for row in self.beginning() if self.dry_run else ():
            cells = _("，").join(
                f"{self.importer.name(c)} {v}" for c, v in row["cells"].items() if v
            )
            yield _("第 %(line)s 行 %(what)s", line=row["line"], what=cells)
        for line, words in self.warnings()[:most]:
            yield _("请核对：第 %(line)s 行 %(what)s", line=line, what=words)
        for c in self.changes[:most]:
            what = f"{c.what} {self.importer.name(c.column)}：{c.old or '—'} → {c.new or '—'}"
            yield _("第 %(line)s 行 %(what)s", line=c.line, what=what)
        if len(self.changes) > most:
            yield _("共 %(n)s 处改动，这里列出前 %(most)s 处。", n=len(self.changes), most=most)

    def _words(self, column: str, value: Any) -> str:
        """A value as people read it."""
        names: Any = self.importer.help.get(column)
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, list):
            return _("、").join(map(str, value))
        if isinstance(names, Mapping) and value in names:
            return str(names[value])
        if isinstance(value, StrEnum):
            return value.value
        return str(plain(value))[:VALUE]

    def _renaming(self, change: Change, other: Change | None) -> str:
        name = self.importer.name(change.column)
        if other is not None:
            return _(
                "%(column)s将由“%(old)s”改为“%(new)s”，"
                "而“%(new)s”是第 %(line)s 行原来的%(column)s：请核对是否错行。",
                column=name,
                old=change.old,
                new=change.new,
                line=other.line,
            )
        return _(
            "%(column)s将由“%(old)s”改为“%(new)s”。", column=name, old=change.old, new=change.new
        )
