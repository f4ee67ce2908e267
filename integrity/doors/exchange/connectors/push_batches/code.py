"""`POST batches` and `GET items/<code>` of the platform, see docs/exchange.md."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from integrity.doors.exchange import pages
from integrity.doors.exchange.connectors import Outgoing, Receipt


def push(line: Any, rows: Sequence[Outgoing]) -> list[Receipt]:
    """Send rows; those of which the platform says nothing have no receipt."""
    answer = line.post("/batches", {"rows": [asdict(row) for row in rows]})
    return [
        Receipt(
            key=str(one["key"]),
            version=int(one["version"]),
            accepted=one["accepted"] is True,
            receipt=str(one.get("receipt") or ""),
            reason=str(one.get("reason") or ""),
        )
        for one in answer["rows"]
    ]


def held(line: Any, item: str) -> Iterator[tuple[str, int]]:
    """What the platform holds of an item, page by page."""
    return pages.held(line, item)
