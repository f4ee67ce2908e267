"""What a dossier holds, in its order; no database."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from integrity.casework.documents.paper import Shown

LOG_HEAD = ("时间", "办理人", "事项", "说明")


@dataclass(frozen=True)
class File:
    """Evidence as it was stored: bytes of whoever gave them."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: Path

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].lower()


@dataclass(frozen=True)
class Log:
    """What was done in the matter: when, by whom, what and why."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Facts:
    """What is known of the matter: a label and a value each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Withheld:
    """That something is there which whoever asks may not read, and why."""

    why: str


Content = Shown | File | Log | Facts | Withheld


@dataclass(frozen=True)
class Entry:
    """A line of the contents (卷内目录): 文号, 责任者, 题名, 日期, and what it is."""

    number: str
    author: str
    title: str
    day: date
    content: Content


@dataclass(frozen=True)
class Dossier:
    """A matter and all that belongs to it; made when, by whom, is said on the cover."""

    ref: str
    title: str
    keeper: str
    kind: str
    made_at: datetime
    made_by: str
    entries: tuple[Entry, ...]
