"""`flask backup`: a copy of everything, checked, put back, and the way back practised."""

import os
import time
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from integrity.backups import databases, manifests, sealed_keys, service
from integrity.backups.sealed_keys import SHORTEST, Keys
from integrity.base import clock, key_marks
from integrity.base.config import derived_key
from integrity.base.db import db

FOLDER = click.Path(file_okay=False, path_type=Path)
BACKUP = click.Path(exists=True, file_okay=False, path_type=Path)
SEALED = click.Path(exists=True, dir_okay=False, path_type=Path)
WRONG = (
    databases.NotDone,
    manifests.Unreadable,
    sealed_keys.WrongPassphrase,
    service.NotEmpty,
)
PASSPHRASE = "BACKUP_PASSPHRASE"

backup = AppGroup("backup", help="Database, files and sealed keys with a manifest.")


@backup.command("create")
@click.argument("folder", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Seal the keys too, into this folder apart.")
def create(folder: Path, keys: Path | None) -> None:
    """Make a backup below FOLDER; the passphrase of the keys may stand in BACKUP_PASSPHRASE."""
    if keys and (folder.resolve() == keys.resolve() or folder.resolve() in keys.resolve().parents):
        raise click.ClickException("the keys must lie apart from what they open")
    passphrase = _new_passphrase() if keys else ""
    at = clock.now()
    try:
        made = service.create(folder, at)
        sealed = service.seal_keys(keys, passphrase, at) if keys else None
    except WRONG as wrong:
        raise click.ClickException(str(wrong)) from None
    said = manifests.read(made)
    rows = sum(said.counts.values())
    click.echo(f"{made}: {rows} rows, {said.files} files, {said.bytes} bytes of files")
    _name_absent(said)
    click.echo(f"{sealed}: the keys" if sealed else "keys: not sealed; use --keys FOLDER")


@backup.command("verify")
@click.argument("folder", type=BACKUP)
@click.option("--keys", type=SEALED, help="Whether these sealed keys belong to it.")
def verify(folder: Path, keys: Path | None) -> None:
    """Name everything in a backup that is not as it was made; exit 1 if there is anything."""
    try:
        found = list(service.faults(folder))
        said = manifests.read(folder)
        found += _strange(said, _opened(keys)) if keys else []
    except WRONG as wrong:
        raise click.ClickException(str(wrong)) from None
    for fault in found:
        click.echo(fault)
    _name_absent(said)
    click.echo(f"{len(found)} faults; {said.files} files, made {said.made_at}")
    raise SystemExit(1 if found else 0)


@backup.command("restore")
@click.argument("folder", type=BACKUP)
@click.option("--keys", type=SEALED, required=True, help="The sealed keys that belong to it.")
def restore(folder: Path, keys: Path) -> None:
    """Put a backup into DATABASE_URL and INSTANCE, which must be empty."""
    try:
        opened = _checked(folder, keys)
        instance = Path(current_app.config["INSTANCE"])
        left = list(service.restore(folder, opened, db.engine, instance))
        strange = _strange_here(manifests.read(folder))
    except WRONG as wrong:
        raise click.ClickException(str(wrong)) from None
    _report(left + strange)


@backup.command("practise")
@click.argument("folder", type=BACKUP)
@click.option("--keys", type=SEALED, required=True, help="The sealed keys that belong to it.")
def practise(folder: Path, keys: Path) -> None:
    """Restore a backup beside the real system, compare it with its manifest, and clear it away."""
    began = time.monotonic()
    try:
        opened = _checked(folder, keys)
        with service.practice(db.engine, folder.parent) as (engine, instance):
            left = list(service.restore(folder, opened, engine, instance))
    except (*WRONG, sa.exc.DBAPIError) as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(f"restored in {time.monotonic() - began:.1f} s")
    _report(left)


@backup.command("keys")
@click.argument("sealed", type=SEALED)
def show_keys(sealed: Path) -> None:
    """Print SECRET_KEY and CONTACT_KEY of a sealed file as lines of an environment."""
    try:
        opened = _opened(sealed)
    except WRONG as wrong:
        raise click.ClickException(str(wrong)) from None
    for name, value in opened.settings.items():
        click.echo(f"{name}={value}")


def _checked(folder: Path, keys: Path) -> Keys:
    """The keys of a backup that has no fault."""
    opened = _opened(keys)
    if found := [*service.faults(folder), *_strange(manifests.read(folder), opened)]:
        raise manifests.Unreadable("\n".join(found))
    return opened


def _opened(path: Path) -> Keys:
    words = os.environ.get(PASSPHRASE) or click.prompt("Passphrase", hide_input=True)
    return sealed_keys.unseal(path, words)


def _new_passphrase() -> str:
    words = os.environ.get(PASSPHRASE) or click.prompt(
        "Passphrase", hide_input=True, confirmation_prompt=True
    )
    if len(words) < SHORTEST:
        raise click.ClickException(f"a passphrase has {SHORTEST} characters or more")
    return str(words)


def _strange(said: manifests.Manifest, keys: Keys) -> list[str]:
    """Which of the sealed keys are not those of the backup."""
    secret = keys.settings["SECRET_KEY"]
    contact = derived_key(keys.settings.get("CONTACT_KEY") or secret, "contact")
    ours = {"SECRET_KEY": secret, "CONTACT_KEY": contact}
    return [
        f"{name}: the sealed key is not the one this backup was made with"
        for name, key in ours.items()
        if key_marks.mark_of(name, key) != said.marks[name]
    ]


def _strange_here(said: manifests.Manifest) -> list[str]:
    return [
        f"{name}: set another key here; `flask backup keys` prints the right one"
        for name, mark in key_marks.marks().items()
        if mark != said.marks[name]
    ]


def _name_absent(said: manifests.Manifest) -> None:
    for name in said.absent:
        click.echo(f"{name}: a row names this file, and it was not there")


def _report(left: list[str]) -> None:
    for line in left:
        click.echo(line)
    click.echo(f"{len(left)} differences")
    raise SystemExit(1 if left else 0)
