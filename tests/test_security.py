"""Headers, forged posts, errors, and what a log may hold."""

import json

import pytest

from integrity.base.permissions import Role
from tests.factories import PASSWORD, make_user


@pytest.fixture
def guarded(app):
    """The same system with protection against forged posts switched on."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_every_answer_forbids_inline_script_and_framing(client):
    for address in ("/", "/login", "/nowhere", "/healthz"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_no_page_carries_inline_script_or_style(client):
    for address in ("/", "/commitments/", "/login", "/tools/deadline"):
        text = client.get(address).text
        assert " style=" not in text and " onclick=" not in text and "<style" not in text


def test_a_forged_post_changes_nothing_and_says_so(guarded, client):
    user = make_user(Role.OFFICE)

    page = client.post("/login", data={"username": user.username, "password": PASSWORD})

    assert page.status_code == 422
    assert "未作任何改动" in page.text
    assert f'value="{user.username}"' in page.text and PASSWORD not in page.text
    assert user.last_login is None


def test_what_a_person_logged_in_sees_is_not_cached(client, login):
    login(make_user(Role.OFFICE))

    assert client.get("/desk/").headers["Cache-Control"] == "no-store"


def test_an_unknown_page_says_what_to_do(client):
    page = client.get("/nowhere")

    assert page.status_code == 404
    assert "首页" in page.text


def test_the_interface_answers_errors_as_problem_documents(client):
    answer = client.get("/api/v1/nowhere")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.data)["status"] == 404


def test_an_unexpected_error_tells_nothing_of_the_inside(app, client, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "site.healthz", _broken)

    page = client.get("/healthz")
    app.config["PROPAGATE_EXCEPTIONS"] = None

    assert page.status_code == 500
    assert "hidden detail" not in page.text


def _broken():
    raise RuntimeError("hidden detail")


_broken.stamp = "public"
