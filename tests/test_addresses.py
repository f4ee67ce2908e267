"""Absolute addresses come from BASE_URL; nobody else's host is believed or answered."""

import re
from pathlib import Path

import pytest

from integrity.base.addresses import trusted
from tests.commitments.makers import make_published
from tests.factories import make_body

ROOT = Path(__file__).parent.parent
BELIEVING = re.compile(r"_external=True|request\.(url|base_url|url_root|root_url)\b")
STRANGE = ["evil.example", "localhost.evil.example", "evil.example:80", "[::1", "a b", ""]


@pytest.mark.parametrize("host", STRANGE)
@pytest.mark.parametrize("address", ["/", "/commitments/feed.atom", "/api/v1/commitments"])
def test_a_request_for_another_host_is_refused(client, host, address):
    """A feed asked for under evil.example led its readers there."""
    answer = client.get(address, headers={"Host": host})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_may_ask_by_any_name(client, address):
    assert client.get(address, headers={"Host": "10.0.0.7:8000"}).status_code != 400


def test_further_names_are_a_setting(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "OTHER_HOSTS", "credit.example, www.credit.example")

    assert client.get("/", headers={"Host": "www.credit.example"}).status_code == 200


def test_every_address_begins_with_the_one_of_the_site(app, client, monkeypatch):
    """Behind a proxy with another name, what was printed and fed led to that other name."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://credit.example")
    monkeypatch.setitem(app.config, "OTHER_HOSTS", "inside.example")
    item = make_published(make_body())
    headers = {"Host": "inside.example"}

    for address in (
        "/commitments/feed.atom",
        f"/commitments/{item.ref}/feed.atom",
        f"/commitments/{item.ref}/calendar.ics",
        f"/deadlines/commitments-{item.id}?format=json",
        f"/api/v1/commitments/{item.ref}",
        f"/commitments/{item.ref}",
    ):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, address
        assert "inside.example" not in answer.text, address
        assert "credit.example/" in answer.text.replace("\r\n ", ""), address


def test_this_machine_goes_by_all_its_names():
    assert trusted("http://127.0.0.1:8000", "") == {"127.0.0.1", "localhost", "::1"}
    assert trusted("https://Credit.example", " A.example,") == {"credit.example", "a.example"}


def test_nobody_else_asks_a_request_for_its_host():
    sources = [
        path
        for top in ("integrity", "commitments", "arrears", "evaluations", "jobs", "templates")
        for path in (ROOT / top).rglob("*")
        if path.suffix in (".py", ".html") and path.name != "addresses.py"
    ]

    assert [str(p) for p in sources if BELIEVING.search(p.read_text(encoding="utf-8"))] == []
