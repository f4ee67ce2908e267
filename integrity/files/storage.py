"""Bytes under random names: written to the disk itself before the transaction commits.

What was acknowledged is there after a power failure; if the commit fails it lies there, named by
nobody. Nothing is deleted here but what a period of retention ends (streams.complaints).
"""

import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import runs
from integrity.base.errors import Refused
from integrity.files.examination import examined

CHUNK = 1 << 20


class NoRoom(Refused):
    """The disk is nearly full, and what is left of it is not for files."""

    title = _l("暂时不能接收文件")


@dataclass(frozen=True)
class Stored:
    """A file that lies under a random name, and what is known of it."""

    stored: str
    ending: str
    size: int
    sha256: str


def store(stream: IO[bytes], name: str, *, prefix: str = "", stripped: bool = False) -> Stored:
    """Check, scan and write a file that is not yet anybody's.

    stripped: without what tells who made it. The prefix is the folder it lies in.
    Raises NoRoom, and WrongEvidence and others for what is wrong with the file.
    """
    ending, content = examined(stream, name, stripped=stripped)
    if shutil.disk_usage(current_app.config["INSTANCE"]).free < current_app.config["FREE_SPACE"]:
        raise NoRoom(_("系统存储空间不足。请先不带文件提交，或者稍后再试。"))
    content.seek(0)
    stored = prefix + secrets.token_hex(16)
    return Stored(stored, ending, *_write(content, path_of(stored)))


def moved(kept: Stored, old: str, new: str) -> Stored:
    """The same file under the prefix of another folder; where it was it stays until it is swept."""
    stored = new + kept.stored.removeprefix(old)
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # it was claimed before
        os.link(path_of(kept.stored), path)
    _settle(path.parent)
    return replace(kept, stored=stored)


def write(content: bytes, *, prefix: str = "") -> str:
    """Store what we made ourselves; returns its random name, in the folder of the prefix."""
    stored = prefix + secrets.token_hex(16)
    _write(io.BytesIO(content), path_of(stored))
    return stored


def renew(stream: IO[bytes], stored: str) -> str:
    """Store what we made ourselves under this name, whatever was there; returns its SHA-256."""
    path_of(stored).unlink(missing_ok=True)
    stream.seek(0)
    return _write(stream, path_of(stored))[1]


def path_of(stored: str) -> Path:
    """Where a stored name lies."""
    return Path(current_app.config["INSTANCE"]) / "files" / stored[:2] / stored


def delete(names: Iterable[str]) -> int:
    """Delete files under these stored names, as part of a job; returns how many."""

    def one(name: str) -> int:
        path_of(name).unlink(missing_ok=True)
        return 1

    return runs.each("file", names, one)


def _write(stream: IO[bytes], path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fchmod(file.fileno(), 0o600)
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)
    return size, digest.hexdigest()


def _settle(folder: Path) -> None:
    """Have the names in a folder, and its own, written to the disk itself."""
    for place in (folder, folder.parent):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
