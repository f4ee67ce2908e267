"""A session ends on the server; after that its cookie is worth nothing, wherever it was copied."""

from datetime import timedelta

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import service, sessions
from integrity.people.accounts.security_log import SecurityEvent, What
from tests.factories import NOW, PASSWORD, make_body, make_user
from tests.queries import number_of

NEW = "Another-day-2027"
DESK = "/desk/"


@pytest.fixture
def officer():
    return make_user(Role.OFFICER, make_body())


@pytest.fixture
def other(app, client):
    """Another browser."""
    return app.test_client()


@pytest.fixture
def later(monkeypatch):
    def go(**much):
        at = clock.now() + timedelta(**much)
        monkeypatch.setattr(clock, "now", lambda: at)

    return go


def enter(client, user, password=PASSWORD):
    return client.post("/login", data={"username": user.username, "password": password})


def copy(client, other):
    """Somebody copies the cookie."""
    with client.session_transaction() as own:
        kept = dict(own)
    with other.session_transaction() as stolen:
        stolen.update(kept)


def is_in(client):
    return client.get(DESK).status_code == 200


def test_a_copied_cookie_ends_with_the_logout(client, other, officer):
    """The copy went on working: the cookie itself was the session."""
    enter(client, officer)
    copy(client, other)
    assert is_in(other)

    client.post("/logout")

    assert not is_in(other)


def test_changing_the_password_ends_every_other_session(client, other, officer):
    enter(other, officer)
    enter(client, officer)

    client.post("/account", data={"current": PASSWORD, "password": NEW, "again": NEW})

    assert is_in(client)
    assert not is_in(other)


def test_a_copied_cookie_ends_with_the_change_of_the_password(client, other, officer):
    """Only the other sessions ended; whoever had copied this one's cookie stayed."""
    enter(client, officer)
    copy(client, other)

    client.post("/account", data={"current": PASSWORD, "password": NEW, "again": NEW})

    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize(
    "act",
    [
        lambda user, by: service.reset_password(user, by=by, at=NOW),
        lambda user, by: service.disable(user, by=by, at=NOW, why="调离岗位"),
        lambda user, by: service.grant(user, by=by, at=NOW),
    ],
    ids=["reset", "disable", "grant"],
)
def test_what_another_does_to_the_account_ends_every_session_for_good(client, officer, act):
    """A new grant of a disabled account brought its old cookies back."""
    enter(client, officer)
    administrator = make_user(Role.SYSTEM)

    act(officer, administrator)
    service.grant(officer, by=administrator, at=NOW)
    officer.must_change = False

    assert not is_in(client)


def test_a_session_left_alone_is_over(client, officer, later):
    enter(client, officer)
    later(minutes=31)

    assert not is_in(client)


def test_a_session_in_use_is_over_after_its_hours(client, officer, later):
    """Whoever asked every 29 minutes kept a copied cookie for ever."""
    enter(client, officer)
    for _half_hour in range(24):
        assert is_in(client)
        later(minutes=29, seconds=50)
    later(minutes=5)

    assert not is_in(client)


def test_one_session_too_many_ends_the_one_seen_longest_ago(app, client, officer):
    browsers = [app.test_client() for _number in range(app.config["SESSIONS"] + 1)]

    for browser in browsers:
        enter(browser, officer)

    assert [is_in(browser) for browser in browsers] == [False] + [True] * app.config["SESSIONS"]


def test_ones_sessions_are_seen_and_ended(client, other, officer):
    other.post(
        "/login",
        data={"username": officer.username, "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/139 Safari/537"},
    )
    enter(client, officer)
    page = client.get("/account/sessions").text
    there = next(row for row in sessions.of(officer, NOW) if row.device)

    assert "Chrome · Windows" in page and "本次登录" in page
    client.post(f"/account/sessions/{there.id}/end")

    assert not is_in(other)
    assert is_in(client)


def test_all_others_are_ended_at_once(client, other, officer):
    enter(other, officer)
    enter(client, officer)

    client.post("/account/sessions/end-others")

    assert is_in(client) and not is_in(other)


def test_nobody_ends_the_session_of_another(client, login, other, officer):
    enter(other, officer)
    theirs = sessions.of(officer, NOW)[0]

    answer = login(make_user()).post(f"/account/sessions/{theirs.id}/end")

    assert answer.status_code == 404
    assert is_in(other)


def test_a_session_notes_that_it_was_seen_once_a_minute(client, login, officer, later):
    login(officer)
    is_in(client)
    quiet = number_of(client, DESK)
    later(seconds=61)

    is_in(client)

    assert sessions.of(officer, clock.now())[0].seen_at == clock.now()
    assert number_of(client, DESK) == quiet


def test_the_secret_of_a_session_is_not_in_the_database(client, officer):
    enter(client, officer)

    with client.session_transaction() as stored:
        assert stored[sessions.KEY] not in db.session.scalars(db.select(sessions.Session.digest))


def test_the_end_of_a_session_is_in_the_security_log(client, officer):
    enter(client, officer)
    client.post("/account/sessions/end-others")
    client.post("/logout")

    found = db.session.scalars(db.select(SecurityEvent.what).order_by(SecurityEvent.id)).all()
    assert found == [What.LOGIN, What.END, What.LOGOUT]
