"""`flask jobs`: the timetable, and one job now for any day (also for system cron)."""

from datetime import datetime

import click
from flask.cli import AppGroup

from integrity.base import clock
from jobs import runner
from jobs.schedule import TIMETABLE

jobs = AppGroup("jobs", help="The timetable, and running one job for a day.")


@jobs.command("list")
def show() -> None:
    """The timetable."""
    for entry in TIMETABLE:
        what = (runner.JOBS[entry.name].__doc__ or "").splitlines()[0]
        click.echo(f"{entry.cron:<14} {entry.name:<20} {what}")


@jobs.command("run")
@click.argument("name", type=click.Choice(sorted(runner.JOBS)))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today when not given.")
def run(name: str, on: datetime | None) -> None:
    """Run one job now, for a day."""
    day = on.date() if on else clock.today()
    counts = runner.run(name, day)
    click.echo(f"{name} {day}: " + ", ".join(f"{key} {value}" for key, value in counts.items()))
    if failed := counts.get("failed"):
        raise click.ClickException(f"{failed} failed, `flask status` names them; run it again")
