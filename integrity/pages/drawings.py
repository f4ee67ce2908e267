"""Pictures that need no script: bars as SVG with the same numbers in words and in a table.

A tone differs by its filling too (styles/charts.css), so that a grey print can be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

TONES = ("good", "soon", "broken", "late", "plain", "closed", "accent")
TALL = 100
"""The height of an upright bar of the largest number, in the units of the drawing."""


@dataclass(frozen=True)
class Part:
    """One stretch of a bar: how many of what, and where they are listed."""

    tone: str
    label: Any
    number: int
    href: str | None = None


@dataclass(frozen=True)
class Piece:
    """Where a part stands on its bar, in percent of the whole width."""

    tone: str
    start: str
    width: str
    end: str


@dataclass(frozen=True)
class Strip:
    """A lying bar: what it is about, and its parts in their order."""

    label: Any
    parts: Sequence[Part]
    href: str | None = None
    whole: int | None = None

    @property
    def total(self) -> int:
        return sum(part.number for part in self.parts)

    @property
    def shown(self) -> list[Part]:
        return [part for part in self.parts if part.number]

    @property
    def words(self) -> str:
        """The same in words, for whoever does not see the bar."""
        said = _("，").join(f"{part.label} {part.number:,}" for part in self.shown)
        return _(
            "%(label)s：共 %(total)s，%(parts)s", label=self.label, total=self.total, parts=said
        )

    @property
    def pieces(self) -> list[Piece]:
        """A bar is as long as its share of the longest of the picture (`whole`)."""
        whole, before, found = self.whole or self.total, 0, []
        for part in self.shown:
            start, width = 100 * before / whole, 100 * part.number / whole
            found.append(Piece(part.tone, _at(start), _at(width), _at(start + width)))
            before += part.number
        return found


@dataclass(frozen=True)
class Picture:
    """Bars one under the other with one legend; `rows` is the table, its first column the label."""

    id: str
    title: Any
    definition: Any
    as_of: datetime | date | None
    strips: Sequence[Strip]

    @property
    def legend(self) -> list[Part]:
        """Every part that some bar has, with its number over all bars."""
        parts = list(self.strips[0].parts) if self.strips else []
        numbers = [sum(s.parts[n].number for s in self.strips) for n in range(len(parts))]
        shown = zip(parts, numbers, strict=True)
        return [Part(part.tone, part.label, number) for part, number in shown if number]

    @property
    def columns(self) -> list[Any]:
        labels = [part.label for part in self.strips[0].parts] if self.strips else []
        return [_("名称"), *labels, _("合计")]

    @property
    def rows(self) -> list[list[Any]]:
        return [[s.label, *(p.number for p in s.parts), s.total] for s in self.strips]


def of_one_scale(strips: Sequence[Strip]) -> list[Strip]:
    """The same bars, each as long as its share of the longest."""
    longest = max((strip.total for strip in strips), default=0)
    return [Strip(s.label, s.parts, s.href, longest or None) for s in strips]


def _at(share: float) -> str:
    return f"{share:.2f}%"
