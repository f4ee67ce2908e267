"""What a monitor asks besides requests: jobs, queues, messages, the seal; read at that moment."""

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis import RedisError

from integrity.base import clock, metrics, queue, runs
from integrity.base.db import db
from integrity.base.outbox import Envelope
from integrity.base.runs import JobRun, RunState
from integrity.base.sealing import service as sealing
from integrity.doors.site import readiness

Gauges = Iterator[GaugeMetricFamily]


def exposition() -> bytes:
    """Everything, as Prometheus reads it."""
    moment = CollectorRegistry()
    moment.register(Now())
    return generate_latest(metrics.registry()) + generate_latest(moment)


class Now(Collector):
    """Gauges of this moment; without a database there is only that it is away."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        ready = readiness.answers()
        yield _by("integrity_ready", "Whether a part of the system is ready.", "part", {
            part: answer for part, answer in ready.items() if isinstance(answer, bool)
        })  # fmt: skip
        yield from _queues()
        if ready["database"] and ready.get("schema"):
            yield from _jobs()
            yield from _messages()
            yield from _seal()


def _by(name: str, words: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    made = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        made.add_metric([value], number)
    return made


def _jobs() -> Gauges:
    last = sa.select(sa.func.max(JobRun.id)).where(JobRun.argument.is_(None)).group_by(JobRun.name)
    states = db.session.execute(sa.select(JobRun.name, JobRun.state).where(JobRun.id.in_(last)))
    failed = {name: float(state is RunState.FAILED) for name, state in states}
    done = sa.select(JobRun.name, sa.func.max(JobRun.finished_at)).group_by(JobRun.name)
    done = done.where(JobRun.state == RunState.DONE)
    ended = {name: at.timestamp() for name, at in db.session.execute(done) if at}
    yield _by("integrity_job_failed", "Whether the last run of a job failed.", "job", failed)
    yield _by("integrity_job_last_success_timestamp_seconds", "When it last ended.", "job", ended)
    number = len(runs.missed(clock.now()))
    yield GaugeMetricFamily("integrity_jobs_missed", "Nightly runs that are missing.", number)


def _queues() -> Gauges:
    if not queue.ping():
        return
    waiting, failed = {}, {}
    try:
        for name in queue.QUEUES:
            found = queue.queue_of(name, queue.connection())
            waiting[name], failed[name] = found.count, found.failed_job_registry.count
    except RedisError:
        return
    yield _by("integrity_queue_waiting", "Jobs that wait for a worker.", "queue", waiting)
    yield _by("integrity_queue_failed", "Jobs that failed within a week.", "queue", failed)


def _messages() -> Gauges:
    wanted = (
        sa.select(Envelope.channel, sa.func.count(), sa.func.min(Envelope.made_at))
        .where(Envelope.ended_at.is_(None))
        .group_by(Envelope.channel)
    )
    found = db.session.execute(wanted).all()
    now = clock.now()
    numbers = {channel.value: number for channel, number, _first in found}
    ages = {channel.value: (now - first).total_seconds() for channel, _number, first in found}
    yield _by("integrity_messages_waiting", "Envelopes that have not left.", "channel", numbers)
    yield _by("integrity_messages_oldest_seconds", "Age of the oldest one.", "channel", ages)


def _seal() -> Gauges:
    now = clock.now()
    number, since = sealing.unsealed(now)
    age = (now - since).total_seconds() if since else 0
    yield GaugeMetricFamily("integrity_log_unsealed", "Rows of the log without a seal.", number)
    yield GaugeMetricFamily("integrity_log_unsealed_seconds", "Age of the oldest one.", age)
