"""What every test may ask for: an app in a transaction of its own, a client, a login, servers.

Each test runs in an app context and in one outer transaction that is rolled back; commits become
savepoints. Options: `--database postgresql` (or TEST_DATABASE) chooses the database.
"""

import atexit
import contextvars
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from argon2 import PasswordHasher
from flask import Flask, has_app_context, session
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.test import TestResponse

from integrity.base import clock
from tests import ahead, catalogues, servers

pytest_plugins = ["tests.live"]

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
INSTANCE = tempfile.mkdtemp(prefix="integrity-")
SERVERS = {"postgresql_url", "redis_server", "redis_url", "live", "live_demo", "browser"}
SYSTEMS = ("live", "live_demo", "browser")
"""Fixtures whose tests keep together on one worker, the first that a test asks for counts."""

settings.register_profile("fast", max_examples=5, deadline=None)  # make test-fast
settings.register_profile("default", max_examples=25, deadline=None)
settings.register_profile("long", max_examples=3000, deadline=None)  # make test-long
settings.load_profile("default")
gc.set_threshold(100_000, 50, 100)  # collecting often costs a sixth of a run
atexit.register(shutil.rmtree, INSTANCE, ignore_errors=True)
os.environ |= {  # nothing from outside, nor from .env
    "SECRET_KEY": "only for tests",
    "DEMO": "0",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "INSTANCE": INSTANCE,
    "BASE_URL": "http://localhost",
    "LOCALE": "zh",
}


