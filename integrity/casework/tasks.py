"""What waits for a person, as streams and the core tell it to the desk."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LIMIT = 60
"""Rows of one kind on the page; what is beyond stands in the kind's own list."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing that waits for this person, and the one act that clears it.

    key: what it is and its number. moves: how often it had been moved, as it was read. move: which
    act of several, where the act alone does not say.
    """

    day: date | None
    kind: Any
    title: str
    body: str
    url: str
    act: Any
    act_url: str
    key: str
    warning: Any = None
    move: str = ""
    moves: int = 0

    @property
    def group(self) -> str:
        """What must be done: things of one kind by one act."""
        return f"{self.what}.{self.move or self.act}"

    @property
    def what(self) -> str:
        """Of which kind it is, in an address."""
        return self.key.rsplit("-", 1)[0]
