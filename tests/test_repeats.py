"""What is sent twice is done once, and who sent it gets the same answer twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from commitments.models import Commitment
from integrity.base import repeats
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.repeats import Submission
from integrity.credit.objections.models import Objection
from integrity.people.accounts.models import Token
from tests.commitments.test_views import DRAFT
from tests.complaints.test_limits import throttled  # noqa: F401  a system with a database of its own
from tests.factories import PASSWORD, TODAY, make_body, make_record, make_user

ONCE = {"once": "e" * 32}


def number_of(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_every_form_that_is_shown_carries_a_token(app, client, login):
    page = login(make_user(Role.OFFICER, make_body())).get("/commitments/new").text

    tokens = re.findall(r'name="once" value="([0-9a-f]{32})"', page)

    assert len(tokens) == 1
    assert tokens[0] not in client.get("/commitments/new").text


def test_the_second_click_leads_to_the_thing_that_the_first_made(login):
    client = login(make_user(Role.OFFICER, make_body()))

    first, second = (client.post("/commitments/new", data=DRAFT | ONCE) for _ in range(2))

    assert first.location == second.location
    assert second.status_code == 302
    assert number_of(Commitment) == 1
    assert "没有重复办理" in client.get(second.location).text


def test_other_content_with_the_same_token_is_another_thing(login):
    client = login(make_user(Role.OFFICER, make_body()))

    client.post("/commitments/new", data=DRAFT | ONCE)
    client.post("/commitments/new", data=DRAFT | ONCE | {"title": "示例另一项"})

    assert number_of(Commitment) == 2


def test_a_form_that_was_refused_may_be_sent_again_as_it_is(login):
    client = login(make_user(Role.OFFICER, make_body()))
    wrong = DRAFT | ONCE | {"title": ""}

    codes = [client.post("/commitments/new", data=wrong).status_code for _ in range(2)]

    assert codes == [422, 422]
    assert number_of(Submission) == 0


def test_an_objection_that_is_sent_twice_is_one(login):
    """The second answer was 409, as if somebody else had objected."""
    body = make_body()
    record = make_record(body, object_until=TODAY + timedelta(days=5))
    client = login(make_user(Role.OFFICER, body))

    data = {"statement": "示例：事实不属实，请核对。"} | ONCE
    pages = [client.post(f"/objections/new?record={record.id}", data=data) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert pages[0].location == pages[1].location
    assert number_of(Objection) == 1


def test_what_is_shown_only_once_is_shown_again_to_the_same_form_alone(app, login):
    """A token that was issued by a double click was lost: the second answer showed another."""
    data = {"body": make_body().id, "scopes": "checks", "note": "示例"} | ONCE
    data |= {"contact": "示例信息中心", "ends_on": (TODAY + timedelta(days=90)).isoformat()}
    client = login(make_user(Role.SECURITY))

    first, second = (client.post("/desk/tokens/new", data=data) for _ in range(2))
    other = login(make_user(Role.SECURITY)).post("/desk/tokens/new", data=data)

    assert first.status_code == second.status_code == 201
    assert first.text == second.text
    assert other.text != first.text
    assert number_of(Token) == 2
    secret = re.search(r"<code>(.+?)</code>", first.text)[1]
    rows = db.session.execute(sa.select(Submission)).scalars()
    assert not [row for row in rows if secret.encode() in (row.sealed or b"")]


def test_forms_that_nobody_sends_again_are_forgotten(login):
    login(make_user(Role.OFFICER, make_body())).post("/commitments/new", data=DRAFT | ONCE)

    assert repeats.sweep(on=TODAY + timedelta(days=1)) == 0
    assert repeats.sweep(on=TODAY + timedelta(days=2)) == 1


def test_two_at_the_same_moment_make_one_thing(throttled: Flask):  # noqa: F811
    from integrity.casework.rules import service as rules

    with throttled.app_context():
        rules.load()
        user = make_user(Role.OFFICER, make_body())
        db.session.commit()
        name = user.username

    def post(client):
        return client.post("/commitments/new", data=DRAFT | ONCE)

    clients = [throttled.test_client() for _ in range(3)]
    for client in clients:
        client.post("/login", data={"username": name, "password": PASSWORD})
    with ThreadPoolExecutor(3) as people:
        pages = list(people.map(post, clients))

    assert {page.status_code for page in pages} == {302}
    assert len({page.location for page in pages}) == 1
    with throttled.app_context():
        assert number_of(Commitment) == 1
