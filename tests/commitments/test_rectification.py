"""A promise that makes poor progress is ordered to be put right from its own page."""

import pytest

from integrity.base.permissions import Role
from integrity.streams.rectifications import service as rectifications
from tests.commitments.makers import make_draft, make_published, make_reported
from tests.factories import NOW, make_body, make_user, served


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def orders(item):
    return rectifications.of_item("commitments", item.id)


def test_the_office_orders_and_everybody_sees_the_day(login, client):
    item = make_published(category="environment")
    page = login(office()).get(f"/commitments/{item.ref}").text
    assert f"/commitments/{item.ref}/rectifications" in page

    answer = client.post(
        f"/commitments/{item.ref}/rectifications", data={"demand": "年底前补种绿化。"}
    )
    client.delete_cookie("session")
    page = client.get(f"/commitments/{item.ref}").text

    made = served(orders(item)[0])
    assert answer.status_code == 302
    assert (made.record, made.subject_id, made.time_limit.family) == (
        None,
        item.subject_id,
        "LOCAL-RECTIFY",
    )
    assert "已责令限期整改" in page and "年底前补种绿化。" in page
    assert made.ref not in page


def test_the_body_finds_the_way_there_and_back(login):
    item = make_published()
    made = rectifications.order_item("commitments", item, "补齐", by=office(), at=NOW)
    client = login(make_user(Role.OFFICER, item.subject))

    assert f"/rectifications/{made.ref}" in client.get(f"/commitments/{item.ref}").text
    assert f"/commitments/{item.ref}" in client.get(f"/rectifications/{made.ref}").text


def test_one_order_at_a_time(login):
    item = make_published()
    client = login(office())
    address = f"/commitments/{item.ref}/rectifications"
    client.post(address, data={"demand": "补齐"})

    assert client.post(address, data={"demand": "再次"}).status_code == 409
    first = orders(item)[0]
    rectifications.put_right(first, "已补齐", by=make_user(Role.OFFICER, item.subject), at=NOW)
    rectifications.verify(first, "属实", by=office(), at=NOW)
    assert client.post(address, data={"demand": "再次"}).status_code == 302
    assert len(orders(item)) == 2


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.EVALUATOR])
def test_nobody_else_orders(login, role):
    item = make_published()
    client = login(make_user(role, item.subject))

    answer = client.post(f"/commitments/{item.ref}/rectifications", data={"demand": "补齐"})

    assert answer.status_code == 403 and orders(item) == []


def test_neither_a_draft_nor_what_was_kept_is_put_right(login):
    kept, draft = make_reported(), make_draft()
    client = login(office())
    said = {"outcome": "fulfilled", "second_source": "现场", "why": "属实"}
    client.post(f"/commitments/{kept.ref}/do/verify", data=said)

    for item in (kept, draft):
        page = f"/commitments/{item.ref}/rectifications"
        assert client.post(page, data={"demand": "补齐"}).status_code == 409


def test_an_empty_order_is_refused(login):
    item = make_published()

    answer = login(office()).post(f"/commitments/{item.ref}/rectifications", data={"demand": ""})

    assert answer.status_code == 422 and orders(item) == []
