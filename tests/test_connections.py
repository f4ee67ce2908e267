"""A database that does not answer is given up after seconds, unless its address says otherwise.

A connection is asked whether it lives after it was idle; some statements are a transaction alone.
"""

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from integrity.app import create_app
from integrity.base import connections
from integrity.base.db import PATIENT, db
from wsgi import STREAMS

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def options(url: str) -> dict[str, object]:
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    return dict(app.config["SQLALCHEMY_ENGINE_OPTIONS"])


def test_no_request_waits_for_a_server_that_is_gone():
    """Seen: no time-out at all, and one error for each connection that the server had ended."""
    asked = options(NOWHERE)

    assert asked["connect_args"] == {"connect_timeout": PATIENT}
    assert asked["pool_timeout"] == PATIENT


def test_an_address_may_say_how_long():
    assert "connect_args" not in options(f"{NOWHERE}?connect_timeout=3")


@pytest.fixture
def pooled(app: Flask) -> Iterator[sa.Engine]:
    """Connections from the pool for this test, not the one that all share."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL is reached by connections that end")
    engine, shared = db.engine.engine, db.engine
    db.session.remove()
    db._app_engines[app][None] = engine
    with engine.begin() as made:
        made.exec_driver_sql("CREATE TABLE IF NOT EXISTS alone (n int PRIMARY KEY)")
    yield engine
    db.session.remove()
    with engine.begin() as made:
        made.exec_driver_sql("DROP TABLE alone")
    db._app_engines[app][None] = shared


ENTER = "INSERT INTO alone (n) VALUES (%(n)s)"


def entered(engine: sa.Engine) -> list[int]:
    with engine.connect() as other:
        return list(other.exec_driver_sql("SELECT n FROM alone ORDER BY n").scalars())


def test_what_stands_alone_is_committed_with_its_answer(pooled: sa.Engine):
    assert connections.alone(ENTER, {"n": 1}) == ((), 1)
    db.session.rollback()

    rows, count = connections.alone("SELECT n FROM alone WHERE n < %(n)s", {"n": 5})

    assert (list(rows), count) == ([(1,)], 1)
    assert entered(pooled) == [1]


def test_within_a_transaction_it_is_a_part_of_it(pooled: sa.Engine):
    db.session.execute(sa.text("SELECT 1"))
    connections.alone(ENTER, {"n": 1})
    db.session.rollback()

    assert entered(pooled) == []


def test_after_an_error_the_connection_serves_on(pooled: sa.Engine):
    connections.alone(ENTER, {"n": 4711})

    with pytest.raises(sa.exc.IntegrityError):
        connections.alone(ENTER, {"n": 4711})

    db.session.execute(sa.text("INSERT INTO alone (n) VALUES (2)"))
    db.session.rollback()
    assert entered(pooled) == [4711]


def ended(engine: sa.Engine) -> None:
    """The connection that the pool holds is ended by the server."""
    with engine.connect() as held:
        number = held.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with psycopg.connect(plain(engine), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))


def plain(engine: sa.Engine) -> str:
    url = engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def test_a_connection_that_died_idle_is_not_given_to_anybody(
    pooled: sa.Engine, monkeypatch: pytest.MonkeyPatch
):
    ended(pooled)
    monkeypatch.setattr(connections, "IDLE", 0)

    connections.alone(ENTER, {"n": 1})

    assert entered(pooled) == [1]


def test_one_that_died_in_use_fails_once(pooled: sa.Engine):
    ended(pooled)

    with pytest.raises(sa.exc.OperationalError):
        connections.alone(ENTER, {"n": 1})
    connections.alone(ENTER, {"n": 2})

    assert entered(pooled) == [2]
