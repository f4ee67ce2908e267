"""Proofs as files that anybody can keep and check elsewhere, without this system or its database.

That a row is in the log: C2SP tlog-proof, whose extra data is the entry of the row. That the log of
one day is the beginning of the log of a later one: the same with two checkpoints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from integrity.base.publications import leaves, notes, tree
from integrity.base.publications.notes import Checkpoint, WrongNote, decoded, encoded

INCLUSION = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "integrity/log-consistency@v1"
Trusted = Sequence[tuple[str, bytes]]
"""Names and raw public keys of logs."""


class WrongProof(WrongNote):
    """A proof that proves nothing: it was altered, or the log was."""


@dataclass(frozen=True)
class Included:
    """A row of the log, and the checkpoint whose tree it is in."""

    index: int
    entry: list[Any]
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Continued:
    """Nothing of the older log was changed or left out in the newer one."""

    old: Checkpoint
    new: Checkpoint


def inclusion(entry: bytes, index: int, path: Sequence[bytes], note: str) -> str:
    """The file that proves a row."""
    lines = [INCLUSION, f"extra {encoded(entry)}", f"index {index}", *map(encoded, path)]
    return "\n".join([*lines, "", note])


def consistency(path: Sequence[bytes], old: str, new: str) -> str:
    """The file that proves that one checkpoint continues another."""
    return "\n".join([CONSISTENCY, *map(encoded, path), "", old, new])


def check(proof: str, trusted: Trusted) -> Included | Continued:
    """What a file proves; raises WrongProof, WrongNote."""
    said, _gap, rest = proof.replace("\r\n", "\n").partition("\n\n")
    lines = said.splitlines()
    if lines[:1] == [INCLUSION]:
        return _included(lines, rest, trusted)
    if lines[:1] == [CONSISTENCY]:
        return _continued(lines, rest, trusted)
    raise WrongProof("this is no proof of the log")


def _included(lines: Sequence[str], note: str, trusted: Trusted) -> Included:
    values = dict(line.split(" ", 1) for line in lines[1:3] if " " in line)
    number = values.get("index", "")
    if "extra" not in values or not number.isdecimal():
        raise WrongProof("the proof lacks its entry or its index")
    entry, index = decoded(values["extra"]), int(number)
    path = [decoded(line) for line in lines[3:]]
    checkpoint = notes.read(note, trusted)
    root = tree.root_by_inclusion(leaves.leaf(entry), index, checkpoint.size, path)
    if root != checkpoint.root:
        raise WrongProof("the row is not in the log of this checkpoint")
    return Included(index, orjson.loads(entry), checkpoint)


def _continued(lines: Sequence[str], rest: str, trusted: Trusted) -> Continued:
    parts = rest.split("\n\n")
    if len(parts) != 4:
        raise WrongProof("the proof lacks one of its two checkpoints")
    old = notes.read("\n\n".join(parts[:2]), trusted)
    new = notes.read("\n\n".join(parts[2:]), trusted)
    path = [decoded(line) for line in lines[1:]]
    if not tree.is_consistent(old.size, old.root, new.size, new.root, path):
        raise WrongProof("the newer log does not continue the older one")
    return Continued(old, new)


def faults(rows: Iterable[Mapping[str, Any]], checkpoint: Checkpoint) -> Iterator[str]:
    """Name every row of `/api/v1/changes` that is not what its leaf says, and if the root differs.

    Of rows after the checkpoint nothing is said of the root.
    """
    found: list[bytes] = []
    for expected, row in enumerate(rows):
        if row["index"] != expected:
            yield f"row {expected} is missing"
            return
        entry = _entry(row)
        if row["content"] is not None:
            words = leaves.words_of(row["content"], bytes.fromhex(row["salt"]))
            if words.hex() != row["words"]:
                yield f"row {expected}: its content is not what was hashed"
        if (leaf := leaves.leaf(entry)).hex() != row["leaf"]:
            yield f"row {expected}: it is not what its leaf was made of"
        found.append(leaf)
    if len(found) < checkpoint.size:
        yield f"rows {len(found)} to {checkpoint.size - 1} are missing"
    elif tree.over(found[: checkpoint.size]) != checkpoint.root:
        yield "the rows are not those of the checkpoint"


def _entry(row: Mapping[str, Any]) -> bytes:
    said = (row["kind"], row["event"], row["address"])
    at = datetime.fromisoformat(row["at"])
    return leaves.entry(row["index"], at, *said, bytes.fromhex(row["words"]))
