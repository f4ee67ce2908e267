"""What waits for a person, as streams and the core tell it to the desk."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LIMIT = 60
"""Rows of one kind on the page; what is beyond stands in the kind's own list."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing that waits for this person, and the one act that clears it."""

    day: date | None
    kind: Any
    title: str
    body: str
    url: str
    act: Any
    act_url: str
    key: str
    warning: Any = None
