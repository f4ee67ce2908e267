"""Jobs are handed over after the commit, once, and nothing depends on the queue."""

import json

import pytest
from flask import Flask

from integrity.base import clock, queue
from integrity.base.db import db
from tests.live import Live


@pytest.fixture
def real_queue(app: Flask, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> queue.Queue:
    monkeypatch.setitem(app.config, "REDIS_URL", redis_url)
    monkeypatch.delitem(app.extensions, "redis", raising=False)
    return queue.queue_of("default", queue.connection())


def test_a_job_is_sent_after_the_commit(sent):
    queue.enqueue("expire", on="2026-11-20")
    assert sent == []

    db.session.commit()

    assert sent == [("expire", {"on": "2026-11-20"})]


def test_a_job_of_work_that_was_rolled_back_is_forgotten(sent):
    queue.enqueue("expire")
    db.session.connection()

    db.session.rollback()
    db.session.commit()

    assert sent == []


def test_a_savepoint_sends_nothing(sent):
    queue.enqueue("expire")

    with db.session.begin_nested():
        pass

    assert sent == []


def test_equal_calls_are_sent_once(sent):
    queue.enqueue("expire", on="2026-11-20")
    queue.enqueue("expire", on="2026-11-20")

    db.session.commit()

    assert len(sent) == 1


def test_a_queue_that_is_away_fails_nobody(app, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.delitem(app.extensions, "redis", raising=False)
    queue.enqueue("expire")

    db.session.commit()

    assert queue.ping() is False
    monkeypatch.delitem(app.extensions, "redis")


def test_what_only_json_cannot_say_is_refused_at_once():
    with pytest.raises(TypeError):
        queue.enqueue("expire", on=clock.today())


def test_a_job_that_waits_is_not_sent_again(real_queue):
    for _again in range(3):
        queue.enqueue("expire", on="2026-11-20")
        db.session.commit()

    assert real_queue.count == 1


def test_a_job_that_runs_lets_one_more_wait(real_queue):
    queue.enqueue("expire")
    db.session.commit()
    job = real_queue.fetch_job(real_queue.pop_job_id())
    job.set_status(queue.JobStatus.STARTED)

    for _again in range(3):
        queue.enqueue("expire")
        db.session.commit()

    assert real_queue.job_ids == [f"{job.id}-again"]


def test_a_job_that_failed_is_sent_again(real_queue):
    queue.enqueue("expire")
    db.session.commit()
    real_queue.fetch_job(real_queue.pop_job_id()).set_status(queue.JobStatus.FAILED)

    queue.enqueue("expire")
    db.session.commit()

    assert real_queue.count == 1


def test_jobs_are_json_and_never_pickle(real_queue):
    queue.enqueue("expire", on="2026-11-20")
    db.session.commit()

    job = real_queue.jobs[0]

    assert job.serializer is queue.JSONSerializer
    assert (job.func_name, job.kwargs) == (
        queue.TARGET,
        {"name": "expire", "kwargs": {"on": "2026-11-20"}},
    )


def test_the_timetable_is_in_local_time():
    line = queue.Line("expire", "40 1 * * *", "slow")

    due = line.get_next_enqueue_time().astimezone(clock.ZONE)

    assert (due.hour, due.minute) == (1, 40)


def test_of_two_schedulers_one_holds_the_timetable(real_queue):
    first, second = (queue.Timetable(real_queue.connection, []) for _ in range(2))

    first.hold()

    assert not second.lock.acquire(blocking=False)
    first.lock.release()
    second.hold()


def test_a_real_worker_runs_a_job(app, live: Live, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", live.environment["REDIS_URL"])
    monkeypatch.delitem(app.extensions, "redis", raising=False)
    assert queue.send(queue.Call("expire", '{"on": "2026-11-20"}', "slow"))

    live.work()

    runs = json.loads(live.flask("status", "--json"))["jobs"]
    assert (runs["expire"]["on"], runs["expire"]["state"]) == ("2026-11-20", "done")
