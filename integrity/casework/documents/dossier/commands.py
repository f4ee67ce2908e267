"""`flask dossier`: is an unpacked archive of a matter still what was sealed."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from integrity.casework.documents.dossier import archive

dossier = AppGroup("dossier", help="Sealed archives of matters.")


@dossier.command("verify")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The server's keys as downloaded from /.well-known/integrity-keys.json.",
)
def verify(folder: Path, keys: Path | None) -> None:
    """Verify an unpacked archive without network and database."""
    trusted = None
    if keys:
        trusted = {key["public_key"] for key in json.loads(keys.read_text())["keys"]}
    try:
        number = archive.verify(folder, trusted)
    except archive.NotVerified as fault:
        raise click.ClickException(f"NOT VERIFIED: {fault}") from None
    told = "verified" if keys else "verified; compare the key in manifest.sig.json with the site's"
    click.echo(f"{number} files, {told}")
