"""The frozen content of a paper; the words of it are hashed, and never change once issued."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Table:
    """Rows under a head; figures are written out as they are to be read.

    bars: how long the bar beside each row is drawn, in thousandths of the widest; empty: no bars.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    bars: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paper:
    """What a paper says, ready to be set in type: 发文机关 (issuer), 主送 (addressee) and so on.

    body: paragraphs in their order; one that begins with “一、” and the like is a heading.
    internal: the number given here (内部编号). copies: 抄送. enclosures: 附件.
    red_head: set with the red head of GB/T 9704 (formal papers, and upward), or plain.
    """

    kind: str
    title: str
    issuer: str
    addressee: str
    body: tuple[str | Table, ...]
    basis: str
    signatory: str
    day: date
    internal: str
    copies: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    red_head: bool = False

    def text(self) -> str:
        """Everything the paper says, always in the same letters: this is what is hashed."""
        said = asdict(self) | {"day": self.day.isoformat()}
        for part in said["body"]:
            if isinstance(part, dict) and not part["bars"]:
                del part["bars"]  # papers issued before there were any keep their hash
        return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Shown:
    """A paper as it is shown today, with what is not part of its words.

    number: of the body's own office system (发文字号), or empty. address: the page on which
    anybody can verify it. standing: how it stands, as a word. draft: marked as no issued paper.
    demonstration: marked as made of invented data.
    """

    paper: Paper
    number: str
    address: str
    sha256: str
    standing: str
    draft: bool
    demonstration: bool = False


def read(text: str) -> Paper:
    """The paper that `Paper.text` wrote down."""
    said: dict[str, Any] = json.loads(text)
    said["body"] = tuple(p if isinstance(p, str) else _table(p) for p in said["body"])
    said["day"] = date.fromisoformat(said["day"])
    return Paper(**said | {name: tuple(said[name]) for name in ("copies", "enclosures")})


def _table(part: dict[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in part["rows"])
    return Table(tuple(part["head"]), rows, part["caption"], tuple(part.get("bars", ())))
