"""Rows of a table that comes in: reading cells, comparing them, and what a kind of row is."""

import enum
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.db import Model
from integrity.base.errors import Refused
from integrity.base.permissions import AnyPermission
from integrity.files.columns import Head
from integrity.files.spellings import (
    OtherUnit,
    parse_amount,
    parse_day,
    parse_days,
    parse_month,
    parse_number,
    parse_percentage,
    parse_serial,
    parse_whole,
)

YES = {"true", "1", "yes", "y", "是"}
NO = {"false", "0", "no", "n", "否", ""}
SIGNS = {"—", "——", "-", "--", "/", "\\", "N/A", "n/a", "NULL", "null"}
NOTHING = {*SIGNS, "无", "暂无"}
"""How people say that a cell is empty; in one of words, 无 may be what they want to say."""
SERIAL = re.compile(r"\d{5}", re.ASCII)
Member = TypeVar("Member", bound=enum.StrEnum)


class BadValue(Refused):
    """One cell of one row is wrong; only this row is refused. `also` are its other wrong cells."""

    def __init__(self, column: str, message: Any, also: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.also = also or {}


class Loaded(enum.StrEnum):
    """What a row did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Row(dict[str, str]):
    """One row: column -> text without spaces around it; a column that is not there is empty.

    `line` is where it stands in the file, `known` what the importer's `prepare` found for its
    batch; a loader that adds something also adds it to `known`. `required` are the columns that
    somebody has to fill in, `units` in what the file says that amounts are counted, in yuan.
    `understood` is what the cells were read as, `changes` what the row
    says of something known, old and new.
    """

    line: int = 0
    too_long: bool = False
    known: Any = None
    required: Sequence[str] = ()
    units: Mapping[str, int] = MappingProxyType({})

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.forget()

    def __missing__(self, column: str) -> str:
        return ""

    def forget(self) -> None:
        """Begin anew: a row is loaded again when its batch was undone."""
        self.understood: dict[str, Any] = {}
        self.changes: dict[str, tuple[Any, Any]] = {}
        self.warnings: list[str] = []

    def differences(self, known: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
        """The columns in which the row says something else than what is known; they are noted.

        Both map columns of the file to values. A column that the file does not have is not
        compared: it says nothing.
        """
        found = [name for name in said if name in self and known[name] != said[name]]
        self.changes |= {name: (_kept(known[name]), _kept(said[name])) for name in found}
        return found

    def day(self, column: str) -> date | None:
        """A day in any usual spelling, None when empty; raises BadValue."""
        if not SERIAL.fullmatch(self[column]):
            return self._read(column, parse_day, _l("不是日期，请写成 2026-11-21。"))
        found = self._read(column, parse_serial, _l("不是日期，请写成 2026-11-21。"))
        self._doubt(_("“%(text)s”按表格软件的日期序号读作 %(day)s。", text=self[column], day=found))
        return found

    def month(self, column: str) -> date | None:
        """A month as its first day, None when empty; raises BadValue."""
        return self._read(column, parse_month, _l("不是月份，请写成 2026-11。"))

    def amount(self, column: str) -> Decimal | None:
        """Yuan, whatever the unit of the cell or of its column; raises BadValue."""
        unit = self.units.get(column)
        try:
            reader = partial(parse_amount, unit=unit)
            return self._read(column, reader, _l("不是金额，请写成 1234.56。"))
        except OtherUnit:
            raise BadValue(
                column, _("单元格里的单位与列名的单位不一致，请只保留一个单位。")
            ) from None

    def days(self, column: str) -> int | None:
        """A number of days, 30 or 30天; raises BadValue."""
        return self._read(column, parse_days, _l("不是日历日的天数，请写成 30。"))

    def number(self, column: str) -> int | None:
        """A whole number; raises BadValue."""
        return self._read(column, parse_whole, _l("不是整数，或者超出允许的范围。"))

    def text(self, column: str, most: int) -> str:
        """Text of at most so many characters, "" for a sign of emptiness; raises BadValue."""
        if self.is_empty(column, SIGNS):
            return ""
        if len(self[column]) > most:
            raise BadValue(column, _("最多 %(most)s 个字。", most=most))
        return self[column]

    def decimal(self, column: str) -> Decimal | None:
        """A number with at most two decimals; raises BadValue."""
        return self._read(
            column, parse_number, _l("不是数字，或者多于两位小数，或者超出允许的范围。")
        )

    def percentage(self, column: str) -> Decimal | None:
        """A percentage, 3.45 or 3.45%; raises BadValue."""
        return self._read(column, parse_percentage, _l("不是百分比，请写成 3.45。"))

    def choice(
        self, column: str, words: type[Member], names: Mapping[Member, Any] | None = None
    ) -> Member:
        """One of a list of words, or its name on screen; raises BadValue."""
        text, named = self[column], names or {}
        try:
            word = words(text)
        except ValueError:
            found = next((word for word, name in named.items() if text == str(name)), None)
            if found is None:
                known = map(str, named.values() or words)
                raise BadValue(column, _("只能是：%(words)s", words=_("、").join(known))) from None
            word = found
        self.understood[column] = names[word] if names and word in names else word.value
        return word

    def flag(self, column: str) -> bool:
        """Yes or no, no when empty; raises BadValue."""
        word = "" if self.is_empty(column) else self[column].lower()
        if word not in YES | NO:
            raise BadValue(column, _("请填写“是”或者“否”。"))
        self.understood[column] = word in YES
        return word in YES

    def is_nothing(self, column: str) -> bool:
        """Whether a cell says nothing, or a sign of it."""
        return self[column] in ("", *NOTHING)

    def is_empty(self, column: str, signs: Collection[str] = NOTHING) -> bool:
        """Whether a cell says nothing, or that there is nothing where nothing is demanded."""
        text = self[column]
        return not text or (text in signs and column not in self.required)

    def _doubt(self, words: str) -> None:
        """Have a reading looked at before it is confirmed."""
        if words not in self.warnings:
            self.warnings.append(words)

    def _read(self, column: str, reader: Callable[[str], Any], message: Any) -> Any:
        text = self[column]
        if self.is_empty(column):
            return None
        try:
            self.understood[column] = found = reader(text)
        except OtherUnit:
            raise
        except ValueError:
            cause = _("单元格是百分数，请改成数字后填写。") if text.endswith("%") else str(message)
            raise BadValue(column, cause) from None
        return found


def may(by: Any, permission: AnyPermission, item: Any) -> bool:
    """Whether who imports may do this to it; the command line is nobody's account and may."""
    can = getattr(by, "can", None)
    return can is None or (item is not None and bool(can(permission, item)))


def _kept(value: Any) -> Any:
    """A value that outlives the transaction: of a stored thing its name."""
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(_kept(each)) for each in value)
    return getattr(value, "name", None) if isinstance(value, Model) else value