def pytest_configure(config: pytest.Config) -> None:
    catalogues.compile_all()
    if "AHEAD" not in os.environ:  # what the first process has chosen holds for its workers
        os.environ["AHEAD"] = str(ahead.until_nine(config.getoption("later")))
    config.add_cleanup(ahead.begin().stop)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--later", type=int, default=0, help="let the clock go this many more days ahead"
    )
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default=os.environ.get("TEST_DATABASE", "sqlite"),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by what a test asks for; the tests of one running system share a worker.

    What is long is left out unless -m names it.
    """
    if "long" not in config.getoption("markexpr"):
        config.hook.pytest_deselected(
            items=[one for one in items if one.get_closest_marker("long")]
        )
        items[:] = [one for one in items if not one.get_closest_marker("long")]
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & SERVERS:
            item.add_marker("server")
        if "client" in asked:
            item.add_marker("pages")
        if system := next((name for name in SYSTEMS if name in asked), None):
            _keep_together(item, system)


def _keep_together(item: Any, system: str) -> None:
    """What `xdist_group` does; xdist 3.8 writes `_nodeid`, which pytest 9.2 no longer reads."""
    if hasattr(item.config, "workerinput"):
        item._id = type(item._id).parse(f"{item.nodeid}@{system}")


@pytest.fixture(autouse=True)
def _pinned(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is TODAY whatever the machine says, but for systems that run by themselves."""
    from tests.factories import NOW

    if not set(SYSTEMS) & set(request.fixturenames):
        monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server: the one of `make test`, else one of our own."""
    if url := os.environ.get("TEST_POSTGRESQL_URL"):
        yield url
    else:
        with servers.postgresql() as url:
            yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis server, to which database numbers are added: the one of `make test` or our own."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url.rsplit("/", 1)[0]
    else:
        with servers.redis_server() as url:
            yield url.rsplit("/", 1)[0]


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis database, this worker's own."""
    number = int(WORKER.removeprefix("gw")) + 1 if WORKER.startswith("gw") else 0
    url = f"{redis_server}/{number}"
    redis.Redis.from_url(url).flushdb()
    return url


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Makes an empty database of the kind under test: new_database("migrations") is its URL."""

    def make(name: str) -> str:
        if request.config.getoption("database") == "postgresql":
            server = request.getfixturevalue("postgresql_url")
            return servers.create_database(server, f"{name}_{WORKER}")
        return f"sqlite:///{tmp_path_factory.mktemp('database') / name}.sqlite"

    return make


@pytest.fixture(scope="session")
def app(new_database: Callable[[str], str]) -> Flask:
    """The system with all streams, its tables, and the rules and measures it ships with."""
    from integrity.app import create_app
    from integrity.base.db import db
    from integrity.casework.informants import receipts
    from integrity.casework.rules import service as rules
    from integrity.credit.catalogue import service as catalogue
    from integrity.credit.matters import shipped as matters
    from integrity.credit.measures import shipped
    from integrity.credit.offences import service as offences
    from integrity.credit.policies import service as library
    from integrity.credit.repairs import materials, treatments
    from integrity.credit.sanctions import bases, standards
    from integrity.people.accounts import passwords
    from jobs.commands import jobs
    from jobs.demo import demo
    from jobs.runner import JOBS
    from wsgi import STREAMS

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # not 80 ms
    passwords.HASHER = receipts.HASHER = hasher
    app = create_app(
        STREAMS,
        commands=(jobs, demo),
        jobs=JOBS,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=new_database("app"),
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
    )
    with app.app_context():
        db.create_all()
        rules.load()
        library.load()
        shipped.load()
        catalogue.load()
        offences.load()
        matters.load()
        bases.load()
        standards.load()
        materials.load()
        treatments.load()
        db.session.commit()
    return app


@pytest.fixture(autouse=True)
def _rollback(app: Flask) -> Iterator[None]:
    """One transaction a test: everybody uses one connection, and nothing of it remains."""
    from integrity.base.db import db

    engines: dict[str | None, Any] = db._app_engines[app]  # the only way in
    engine = engines[None]
    with app.app_context(), engine.connect() as connection:
        transaction = connection.begin()
        engines[None] = connection
        try:
            yield
        finally:
            db.session.remove()
            engines[None] = engine
            transaction.rollback()


class Client(FlaskClient):
    """Requests as from outside: they see what the test has made and share nothing else with it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if not has_app_context():  # a redirect that is being followed
            return super().open(*args, **kwargs)
        from integrity.base.db import db

        db.session.commit()
        call = super().open
        kwargs["buffered"] = True
        try:
            return contextvars.Context().run(call, *args, **kwargs)
        finally:
            db.session.expire_all()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody with a browser, not logged in."""
    app.test_client_class = Client
    return app.test_client()


@pytest.fixture
def counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that only read: the menu counts what waits for a person once, not on every page.

    It is half of what a page at a desk costs, and where nobody acts it is the same on all.
    """
    from integrity.doors.desk import groups

    count, known = groups.numbers, dict[int, dict[str, int]]()

    def numbers(user: Any) -> dict[str, int]:
        if user.id not in known:
            known[user.id] = count(user)
        return known[user.id]

    monkeypatch.setattr(groups, "numbers", numbers)


@pytest.fixture
def login(app: Flask, client: FlaskClient) -> Callable[[Any], FlaskClient]:
    """login(user) makes the client that person's, without a password; returns the client."""

    def enter(user: Any) -> FlaskClient:
        from integrity.base.db import db

        db.session.commit()
        entered = contextvars.Context().run(_session_of, app, type(user), user.id, client)
        with client.session_transaction() as stored:
            stored.clear()
            stored.update(entered)
        return client

    return enter


def _session_of(app: Flask, model: Any, number: int, client: FlaskClient) -> dict[str, Any]:
    from integrity.base import clock
    from integrity.base.db import db
    from integrity.people.accounts import origins, sessions

    with app.test_request_context(environ_base=client.environ_base):
        person = db.session.get(model, number)
        assert person.is_active, "not an active account"
        sessions.enter(person, origin=origins.here(), at=clock.now())
        db.session.commit()
        return dict(session)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was handed to the queue after commits: (name, arguments)."""
    import json

    from integrity.base import queue

    calls: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "send", lambda c: calls.append((c.name, json.loads(c.arguments))))
    return calls
