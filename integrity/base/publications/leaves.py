"""What is hashed of a public fact, byte by byte; docs/changes.md says the same for everybody."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson

from integrity.base.sealing import chain

LEAF = b"\x00"
"""What RFC 6962 puts before a leaf, so that no inner node can pass for one."""


def written(content: dict[str, Any]) -> str:
    """A content in the one way in which it is hashed: JSON with sorted keys."""
    return orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS).decode()


def words_of(content: str, salt: bytes) -> bytes:
    """The salted hash of a content; what was removed has none, and neither salt."""
    return chain.salted(content.encode(), salt)


def entry(number: int, at: datetime, kind: str, event: str, address: str, words: bytes) -> bytes:
    """A row of the log as its leaf is made of it; nothing in it ever has to go."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return orjson.dumps([number, moment, kind, event, address, words.hex()])


def entry_of(fact: Any) -> bytes:
    """The same of a row that is there."""
    said = (fact.kind, fact.event, fact.address, fact.words)
    return entry(fact.number, fact.at, *said)


def leaf(entered: bytes) -> bytes:
    """The hash of a leaf of the tree (RFC 6962, 2.1)."""
    return hashlib.sha256(LEAF + entered).digest()