class Sets(Protocol):
    """Loads many rows of a file at once, set after set, and is told when the last one is in."""

    def load(self, rows: Sequence[Row]) -> Sequence[Loaded | BadValue]:
        """What became of each row, in their order; it has flushed."""

    def finish(self, report: Any) -> None:
        """All rows are in, and `report` says what became of them."""


@dataclass(frozen=True)
class Importer:
    """How one kind of row enters and leaves.

    load(row, by=, at=) returns Loaded and raises Refused (BadValue names the column); it need not
    flush. `heads` are the columns, of which the required ones must be in the header and filled in
    every row; `key` are the columns of the natural key, which a file may hold once.
    `prepare(rows)` looks up what a batch of rows needs in a few queries, for `row.known`. New rows
    of `model` are logged when `model` is given; `settle(fresh, at)` gives them what they need once
    they have ids. `dump()` gives the rows of an export, columns as in `heads`.

    A loader that finds what a row is about compares the two by `row.differences`, whether it then
    updates or refuses; `called` are the columns by which people know the thing, and a change of
    one of them is warned about.

    Of very many rows, `in_sets(by, at)` gives what loads a thousand at once, in place of `load`.
    `hidden` are the columns about persons: no report says their values, and no file that was sent
    is kept once it was imported. `identifies` are further ones in which a code may be that of a
    person; in no other cell may an identity number stand.

    A kind with a `permission` is on the web, for who has it, under its `title`; the others are for
    the command line. `own(user)` is what a person may take out there, everything when not given.
    """

    heads: Sequence[Head]
    load: Callable[..., Loaded] | None = None
    key: Sequence[str] = ()
    called: Sequence[str] = ()
    prepare: Callable[[Sequence[Row]], Any] = lambda rows: None
    dump: Callable[[], Iterable[Mapping[str, Any]]] | None = None
    model: Any = None
    settle: Callable[[Sequence[Any], datetime], None] = lambda fresh, at: None
    title: Any = ""
    permission: AnyPermission | None = None
    own: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    in_sets: Callable[[Any, datetime], "Sets"] | None = None
    hidden: Collection[str] = ()
    identifies: Collection[str] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(head.key for head in self.heads)

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(head.key for head in self.heads if head.required)

    @cached_property
    def words(self) -> frozenset[str]:
        """The columns in which nobody's identity number belongs."""
        return frozenset(self.columns) - {*self.hidden, *self.identifies}

    @cached_property
    def told(self) -> frozenset[str]:
        """Those of them that everybody reads."""
        return self.words & {head.key for head in self.heads if head.public}

    @cached_property
    def help(self) -> dict[str, Any]:
        return {head.key: head.help for head in self.heads}

    def name(self, column: str) -> str:
        """What a column is called in the language of the page."""
        return next((head.name for head in self.heads if head.key == column), column)
