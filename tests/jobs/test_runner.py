"""A job runs for a day, once or twice or at once, and is recorded even when it fails."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.runs import Job, JobRun, RunState, merged, timetable
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.doors.desk.log_views import job_names
from jobs import runner
from tests.factories import TODAY, make_record
from wsgi import STREAMS

NAMES = {job.name for job in (*runner.JOBS, *(job for s in STREAMS for job in s.work.jobs))}


@pytest.fixture(autouse=True)
def _app(app):
    return app


def runs():
    return list(db.session.scalars(sa.select(JobRun).order_by(JobRun.id)))


def test_in_a_night_days_are_counted_before_breaches_are_posted_and_records_before_lists():
    order = list(timetable())

    wanted = [
        "recount_deadlines",
        "flag_missed",
        "post_breaches",
        "prepare_confirmations",
        "nominate",
        "expire",
        "deliver_pushes",
        "erase_complaints",
        "publish_log_head",
        "tell_followers",
    ]
    assert sorted(wanted, key=order.index) == wanted
    assert order[0] == wanted[0] and order[-1] == wanted[-1]


def test_no_two_jobs_have_one_name():
    night = Job("seal", "封存", "0 1 * * *", lambda on, at: {})

    with pytest.raises(ValueError, match="seal"):
        merged([*timetable().values(), night])


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_job_runs_on_an_empty_system(name):
    counts = runner.run(name, TODAY)

    assert counts
    assert (runs()[-1].name, runs()[-1].on, runs()[-1].state) == (name, TODAY, RunState.DONE)


@pytest.mark.parametrize("name", sorted(NAMES - {"check_measures"}))
def test_a_second_run_changes_nothing(name):
    make_record(object_until=TODAY - timedelta(days=1))
    make_record(state=RecordState.CONFIRMED, decided_on=date(2025, 1, 1), until=date(2026, 1, 1))
    runner.run(name, TODAY)

    assert set(runner.run(name, TODAY).values()) == {0}


def test_a_missed_night_is_made_up_for_its_day():
    record = make_record(object_until=date(2026, 7, 1))

    runner.work("prepare_confirmations", {"on": "2026-07-02"})
    db.session.refresh(record)

    assert record.step_since == date(2026, 7, 2)


def test_a_failed_run_is_rolled_back_and_recorded(monkeypatch):
    def fail(on, at):
        make_record()
        raise ValueError("示例的内容")

    monkeypatch.setitem(timetable(), "expire", replace(timetable()["expire"], work=fail))

    with pytest.raises(ValueError, match="示例"):
        runner.run("expire", TODAY)

    assert runs()[-1].state is RunState.FAILED
    assert runs()[-1].error.startswith("builtins.ValueError")
    assert "示例" not in runs()[-1].error
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CreditRecord)) == 0


def test_an_unknown_job_is_refused():
    with pytest.raises(NotFound):
        runner.run("no_such_job", TODAY)


def test_the_command_runs_a_job_for_a_day(app):
    printed = app.test_cli_runner().invoke(
        args=["jobs", "run", "expire", "--on", "2026-11-20"], prog_name="flask"
    )

    assert printed.exit_code == 0, printed.output
    assert "expire 2026-11-20" in printed.output


def test_the_command_lists_the_timetable(app):
    printed = app.test_cli_runner().invoke(args=["jobs", "list"], prog_name="flask")

    assert all(name in printed.output for name in timetable())


def test_every_job_has_a_name_on_the_page():
    assert {*timetable(), *runner.TASKS} <= job_names().keys()


def test_of_idle_runs_of_a_day_the_last_one_is_kept():
    """Seen: 354 rows of a job that had found nothing to do."""
    for _ in range(3):
        runner.run("import_waiting", TODAY)
    make_record(object_until=TODAY - timedelta(days=1))
    for _ in range(2):
        runner.run("prepare_confirmations", TODAY)

    nightly = "prepare_confirmations"
    assert [run.name for run in runs()] == ["import_waiting", nightly, nightly]
