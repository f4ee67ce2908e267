"""Runs one job for one day: one transaction, one at a time, every run recorded.

A task is a job for one thing, whenever it is asked for; it is recorded in the same way.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
import structlog
from flask_babel import lazy_gettext as _l

from integrity.base import clock, logs, runs
from integrity.base.db import db, one_at_a_time
from integrity.base.errors import NotFound
from integrity.base.runs import DIED, Job, JobRun, RunState, timetable
from integrity.base.sealing import service as sealing
from integrity.credit.checks.file_checks import running as answering
from integrity.credit.checks.file_checks import service as check_files
from integrity.doors.desk.tells import FAILED, MADE_UP, RUNS
from integrity.doors.importing import service as importing
from integrity.people.messages import service as messages
from jobs import daily, keeping, telling

log = structlog.get_logger()

MAKE_UP = "make_up"
TRIES = 3
"""How often what fails is tried for a day."""
TASKS: dict[str, Callable[..., dict[str, int]]] = {
    importing.JOB: importing.work,
    check_files.JOB: answering.work,
}


def import_waiting(on: date, at: datetime) -> dict[str, int]:
    """Check or import what waits: it was never sent, or a worker died over it."""
    done = [_tried(importing.JOB, number) for number in importing.waiting()]
    return {"worked": len(done), "failed": done.count(False)}


def check_waiting(on: date, at: datetime) -> dict[str, int]:
    """Answer files of codes that wait: one was never sent, or a worker died over it."""
    done = [_tried(check_files.JOB, number) for number in check_files.waiting()]
    return {"worked": len(done), "failed": done.count(False)}


def make_up(on: date, at: datetime) -> dict[str, int]:
    """Run every nightly job that did not come to its end for a day, in order, each for its day.

    Nobody began it, or its process died over it. What has failed TRIES times, people must look at.
    """
    failed = sa.select(JobRun.name, JobRun.on, sa.func.count()).group_by(JobRun.name, JobRun.on)
    known = db.session.execute(failed.where(JobRun.state == RunState.FAILED))
    tries = {(name, day): number for name, day, number in known}
    wanted = [one for one in runs.missed(at) if tries.get((one[1].name, one[0]), 0) < TRIES]
    if wanted:
        this = (JobRun.name == MAKE_UP) & (JobRun.state == RunState.RUNNING)
        messages.tell_found(RUNS, MADE_UP, this, mark=JobRun.name, at=at)
        db.session.commit()
    ended = [_come_to_its_end(job.name, partial(run, job.name, day)) for day, job in wanted]
    return {"made_up": ended.count(True), "failed": ended.count(False)}


def seal(on: date, at: datetime, everything: bool = False) -> dict[str, int]:
    """Give what is new in the log its place in the chain, and sign it; each batch is kept."""
    sealed = 0
    for number in sealing.seal(at=clock.now(), everything=everything):
        sealed += number
        db.session.commit()
    return {"sealed": sealed}


def publish_log_head(on: date, at: datetime) -> dict[str, int]:
    """Seal all that was ever left out, and publish for this day what the log has come to."""
    return seal(on, at, everything=True) | {"published": sealing.publish(on=on)}


JOBS = (
    *daily.JOBS,
    *keeping.JOBS,
    *telling.JOBS,
    Job("import_waiting", _l("办理等待的导入"), "*/5 * * * *", import_waiting),
    Job("check_waiting", _l("答复等待的代码文件"), "*/5 * * * *", check_waiting),
    Job(MAKE_UP, _l("补办错过的夜间任务"), "25 * * * *", make_up),
    Job("seal", _l("封存日志"), "* * * * * */20", seal, "default", often=True),
    Job("publish_log_head", _l("公布日志摘要"), "55 2 * * *", publish_log_head),
)
"""The jobs of the core; `runs.timetable` knows those of the streams besides."""


class Failed(Exception):
    """A job did not come to its end; why is in its row, and nowhere with what it worked on."""


def work(name: str, kwargs: dict[str, Any] | None = None) -> dict[str, int]:
    """What a worker calls: a task for its number, a job for a day (ISO, today when not given).

    The worker writes a failure to its log and to Redis, so it learns only that there was one.
    """
    on = (kwargs or {}).get("on")
    try:
        if name in TASKS:
            return task(name, (kwargs or {})["number"])
        return run(name, date.fromisoformat(on) if on else clock.today())
    except Exception as error:
        log.exception("job failed", name=name)
        failure = Failed(logs.in_short(error))
    raise failure


def run(name: str, on: date) -> dict[str, int]:
    """Run one job for a day and record it; a failed run is rolled back, recorded and raised.

    Raises NotFound.
    """
    found = timetable().get(name)
    if found is None:
        raise NotFound(name)

    def job() -> dict[str, int]:
        one_at_a_time(name)  # a second run of the same job waits for the first
        _bury(name)
        return found.work(on, _moment(on))

    return _recorded(job, name, on, None)


def task(name: str, number: int) -> dict[str, int]:
    """Run one task for the thing with this number; otherwise like `run`."""
    return _recorded(lambda: TASKS[name](number, at=clock.now()), name, clock.today(), number)


def _tried(name: str, number: int) -> bool:
    """Run a task; whether it came to its end, for a failure is recorded and tried again later."""
    return _come_to_its_end(name, partial(task, name, number))


def _come_to_its_end(name: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception:
        log.exception("job failed", name=name)
        return False
    return True


def _recorded(
    work: Callable[[], dict[str, int]], name: str, on: date, number: int | None
) -> dict[str, int]:
    run_id = _started(name, on, number)
    try:
        with runs.recording() as faults:
            counts = work()
        if faults:
            counts |= {"failed": counts.get("failed", 0) + len(faults)}
        _finished(run_id, RunState.DONE, counts=counts, faults=faults)
        if number is None and _is_idle(name, counts):
            _forget_idle(name, on, run_id)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        _finished(run_id, RunState.FAILED, error=logs.in_short(error))
        here = JobRun.id == run_id
        messages.tell_found(RUNS, FAILED, here, mark=JobRun.name, at=clock.now())
        db.session.commit()
        raise
    about = {} if number is None else {"number": number}
    log.info("job", name=name, on=str(on), **about, **counts)
    return counts


def _bury(name: str) -> None:
    """Runs that say they run while we hold their lock: their processes died over them."""
    ours = sa.select(sa.func.max(JobRun.id)).where(JobRun.name == name).scalar_subquery()
    dead = (JobRun.name == name, JobRun.state == RunState.RUNNING, JobRun.id < ours)
    values = {"state": RunState.FAILED, "finished_at": clock.now(), "error": DIED}
    db.session.execute(sa.update(JobRun).where(*dead).values(**values))


def _started(name: str, on: date, number: int | None) -> int:
    job_run = JobRun(name=name, argument=number, on=on, started_at=clock.now())
    db.session.add(job_run)
    db.session.flush()
    number = job_run.id
    db.session.commit()
    return number


def _finished(run_id: int, state: RunState, **result: Any) -> None:
    update = sa.update(JobRun).where(JobRun.id == run_id)
    db.session.execute(update.values(state=state, finished_at=clock.now(), **result))


def _forget_idle(name: str, on: date, last: int) -> None:
    """Of the runs of a day that changed nothing, or run all the time, only the last is kept."""
    wanted = sa.select(JobRun).where(
        JobRun.name == name, JobRun.on == on, JobRun.id < last, JobRun.state == RunState.DONE
    )
    for idle in db.session.scalars(wanted):
        if _is_idle(name, idle.counts or {}):
            db.session.delete(idle)


def _is_idle(name: str, counts: dict[str, int]) -> bool:
    return timetable()[name].often or not any(counts.values())


def _moment(on: date) -> datetime:
    """Acts of a run for today happen now; those of a run for another day, in its small hours."""
    return clock.now() if on == clock.today() else clock.at(on, 2)
