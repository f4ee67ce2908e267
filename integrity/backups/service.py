"""Make a backup, check it, and put it back; nothing is done in silence, nothing by half.

The database first: a file is on the disk before the row that names it is committed, so the copy of
the files has all that the copy of the database names. What retention deleted in between is named.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Engine

from integrity.backups import databases, manifests, sealed_keys
from integrity.backups.manifests import CHUNK, DIGESTS, FILES, Manifest
from integrity.backups.sealed_keys import Keys
from integrity.base import key_marks
from integrity.base.config import Settings
from integrity.base.db import db


class NotEmpty(Exception):
    """Nothing is ever restored over something."""


def create(folder: Path, at: datetime) -> Path:
    """A new backup below a folder, which is whole or has another name; returns where it lies.

    Raises databases.NotDone.
    """
    done = folder / at.strftime("%Y-%m-%dT%H%M%S")
    making = done.with_name(f"{done.name}.part-{secrets.token_hex(4)}")
    making.mkdir(parents=True, mode=0o700)
    try:
        _fill(making, at)
    except BaseException:
        shutil.rmtree(making)
        raise
    making.rename(done)
    return done


def _fill(making: Path, at: datetime) -> None:
    with databases.copied(db.engine, making) as (dumped, connection):
        known, counts = databases.schema(connection), databases.counts(connection)
        names = set(databases.named_files(connection))
    copied, size = _copy_files(making)
    Manifest(
        made_at=at.isoformat(timespec="seconds"),
        schema=known,
        database=dumped.name,
        database_sha256=manifests.digest_of(dumped),
        counts=counts,
        files=len(copied),
        bytes=size,
        digests_sha256=manifests.digest_of(making / DIGESTS),
        marks=key_marks.marks(),
        absent=sorted(names - copied),
    ).write(making)
    _settle(making)


def seal_keys(folder: Path, passphrase: str, at: datetime) -> Path:
    """The keys of this system in a file of their own."""
    path = folder / f"keys-{at:%Y-%m-%dT%H%M%S}.sealed"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed_keys.seal(_keys(), passphrase, path)
    return path


def faults(folder: Path) -> Iterator[str]:
    """What of a backup is not as it was made. Raises manifests.Unreadable."""
    said = manifests.read(folder)
    dumped = folder / said.database
    if not dumped.exists() or manifests.digest_of(dumped) != said.database_sha256:
        yield f"{said.database}: not what was written"
    else:
        try:
            databases.check(dumped)
        except databases.NotDone as wrong:
            yield str(wrong)
    if manifests.digest_of(folder / DIGESTS) != said.digests_sha256:
        yield f"{DIGESTS}: not what was written"
    for name, digest in manifests.digests(folder):
        path = folder / name
        if not path.exists():
            yield f"{name}: is gone"
        elif manifests.digest_of(path) != digest:
            yield f"{name}: not what was written"


def restore(folder: Path, keys: Keys, engine: Engine, instance: Path) -> Iterator[str]:
    """Put a backup into an empty database and an empty folder; yields what is not as it was.

    Raises NotEmpty, databases.NotDone, manifests.Unreadable.
    """
    said = manifests.read(folder)
    _demand_empty(engine, instance)
    databases.load(folder / said.database, engine)
    (instance / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, pem in keys.pems.items():
        path = instance / "keys" / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(pem)
    if said.files:
        shutil.copytree(folder / FILES, instance / FILES, dirs_exist_ok=True)
    yield from _differences(said, engine, instance)


@contextmanager
def practice(engine: Engine, folder: Path) -> Iterator[tuple[Engine, Path]]:
    """An empty database beside the real one, and an empty folder, gone afterwards."""
    instance = folder / f"practice-{secrets.token_hex(4)}"
    instance.mkdir(mode=0o700)
    name = instance.name.replace("-", "_")
    on_postgresql = engine.dialect.name == "postgresql"
    where = name if on_postgresql else str(instance / "practice.sqlite")
    made = sa.create_engine(engine.url.set(database=where))
    try:
        if on_postgresql:
            _outside(engine, f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield made, instance
    finally:
        made.dispose()
        if on_postgresql:
            _outside(engine, f'DROP DATABASE IF EXISTS "{name}"')
        shutil.rmtree(instance, ignore_errors=True)


def _outside(engine: Engine, statement: str) -> None:
    """What PostgreSQL does in no transaction."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(statement))


def _keys() -> Keys:
    contact = Settings().contact_key
    settings = {"SECRET_KEY": str(current_app.config["SECRET_KEY"])}
    settings |= {"CONTACT_KEY": contact} if contact else {}
    pems = (Path(current_app.config["INSTANCE"]) / "keys").glob("*.pem")
    return Keys(settings, {path.name: path.read_text() for path in sorted(pems)})


def _copy_files(making: Path) -> tuple[set[str], int]:
    """Copy all that people gave, with its digest; returns the names, and how many bytes."""
    source = Path(current_app.config["INSTANCE"]) / FILES
    copied, size = set(), 0
    with (making / DIGESTS).open("w") as lines:
        for path in sorted(source.glob("*/*")):
            name = Path(FILES) / path.relative_to(source)
            try:
                digest, length = _copy(path, making / name)
            except FileNotFoundError:  # retention has deleted it meanwhile
                continue
            lines.write(f"{digest}  {name}\n")
            copied.add(path.name)
            size += length
    return copied, size


def _copy(path: Path, to: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with to.open("wb") as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
    return digest.hexdigest(), size


def _settle(folder: Path) -> None:
    """Nothing of it is only in memory when it gets its name."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _demand_empty(engine: Engine, instance: Path) -> None:
    if not databases.is_empty(engine):
        raise NotEmpty(f"the database {engine.url.database} is not empty")
    for name in (FILES, "keys"):
        if (instance / name).exists() and any((instance / name).iterdir()):
            raise NotEmpty(f"{instance / name} is not empty")


def _differences(said: Manifest, engine: Engine, instance: Path) -> Iterator[str]:
    """What of a restored system is not as the manifest says."""
    with engine.connect() as connection:
        found = databases.counts(connection)
        for table, number in said.counts.items():
            if found.get(table) != number:
                yield f"{table}: {found.get(table)} rows instead of {number}"
        if databases.schema(connection) != said.schema:
            yield f"schema: {databases.schema(connection)} instead of {said.schema}"
        for name in databases.named_files(connection):
            if name not in said.absent and not (instance / FILES / name[:2] / name).exists():
                yield f"{name}: a row names this file, and it is not there"
