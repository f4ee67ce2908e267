"""Logging in and out through the pages, and one's own password."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import passwords, service
from integrity.people.accounts.models import AccountState
from tests.factories import NOW, PASSWORD, make_body, make_user

NEW = "Another-day-2027"


@pytest.fixture
def clerk():
    return make_user(Role.OFFICER, make_body())


def enter(client, user, password=PASSWORD, **more):
    return client.post("/login", data={"username": user.username, "password": password, **more})


def test_the_right_password_leads_to_the_desk(client, clerk):
    answer = enter(client, clerk)

    assert answer.location == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_page_that_needs_a_login_is_shown_after_it(client, clerk):
    asked = client.get("/account")

    assert asked.location == "/login?next=/account"
    assert enter(client, clerk, next="/account").location == "/account"


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\t/x"],
)
def test_nobody_is_led_to_another_site(client, clerk, evil):
    assert enter(client, clerk, next=evil).location == "/desk/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, clerk):
    wrong = enter(client, clerk, "Wrong-one-2026")
    unknown = client.post("/login", data={"username": "nobody", "password": PASSWORD})

    assert wrong.status_code == unknown.status_code == 401
    assert "用户名或者密码不正确" in wrong.text
    assert "用户名或者密码不正确" in unknown.text


def test_an_empty_form_says_what_is_missing(client):
    answer = client.post("/login", data={})

    assert answer.status_code == 422
    assert "请填写用户名" in answer.text


def test_an_account_without_a_password_answers_like_any_other(client, clerk):
    """An account nobody has a password for answered 500, which told that it exists."""
    clerk.password_hash = passwords.UNUSABLE

    answers = [enter(client, clerk), enter(client, clerk, "!"), enter(client, clerk, "Wrong-1")]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert all("用户名或者密码不正确" in answer.text for answer in answers)


@pytest.mark.parametrize("hashed", [None, passwords.UNUSABLE])
def test_where_there_is_no_password_as_much_is_computed(monkeypatch, hashed):
    verified = []

    class Counting:
        def hash(self, password):
            return passwords.PasswordHasher(1, 8, 1).hash(password)

        def verify(self, *given):
            verified.append(given)
            return True

    monkeypatch.setattr(passwords, "HASHER", Counting())

    assert not passwords.matches(hashed, PASSWORD)
    assert len(verified) == 1


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DISABLED])
def test_an_account_that_is_not_active_cannot_log_in(client, clerk, state):
    clerk.state = state

    assert enter(client, clerk).status_code == 401


def test_the_session_of_before_the_login_is_worth_nothing(client, clerk):
    with client.session_transaction() as stored:
        stored["planted"] = "by somebody else"

    enter(client, clerk)

    with client.session_transaction() as stored:
        assert "planted" not in stored


def test_logging_out_ends_the_session(client, clerk):
    enter(client, clerk)

    client.post("/logout")

    assert client.get("/desk/").status_code == 302


def test_logging_out_takes_a_post(client):
    assert client.get("/logout").status_code == 405


def test_ones_own_password_is_changed_with_the_old_one(client, clerk):
    enter(client, clerk)

    given = {"current": PASSWORD, "password": NEW, "again": NEW}

    assert client.post("/account", data=given).status_code == 302
    assert passwords.matches(clerk.password_hash, NEW)


@pytest.mark.parametrize(
    "given",
    [
        {"current": "Wrong-one-2026", "password": NEW, "again": NEW},
        {"current": PASSWORD, "password": NEW, "again": "Something-else-1"},
        {"current": PASSWORD, "password": "short", "again": "short"},
        {"current": PASSWORD, "password": PASSWORD, "again": PASSWORD},
        {},
    ],
)
def test_a_change_that_is_wrong_changes_nothing(client, clerk, given):
    enter(client, clerk)

    assert client.post("/account", data=given).status_code == 422
    assert passwords.matches(clerk.password_hash, PASSWORD)


def test_a_password_set_by_another_must_be_changed_before_anything_else(client, clerk):
    administrator = make_user(Role.SYSTEM)
    service.change_password(clerk, NEW, by=administrator, at=NOW)
    enter(client, clerk, NEW)

    assert client.get("/desk/").location == "/account"

    given = {"current": NEW, "password": "My-own-word-1", "again": "My-own-word-1"}
    client.post("/account", data=given)

    assert client.get("/desk/").status_code == 200


def test_a_demonstration_does_not_insist_on_a_new_password(app, client, clerk, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    clerk.must_change = True
    db.session.flush()

    enter(client, clerk)

    assert client.get("/desk/").status_code == 200
