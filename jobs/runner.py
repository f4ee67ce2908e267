"""Runs one job for one day: one transaction, one at a time, every run recorded."""

import zlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
import structlog

from integrity import clock
from integrity.db import db
from integrity.errors import NotFound
from integrity.runs import JobRun, RunState
from jobs import daily

log = structlog.get_logger()

Job = Callable[[date, datetime], dict[str, int]]
JOBS: dict[str, Job] = {
    job.__name__: job
    for job in (
        daily.recount_deadlines,
        daily.close_silent,
        daily.flag_missed,
        daily.flag_inheritance,
        daily.post_breaches,
        daily.confirm_records,
        daily.nominate,
        daily.expire,
        daily.deliver_pushes,
        daily.check_measures,
        daily.erase_complaints,
        daily.sweep_uploads,
    )
}


def work(name: str, kwargs: dict[str, Any] | None = None) -> dict[str, int]:
    """What a worker calls: the job for a day (ISO, today when not given)."""
    on = (kwargs or {}).get("on")
    return run(name, date.fromisoformat(on) if on else clock.today())


def run(name: str, on: date) -> dict[str, int]:
    """Run one job for a day and record it; a failed run is rolled back, recorded and raised."""
    if name not in JOBS:
        raise NotFound(name)
    run_id = _started(name, on)
    try:
        _one_at_a_time(name)
        counts = JOBS[name](on, _moment(on))
        _finished(run_id, RunState.DONE, counts=counts)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        _finished(run_id, RunState.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
        db.session.commit()
        raise
    log.info("job", name=name, on=str(on), **counts)
    return counts


def _started(name: str, on: date) -> int:
    job_run = JobRun(name=name, on=on, started_at=clock.now())
    db.session.add(job_run)
    db.session.flush()
    number = job_run.id
    db.session.commit()
    return number


def _finished(run_id: int, state: RunState, **result: Any) -> None:
    update = sa.update(JobRun).where(JobRun.id == run_id)
    db.session.execute(update.values(state=state, finished_at=clock.now(), **result))


def _one_at_a_time(name: str) -> None:
    """A second run of the same job waits for the first; SQLite lets one writer in anyway."""
    if db.engine.dialect.name == "postgresql":
        key = zlib.crc32(name.encode())
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _moment(on: date) -> datetime:
    """Acts of a run for today happen now; those of a run for another day, in its small hours."""
    return clock.now() if on == clock.today() else clock.at(on, 2)
