"""A window for checks inside a page of another system."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.addresses import is_site
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.credit.checks import windows
from integrity.credit.checks.models import Check
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from tests.api.makers import post
from tests.checks.makers import make_identifier
from tests.factories import NOW, make_body
from tests.sanctions.makers import MEASURE, make_listed

SITE = "https://sp.example.gov.cn"
SAID = {
    "site": SITE,
    "officer": "示例经办人",
    "purpose": "行政许可审批",
    "matter": "示例许可",
    "case_no": "示例-1",
}


@pytest.fixture
def token() -> str:
    return tokens.issue(make_body("示例审批局"), ["checks"], by=SYSTEM, at=NOW, sites=[SITE])


@pytest.fixture
def window(client, token) -> str:
    """The path of an open window."""
    answer = post(client, "windows", SAID, token)
    assert answer.status_code == 201
    return str(answer.json["url"]).removeprefix("http://localhost")


def asked(client: Any, window: str, lines: str) -> Any:
    return client.post(window, data={"subjects": lines}, follow_redirects=True)


def test_a_clerk_asks_in_the_window_and_it_is_registered_for_the_body_of_the_token(client, window):
    body = make_body("示例被查局")
    make_listed(body, measures=(MEASURE,))

    page = asked(client, window, f"{body.uscc} 示例被查局\n\n示例没有的公司")

    made = db.session.scalars(sa.select(Check)).one()
    assert (made.body.name, made.officer, made.case_no) == ("示例审批局", "示例经办人", "示例-1")
    assert made.ref in page.text and "存在依法应当限制的情形" in page.text
    assert "无法判断" in page.text
    assert client.get(f"{window}/{made.ref}.pdf").data.startswith(b"%PDF")


def test_only_the_site_it_was_opened_for_may_show_it_and_it_knows_no_cookie(client, window):
    for answer in (client.get(window), asked(client, window, "示例公司"), client.post(window)):
        assert f"frame-ancestors {SITE};" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


def test_a_site_that_the_token_does_not_name_gets_no_window(client, token):
    answer = post(client, "windows", SAID | {"site": "https://sp.example.com"}, token)

    assert (answer.status_code, answer.json["code"]) == (403, "foreign-site")


@pytest.mark.parametrize("ended", ["hour", "token"])
def test_it_closes_after_an_hour_and_with_its_token(client, window, monkeypatch, ended):
    if ended == "hour":
        monkeypatch.setattr(clock, "now", lambda: NOW + windows.OPEN_FOR)
    else:
        tokens.revoke(db.session.scalars(sa.select(Token)).one(), by=SYSTEM, at=NOW)
        db.session.flush()

    answer = client.post(window, data={"subjects": "示例公司"})

    assert answer.status_code == 404
    assert "请在业务系统中重新打开" in answer.text
    assert f"frame-ancestors {SITE};" in answer.headers["Content-Security-Policy"]
    assert db.session.scalars(sa.select(Check)).all() == []


def test_what_is_closed_is_forgotten_the_next_night(window):
    assert windows.sweep(at=NOW) == 0
    assert windows.sweep(at=NOW + timedelta(days=1)) == 1


def test_it_shows_only_what_was_asked_in_it(client, window, token):
    other = post(client, "windows", SAID | {"officer": "示例另一人"}, token).json["url"]
    page = asked(client, other.removeprefix("http://localhost"), "示例公司")
    ref = db.session.scalars(sa.select(Check.ref)).one()

    assert ref in page.text
    assert client.get(f"{window}/{ref}").status_code == 404


def test_a_person_is_not_asked_about_in_a_window_and_no_number_is_kept(client, window):
    answer = client.post(window, data={"subjects": make_identifier()})

    assert answer.status_code == 422
    assert db.session.scalars(sa.select(Check)).all() == []


def test_a_double_click_asks_once(client, window):
    twice = {"subjects": "示例公司", "once": "示例"}
    client.post(window, data=twice)

    assert client.post(window, data=twice).location == window
    assert len(db.session.scalars(sa.select(Check)).all()) == 1


def test_a_site_is_a_scheme_and_a_host():
    right = [SITE, "http://10.1.0.8:8080"]
    wrong = [
        "sp.example.gov.cn",
        f"{SITE}/",
        f"{SITE}/a",
        "https://a b",
        "https://*",
        "ftp://a",
        "",
    ]
    wrong += ["https://u@a", "https://a:b", "https://a;script-src *", "https://"]

    assert [text for text in (*right, *wrong) if is_site(text)] == right
