"""`GET changes`, `POST receipts` and `GET items/<code>` of the platform, see docs/exchange.md."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from integrity.doors.exchange import pages
from integrity.doors.exchange.connectors import Changes, Incoming, Receipt


def pull(line: Any, cursor: str) -> Changes:
    """The changes after a cursor; "" is the beginning."""
    answer = line.get(f"/changes?{urlencode({'after': cursor})}")
    rows = [
        Incoming(
            key=str(one["key"]),
            item=str(one["item"]),
            version=int(one["version"]),
            removal=one.get("removal") is True,
            row={str(name): str(value) for name, value in (one.get("row") or {}).items()},
        )
        for one in answer["rows"]
    ]
    return Changes(rows, str(answer["next"]), answer.get("more") is True)


def told(line: Any, receipts: Sequence[Receipt]) -> None:
    """Say what became of each."""
    line.post("/receipts", {"rows": [asdict(one) for one in receipts]})


def held(line: Any, item: str) -> Iterator[tuple[str, int]]:
    """What the platform gave us of an item and still stands, page by page."""
    return pages.held(line, item)
