"""How far a run is, for others to see: its transaction shows nothing, so Redis carries it."""

import json
from contextlib import suppress

from flask import current_app
from redis import RedisError

from integrity.base import queue

SECONDS = 600
"""How long it is known; a run that is alive says more before that."""


def note(job: str, number: int, done: int, total: int) -> None:
    """Say how much of about how much a job has done of one thing; without a queue, nothing."""
    if current_app.config["REDIS_URL"]:
        with suppress(RedisError):
            queue.connection().set(_key(job, number), json.dumps([done, total]), ex=SECONDS)


def read(job: str, number: int) -> tuple[int, int] | None:
    """How much is done of about how much, None when nobody knows."""
    if not current_app.config["REDIS_URL"]:
        return None
    try:
        said = queue.connection().get(_key(job, number))
    except RedisError:
        return None
    done, total = json.loads(said) if said else (0, 0)  # type: ignore[arg-type]
    return (done, total) if total else None


def forget(job: str, number: int) -> None:
    if current_app.config["REDIS_URL"]:
        with suppress(RedisError):
            queue.connection().delete(_key(job, number))


def _key(job: str, number: int) -> str:
    return f"integrity:{job}:{number}"
