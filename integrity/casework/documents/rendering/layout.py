"""What a paper says in the order of GB/T 9704, and the measures that follow from its words."""

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from integrity.casework.documents.paper import Paper, Shown, Table
from integrity.casework.documents.templates import written_day

DRAFT, CANCELLED, DEMONSTRATION = "草稿", "作废", "演示"
TITLE_LINE = SIGNED_LINE = 20
"""Characters of a line of a title, and of the issuer's name below the text."""
TEXT_WIDTH = 442.0
LARGEST_MARK, SMALLEST_MARK = 42.0, 22.0
"""Points: how wide the text is, and how large the issuer's name in the head."""
ENDS, NEAR = frozenset("的和与于对在及市区县省委办局会院度》”）、，"), 3
"""After what a row may be cut, looked for so many characters from the middle."""
FULL, WIDEST = 8.0, 16.0
"""Characters: up to so many a column grows with its words, then slowly, and at most so wide."""
HEADING = re.compile("[一二三四五六七八九十]+、[^。：；]+$")
SUBHEADING = re.compile("（[一二三四五六七八九十]+）[^。：；]+$")
Kind = Literal["paragraph", "heading", "subheading"]


@dataclass(frozen=True)
class Layout:
    """The words of a shown paper, part by part; empty where there is nothing to say."""

    paper: Paper
    number: str
    addressee: str
    body: tuple[str | Table, ...]
    enclosures: tuple[str, ...]
    signed: str
    day: str
    copies: str
    imprint: tuple[str, ...]
    marks: tuple[str, ...]
    watermark: str


def layout(shown: Shown) -> Layout:
    """The same for every kind of file."""
    paper = _legible(shown.paper)
    return Layout(
        paper=paper,
        number=legible(shown.number),
        addressee=f"{paper.addressee}：" if paper.addressee else "",
        body=_with_basis(paper),
        enclosures=_enclosures(paper.enclosures),
        signed=paper.signatory or paper.issuer,
        day=written_day(paper.day),
        copies=f"抄送：{'，'.join(paper.copies)}。" if paper.copies else "",
        imprint=(paper.issuer, f"{written_day(paper.day)}印发") if paper.red_head else (),
        marks=_marks(shown),
        watermark=watermark(shown),
    )


def legible(words: str) -> str:
    """Words with letters that nobody sees, or that turn what is beside them, named by number.

    What is hashed has them; what is read must not differ from it in silence.
    """
    return "".join(f"[U+{ord(letter):04X}]" if _is_unseen(letter) else letter for letter in words)


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" and letter not in "\n\t"


def _legible(paper: Paper) -> Paper:
    return replace(
        paper,
        title=legible(paper.title),
        issuer=legible(paper.issuer),
        addressee=legible(paper.addressee),
        body=tuple(map(_legible_part, paper.body)),
        basis=legible(paper.basis),
        signatory=legible(paper.signatory),
        copies=tuple(map(legible, paper.copies)),
        enclosures=tuple(map(legible, paper.enclosures)),
    )


def _legible_part(part: str | Table) -> str | Table:
    if isinstance(part, str):
        return legible(part)
    rows = tuple(tuple(map(legible, row)) for row in part.rows)
    return Table(tuple(map(legible, part.head)), rows, legible(part.caption), part.bars)


def watermark(shown: Shown) -> str:
    """What is written across a paper that is not in force, or says what never happened."""
    if shown.draft:
        return DRAFT
    if shown.standing == CANCELLED:
        return CANCELLED
    return DEMONSTRATION if shown.demonstration else ""


def kind(paragraph: str) -> Kind:
    """How a paragraph is set: a heading, numbered and no sentence, in 黑体 or 楷体."""
    if HEADING.match(paragraph):
        return "heading"
    return "subheading" if SUBHEADING.match(paragraph) else "paragraph"


def rows(words: str, per_row: int) -> list[str]:
    """Words in rows of about the same length, the upper ones longer, cut where a word may end."""
    made, left = [], math.ceil(len(words) / per_row)
    while left > 1:
        cut = _cut(words, min(math.ceil(len(words) / left), per_row), per_row)
        made.append(words[:cut])
        words, left = words[cut:], left - 1
    return [*made, words]


def _cut(words: str, even: int, per_row: int) -> int:
    """The place near `even` where a row ends best, such that the rest still fits."""
    rest = len(words) - even
    least = even if rest + NEAR > per_row * math.ceil(rest / per_row) else even - NEAR
    places = range(max(least, 1), min(even + NEAR, per_row, len(words) - 1) + 1)
    return min(places, key=lambda n: (words[n - 1] not in ENDS, abs(n - even)), default=even)


def mark(issuer: str) -> tuple[float, list[str]]:
    """The size in points and the rows of whoever issues, in the head: in one row if it fits."""
    size = min(LARGEST_MARK, TEXT_WIDTH / max(len(issuer), 1))
    if size >= SMALLEST_MARK:
        return size, [issuer]
    return SMALLEST_MARK, rows(issuer, int(TEXT_WIDTH / SMALLEST_MARK))


def widths(table: Table) -> list[float]:
    """How wide the columns are in proportion to each other."""
    columns = zip(table.head, *table.rows, strict=True)
    return [_share(max(_width(cell) for cell in column)) for column in columns]


def _share(longest: float) -> float:
    return 1 + min(longest, FULL + max(0, longest - FULL) / 4, WIDEST)


def _width(words: str) -> float:
    """Columns that words take: a Chinese character is as wide as two Latin ones."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5 for letter in words)


def _with_basis(paper: Paper) -> tuple[str | Table, ...]:
    """The body; the basis is said at its end where no paragraph cites it."""
    cited = any(isinstance(part, str) and paper.basis in part for part in paper.body)
    return paper.body if cited or not paper.basis else (*paper.body, f"依据：{paper.basis}。")


def _enclosures(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) == 1:
        return (f"附件：{names[0]}",)
    return tuple(f"{'附件：' if n == 1 else ''}{n}．{name}" for n, name in enumerate(names, 1))


def _marks(shown: Shown) -> tuple[str, ...]:
    """The small lines under every page, by which a sheet can be found and checked."""
    numbered = f"内部编号：{shown.paper.internal}　" if shown.paper.internal else ""
    checked = f"文本校验值（SHA-256）：{shown.sha256}" if shown.sha256 else ""
    address = f"核验：{shown.address}" if shown.address else ""
    return tuple(line for line in (f"{numbered}{checked}".strip(), address) if line)
