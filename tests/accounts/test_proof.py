"""Proving that it is you: counted, slowed and logged everywhere, and no lock against others."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from commitments.models import CommitmentState
from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import passkeys, passwords, security_log
from integrity.people.accounts.security_log import SecurityEvent, What
from tests.factories import PASSWORD, make_body, make_user
from tests.site.makers import make_commitment

WRONG = "Wrong-one-2026"
NEW = "Another-day-2027"


@pytest.fixture
def head():
    return make_user(Role.HEAD, make_body())


@pytest.fixture
def stranger(app, client):
    """Somebody else's browser, at another address."""
    made = app.test_client()
    made.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    return made


@pytest.fixture
def later(monkeypatch):
    def go(**much):
        at = clock.now() + timedelta(**much)
        monkeypatch.setattr(clock, "now", lambda: at)

    return go


def enter(client, user, password=PASSWORD, **more):
    given = {"username": user.username, "password": password} | more
    return client.post("/login", data=given).status_code


def events(*what):
    wanted = sa.select(SecurityEvent).order_by(SecurityEvent.id)
    if what:
        wanted = wanted.where(SecurityEvent.what.in_(what))
    return db.session.scalars(wanted).all()


def test_after_five_failures_even_the_right_password_waits(client, head, later):
    for _ in range(5):
        enter(client, head, WRONG)

    assert enter(client, head) == 401
    later(minutes=1, seconds=1)
    assert enter(client, head) == 302
    assert len(events(What.LOCK)) == 1


def test_each_further_failure_doubles_the_wait(client, head, later):
    for _ in range(5):
        enter(client, head, WRONG)
    later(minutes=1, seconds=1)
    enter(client, head, WRONG)
    later(minutes=1, seconds=1)

    assert enter(client, head) == 401
    later(minutes=1)
    assert enter(client, head) == 302


def test_a_stranger_locks_nobody_out(client, stranger, head):
    """Five wrong passwords by anybody closed the account for a quarter of an hour, repeatably."""
    for _ in range(10):
        enter(stranger, head, WRONG)

    assert enter(stranger, head) == 401
    assert enter(client, head) == 302


def test_a_known_device_passes_when_all_strangers_wait(app, client, stranger, head, monkeypatch):
    enter(client, head)
    client.post("/logout")
    monkeypatch.setitem(app.config, "STRANGERS_TRIES", 12)
    for number in range(15):
        stranger.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        enter(stranger, head, WRONG)
    newcomer = app.test_client()
    newcomer.environ_base["REMOTE_ADDR"] = "198.51.100.1"

    assert enter(newcomer, head) == 401
    assert enter(client, head) == 302


def test_a_known_device_guesses_no_faster_than_others(client, head):
    enter(client, head)
    client.post("/logout")

    for _ in range(5):
        enter(client, head, WRONG)

    assert enter(client, head) == 401


def test_a_passkey_passes_the_wait_but_no_wrong_password(client, head, monkeypatch):
    monkeypatch.setattr(passkeys, "check", lambda user, credential, challenge, at: None)
    for _ in range(5):
        enter(client, head, WRONG)
    client.get("/login")

    assert enter(client, head, WRONG, credential="{}") == 401
    assert enter(client, head, credential="{}") == 302


def test_an_answer_to_no_question_is_no_passkey(client, head, monkeypatch):
    monkeypatch.setattr(passkeys, "check", lambda user, credential, challenge, at: None)
    for _ in range(5):
        enter(client, head, WRONG)
    with client.session_transaction() as stored:
        stored.clear()

    assert enter(client, head, credential="{}") == 401


def test_the_question_to_a_passkey_names_nobody(client, head):
    assert '"allowCredentials": []' in client.get("/login").text.replace("&#34;", '"')


@pytest.mark.parametrize("form", ["account", "passkeys", "sign"])
def test_every_form_that_takes_the_password_counts_and_logs(client, login, head, form):
    """On /account it could be guessed without end, without a trace."""
    item = make_commitment(head.body, state=CommitmentState.SUBMITTED)
    address, given = {
        "account": ("/account", {"current": WRONG, "password": NEW, "again": NEW}),
        "passkeys": ("/account/passkeys", {"name": "办公电脑", "password": WRONG}),
        "sign": (f"/commitments/{item.ref}/do/sign", {"digest": "x", "password": WRONG}),
    }[form]
    login(head)

    for _ in range(6):
        assert client.post(address, data=given).status_code == 422

    found = [event.what for event in events()]
    assert found == [What.FAILURE] * 5 + [What.LOCK, What.REFUSED]
    right = {name: PASSWORD if word == WRONG else word for name, word in given.items()}
    assert client.post(address, data=right).status_code == 422
    assert passwords.matches(head.password_hash, PASSWORD)


def test_success_failure_and_an_unknown_name_are_logged_without_passwords(client, head):
    enter(client, head)
    client.post("/logout")
    enter(client, head, WRONG)
    client.post("/login", data={"username": "nobody", "password": WRONG})

    found = [(event.what, event.account) for event in events()]
    assert found == [
        (What.LOGIN, head.username),
        (What.LOGOUT, head.username),
        (What.FAILURE, head.username),
        (What.FAILURE, "nobody"),
    ]
    assert WRONG not in str([vars(event) for event in events()])


def test_an_account_not_in_use_is_logged_as_refused(client, head):
    head.state = "disabled"

    assert enter(client, head) == 401
    assert [event.what for event in events()] == [What.REFUSED]


@given(st.text(max_size=60))
def test_nothing_that_may_be_a_password_is_logged_as_a_name(text):
    written = security_log.harmless(text)

    assert written in ("", text)
    if written:
        with pytest.raises(passwords.WeakPassword):
            passwords.check(written, " ")


@pytest.mark.parametrize(
    "what", ["UPDATE security_event SET why = 'x'", "DELETE FROM security_event"]
)
def test_the_security_log_cannot_be_changed(client, head, what):
    enter(client, head)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.text(what))


def test_only_the_auditor_reads_the_security_log(client, login, head):
    client.post("/login", data={"username": "nobody", "password": WRONG})

    for role in Role:
        expected = 200 if role is Role.AUDITOR else 403
        assert login(make_user(role, head.body)).get("/desk/security-log").status_code == expected
    login(make_user(Role.AUDITOR))
    rows = client.get("/desk/security-log?what=failure&q=nobody&format=json").json
    assert [(row["事件"], row["用户名"]) for row in rows] == [("密码错误", "nobody")]


def test_no_address_is_kept(stranger, head):
    enter(stranger, head, WRONG)

    assert "203.0.113.9" not in str([vars(event) for event in events()])
