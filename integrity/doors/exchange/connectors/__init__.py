"""The kinds of platforms that are known: each is a folder here with a manifest and its code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from integrity.doors.exchange.models import Direction

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Outgoing:
    """A row that is sent: the same key and version is the same row, however often it comes."""

    key: str
    item: str
    version: int
    removal: bool
    content: Any


@dataclass(frozen=True)
class Incoming:
    """A row that was fetched; `row` holds the columns of its catalogue item by name."""

    key: str
    item: str
    version: int
    removal: bool
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What became of a row at the side that got it."""

    key: str
    version: int
    accepted: bool
    receipt: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Changes:
    """What was fetched, and from where it goes on."""

    rows: Sequence[Incoming]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Manifest:
    """What a connector is called, which way it works, and what its code does.

    held(line, item): what the other side holds of an item (or gave us of it), keys and versions.
    push(line, rows): for platforms that are sent to. pull(line, cursor) and told(line, receipts):
    for those that are fetched from. One without any of them is never called: people hand over
    files.
    """

    title: Any
    about: Any
    direction: Direction
    held: Callable[[Any, str], Iterable[tuple[str, int]]] | None = None
    push: Callable[[Any, Sequence[Outgoing]], Sequence[Receipt]] | None = None
    pull: Callable[[Any, str], Changes] | None = None
    told: Callable[[Any, Sequence[Receipt]], None] | None = None

    @property
    def is_called(self) -> bool:
        """Whether the platform has an interface."""
        return self.held is not None


@cache
def connectors() -> dict[str, Manifest]:
    """Every folder here, by its name."""
    names = sorted(path.parent.name for path in HERE.glob("*/manifest.py"))
    return {name: import_module(f"{__name__}.{name}.manifest").MANIFEST for name in names}
