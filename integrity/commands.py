"""The `flask` commands of the core: status, import, export, people, tokens, rules."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from integrity.base import clock, key_marks
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role, granted, roles_with
from integrity.base.runs import JobRun, RunState, missed
from integrity.casework import streams
from integrity.casework.rules import service as rules
from integrity.credit.catalogue import service as catalogue
from integrity.credit.checks.models import Check
from integrity.credit.matters import shipped as matters
from integrity.credit.measures import service as measures
from integrity.credit.measures import shipped
from integrity.credit.offences import service as offences
from integrity.credit.policies import memoranda
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.relations import service as relations
from integrity.credit.repairs import materials, treatments
from integrity.credit.rulesets.commands import compare_rule_sets
from integrity.credit.sanctions import bases, linting, standards
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.pushes import receivers
from integrity.doors.importing.kinds import importers, one
from integrity.files import imports
from integrity.people.accounts import service as accounts
from integrity.people.accounts import tokens
from integrity.people.accounts.models import AccountState
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

COMMAND_LINE = audit.Somebody("命令行")
user = AppGroup("user", help="People who may log in.")
token = AppGroup("token", help="API tokens of business systems.")
rule = AppGroup("rules", help="Rules and measures and their legal basis.")


def status() -> dict[str, Any]:
    """Counts of everything that matters, as `flask status --json` prints them."""
    today = clock.today()
    found = streams.registered().values()
    two = ListEntry.first_decider_id != ListEntry.second_decider_id
    return {
        "as_of": clock.now().isoformat(timespec="seconds"),
        "subjects": _by(Subject.kind),
        **{s.name: _count(sa.select(s.model)) for s in found},
        "overdue": {s.name: _count(s.overdue(today)) for s in found},
        "records": {state.value: 0 for state in RecordState} | _by(CreditRecord.state),
        "list_entries": {state.value: 0 for state in EntryState} | _by(ListEntry.state),
        "listed_by_two": _count(
            sa.select(ListEntry).where(ListEntry.state == EntryState.LISTED, two)
        ),
        "pushes": _by(receivers.service.Push.state),
        "checks": _count(sa.select(Check)),
        "jobs": _last_runs(),
        "missed": [f"{job.name} {day}" for day, job in missed(clock.now())],
    }


def load_shipped() -> dict[str, int]:
    """Load what the product ships with, of the core and of every stream; returns what was new.

    From then on the database knows its keys.
    """
    key_marks.keep(clock.now())
    counts = rules.load() | {"documents": memoranda.load_library(), "measures": shipped.load()}
    counts |= {"listing_bases": bases.load(), "listing_standards": standards.load()}
    counts |= {"catalogue": catalogue.load(), "offences": offences.load()}
    counts |= {"reaches": relations.load(), "repair_materials": materials.load()}
    counts |= {"repair_treatments": treatments.load(), "matters": matters.load()}
    counts |= {s.name: s.work.ships() for s in streams.registered().values() if s.work.ships}
    db.session.commit()
    return counts


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_status(as_json: bool) -> None:
    """Counts: by stream, overdue by stream, records by state, lists, pushes, checks, jobs.

    Exits with 1 if the last run of a job failed, or a nightly job did not run; as JSON it only says
    so, to who reads it.
    """
    counts = status()
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    table = Table("what", "count", box=None)
    for what, value in counts.items():
        table.add_row(what, _words(value))
    Console().print(table)
    failed = [run for run in counts["jobs"].values() if run["state"] == RunState.FAILED]
    raise SystemExit(1 if failed or counts["missed"] else 0)


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would happen and change nothing.")
@click.option("--sheet", default="", help="Which sheet of a workbook, when several have content.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Write rejected rows here.")
def import_file(kind: str, file: Path, dry_run: bool, sheet: str, rejects: Path | None) -> None:
    """Import a CSV or XLSX file of one kind, row by row."""
    importer = _importer(kind)
    with Progress(transient=True) as bar:
        task = bar.add_task(kind, total=None)

        def progress(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        try:
            report = imports.run(
                importer,
                file,
                dry_run=dry_run,
                sheet=sheet,
                by=COMMAND_LINE,
                at=clock.now(),
                progress=progress,
            )
        except Refused as refused:
            raise click.ClickException(refused.detail or str(refused.title)) from None
    if not dry_run:
        db.session.commit()
    click.echo(report.summary())
    if rejects and report.rejected:
        rejects.write_bytes(report.rejects())
        click.echo(f"rejected rows: {rejects}")
    raise SystemExit(1 if report.rejected else 0)


@click.command("export")
@click.argument("kind")
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv")
@click.option("--output", type=click.Path(path_type=Path), help="A file; standard output if not.")
def export_file(kind: str, form: str, output: Path | None) -> None:
    """Export everything of one kind in the columns that `flask import` takes."""
    with (
        imports.export(_importer(kind), form) as made,
        click.open_file(str(output or "-"), "wb") as file,
    ):
        shutil.copyfileobj(made, file)


@user.command("create")
@click.argument("username")
@click.option("--name", required=True, help="How the person is shown, for example 信用专员.")
@click.option("--role", type=click.Choice([r.value for r in Role]), required=True)
@click.option("--body", help="Unified social credit code of the body.")
@click.password_option()
@click.option("--pending", is_flag=True, help="Let the security officer grant it first.")
def create_user(
    username: str, name: str, role: str, body: str | None, password: str, pending: bool
) -> None:
    """Make an account."""
    state = AccountState.PENDING if pending else AccountState.ACTIVE
    _tell(
        lambda: accounts.create(
            username,
            name,
            Role(role),
            _body(body) if body else None,
            password,
            by=COMMAND_LINE,
            at=clock.now(),
            state=state,
        )
    )
    click.echo(f"{username}: {role}, {state.value}")


@token.command("create")
@click.option("--body", required=True, help="Unified social credit code of the body.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(tokens.SCOPES), required=True)
@click.option("--note", default="")
@click.option("--contact", default="", help="Whom to call about it.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day; default: TOKEN_DAYS."
)
@click.option("--per-minute", type=click.IntRange(1), help="Calls; default: TOKEN_PER_MINUTE.")
@click.option("--site", "sites", multiple=True, help="Whose pages may show a window for checks.")
@click.option("--test", is_flag=True, help="For codes for tests alone; changes nothing real.")
def create_token(
    body: str, scopes: tuple[str, ...], until: datetime | None, sites: tuple[str, ...], **said: Any
) -> None:
    """Make an API token of a body; it is shown once and stored hashed."""
    said["ends_at"] = clock.at(until.date() + timedelta(days=1)) if until else None
    said |= {"by": COMMAND_LINE, "at": clock.now(), "sites": list(sites)}
    click.echo(_tell(lambda: tokens.issue(_body(body), scopes, **said)))


@click.command("receiver")
@click.argument("body")
@click.option("--stop", is_flag=True, help="Push no more entries there.")
def set_receiver(body: str, stop: bool) -> None:
    """Push every entry to a body, named by its code; what it executes is said on a page."""
    _tell(lambda: receivers.take_all(_body(body), not stop, by=COMMAND_LINE, at=clock.now()))
    click.echo(f"{body}: {'receives no more' if stop else 'receives'}")


@click.command("roles")
def show_roles() -> None:
    """Who may do what: every permission, and the roles that have it."""
    for permission in sorted(set().union(*map(granted, Role))):
        click.echo(f"{permission:<24} {', '.join(roles_with(permission))}")


@rule.command("load")
def load_rules() -> None:
    """Load the rules, working days, catalogue, measures and standards the product ships with."""
    click.echo(_words(load_shipped()))


@rule.command("check")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]))
def check_rules(on: datetime | None) -> None:
    """Name the measures without a basis in force; exit 1 if there are any."""
    day = on.date() if on else clock.today()
    found = [*measures.lint(day), *linting.lint(day)]
    for line in found:
        click.echo(line)
    raise SystemExit(1 if found else 0)


def _importer(kind: str) -> imports.Importer:
    if found := one(kind):
        return found
    raise click.ClickException(f"{kind}: one of {', '.join(sorted(importers()))}")


def _body(code: str) -> Subject:
    found = subjects.by_code(code)
    if found is None:
        raise click.ClickException(f"no body with the code {code}")
    return found


def _tell(make: Any) -> Any:
    """Do it and commit, or say what was refused."""
    try:
        made = make()
    except Refused as refused:
        raise click.ClickException(refused.detail or str(refused.title)) from None
    db.session.commit()
    return made


def _count(rows: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0


def _by(column: Any) -> dict[str, int]:
    rows = db.session.execute(sa.select(column, sa.func.count()).group_by(column))
    return {value.value: number for value, number in rows}


def _last_runs() -> dict[str, Any]:
    latest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.name)
    runs = db.session.scalars(sa.select(JobRun).where(JobRun.id.in_(latest)).order_by(JobRun.name))
    return {
        run.name: {
            "on": run.on.isoformat(),
            "state": run.state.value,
            "counts": run.counts,
            "faults": run.faults,
        }
        for run in runs
    }


def _words(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(f"{key} {_words(v)}" for key, v in value.items())


def init(app: Flask) -> None:
    rule.add_command(compare_rule_sets)
    told = (show_status, show_roles, import_file, export_file, user, token, set_receiver, rule)
    for command in told:
        app.cli.add_command(command)
