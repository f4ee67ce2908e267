"""How far a run is, for others to see: its transaction shows nothing, so Redis carries it."""

import json
from contextlib import suppress

from flask import current_app
from redis import RedisError

from integrity.base import queue

SECONDS = 600
"""How long it is known; a run that is alive says more before that."""


def note(number: int, done: int, total: int) -> None:
    """Say how many rows of about how many an upload's run has read; without a queue, nothing."""
    if current_app.config["REDIS_URL"]:
        with suppress(RedisError):
            queue.connection().set(_key(number), json.dumps([done, total]), ex=SECONDS)


def read(number: int) -> tuple[int, int] | None:
    """Rows read and about how many there are, None when nobody knows."""
    if not current_app.config["REDIS_URL"]:
        return None
    try:
        said = queue.connection().get(_key(number))
    except RedisError:
        return None
    done, total = json.loads(said) if said else (0, 0)  # type: ignore[arg-type]
    return (done, total) if total else None


def forget(number: int) -> None:
    if current_app.config["REDIS_URL"]:
        with suppress(RedisError):
            queue.connection().delete(_key(number))


def _key(number: int) -> str:
    return f"integrity:import:{number}"
