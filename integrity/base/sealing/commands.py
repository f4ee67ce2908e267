"""`flask audit`: is the log still what was sealed, and who may do what to it on PostgreSQL."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from integrity.base import clock
from integrity.base.sealing import roles, service, verification

audit = AppGroup("audit", help="The sealed log.")


@audit.command("verify")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What somebody kept of /.well-known/log-head.json.",
)
def verify(heads: Path | None) -> None:
    """Name every row and seal that is not what it was; exit 1 if there are any."""
    at = clock.now()
    number = 0
    for number, fault in enumerate(verification.faults(at, _kept(heads)), start=1):  # noqa: B007
        click.echo(fault)
    waiting, since = service.unsealed(at)
    tail = f"{waiting} rows not yet sealed" + (f", since {since.isoformat()}" if since else "")
    click.echo(f"{number} faults; {tail}")
    raise SystemExit(1 if number else 0)


@audit.command("roles")
@click.argument("role")
def show_roles(role: str) -> None:
    """Print the SQL by which the owner of a PostgreSQL database lets a role run the system."""
    click.echo(roles.statements(role))


def _kept(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    try:
        heads = json.loads(path.read_bytes())["heads"]
        return [{"on": str(head["on"]), "digest": str(head["digest"])} for head in heads]
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"{path} is not a log-head.json") from None
