"""Rows of a table that comes in: reading cells, what a kind of row is, what became of each row."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.errors import Refused
from integrity.exports import as_csv
from integrity.forms import parse_amount, parse_day
from integrity.permissions import Permission

NOTES = ("_line", "_error")
"""Columns of a file of rejected rows that are passed over when it is imported again."""
YES = {"true", "1", "yes", "y", "是"}
NO = {"false", "0", "no", "n", "否", ""}
CENT, LARGEST = Decimal("0.01"), Decimal(10) ** 16
"""What a column of numbers holds."""
VALUE = 200
"""Characters of a wrong value that a report keeps."""
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

    def text(self, column: str, most: int) -> str:
        """Text of at most so many characters; raises BadValue."""
        if len(self[column]) > most:
            raise BadValue(column, _("最多 %(most)s 个字。", most=most))
        return self[column]

    def decimal(self, column: str) -> Decimal | None:
        """A number with at most two decimals; raises BadValue."""
        return self._read(column, _decimal, _l("不是数字，或者多于两位小数。"))

    def choice(
        self, column: str, words: type[Member], names: Mapping[Member, Any] | None = None
    ) -> Member:
        """One of a list of words, or its name on screen; raises BadValue."""
        for word, name in (names or {}).items():
            if self[column] == str(name):
                return word
        try:
            return words(self[column])
        except ValueError:
            known = map(str, names.values()) if names else words
            raise BadValue(column, _("只能是：%(words)s", words=_("、").join(known))) from None

    def flag(self, column: str) -> bool:
        """Yes or no, no when empty; raises BadValue."""
        word = self[column].lower()
        if word not in YES | NO:
            raise BadValue(column, _("请填写“是”或者“否”。"))
        return word in YES

    def _read(self, column: str, reader: Callable[[str], Any], message: Any) -> Any:
        try:
            return reader(self[column]) if self[column] else None
        except ValueError:
            raise BadValue(column, str(message)) from None


def may(by: Any, permission: Permission, item: Any) -> bool:
    """Whether who imports may do this to it; the command line is nobody's account and may."""
    can = getattr(by, "can", None)
    return can is None or (item is not None and bool(can(permission, item)))


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
        exact = number.quantize(CENT)
    except InvalidOperation:
        raise ValueError(text) from None
    if exact != number or abs(number) >= LARGEST:
        raise ValueError(text)
    return exact


@dataclass(frozen=True)
class Importer:
    """How one kind of row enters and leaves.

    load(row, by=, at=) returns Loaded and raises Refused (BadValue names the column); it need not
    flush. `required` columns must be in the header and filled in every row; `key` are the columns
    of the natural key, which a file may hold once. `prepare(rows)` looks up what a batch of rows
    needs in a few queries, for `row.known`. New rows of `model` are logged when `model` is given;
    `settle(fresh, at)` gives them what they need once they have ids. `dump()` gives the rows of an
    export, columns as in `columns`.

    A kind with a `permission` is on the web, for who has it, under its `title`; the others are for
    the command line. `help` says of each column how it is filled in, `own(user)` is what a person
    may take out there, everything when not given.
    """

    columns: Sequence[str]
    required: Sequence[str]
    load: Callable[..., Loaded]
    key: Sequence[str] = ()
    prepare: Callable[[Sequence[Row]], Any] = lambda rows: None
    dump: Callable[[], Iterable[Mapping[str, Any]]] | None = None
    model: Any = None
    settle: Callable[[Sequence[Any], datetime], None] = lambda fresh, at: None
    title: Any = ""
    permission: Permission | None = None
    help: Mapping[str, Any] = field(default_factory=dict)
    own: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None


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

    def counts(self) -> dict[str, int]:
        """How many rows did what."""
        names = ("rows", "added", "updated", "unchanged")
        return {name: getattr(self, name) for name in names} | {"refused": len(self.rejected)}

    def as_json(self, most: int) -> dict[str, Any]:
        """For the page of an import: the counts, and at most so many rejected rows."""
        rejected = [
            {"line": r.line, "column": r.column, "message": r.message, "value": r.value[:VALUE]}
            for r in self.rejected[:most]
        ]
        return {**self.counts(), "rejected": rejected}
