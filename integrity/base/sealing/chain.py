"""What is hashed and what is signed, byte by byte; docs/log.md says the same for everybody."""

import hashlib
from datetime import UTC, date
from typing import Any

import orjson

START = bytes(32)
"""What stands before the first row."""
ALGORITHM = "SHA-256, Ed25519"


def words_of(event: Any, salt: bytes) -> bytes:
    """The salted hash of what may be erased: the reason and the facts."""
    return salted(_json([event.why, event.facts]), salt)


def salted(content: bytes, salt: bytes) -> bytes:
    """What stays of a content that may have to go: without the salt nobody can guess it."""
    return hashlib.sha256(salt + content).digest()


def chained(before: bytes, event: Any, words: bytes) -> bytes:
    """The hash of a row of the log and of everything before it."""
    content = [
        event.id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_id,
        event.by_name,
        event.thing,
        event.thing_id,
        event.move,
        event.from_state,
        event.to_state,
        words.hex(),
    ]
    return hashlib.sha256(before + hashlib.sha256(_json(content)).digest()).digest()


def seal_message(number: int, first: int, last: int, up_to: int, head: bytes, on: date) -> bytes:
    """What the server signs of a seal."""
    lines = ("integrity log seal", number, first, last, up_to, head.hex(), on.isoformat())
    return "\n".join(map(str, lines)).encode()


def digest(on: date, head: bytes) -> str:
    """What is published for a day: with the day in it, a quiet day looks like any other."""
    return hashlib.sha256(f"{on.isoformat()}\n{head.hex()}".encode()).hexdigest()


def head_message(on: date, published: str) -> bytes:
    """What the server signs of what it publishes."""
    return f"integrity log head\n{on.isoformat()}\n{published}".encode()


def _json(content: list[Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
