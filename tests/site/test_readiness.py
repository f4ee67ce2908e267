"""Ready is what can really be used: the right schema, the keys of what was signed, the queue."""

import base64
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from integrity.app import create_app
from integrity.base import queue, server_keys
from integrity.base.config import NotADemonstration, Settings
from integrity.base.db import db
from integrity.doors.site import readiness
from tests import servers
from wsgi import STREAMS


@pytest.fixture
def migrated() -> None:
    """The database says at which migration it is."""
    db.session.execute(sa.text("CREATE TABLE alembic_version (version_num varchar(32))"))
    head = readiness._head()
    db.session.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


@pytest.fixture(autouse=True)
def fresh(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "keys_found", False)


def test_a_system_of_the_right_schema_is_ready(client: FlaskClient, migrated: None) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["schema"]) == (200, True)


def test_a_database_of_another_schema_is_not_ready_and_is_named(
    client: FlaskClient, migrated: None
) -> None:
    """Seen: after a failed upgrade it was ready, and the pages answered 500."""
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0009'"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.json["schema"], answer.json["schema_found"]) == (False, "0009")


def test_an_empty_database_is_not_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").status_code == 503


def test_without_the_keys_of_what_was_signed_nothing_is_signed_and_it_is_said(
    client: FlaskClient, migrated: None, app: Flask, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen: a new key was made in silence, and every signature was false in public."""
    lost = base64.b64encode(b"a key that was lost").decode()
    monkeypatch.setattr(server_keys, "USED", [lambda: sa.select(sa.literal(lost))])
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)

    page = client.get("/.well-known/integrity-keys.json")

    assert page.status_code == 503 and "keys" in page.text
    assert client.get("/readyz").json["keys"] is False
    assert not list(tmp_path.rglob("*.pem"))


def test_a_queue_that_is_full_is_not_ready(
    app: Flask, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen: it answered, so it was ready, and took no job."""
    monkeypatch.setitem(app.config, "REDIS_URL", redis_url)
    monkeypatch.delitem(app.extensions, "redis", raising=False)
    server = redis.Redis.from_url(redis_url)
    assert queue.ping()

    server.config_set("maxmemory", 1)
    try:
        assert not queue.ping()
    finally:
        server.config_set("maxmemory", 0)
        monkeypatch.delitem(app.extensions, "redis")


@pytest.fixture
def hanging() -> Iterator[str]:
    """A Redis that accepts and never answers."""
    with servers.redis_server() as url:
        number = redis.Redis.from_url(url).info()["process_id"]
        os.kill(number, signal.SIGSTOP)
        yield url
        os.kill(number, signal.SIGCONT)


@pytest.mark.server
def test_a_redis_that_hangs_hangs_no_page(hanging: str, tmp_path: Any) -> None:
    """Seen: every page waited for as long as Redis did, for the sake of the limits."""
    settings = Settings(redis_url=hanging, secret_key="x", instance=tmp_path).flask()
    site = create_app(STREAMS, settings=settings, TESTING=True)
    answers: list[int] = []

    def ask() -> None:
        for _page in range(3):
            answers.append(site.test_client().get("/login").status_code)

    visitor = threading.Thread(target=ask, daemon=True)
    visitor.start()
    visitor.join(30)

    assert answers == [200, 200, 200]


def test_what_the_demonstration_left_makes_none_of_a_real_system(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen: DEMO=1 in a forgotten .env, and real complaints stood under invented ones."""
    left = tmp_path / ".env"
    left.write_text("DEMO=1\nDATABASE_URL=sqlite:///demo.sqlite\n")
    for name in ("DEMO", "SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INSTANCE", str(tmp_path))

    assert Settings(_env_file=left).flask()["DEMO"] is True

    for name in ("SECRET_KEY", "DATABASE_URL"):
        with monkeypatch.context() as real:
            real.setenv(name, "postgresql://city@db/integrity")
            with pytest.raises(NotADemonstration, match="DEMO=1"):
                Settings(_env_file=left).flask()


def test_a_demonstration_that_is_meant_may_have_any_database(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")

    assert Settings(instance=tmp_path, secret_key="x").flask()["DEMO"] is True
