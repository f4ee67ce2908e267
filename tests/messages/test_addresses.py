"""Nothing goes to an address before somebody has shown that it is theirs."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from integrity.base import clock
from integrity.base.outbox import Channel
from integrity.base.permissions import Role
from integrity.people.messages import addresses, codes
from integrity.people.messages.models import Wish
from tests.factories import NOW, make_body, make_user
from tests.messages.servers import MailServer
from tests.messages.test_sending import mails  # noqa: F401  a fixture

TO = "person@example.gov.cn"
GIVE = {"address": TO, "wish": Wish.ALL.value}


def code_in(mails: MailServer) -> str:  # noqa: F811
    found = re.search(r"\d{6}", mails.mails[-1].get_content())
    assert found
    return found.group()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def officer() -> Any:
    return make_user(Role.OFFICER, make_body())


def test_an_address_counts_once_its_code_was_read(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
) -> None:
    browser = login(officer)
    given = browser.post("/messages/addresses/email", data=GIVE)
    before = addresses.of(officer.id)[Channel.EMAIL].confirmed_at

    browser.post("/messages/addresses/email/code", data={"code": code_in(mails)})

    assert given.headers["Location"].endswith("/email/code")
    assert before is None
    assert addresses.of(officer.id)[Channel.EMAIL].confirmed_at == NOW


def test_after_five_wrong_tries_the_right_code_is_wrong_too(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
) -> None:
    browser = login(officer)
    browser.post("/messages/addresses/email", data=GIVE)
    code = code_in(mails)
    for _try in range(codes.TRIES):
        browser.post("/messages/addresses/email/code", data={"code": wrong(code)})

    answer = browser.post("/messages/addresses/email/code", data={"code": code})

    assert answer.status_code == 422
    assert addresses.of(officer.id)[Channel.EMAIL].confirmed_at is None


def test_a_code_is_over_after_a_quarter_of_an_hour(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = login(officer)
    browser.post("/messages/addresses/email", data=GIVE)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))

    answer = browser.post("/messages/addresses/email/code", data={"code": code_in(mails)})

    assert answer.status_code == 422


def test_another_address_must_be_confirmed_anew(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
) -> None:
    browser = login(officer)
    browser.post("/messages/addresses/email", data=GIVE)
    browser.post("/messages/addresses/email/code", data={"code": code_in(mails)})

    browser.post("/messages/addresses/email", data=GIVE | {"address": "other@example.gov.cn"})

    assert addresses.of(officer.id)[Channel.EMAIL].confirmed_at is None


def test_another_wish_needs_no_new_code(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
) -> None:
    browser = login(officer)
    browser.post("/messages/addresses/email", data=GIVE)
    browser.post("/messages/addresses/email/code", data={"code": code_in(mails)})

    browser.post("/messages/addresses/email", data=GIVE | {"wish": Wish.URGENT.value})

    found = addresses.of(officer.id)[Channel.EMAIL]
    assert (found.wish, found.confirmed_at, len(mails.mails)) == (Wish.URGENT, NOW, 1)


@pytest.mark.parametrize("address", ["person", "a@b", "a@b.c\nBcc: x@y.z", "<a@b.cn>", "a,b@c.cn"])
def test_what_is_no_address_is_refused_and_stays_typed(
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
    address: str,
) -> None:
    answer = login(officer).post("/messages/addresses/email", data=GIVE | {"address": address})

    assert answer.status_code == 422
    assert mails.mails == []


def test_a_channel_that_is_not_set_up_is_not_there(
    officer: Any, login: Callable[[Any], Any]
) -> None:
    assert login(officer).get("/messages/addresses/email").status_code == 404


def test_a_channel_can_be_tried_from_the_command_line(
    app: Flask,
    mails: MailServer,  # noqa: F811
) -> None:
    result = app.test_cli_runner().invoke(args=["message", "test", "email", TO])

    assert result.output == "email: taken\n"
    assert len(mails.mails) == 1


def test_a_server_that_is_away_is_said_on_the_page(
    app: Flask,
    mails: MailServer,  # noqa: F811
    officer: Any,
    login: Callable[[Any], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "MAIL_PORT", 1)

    answer = login(officer).post("/messages/addresses/email", data=GIVE)

    assert answer.status_code == 422
    assert "验证码没有发出" in answer.text
