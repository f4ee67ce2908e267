"""What a backup consists of, with counts and digests, so that anybody can check it anywhere.

2026-11-27T013000/
    manifest.json       this
    database.dump       of `pg_dump -Fc`, or database.sqlite
    files.sha256        a line a file, as `sha256sum -c` reads it
    files/              as they lie in the instance folder
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

NAME = "manifest.json"
DIGESTS = "files.sha256"
FILES = "files"
FORMAT = 1
CHUNK = 1 << 20


class Unreadable(Exception):
    """There is no whole backup in this folder."""


@dataclass(frozen=True)
class Manifest:
    """counts: rows of each table. marks: of the keys. absent: files that rows name in vain."""

    made_at: str
    schema: str | None
    database: str
    database_sha256: str
    counts: dict[str, int]
    files: int
    bytes: int
    digests_sha256: str
    marks: dict[str, str]
    absent: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"
        (folder / NAME).write_text(text)


def read(folder: Path) -> Manifest:
    """The manifest of a backup; raises Unreadable."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        if found["format"] != FORMAT:
            raise Unreadable(f"{folder}: format {found['format']} is not known here")
        return Manifest(**found)
    except FileNotFoundError:
        raise Unreadable(f"{folder} is no backup, or one that was not finished") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"{folder / NAME}: {error}") from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file of a backup and its SHA-256, as they were when it was made."""
    with (folder / DIGESTS).open() as lines:
        for line in lines:
            digest, _, name = line.rstrip("\n").partition("  ")
            yield name, digest
