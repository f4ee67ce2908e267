"""Where the header of a table is, and which column is what, as people write them.

Above it may stand a title, who reports, and 单位：万元. A column that nobody knows is passed over
and named; a unit that does not fit its column refuses the file, for the values would be taken for
something else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from flask_babel import gettext as _

from integrity.files import headings
from integrity.files.columns import Head, Measure
from integrity.files.headings import Column
from integrity.files.tabular import Lines, WrongFile, quoted

LINES = 20
"""Lines in which the header is looked for."""
EXAMPLES = 3
ABOVE = re.compile(r"(?:金额)?(?:计量|货币)?单位[:](.+)")


class Meaning(NamedTuple):
    """What somebody said that the columns of a file are: by the words of their header."""

    words: Sequence[str]
    keys: Sequence[str]


@dataclass(frozen=True)
class Header:
    """The line of the header, its columns, and the unit that a line above it gives amounts."""

    line: int
    columns: Sequence[Column]
    unit: str = ""

    @cached_property
    def keys(self) -> list[str]:
        return [column.key for column in self.columns]

    @property
    def unknown(self) -> list[str]:
        """The columns that are passed over and have something in their header."""
        return [
            c.name
            for c in self.columns
            if not c.key and c.name and headings.bare(c.name) not in headings.QUIET
        ]

    @cached_property
    def units(self) -> dict[str, int]:
        """In what the amounts of the file are counted, in yuan, by column."""
        return {c.key: headings.YUAN[c.unit] for c in self.columns if c.unit in headings.YUAN}

    @property
    def words(self) -> tuple[str, ...]:
        return headings.words(column.name for column in self.columns)


class UnfitHeader(WrongFile):
    """No line has every column that is needed, or two columns are the same."""

    def __init__(self, message: str, header: Header) -> None:
        super().__init__(message)
        self.header = header


def find(heads: Sequence[Head], lines: Lines, said: Sequence[Meaning] = ()) -> tuple[Header, Lines]:
    """The header of a table and the lines below it; raises UnfitHeader, WrongFile.

    What somebody said of a file with the same words in its header goes before what is known.
    """
    first = list(islice(lines, LINES))
    known = {headings.bare(word): head for head in heads for word in head.words()}
    found = _said(first, said) or _known(first, known, heads)
    header, used = _described(found, first), found[0] + 1
    below = first[used:]
    header = _counted(replace(header, columns=_with_examples(header.columns, below)), heads)
    _demand_fit(header, heads)
    return header, chain(below, lines)


Found = tuple[int, list[Column]]
"""The place of the last line of the header among the first ones, and its columns."""


def _said(first: Sequence[tuple[int, list[str]]], said: Sequence[Meaning]) -> Found | None:
    """The first line, or two, of which somebody said what they mean."""
    meanings = {
        tuple(sorted(each.words)): dict(zip(each.words, each.keys, strict=True)) for each in said
    }
    for place, (_line, cells) in enumerate(first if said else ()):
        joined = [name for name, _below in _joined(first[place : place + 2])]
        for used, names in ((place, _trimmed(cells)), (place + 1, joined)):
            words = headings.words(names)
            if keys := meanings.get(tuple(sorted(words))):
                return used, [
                    Column(name.strip(), keys[word], headings.unit(name))
                    for name, word in zip(names, words, strict=True)
                ]
    return None


def _known(
    first: Sequence[tuple[int, list[str]]], known: Mapping[str, Head], heads: Sequence[Head]
) -> Found:
    """The first line with every column that is needed, else the one with the most known ones.

    Two lines of which the upper one has cells across several columns are taken for one header
    where no line knows more.
    """
    required = {head.key for head in heads if head.required}
    best: Found = (0, [])
    most = (-1, -1)
    for place, (_line, cells) in enumerate(first):
        columns = [headings.column(cell, known) for cell in _trimmed(cells)]
        if required and required <= {column.key for column in columns}:
            return place, columns
        fits = (sum(bool(c.key) for c in columns), sum(headings.is_title(c.name) for c in columns))
        if fits > most:
            best, most = (place, columns), fits
    for place in range(len(first) if required else 0):
        columns = _two_lines(first[place : place + 2], known)
        if required <= {column.key for column in columns}:
            return place + 1, columns
    for place in range(len(first)):
        columns = _two_lines(first[place : place + 2], known)
        if sum(bool(c.key) for c in columns) >= most[0] and _are_one(first[place : place + 2]):
            return place + 1, columns
    return best


def _are_one(lines: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether two lines look like one header: below each cell that stands across several columns
    is what they are, below each other one nothing, and no number or day in any of it."""
    if len(lines) < 2 or len(_trimmed(lines[0][1])) < 2:
        return False
    (_upper, upper), (_lower, lower) = lines
    width = max(len(_trimmed(upper)), len(_trimmed(lower)))
    above, below = _padded(_trimmed(upper), width), _padded(_trimmed(lower), width)
    starts = [at for at, cell in enumerate(above) if cell]
    groups = list(zip(starts, [*starts[1:], width], strict=True))
    across = [group for group in groups if group[1] - group[0] > 1]
    named = {at for start, end in across for at in range(start, end)}
    return (
        starts[:1] == [0]
        and len(starts) > 1
        and bool(across)
        and all(bool(below[at]) == (at in named) for at in range(width))
        and not any(cell and not headings.is_title(cell) for cell in upper + lower)
    )


