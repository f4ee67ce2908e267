"""The RQ queues: calls by name, sent after the commit. Redis carries them and keeps nothing.

What must not be lost is a row in the database; a job that was never sent is found by the timetable.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
import sqlalchemy as sa
import structlog
from croniter import croniter
from flask import Flask, current_app
from flask.cli import with_appcontext
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import LockError
from redis.retry import Retry
from rq import Queue, Worker
from rq.cron import CronJob, CronScheduler
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.job import Retry as Again
from rq.serializers import JSONSerializer

from integrity.base import clock
from integrity.base.db import db

log = structlog.get_logger()

TARGET = "jobs.runner.work"  # work(name, kwargs)
QUEUES = {"default": 300, "slow": 3600}  # seconds a job may take
WAITING = {JobStatus.QUEUED, JobStatus.DEFERRED, JobStatus.SCHEDULED}
KEEP_FAILED = 7 * 86400
LOCK = "integrity:timetable"
PROBE = "integrity:probe"
LEASE = 90  # seconds; RQ's scheduler looks at its timetable at least every 60


@dataclass(frozen=True)
class Call:
    """One call of a job by name; two equal calls are one."""

    name: str
    arguments: str  # JSON with sorted keys
    queue: str = "default"

    @property
    def id(self) -> str:
        digest = hashlib.sha256(f"{self.queue} {self.arguments}".encode()).hexdigest()
        return f"{self.name.replace('.', '-')}-{digest[:16]}"


def enqueue(name: str, *, queue: str = "default", **kwargs: Any) -> None:
    """Have a worker run this job once the session's transaction is committed.

    The arguments are ids and other JSON, never rows. A call that already waits is not sent again.
    """
    if queue not in QUEUES:
        raise ValueError(f"no queue {queue!r}")
    call = Call(name, json.dumps(kwargs, sort_keys=True), queue)
    db.session().info.setdefault("calls", {})[call] = True


def send(call: Call) -> bool:
    """Hand a call over to Redis now; False, and a line in the log, if that was not possible."""
    if not current_app.config["REDIS_URL"]:
        return False
    try:
        _push(call, call.id)
    except RedisError as error:
        log.warning("job not sent", job=call.name, error=type(error).__name__)  # timetable
        return False
    return True


def ping() -> bool:
    """Whether the queue takes what is written; without a REDIS_URL there is none.

    A Redis that is full answers, and takes no job.
    """
    if not current_app.config["REDIS_URL"]:
        return False
    try:
        return bool(connection().set(PROBE, 1, ex=LEASE))
    except RedisError:
        return False


def connection() -> Redis:
    """For requests: gives up at once rather than keep somebody waiting."""
    app = current_app
    if "redis" not in app.extensions:
        app.extensions["redis"] = Redis.from_url(
            app.config["REDIS_URL"],
            socket_connect_timeout=1,
            socket_timeout=2,
            retry=Retry(NoBackoff(), 0),
        )
    return app.extensions["redis"]


def queue_of(name: str, redis: Redis) -> Queue:
    """A queue whose jobs are JSON, never pickle."""
    return Queue(name, connection=redis, serializer=JSONSerializer, default_timeout=QUEUES[name])


def _push(call: Call, number: str) -> None:
    """At most one such job waits; if one runs, it may have read before this commit: one more."""
    queue = queue_of(call.queue, connection())
    for _attempt in range(3):
        try:
            queue.enqueue_call(
                TARGET,
                kwargs={"name": call.name, "kwargs": json.loads(call.arguments)},
                job_id=number,
                unique=True,
                result_ttl=0,
                failure_ttl=KEEP_FAILED,
                retry=Again(max=2),
            )
            return
        except DuplicateJobError:
            pass
        try:
            job = Job.fetch(number, connection=queue.connection, serializer=JSONSerializer)
            status = job.get_status(refresh=False)
        except NoSuchJobError:
            continue
        if status in WAITING:
            return
        if status == JobStatus.STARTED:
            number = f"{call.id}-again"
        else:
            job.delete()


class Line(CronJob):
    """One line of the timetable: a job by name, at Shanghai's time, as JSON."""

    def __init__(self, name: str, cron: str, queue: str) -> None:
        super().__init__(queue, func_name=TARGET, cron=cron, name=name, kwargs={"name": name})
        self.next_enqueue_time = self.get_next_enqueue_time()

    def get_next_enqueue_time(self) -> datetime:
        latest = self.latest_enqueue_time or clock.now()
        return croniter(self.cron, latest.astimezone(clock.ZONE)).get_next(datetime)

    def enqueue(self, connection: Redis) -> None:  # type: ignore[override]
        sent = send(Call(self.name, "{}", self.queue_name))
        log.info("timetable", job=self.name, sent=sent)


class Timetable(CronScheduler):
    """RQ's scheduler with one holder: two of them would send everything twice, so one waits."""

    def __init__(self, connection: Redis, lines: list[Line]) -> None:
        super().__init__(connection=connection)
        self._cron_jobs = list(lines)
        self.lock = connection.lock(LOCK, timeout=LEASE, sleep=2)

    def hold(self) -> None:
        """Wait until no other scheduler holds the timetable; what it sent meanwhile is past."""
        if not self.lock.acquire(blocking=False):
            log.warning("another scheduler holds the timetable, waiting for it to stop")
            self.lock.acquire()
        for line in self._cron_jobs:
            line.set_enqueue_time(clock.now())

    def enqueue_jobs(self) -> list[CronJob]:
        try:
            self.lock.reacquire()
        except LockError:
            self.hold()  # this machine slept longer than its lease
        return super().enqueue_jobs()


@click.command("worker")
@click.option("--burst", is_flag=True, help="Stop when the queues are empty.")
@with_appcontext
def worker(burst: bool) -> None:
    """Run the jobs of all queues until told to stop."""
    db.session.remove()
    db.engine.dispose()  # the processes that run the jobs must not share connections
    redis = _patient_connection()
    queues = [queue_of(name, redis) for name in QUEUES]
    Worker(queues, connection=redis, serializer=JSONSerializer).work(burst=burst)


@click.command("scheduler")
@with_appcontext
def scheduler() -> None:
    """Send the jobs of the timetable when their time comes; a second scheduler waits."""
    jobs = current_app.extensions["jobs"].values()
    lines = [Line(job.name, job.cron, job.queue) for job in jobs]
    timetable = Timetable(_patient_connection(), lines)
    timetable.hold()
    try:
        timetable.start()
    finally:
        with suppress(LockError):
            timetable.lock.release()


def _patient_connection() -> Redis:
    if not current_app.config["REDIS_URL"]:
        raise click.UsageError("REDIS_URL is not set; `flask serve` brings a queue of its own.")
    return Redis.from_url(current_app.config["REDIS_URL"])


def init(app: Flask) -> None:
    """Add the commands of the two processes; what is enqueued is sent by the events below."""
    app.cli.add_command(worker)
    app.cli.add_command(scheduler)


@sa.event.listens_for(db.session, "after_commit")
def _send_waiting(session: Any) -> None:
    if session.in_nested_transaction():
        return
    for call in session.info.pop("calls", {}):
        send(call)


@sa.event.listens_for(db.session, "after_rollback")
def _forget_waiting(session: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop("calls", None)
