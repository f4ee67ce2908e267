"""How often one may guess or say "I too", counted without an address being kept."""

import re

import pytest

from integrity.app import create_app
from integrity.base import security
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.streams.complaints import me_too
from tests.commitments.makers import make_published
from tests.complaints.makers import TEXT, make_accepted
from tests.complaints.test_views import WRONG
from tests.factories import make_body, make_user


@pytest.fixture
def throttled(app, new_database, monkeypatch):
    """A second system, whose limits are on."""
    monkeypatch.setattr(security.limiter, "enabled", True)
    streams = app.extensions["streams"].values()
    system = create_app(
        streams,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=new_database("throttled"),
        WTF_CSRF_ENABLED=False,
    )
    with system.app_context():
        db.create_all()
    return system


@pytest.mark.slow
def test_guessing_is_throttled_and_no_address_is_kept(throttled):
    client = throttled.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"

    codes = [
        client.post("/complaints/track", data={"ref": "T2026-000001", "secret": WRONG}).status_code
        for _ in range(21)
    ]

    kept = str(security.limiter.storage.storage)
    assert codes == [422] * 20 + [429]
    assert "203.0.113.77" not in kept
    assert not [word for word in ("complaint", "track", "receipt") if word in kept]


@pytest.mark.slow
def test_a_refused_try_costs_nothing_and_the_last_one_keeps_the_text(throttled, monkeypatch):
    """The eleventh person behind one address lost the text, also when ten tries were refused."""
    monkeypatch.setitem(throttled.config, "COMPLAINTS", "2 per hour")
    with throttled.app_context():
        rules.load()
        body = make_body().id
        db.session.commit()
    client = throttled.test_client()

    def post(once: str, **more: str):
        data = {"kind": "complaint", "body": str(body), "text": TEXT, "once": once * 32}
        return client.post("/complaints/new", data=data | more, buffered=True)

    refused = {post(str(number), text="短").status_code for number in range(5)}
    filed = [post(once).status_code for once in "abb"]
    last = post("c")

    assert refused == {422}
    assert filed == [201, 201, 200]  # the second once more is the same
    assert last.status_code == 429
    assert TEXT in last.text and re.search(r"请在 \d\d:\d\d 后再次提交", last.text)


def test_words_sent_with_a_wrong_receipt_are_shown_again(client):
    known = {"ref": "T2026-7F3K-92QD", "secret": WRONG, "words": TEXT}

    page = client.post("/complaints/track/say", data=known)

    assert page.status_code == 422
    assert TEXT in page.text


@pytest.mark.slow
def test_me_too_counts_once_a_day_for_a_visitor_and_an_item_and_no_address_is_kept(throttled):
    with throttled.app_context():
        rules.load()
        refs = [make_published().ref for _ in range(2)]
        db.session.commit()

    def say(ref: str, address: str) -> int:
        client = throttled.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        data = {"about": f"commitments:{ref}"}
        return client.post("/complaints/same", data=data).status_code

    visitor, other = "203.0.113.78", "203.0.113.79"
    codes = [say(refs[0], visitor), say(refs[0], visitor), say(refs[1], visitor)]
    codes.append(say(refs[0], other))

    with throttled.app_context():
        counted = [me_too.figures(f"commitments:{ref}") for ref in refs]
    assert codes == [302, 429, 302, 302]
    assert counted == [(0, 2), (0, 1)]
    assert visitor not in str(security.limiter.storage.storage)


def test_the_office_sees_how_many_met_the_same_matter(login):
    ref = make_published().ref
    me_too.count(f"commitments:{ref}")
    complaint = make_accepted(about=("commitments", ref))

    page = login(make_user(Role.OFFICE)).get(f"/complaints/{complaint.ref}").text

    assert "投诉举报 1 件，“我也遇到”1 人次" in page
