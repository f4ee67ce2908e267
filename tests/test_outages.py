"""While the database is away nobody sees an error: 503, when to come again, and no second question.

Seen: 500 for every connection that a server had ended, and pages that waited for as long as a lock.
"""

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, session
from flask_login import UserMixin, login_user
from sqlalchemy.engine import make_url

from integrity.app import create_app
from integrity.base import outages
from integrity.base.db import db
from integrity.base.stamps import public
from tests.statements import statements
from wsgi import STREAMS


class Somebody(UserMixin):
    id = "1"


NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def site(url: str, **settings: object) -> Flask:
    """An app with a page that changes something and one that waits for lock 7."""
    made = create_app(STREAMS, SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_ENABLED=False, **settings)

    @public
    def wait() -> str:
        db.session.execute(sa.text("SELECT pg_advisory_xact_lock(7)"))
        return "waited"

    @public
    def end() -> str:
        """Its connection is ended before it can commit."""
        number = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
        with psycopg.connect(plain(url), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))
        return "done"

    @public
    def enter() -> str:
        login_user(Somebody())
        session["session"] = "of somebody"
        return "in"

    made.add_url_rule("/api/wait", view_func=wait)
    made.add_url_rule("/end", view_func=end, methods=["POST"])
    made.add_url_rule("/enter", view_func=enter)
    return made


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def gone() -> Flask:
    return site(NOWHERE)


def test_a_visitor_reads_when_to_come_again(gone: Flask) -> None:
    answer = gone.test_client().get("/commitments/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "系统暂时繁忙" in answer.text and "请先查看是否已经办成" in answer.text


def test_who_is_logged_in_too_and_the_page_does_not_ask_who_it_is(gone: Flask) -> None:
    person = gone.test_client()
    person.get("/enter")

    answer = person.get("/desk/")

    assert answer.status_code == 503 and "系统暂时繁忙" in answer.text


def test_a_program_gets_a_problem_document(gone: Flask) -> None:
    answer = gone.test_client().get("/api/v1/commitments")

    assert (answer.status_code, answer.json["code"]) == (503, "busy")
    assert answer.headers["Retry-After"] == "5"


def test_what_needs_no_database_is_served(gone: Flask) -> None:
    assert gone.test_client().get("/healthz").status_code == 200
    assert gone.test_client().get("/readyz").json["database"] is False


@pytest.mark.parametrize(
    ("error", "later"),
    [
        (psycopg.errors.TooManyConnections, True),
        (psycopg.errors.AdminShutdown, True),
        (psycopg.errors.ReadOnlySqlTransaction, True),
        (psycopg.errors.LockNotAvailable, True),
        (psycopg.OperationalError, True),
        (psycopg.errors.UndefinedTable, False),
        (psycopg.errors.UniqueViolation, False),
        (ValueError, False),
    ],
)
def test_what_asking_again_helps_against(error: type[Exception], later: bool) -> None:
    assert outages.is_outage(sa.exc.DBAPIError("", None, error())) is later


def test_a_database_that_has_no_connection_left_is_busy() -> None:
    assert outages.is_outage(sa.exc.TimeoutError())


@pytest.fixture
def there(postgresql_url: str) -> Iterator[Flask]:
    made = site(postgresql_url, LOCK_SECONDS=0.2, PROPAGATE_EXCEPTIONS=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_nobody_waits_for_a_lock_for_ever(there: Flask) -> None:
    with psycopg.connect(plain(there.config["SQLALCHEMY_DATABASE_URI"])) as other:
        other.execute("SELECT pg_advisory_lock(7)")
        held = there.test_client().get("/api/wait")
        other.execute("SELECT pg_advisory_unlock(7)")

    assert (held.status_code, held.json["code"]) == (503, "busy")
    assert there.test_client().get("/api/wait").text == "waited"


def test_a_commit_that_was_lost_is_said_and_the_next_one_works(there: Flask) -> None:
    answer = there.test_client().post("/end")

    assert answer.status_code == 503 and "请先查看是否已经办成" in answer.text


def test_a_job_may_wait_and_work_as_long_as_it_takes(there: Flask) -> None:
    with there.app_context(), statements() as seen:
        assert db.session.scalar(sa.text("SHOW lock_timeout")) == "0"

    assert not any("set_config" in statement for statement in seen)


def test_a_server_that_only_reads_is_left_for_the_one_that_writes(there: Flask) -> None:
    """After a fail-over the old leader may answer on, and take nothing."""
    with there.app_context():
        with db.engine.connect() as held:
            number = backend(held)
            held.exec_driver_sql("SET TRANSACTION READ ONLY")
            with pytest.raises(sa.exc.DBAPIError):
                held.exec_driver_sql("CREATE TABLE never (n int)")
        with db.engine.connect() as held:
            assert backend(held) != number


def backend(held: sa.Connection) -> int:
    return int(held.exec_driver_sql("SELECT pg_backend_pid()").scalar() or 0)


def test_as_many_connections_are_kept_as_was_set() -> None:
    few = site(NOWHERE, DATABASE_CONNECTIONS=2)

    assert few.config["SQLALCHEMY_ENGINE_OPTIONS"]["pool_size"] == 2
