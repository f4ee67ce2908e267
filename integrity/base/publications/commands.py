"""`flask verify-log`: the public log, in the database or from files, without asking this system."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from integrity.base.publications import checkpoints, notes, proofs, verification
from integrity.base.publications.proofs import Included, Trusted

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify-log", help="The public log: every row, or what a file proves.")
@click.argument("file", type=READABLE, required=False)
@click.option(
    "--key", "keys", multiple=True, help="Whom to trust (name+hint+key); else this server."
)
@click.option("--checkpoint", type=READABLE, help="FILE holds rows of the log; they are compared.")
@with_appcontext
def verify_log(file: Path | None, keys: tuple[str, ...], checkpoint: Path | None) -> None:
    """Say what is so, or name what is not and end with 1."""
    try:
        if file is None:
            faults = list(verification.faults())
        else:
            trusted = [notes.key_of(key) for key in keys] or checkpoints.trusted()
            faults = _of_file(file, checkpoint, trusted)
    except notes.WrongNote as wrong:
        faults = [str(wrong)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults")
    raise SystemExit(1 if faults else 0)


def _of_file(file: Path, checkpoint: Path | None, trusted: Trusted) -> list[str]:
    if checkpoint is not None:
        return list(proofs.faults(_rows(file), notes.read(checkpoint.read_text(), trusted)))
    said = proofs.check(file.read_text(), trusted)
    if isinstance(said, Included):
        click.echo(f"row {said.index} is in the log of {said.checkpoint.size} rows: {said.entry}")
    else:
        click.echo(f"the log of {said.new.size} rows continues the one of {said.old.size} rows")
    return []


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    """Rows as /api/v1/changes gives them, one page a line."""
    with file.open() as lines:
        for line in lines:
            try:
                yield from json.loads(line)["items"]
            except (ValueError, KeyError, TypeError):
                raise click.ClickException(f"{file} holds no pages of /api/v1/changes") from None
