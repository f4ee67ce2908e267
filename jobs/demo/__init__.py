"""`flask demo`: real commitments, invented dealings, two years of nightly jobs, month by month."""

import logging
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import click
import sqlalchemy as sa
import structlog
from argon2 import PasswordHasher
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from rich.console import Console
from rich.progress import track
from rich.table import Table

from integrity.base import clock
from integrity.base.db import db
from integrity.base.runs import JobRun, RunState, timetable
from integrity.casework.informants import receipts
from integrity.commands import load_shipped, status
from integrity.people.subjects import service as subjects
from jobs import runner
from jobs.demo import (
    breach_complaints,
    cases_invoices_complaints,
    commitment_results,
    court_matters,
    decisions,
    enterprise_pledges,
    evaluation_rounds,
    exchanged_information,
    files_and_names_looked_at,
    good_conduct,
    government_contracts,
    graded_firms,
    honours_on_their_way,
    information_sent_in,
    inspections,
    invoices_on_their_way,
    licences_and_penalties,
    list_entries,
    losses_and_remnants,
    measure_lists,
    measured_targets,
    messages_on_their_way,
    papers_on_their_way,
    participants,
    periodical_reports,
    published_commitments,
    questionnaires,
    remedies_on_their_way,
    reports_on_firms,
    sealed_persons,
    special_campaigns,
    urged_bodies,
    waiting_accounts,
    waiting_imports,
    work_plans,
    yearly_assessment,
)

YEARS = 2
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For the secrets of receipts that nobody is given: a real one takes a tenth of a second."""
LOADED = "demo"
"""The name of the run that says that the story was told to its end."""


class NotADemonstration(click.ClickException):
    """Invented data never enters a real system."""


class Interrupted(click.ClickException):
    """Half a story is in the database; its months cannot be told a second time."""


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the demonstration and run the daily jobs; loading it twice changes nothing."""
    if not current_app.config["DEMO"]:
        raise NotADemonstration("DEMO=1 is not set: invented data never enters a real system.")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    upgrade()
    load_shipped()
    receipts.HASHER = QUICK
    if not participants.is_loaded():
        _tell_the_story(clock.today())
    elif _is_told():
        _run_jobs(clock.today())
    else:
        raise Interrupted("An earlier run was interrupted: delete the demonstration's database.")
    _summary()


def _tell_the_story(today: date) -> None:
    """Two years in one transaction a month: what happens, what jobs find, what people do."""
    start = today.replace(year=today.year - YEARS, day=1)
    subjects.load_bodies()
    players = participants.register(clock.at(start, 8))
    enterprise_pledges.register()
    work_plans.load_city(start)
    published_commitments.own_promises(players, clock.at(start, 9))
    list_entries.nominate_the_good(players, start)
    db.session.commit()
    for first, last in track(list(_months(start, today)), "demo", transient=True):
        published_commitments.publish(first, last)
        commitment_results.report_and_verify(players, first, last)
        if last < today <= last + timedelta(days=31):
            published_commitments.change_hands(players, last)
            commitment_results.order_to_put_right(players, last)
        cases_invoices_complaints.add_month(players, first, last)
        invoices_on_their_way.disclose(players, last)
        evaluation_rounds.add_month(players, last)
        enterprise_pledges.add_month(players, first, last)
        _decide(players, last)
        db.session.commit()
        _run_jobs(last)
        if last < today:
            papers_on_their_way.handle(players, last)
            decisions.object_to_records(players, last)
        else:
            messages_on_their_way.reach(players, today)
            papers_on_their_way.leave_open(players, today)
            decisions.leave_open(players, today)
            list_entries.leave_one_decided(players, today)
            cases_invoices_complaints.leave_complaints_open(players, today)
            court_matters.leave_open(players, today)
            invoices_on_their_way.leave_open(players, today)
            enterprise_pledges.leave_open(players, today)
            breach_complaints.leave_open(players, today)
            reports_on_firms.leave_open(players, today)
            good_conduct.show(players, today)
            measure_lists.show(players, today)
            inspections.leave_open(players, today)
            government_contracts.leave_open(players, today)
            losses_and_remnants.leave_open(players, today)
            remedies_on_their_way.leave_open(players, today)
            honours_on_their_way.leave_open(players, today)
            licences_and_penalties.leave_open(players, today)
            information_sent_in.leave_open(players, today)
            exchanged_information.leave_open(players, today)
            graded_firms.leave_open(players, today)
            sealed_persons.leave_open(players, today)
            files_and_names_looked_at.leave_open(players, today)
            evaluation_rounds.leave_open(players, today)
            evaluation_rounds.leave_corrected(players, today)
            waiting_accounts.leave_waiting(players, today)
            waiting_imports.leave_waiting(players, today)
            measured_targets.leave_measured(players, today)
            work_plans.leave_under_way(players, today)
            questionnaires.show(players, today)
            urged_bodies.urge(players, today)
            special_campaigns.run(players, today)
            yearly_assessment.leave_activities(players, today)
            periodical_reports.leave_reports(players, today)
            yearly_assessment.leave_told(players, today)
        db.session.commit()

    runner.run("send_messages", today)
    now = clock.now()
    told = JobRun(name=LOADED, on=today, state=RunState.DONE, started_at=now, finished_at=now)
    db.session.add(told)
    db.session.commit()


def _is_told() -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(JobRun.name == LOADED))))


def _decide(players: participants.Participants, on: date) -> None:
    """What the office and the bodies do with what earlier months brought."""
    decisions.confirm_records(players, on, leave=1 if on == clock.today() else 0)
    decisions.put_right(players, on)
    decisions.order_to_put_right(players, on)
    decisions.repair_records(players, on)
    list_entries.nominate_the_worst(players, on)
    list_entries.lead_to_lists(players, on)
    if on.month == 9:
        list_entries.revoke_one(players, on)
    decisions.answer_pushes(players, on)
    decisions.check_somebody(players, on)


def _months(first: date, today: date) -> Iterator[tuple[date, date]]:
    """First and last day of every month; the last one ends today."""
    while first <= today:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, min(last, today)
        first = last + timedelta(days=1)


def _run_jobs(on: date) -> None:
    """One night stands for a month: the others were not missed."""
    for name in timetable():
        if name != runner.MAKE_UP:
            runner.run(name, on)


def _summary() -> None:
    table = Table("what", "count", title="demonstration / 演示数据")
    for what, value in status().items():
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items() if isinstance(v, int))
        table.add_row(what, str(value))
    logins = Table("role", "login", "password", title="logins / 登录")
    for line in participants.logins():
        logins.add_row(*line)
    Console().print(table, logins)
