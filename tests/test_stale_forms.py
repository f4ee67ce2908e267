"""A form that is older than its token comes back with everything that was typed."""

import re
from html import unescape

import pytest

from integrity.base.permissions import Role, roles_with
from integrity.base.stamps import stamp_of
from tests.complaints.makers import make_accepted, make_receipt
from tests.factories import make_body, make_record, make_user
from tests.sanctions.makers import make_listed

SENTENCE = "页面停留过久"
TYPED = "示例填写的字"
FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*>")
POSTS = re.compile(r'<form method="post"[^>]*novalidate.*?</form>', re.S)
PASSED_OVER = {"accounts.login", "commitments.inheritance"}
"""Tested elsewhere; and a list of ticks, which is empty without a new head."""


@pytest.fixture
def guarded(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def fields(page: str) -> dict[str, str]:
    """The names of a page's own form, with something typed in each that takes text."""
    found = {}
    for form in POSTS.findall(page):
        for tag in FIELD.findall(form):
            kind = re.search(r'type="(\w+)"', tag)
            name = re.search(r'name="([^"]+)"', tag)
            shown = tag.startswith("<textarea") or (kind and kind[1] == "text")
            if name and shown:
                found[name[1]] = TYPED
    return found


def forms(app) -> list[str]:
    """Every address without a part that names a thing, which shows a form and takes it."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.arguments and {"GET", "POST"} <= rule.methods and "static" not in rule.endpoint
        and rule.endpoint not in PASSED_OVER
    )  # fmt: skip


def somebody_for(endpoint: str):
    stamp = stamp_of(endpoint)
    if stamp == "public":
        return None
    role = roles_with(stamp)[0]
    return make_user(role, make_body())


def test_every_form_comes_back_with_what_was_typed(guarded, client, login):
    """After an hour the answer was 400, an error page, and the advice to reload: all was lost."""
    seen, wrong = 0, []
    for endpoint in forms(guarded):
        client = login(user) if (user := somebody_for(endpoint)) else guarded.test_client()
        address = guarded.url_map.bind("").build(endpoint)
        shown = client.get(address)
        typed = fields(shown.text)
        page = client.post(address, data=typed | {"csrf_token": "1.2.3"})
        text = unescape(page.text)
        lost = [name for name in typed if not re.search(rf'name="{name}".*?{TYPED}', text, re.S)]
        if shown.status_code != 200 or not fields(shown.text):
            continue  # nothing to fill in here, or not for this person
        seen += bool(typed)
        if page.status_code != 422 or SENTENCE not in text or lost:
            wrong.append((endpoint, page.status_code, lost))

    assert wrong == []
    assert seen >= 8


def test_so_do_the_forms_of_one_thing(guarded, client, login):
    office = make_user(Role.OFFICE)
    body = make_body()
    record = make_record(body)
    accepted = make_accepted(body)
    listed = make_listed(body)
    cases = [
        (make_user(Role.OFFICER, body), f"/complaints/{accepted.ref}/do/answer", {"text": TYPED}),
        (office, f"/complaints/{accepted.ref}/ask", {"text": TYPED}),
        (office, f"/complaints/{accepted.ref}/recuse", {"why": TYPED}),
        (
            office,
            f"/lists/entries/{listed.id}/do/propose_removal",
            {"why": TYPED, "reasons": TYPED},
        ),
    ]
    for user, address, typed in cases:
        page = login(user).post(address, data=typed | {"csrf_token": "1.2.3"})

        assert (page.status_code, SENTENCE in page.text) == (422, True), address
        assert TYPED in page.text, address
    assert record.state == "proposed"


def test_words_of_a_complainant_come_back_too(guarded, client):
    receipt = make_receipt()
    known = {"ref": receipt.thing.ref, "secret": receipt.secret}

    said = client.post("/complaints/track/say", data=known | {"words": TYPED})
    replied = client.post("/complaints/track/reply", data=known | {"text": TYPED})

    for page in (said, replied):
        assert page.status_code == 422
        assert TYPED in page.text and SENTENCE in page.text


def test_nothing_is_carried_out_by_any_view_without_a_token(guarded, client, login):
    """Whatever a view does with it: no answer says that something was done."""
    done = []
    for rule in guarded.url_map.iter_rules():
        if "POST" not in rule.methods or rule.rule.startswith("/api/"):
            continue
        if rule.endpoint == "follow.end":  # a mail program calls it; its address is the right
            continue
        values = dict.fromkeys(rule.arguments, "1")
        address = guarded.url_map.bind("").build(rule.endpoint, values, method="POST")
        user = somebody_for(rule.endpoint)
        person = login(user) if user else client
        answer = person.post(address, data={"why": TYPED})
        if answer.status_code < 400:
            done.append((rule.endpoint, answer.status_code))

    assert done == []


def test_a_post_from_another_site_is_refused_as_before(guarded, client, login):
    login(make_user(Role.SECURITY))

    page = client.post("/desk/tokens/new", data={}, headers={"Origin": "https://evil.example"})

    assert page.status_code == 400
    assert "未作任何改动" in page.text
