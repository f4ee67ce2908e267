"""A job runs for a day, once or twice or at once, and is recorded even when it fails."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.base.runs import DIED, Job, JobRun, RunState, merged, missed, timetable
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.doors.desk.log_views import job_names
from jobs import runner
from tests.factories import TODAY, make_record, make_user
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


def make_run(name: str, on: date, state: RunState = RunState.DONE, error: str = "") -> JobRun:
    made = JobRun(name=name, on=on, started_at=clock.at(on, 2), state=state, error=error, faults=[])
    db.session.add(made)
    db.session.flush()
    return made


def test_nights_that_were_missed_are_made_up_in_order_each_for_its_day():
    for name in ("expire", "nominate"):
        make_run(name, TODAY - timedelta(days=3))

    counts = runner.run("make_up", TODAY)

    made = [(run.name, run.on) for run in runs() if run.name in {"expire", "nominate"}]
    nights = [TODAY - timedelta(days=n) for n in (2, 1, 0)]
    assert made[2:] == [(name, day) for day in nights for name in ("nominate", "expire")]
    assert counts == {"made_up": 6, "failed": 0}
    assert runner.run("make_up", TODAY) == {"made_up": 0, "failed": 0}


def test_the_operator_hears_once_that_nights_are_made_up():
    system = make_user(Role.SYSTEM)
    make_run("expire", TODAY - timedelta(days=2))

    runner.run("make_up", TODAY)
    runner.run("make_up", TODAY)

    told = sa.select(Message.event).where(Message.person_id == system.id)
    assert [event for event in db.session.scalars(told) if "made_up" in event] != []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(told.subquery())) == 1


def test_what_never_ran_is_not_made_up():
    assert runner.run("make_up", TODAY) == {"made_up": 0, "failed": 0}


def test_a_job_is_not_missed_before_its_time(monkeypatch):
    make_run("expire", TODAY - timedelta(days=1))

    assert missed(clock.at(TODAY, 1) + timedelta(minutes=55)) == []
    assert [job.name for _day, job in missed(clock.at(TODAY, 2))] == ["expire"]


def test_no_night_is_made_up_that_is_older_than_a_month():
    make_run("expire", TODAY - timedelta(days=200))

    assert runner.run("make_up", TODAY) == {"made_up": 32, "failed": 0}


def test_a_run_whose_process_died_is_marked_and_taken_up_again():
    make_run("expire", TODAY - timedelta(days=1))
    dead = make_run("expire", TODAY, RunState.RUNNING)

    assert runner.run("make_up", TODAY) == {"made_up": 1, "failed": 0}
    db.session.refresh(dead)
    assert (dead.state, dead.error) == (RunState.FAILED, DIED)


def test_what_fails_is_tried_three_times_for_a_day_and_then_left_to_people(monkeypatch):
    make_run("expire", TODAY - timedelta(days=1))
    broken = replace(timetable()["expire"], work=lambda on, at: 1 / 0)
    monkeypatch.setitem(timetable(), "expire", broken)

    counts = [runner.run("make_up", TODAY)["failed"] for _hour in range(5)]

    assert counts == [1, 1, 1, 0, 0]


def test_the_status_ends_with_an_error_while_something_failed_or_did_not_run(app):
    def ended() -> int:
        return app.test_cli_runner().invoke(args=["status"], prog_name="flask").exit_code

    assert ended() == 0
    make_run("expire", TODAY - timedelta(days=1))
    assert ended() == 1
    make_run("expire", TODAY)
    assert ended() == 0
    make_run("warn", TODAY, RunState.FAILED, error="ValueError")
    assert ended() == 1