def _two_lines(lines: Sequence[tuple[int, list[str]]], known: Mapping[str, Head]) -> list[Column]:
    """A header over two lines; what is below may be known without what stands above it."""
    found = []
    for name, below in _joined(lines):
        whole, part = headings.column(name, known), headings.column(below, known)
        found.append(part._replace(name=name) if part.key and not whole.key else whole)
    return found


def _joined(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[str, str]]:
    """Two lines as one: with a cell across several columns what each of them is below, and that."""
    if len(lines) < 2:
        return []
    (_upper, upper), (_lower, lower) = lines
    width = max(len(_trimmed(upper)), len(_trimmed(lower)))
    found, across = [], ""
    for above, below in zip(_padded(upper, width), _padded(lower, width), strict=False):
        across = above or (across if below else "")
        found.append((across + below, below))
    return found


def _described(found: Found, first: Sequence[tuple[int, list[str]]]) -> Header:
    place, columns = found
    line = first[place][0] if first else 1
    return Header(line, columns, _unit_above(first[:place]))


def _unit_above(lines: Iterable[tuple[int, list[str]]]) -> str:
    """万元, where a line above the header says 单位：万元; raises WrongFile if it says several."""
    said = {
        part
        for _line, cells in lines
        for cell in cells
        if (found := ABOVE.fullmatch(headings.bare(cell)))
        for part in re.split(r"[、,;/]", found[1])
        if part in headings.YUAN
    }
    if len({headings.YUAN[part] for part in said}) > 1:
        raise WrongFile(
            _("表头上方写有多个金额单位：%(names)s。请只保留一个。", names=quoted(sorted(said)))
        )
    return next(iter(said), "")


def _counted(header: Header, heads: Iterable[Head]) -> Header:
    """The header with the unit above it on each column of money; raises WrongFile."""
    measured = {head.key: head for head in heads}
    columns = []
    for column in header.columns:
        head = measured.get(column.key)
        money = head is not None and head.measure is Measure.MONEY
        above = headings.YUAN[header.unit] if header.unit and money else None
        if head and column.unit and column.unit not in headings.FITTING[head.measure]:
            raise WrongFile(
                _(
                    "表头不符，未作任何改动。列名“%(cell)s”带有单位“%(unit)s”，"
                    "“%(name)s”不按这个单位填写：请换算后改列名为“%(name)s”。",
                    cell=column.name[:40],
                    unit=column.unit,
                    name=head.name,
                )
            )
        if above and column.unit and headings.YUAN[column.unit] != above:
            raise WrongFile(
                _(
                    "表头不符，未作任何改动。列名“%(cell)s”的单位与表头上方的“%(unit)s”不一致。",
                    cell=column.name[:40],
                    unit=header.unit,
                )
            )
        columns.append(column._replace(unit=column.unit or header.unit) if money else column)
    return replace(header, columns=columns)


def _demand_fit(header: Header, heads: Sequence[Head]) -> None:
    """Raise UnfitHeader with what is missing, unknown or there twice."""
    keys = [key for key in header.keys if key]
    missing = [h.name_and_key for h in heads if h.required and h.key not in keys]
    twice = [c.name for c in header.columns if keys.count(c.key) > 1]
    faults = []
    if missing:
        faults.append(_("缺少列：%(names)s", names=_names(missing)))
    if missing and header.unknown:
        faults.append(_("不认识的列：%(names)s", names=_names(header.unknown)))
    if twice:
        faults.append(_("有重复的列：%(names)s", names=_names(twice)))
    if not keys and not missing:
        faults.append(_("没有认识的列"))
    if faults:
        said = _("表头不符，未作任何改动。%(faults)s", faults=_("；").join(faults))
        raise UnfitHeader(said, header)


def _names(names: Iterable[str]) -> str:
    return _("、").join(name[:40] or "—" for name in islice(names, 10))


def _with_examples(
    columns: Sequence[Column], below: Sequence[tuple[int, list[str]]]
) -> list[Column]:
    """The columns with their first values."""
    rows = [_padded(cells, len(columns)) for _line, cells in below]
    values = (dict.fromkeys(row[at][:40] for row in rows if row[at]) for at in range(len(columns)))
    return [
        c._replace(examples=tuple(islice(v, EXAMPLES)))
        for c, v in zip(columns, values, strict=True)
    ]


def _trimmed(cells: Sequence[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return list(cells)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
