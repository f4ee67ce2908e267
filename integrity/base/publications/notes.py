"""Signed notes and checkpoints of the log, as C2SP signed-note and tlog-checkpoint have them.

A line of signatures may be added by others (witnesses, another algorithm); unknown ones are passed
over, as the standard says.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from integrity.base import server_keys

ED25519 = b"\x01"
DASH = "\N{EM DASH}"
HINT = 4
"""Bytes of a key's digest before each signature."""


class WrongNote(ValueError):
    """Not a note, or not signed by a key that is trusted."""


@dataclass(frozen=True)
class Checkpoint:
    """How many leaves the log had, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def decoded(text: str) -> bytes:
    """Raises WrongNote."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise WrongNote(f"not base64: {text[:60]}") from None


def signed(text: str, name: str) -> tuple[str, str]:
    """A text with the server's signature under it, and the public key (base64) that made it."""
    _key_id, signature = server_keys.sign(text.encode())
    key = server_keys.public_key()
    line = encoded(_hint(name, decoded(key)) + decoded(signature))
    return f"{text}\n{DASH} {name} {line}\n", key


def verifier(name: str, raw: bytes) -> str:
    """A public key as tools for signed notes take it: name, hint, algorithm and key."""
    return f"{name}+{_hint(name, raw).hex()}+{encoded(ED25519 + raw)}"


def key_of(text: str) -> tuple[str, bytes]:
    """The name and the raw key of a verifier; raises WrongNote."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise WrongNote("a key is written as name+hint+key")
    name, hint, key = parts
    raw = decoded(key)
    if raw[:1] != ED25519 or _hint(name, raw[1:]).hex() != hint:
        raise WrongNote(f"no Ed25519 key: {text[:60]}")
    return name, raw[1:]


def read(note: str, trusted: Iterable[tuple[str, bytes]]) -> Checkpoint:
    """The checkpoint of a note that one of these keys has signed; raises WrongNote."""
    text, gap, signatures = note.partition(f"\n\n{DASH} ")
    if not gap:
        raise WrongNote("no signature")
    text += "\n"
    lines = (gap.removeprefix("\n\n") + signatures).splitlines()
    if not any(_signs(line, text, name, raw) for line in lines for name, raw in trusted):
        raise WrongNote("signed by no key that is trusted")
    return _checkpoint(text)


def _signs(line: str, text: str, name: str, raw: bytes) -> bool:
    start = f"{DASH} {name} "
    if not line.startswith(start):
        return False
    said = decoded(line.removeprefix(start))
    hint, signature = said[:HINT], encoded(said[HINT:])
    return hint == _hint(name, raw) and server_keys.verify(raw, text.encode(), signature)


def _checkpoint(text: str) -> Checkpoint:
    lines = text.splitlines()
    if len(lines) < 3 or not lines[1].isdecimal():
        raise WrongNote("no checkpoint")
    return Checkpoint(lines[0], int(lines[1]), decoded(lines[2]))


def _hint(name: str, raw: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:HINT]
