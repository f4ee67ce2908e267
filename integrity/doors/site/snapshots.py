"""Every public data set as a whole, made by night: CSV, JSON lines, checksums, a dictionary.

What is written is what the public log says is public now. A snapshot is one folder that is there or
not; the one before goes when it comes, and with it what was repaired or expired since.
"""

import csv
import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

import orjson
import sqlalchemy as sa
from flask import current_app

from integrity.base.db import db
from integrity.base.publications.kinds import Kind, kinds
from integrity.base.publications.models import PublicFact, PublicThing
from integrity.doors.site import dictionary
from integrity.files.exports import disarmed

PAGE = 500
"""Rows of a set that are in memory at a time."""
OWN = ("address", "index", "at")
"""What a row says of itself: where it stands, and the row of the public log that it is."""
MANIFEST, SUMS, DICTIONARY = "manifest.json", "SHA256SUMS", "dictionary.csv"


def folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "snapshots"


def newest() -> Path | None:
    """The folder of the newest whole snapshot."""
    found = sorted(folder().glob("[0-9]*")) if folder().is_dir() else []
    return found[-1] if found else None


def manifest() -> dict[str, Any] | None:
    """What is in the newest one: day, last index, and of each set its rows and files."""
    here = newest()
    if here is None:
        return None
    with suppress(FileNotFoundError):  # the next one has just come
        read: dict[str, Any] = orjson.loads((here / MANIFEST).read_bytes())
        return read
    return None


def make(*, on: date, at: datetime) -> int:
    """Write the snapshot of a day and remove all others; returns how many sets it has.

    If the public log has said nothing since it was made, it stays.
    """
    last = db.session.scalar(sa.select(sa.func.max(PublicFact.number)))
    known = manifest()
    if known and (known["on"], known["last_index"]) == (on.isoformat(), last):
        return 0
    folder().mkdir(parents=True, exist_ok=True)
    made = folder() / f".{secrets.token_hex(8)}"
    made.mkdir()
    try:
        told = [_set(made, kind) for kind in kinds().values()]
        _write(made, DICTIONARY, _csv(dictionary.HEADER, _dictionary(told)))
        sums = "".join(f"{_sum(path)}  {path.name}\n" for path in sorted(made.iterdir()))
        _write(made, SUMS, [sums.encode()])
        said = {"on": on, "at": at, "last_index": last, "sets": told}
        _write(made, MANIFEST, [orjson.dumps(said)])
        _settle(made)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _replace(made, folder() / on.isoformat())
    return len(told)


def _replace(made: Path, place: Path) -> None:
    """The new folder is there at once, whole; whoever reads the old one reads it to its end."""
    others = [path for path in folder().iterdir() if path != made]
    if place.exists():
        place.rename(old := folder() / f".{secrets.token_hex(8)}")
        others.append(old)
    made.rename(place)
    _settle(folder())
    for path in others:
        if path != place:
            shutil.rmtree(path, ignore_errors=True)


def _set(made: Path, kind: Kind) -> dict[str, Any]:
    """Write the two files of a kind; its columns are known when all rows were seen."""
    types: dict[str, str] = {name: dictionary.typed(name, "") for name in OWN}
    rows = 0

    def lines() -> Iterator[bytes]:
        nonlocal rows
        for said in _rows(kind):
            rows += 1
            for name, value in flat(said).items():
                types[name] = types.get(name) or dictionary.typed(name, value)
            yield orjson.dumps(said) + b"\n"

    files = [_write(made, f"{kind.name}.jsonl", lines())]
    with (made / f"{kind.name}.jsonl").open("rb") as again:
        cells = ([_cell(flat(orjson.loads(line)).get(name)) for name in types] for line in again)
        files.append(_write(made, f"{kind.name}.csv", _csv(list(types), cells)))
    return {"name": kind.name, "rows": rows, "columns": types, "files": files}


def _rows(kind: Kind) -> Iterator[dict[str, Any]]:
    fact = PublicFact
    wanted = (
        sa.select(fact.address, fact.number, fact.at, fact.content)
        .join(PublicThing, PublicThing.number == fact.number)
        .where(PublicThing.kind == kind.name)
        .order_by(PublicThing.thing_id)
    )
    for row in db.session.execute(wanted, execution_options={"yield_per": PAGE}):
        yield {"address": row.address, "index": row.number, "at": row.at} | orjson.loads(
            row.content
        )


def flat(said: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The same without objects in objects: what is in one has a name with a point."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "；".join(map(str, value))
    return "" if value is None else disarmed(value)


def _csv(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """UTF-8 with a mark, row by row."""
    yield b"\xef\xbb\xbf"
    for row in chain([header], rows):
        yield _line(row)


def _line(row: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(row)
    return text.getvalue().encode()


def _dictionary(told: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    for one in told:
        for name, kind in one["columns"].items():
            yield dictionary.row(one["name"], name, kind)


def _write(made: Path, name: str, parts: Iterable[bytes]) -> dict[str, Any]:
    """A file on the disk itself, and what is told of it."""
    digest, size = hashlib.sha256(), 0
    with (made / name).open("wb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
        _flush(file)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
