"""`flask jobs`: the timetable, and one job now for any day (also for system cron)."""

from datetime import datetime

import click
from flask.cli import AppGroup

from integrity.base import clock, runs
from jobs import runner

jobs = AppGroup("jobs", help="The timetable, and running one job for a day.")


@jobs.command("list")
def show() -> None:
    """The timetable."""
    for name, job in runs.timetable().items():
        click.echo(f"{job.cron:<14} {name:<22} {job.title}")


@jobs.command("run")
@click.argument("name")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today when not given.")
def run(name: str, on: datetime | None) -> None:
    """Run one job now, for a day."""
    day = on.date() if on else clock.today()
    if name not in runs.timetable():
        raise click.BadParameter(f"{name}: one of {', '.join(runs.timetable())}")
    counts = runner.run(name, day)
    click.echo(f"{name} {day}: " + ", ".join(f"{key} {value}" for key, value in counts.items()))
    if failed := counts.get("failed"):
        raise click.ClickException(f"{failed} failed, `flask status` names them; run it again")
