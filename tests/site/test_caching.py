"""Public pages are for everybody: no cookie until a form is opened, and a cache may answer."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from integrity.base.config import Settings
from integrity.base.permissions import Role
from tests.factories import make_record, make_user
from tests.site.makers import make_commitment
from tests.statements import statements

READ = ("/", "/commitments/", "/bodies/", "/overdue/", "/lists/serious/", "/measures/", "/rules/")


@pytest.fixture(autouse=True)
def with_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it really runs: forms carry a token that stands in the session."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def pages() -> list[str]:
    """What a visitor reads, with something in it."""
    promise, record = make_commitment(), make_record()
    return [*READ, f"/commitments/{promise.ref}", f"/bodies/{record.subject.slug or 'x'}"]


def test_who_only_reads_gets_no_cookie_and_a_cache_may_answer(client: FlaskClient) -> None:
    """Seen: every page gave a session to everybody, for the form of the language."""
    for address in pages():
        answer = client.get(address)
        if answer.status_code == 200:
            assert "Set-Cookie" not in answer.headers, address
            assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10", address
            assert "Cookie" in answer.headers["Vary"], address


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/measures/")

    again = client.get("/measures/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_what_pages_share_is_asked_for_once_until_it_changes(client: FlaskClient) -> None:
    """Seen: thirteen files were asked for again with every page."""
    page = client.get("/measures/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)

    for address in addresses:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
    older = client.get(re.sub("v=.*", "v=000000000000", addresses[0]))
    assert older.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/login", "/complaints/new"])
def test_a_form_is_one_visitors_own(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert "Set-Cookie" in answer.headers
    assert "public" not in answer.headers.get("Cache-Control", "")

    assert "public" not in client.get("/").headers["Cache-Control"]  # it has a cookie by now


def test_what_a_person_logged_in_sees_is_kept_by_nobody(login: Any) -> None:
    answer = login(make_user(Role.OFFICE)).get("/commitments/")

    assert answer.headers["Cache-Control"] == "no-store"


def test_the_language_is_chosen_by_a_link(client: FlaskClient) -> None:
    assert "/language?locale=en&amp;next=/bodies/" in client.get("/bodies/").text

    client.get("/language?locale=en&next=/bodies/")

    assert 'lang="en"' in client.get("/bodies/").text


def test_links_carry_only_what_the_list_understands(client: FlaskClient) -> None:
    """Seen: a page with 2,000 unknown arguments answered with thirty times as many bytes."""
    for number in range(120):
        make_commitment(title=f"示例承诺{number}")
    plain = client.get("/commitments/?q=示例")

    asked = "&".join(f"nobody-knows{n}={'x' * 20}" for n in range(2000))
    answer = client.get(f"/commitments/?q=示例&{asked}")

    assert "nobody-knows" not in answer.text
    assert abs(len(answer.text) - len(plain.text)) < 200


def test_with_https_cookies_are_of_this_very_host(tmp_path: Any) -> None:
    def names(address: str) -> tuple[object, object]:
        config = Settings(base_url=address, secret_key="x", instance=tmp_path).flask()
        return config["SESSION_COOKIE_NAME"], config["DEVICE_COOKIE_NAME"]

    assert names("https://credit.example") == ("__Host-session", "__Host-device")
    assert names("http://127.0.0.1:8000") == ("session", "device")


def test_links_ask_nothing_of_the_database(client: FlaskClient) -> None:
    make_commitment()
    with statements() as seen:
        client.get("/commitments/")

    assert len([statement for statement in seen if "ORDER BY subject.name" in statement]) <= 1
