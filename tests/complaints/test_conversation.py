"""The receipt that must be noted, and talking through it with somebody unknown."""

import pytest

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.streams.complaints import conversation, service
from tests.complaints.makers import make_answered, make_receipt
from tests.complaints.test_views import WRONG, filled
from tests.factories import NOW, make_body, make_user

QUESTION = "示例：请补充是哪一个窗口。"
ANSWER = "示例：二楼三号窗口。"


def known(receipt, **more):
    return {"ref": receipt.thing.ref, "secret": receipt.secret} | more


def accepted(body):
    receipt = make_receipt(body)
    service.accept(receipt.thing, 0, by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    return receipt


def test_the_receipt_asks_to_confirm_that_it_was_noted(client):
    page = client.post("/complaints/new", data=filled(make_body())).text

    assert "我已保存" in page
    assert 'action="/complaints/noted"' in page


def test_whoever_types_the_end_gets_a_proof_without_the_secret(client):
    receipt = make_receipt()

    page = client.post("/complaints/noted", data=known(receipt, end=receipt.secret[-4:]))

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert receipt.thing.ref in page.text
    assert receipt.secret not in page.text
    assert receipt.thing.noted_at is not None


@pytest.mark.parametrize("end", ["", "12", "x"])
def test_whoever_types_it_wrong_is_shown_it_again(client, end):
    receipt = make_receipt()

    page = client.post("/complaints/noted", data=known(receipt, end=end))

    assert page.status_code == 422
    assert receipt.secret in page.text
    assert receipt.thing.noted_at is None


def test_nobody_confirms_with_a_made_up_secret(client):
    receipt = make_receipt()

    page = client.post("/complaints/noted", data=known(receipt, secret=WRONG, end=WRONG[-4:]))

    assert page.status_code == 422
    assert receipt.thing.noted_at is None


def test_whoever_tracks_has_noted(client):
    receipt = make_receipt()

    client.post("/complaints/track", data=known(receipt))

    assert receipt.thing.noted_at is not None


def test_a_question_is_answered_through_the_receipt_and_stops_no_clock(client, login):
    body = make_body()
    receipt = accepted(body)
    due_on = receipt.thing.due_on
    ref = receipt.thing.ref
    officer = make_user(Role.OFFICER, body)
    login(officer).post(f"/complaints/{ref}/ask", data={"text": QUESTION})

    client.delete_cookie("session")
    page = client.post("/complaints/track", data=known(receipt)).text
    assert QUESTION in page
    assert "请您补充材料" in page
    said = client.post("/complaints/track/say", data=known(receipt, words=ANSWER))

    assert ANSWER in said.text
    assert "请您补充材料" not in said.text
    assert ANSWER in login(officer).get(f"/complaints/{ref}").text
    assert receipt.thing.due_on == due_on


def test_what_is_for_the_office_only_is_kept_from_the_body(client, login):
    body = make_body()
    receipt = accepted(body)
    client.post("/complaints/track/say", data=known(receipt, words=ANSWER, office_only="y"))
    address = f"/complaints/{receipt.thing.ref}"

    assert ANSWER not in login(make_user(Role.OFFICER, body)).get(address).text
    assert ANSWER not in login(make_user(Role.HEAD, body)).get(address).text
    assert ANSWER in login(make_user(Role.OFFICE)).get(address).text


def test_nobody_speaks_without_the_secret(client):
    receipt = accepted(make_body())

    page = client.post("/complaints/track/say", data=known(receipt, secret=WRONG, words=ANSWER))

    assert page.status_code == 422
    assert receipt.thing.messages == []


def test_nothing_is_added_to_what_is_answered(app):
    complaint = make_answered()

    with pytest.raises(NotAllowed):
        conversation.add(complaint, ANSWER, False, at=NOW)


def test_another_body_asks_nothing(login):
    receipt = accepted(make_body())
    client = login(make_user(Role.OFFICER, make_body()))

    assert client.get(f"/complaints/{receipt.thing.ref}/ask").status_code == 404
