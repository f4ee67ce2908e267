"""A database that does not answer is given up after seconds, unless its address says otherwise."""

from integrity.app import create_app
from integrity.base.db import PATIENT
from wsgi import STREAMS

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def options(url: str) -> dict[str, object]:
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    return dict(app.config["SQLALCHEMY_ENGINE_OPTIONS"])


def test_no_request_waits_for_a_server_that_is_gone():
    """Seen: no time-out at all, and one error for each connection that the server had ended."""
    asked = options(NOWHERE)

    assert asked["connect_args"] == {"connect_timeout": PATIENT}
    assert (asked["pool_pre_ping"], asked["pool_timeout"]) == (True, PATIENT)


def test_an_address_may_say_how_long():
    assert "connect_args" not in options(f"{NOWHERE}?connect_timeout=3")
