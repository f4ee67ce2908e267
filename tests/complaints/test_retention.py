"""Warnings, the same matter again, what is erased when, and what the public is told in figures."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import receipts
from integrity.streams.complaints import me_too, retention, service, warnings
from integrity.streams.complaints.models import Complaint, ComplaintContact, ComplaintMessage
from tests.complaints.makers import (
    TEXT,
    answer,
    make_accepted,
    make_answered,
    make_complaint,
    make_receipt,
)
from tests.factories import NOW, TODAY, make_body, make_user

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def warned(due_on: date, on: date) -> str | None:
    return warnings.of(make_accepted(due_on=due_on), on, warnings.yellow_until(on))


@pytest.mark.parametrize(
    ("on", "warning"),
    [
        (date(2026, 11, 19), None),
        (date(2026, 11, 20), "yellow"),  # the Friday before
        (date(2026, 11, 22), "yellow"),
        (date(2026, 11, 23), "yellow"),  # due on this Monday
        (date(2026, 11, 24), "red"),
    ],
)
def test_yellow_begins_the_working_day_before_and_red_the_day_after(on, warning):
    assert warned(date(2026, 11, 23), on) == warning


def test_an_answered_complaint_warns_of_nothing():
    assert warnings.of(make_answered(due_on=TODAY), TODAY, TODAY) is None


def test_the_list_and_the_desk_show_the_warning(login):
    body = make_body()
    today = clock.today()
    late, soon = make_accepted(body, due_on=today - DAY), make_accepted(body, due_on=today)
    client = login(make_user(Role.OFFICER, body))

    page = client.get("/complaints/").text
    only = client.get("/complaints/?lateness=yellow").text
    desk = client.get("/desk/").text

    assert "红牌：" in page and "黄牌：" in page
    assert soon.ref in only and late.ref not in only
    assert "红牌预警" in desk and "黄牌预警" in desk


def test_the_same_matter_again_is_linked_and_explained(client, login):
    body = make_body()
    first, again = make_accepted(body), make_receipt(body)
    refused = {"code": "duplicate", "why": "示例：已经在办。"}
    address = f"/complaints/{again.thing.ref}/do/refuse"
    office = login(make_user(Role.OFFICE))

    assert office.post(address, data=refused).status_code == 422
    assert office.post(address, data=refused | {"earlier": first.ref}).status_code == 302

    page = client.post(
        "/complaints/track", data={"ref": again.thing.ref, "secret": again.secret}
    ).text
    assert f"此前已由 {first.ref} 反映" in page


def test_the_complaint_of_another_body_is_not_the_same_matter():
    other, item = make_accepted(), make_complaint()

    with pytest.raises(service.NoEarlierOne):
        service.refuse(item, "duplicate", "示例", other.ref, by=make_user(Role.OFFICE), at=NOW)


def test_me_too_is_counted_without_a_name():
    me_too.count("commitments:C-1")
    me_too.count("commitments:C-1")
    make_complaint(about=("commitments", "C-1"))

    assert me_too.figures("commitments:C-1") == (1, 2)


def test_me_too_is_not_counted_of_what_nobody_may_see(client):
    complaint = make_accepted()

    assert (
        client.post("/complaints/same", data={"about": f"complaints:{complaint.ref}"}).status_code
        == 404
    )


def confirmed(body=None):
    receipt = make_receipt(body)
    item = receipt.thing
    service.accept(item, 0, by=make_user(Role.OFFICE), at=NOW)
    answer(item)
    service.confirm(item, at=NOW)
    db.session.flush()
    return receipt


def test_who_complained_is_forgotten_before_what_was_said():
    item = confirmed().thing

    assert retention.erase(on=date(2027, 5, 20), at=NOW)["contacts"] == 0
    assert retention.erase(on=date(2027, 5, 21), at=NOW) == {
        "contacts": 1, "complaints": 0, "files": 0,
    }  # fmt: skip
    assert item.text == TEXT


def test_an_erased_complaint_is_a_tombstone_that_answers_its_receipt(client):
    receipt = confirmed()
    number = receipt.thing.id

    counts = retention.erase(on=date(2028, 11, 21), at=NOW)
    again = retention.erase(on=date(2028, 11, 21), at=NOW)
    db.session.expire_all()

    item = receipts.find(Complaint, receipt.thing.ref, receipt.secret)
    assert counts["complaints"] == 1
    assert set(again.values()) == {0}
    assert (item.text, item.erased_why, item.outcome.value) == ("", "LOCAL-RETAIN", "resolved")
    assert db.session.get(ComplaintContact, number) is None
    assert not db.session.scalars(sa.select(ComplaintMessage)).all()
    assert audit.history(item)[0].move == "erase"
    page = client.post("/complaints/track", data={"ref": item.ref, "secret": receipt.secret}).text
    assert "内容已经按期删除" in page


def test_what_is_open_or_upheld_is_not_erased_with_the_rest():
    make_accepted()
    upheld = confirmed().thing
    service.uphold(upheld, "示例：属实。", by=make_user(Role.OFFICE), at=NOW)

    assert retention.erase(on=date(2028, 11, 21), at=NOW)["complaints"] == 0
    assert retention.erase(on=date(2031, 11, 21), at=NOW)["complaints"] == 1


def test_an_erased_complaint_is_still_counted():
    body = make_body()
    confirmed(body)
    later = TODAY + timedelta(days=30)
    before = service.figures([body.id], later)

    retention.erase(on=date(2028, 11, 21), at=NOW)

    assert service.figures([body.id], later) == before != {}
