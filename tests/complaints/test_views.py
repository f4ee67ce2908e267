"""The pages of complaints: filed by anybody, tracked by receipt, read only by those concerned."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import extensions
from integrity.casework.informants.numbers import NUMBER
from integrity.streams.complaints import service
from integrity.streams.complaints.models import Complaint, ComplaintState
from tests.complaints.makers import (
    CONTACT,
    TEXT,
    make_accepted,
    make_answered,
    make_complaint,
    make_receipt,
)
from tests.factories import NOW, make_body, make_user
from tests.queries import number_of

TOKEN = re.compile(r'value="([^"]*\.[^"]*\.[^"]*|[0-9a-f]{32})"')
"""What protects a form says the second in which it was made."""
WRONG = "1234-5678-9012-3456"


def filled(about_whom, **more):
    return {
        "kind": "complaint",
        "body": str(about_whom.id),
        "text": TEXT,
        "contact": CONTACT,
        "once": "b" * 32,
    } | more


def complaints():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Complaint))


def test_anybody_files_and_tracks_a_complaint_with_the_receipt_of_the_answer(client):
    filed = client.post("/complaints/new", data=filled(make_body()))
    secret = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", filed.text)[0]
    ref = NUMBER.search(filed.text)[0]

    page = client.post("/complaints/track", data={"ref": ref, "secret": secret})

    assert filed.status_code == 201
    assert filed.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"
    assert "已收到，待受理" in page.text
    assert secret not in str(client.get_cookie("session"))


def test_a_form_with_a_mistake_keeps_what_was_typed(client):
    answer = client.post("/complaints/new", data=filled(make_body(), body=""))

    assert answer.status_code == 422
    assert TEXT in answer.text
    assert CONTACT in answer.text
    assert complaints() == 0


@pytest.mark.parametrize("about", ["complaints:T2026-1", "nonsense", "nothing:1", "arrears:' OR 1"])
def test_a_tampered_item_is_refused(client, about):
    answer = client.post("/complaints/new", data=filled(make_body(), about=about))

    assert answer.status_code == 422
    assert complaints() == 0


def test_the_complaint_of_another_body_cannot_be_named_as_its_object(client, login):
    body = make_body()
    other = make_accepted()
    login(make_user(Role.OFFICER, body))

    answer = client.post("/complaints/new", data=filled(body, about=f"complaints:{other.ref}"))

    assert answer.status_code == 422


def test_the_form_of_a_body_is_offered_with_the_body_chosen(client):
    body = make_body()

    page = client.get(f"/complaints/new?body={body.slug}").text

    assert f'name="body" value="{body.slug}"' in page
    assert "打击报复" in page
    assert "不收取任何费用" in page


def test_a_wrong_secret_and_an_unknown_number_get_the_same_answer(client):
    ref = make_receipt().thing.ref

    pages = [
        client.post("/complaints/track", data={"ref": number, "secret": WRONG})
        for number in (ref, "T2026-999999")
    ]

    assert [page.status_code for page in pages] == [422, 422]
    wrong, unknown = (TOKEN.sub("", page.text) for page in pages)
    assert wrong.replace(ref, "") == unknown.replace("T2026-999999", "")


def test_a_head_asks_for_more_time_and_the_complainant_reads_until_when_and_why(client, login):
    receipt = make_receipt()
    item = receipt.thing
    service.accept(item, 0, by=make_user(Role.OFFICE), at=clock.now())
    head = make_user(Role.HEAD, item.subject)
    until = item.due_on + timedelta(days=3)
    data = {"until": until.isoformat(), "why": "示例：需要检测"}

    done = login(head).post(f"/complaints/{item.ref}/do/ask_extension", data=data)
    asked = extensions.pending("complaints", item)
    waiting = item.due_on
    office = login(make_user(Role.OFFICE))
    granted = office.post(f"/complaints/{item.ref}/extensions/{asked.id}/grant", data={"why": "可"})
    desk = login(head).get(f"/complaints/{item.ref}").text
    page = client.post("/complaints/track", data={"ref": item.ref, "secret": receipt.secret}).text

    assert (done.status_code, granted.status_code) == (302, 302)
    assert waiting < item.due_on == until
    assert head.name in desk.split("办理经过")[1]
    assert "示例：需要检测" in page


def test_a_receipt_is_never_tracked_by_address(client):
    receipt = make_receipt()

    page = client.get(f"/complaints/track?ref={receipt.thing.ref}&secret={receipt.secret}")

    assert (page.status_code, page.location) == (302, "/complaints/track")


def test_the_complainant_disputes_with_reasons_only(client):
    receipt = _answered()
    wanted = {"ref": receipt.thing.ref, "secret": receipt.secret, "reply": "dispute"}

    without = client.post("/complaints/track/reply", data=wanted)
    with_reasons = client.post("/complaints/track/reply", data=wanted | {"text": "示例：没办结"})

    assert (without.status_code, with_reasons.status_code) == (422, 200)
    assert receipt.thing.state is ComplaintState.DISPUTED


def test_nobody_replies_without_the_secret(client):
    receipt = _answered()

    answer = client.post(
        "/complaints/track/reply",
        data={"ref": receipt.thing.ref, "secret": WRONG, "reply": "confirm"},
    )

    assert answer.status_code == 422
    assert receipt.thing.state is ComplaintState.ANSWERED


def test_a_forged_post_is_refused(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert client.post("/complaints/new", data=filled(make_body())).status_code in (400, 422)
    assert complaints() == 0


def test_a_body_sees_a_complaint_only_after_it_was_accepted(login):
    body = make_body()
    waiting, accepted = make_complaint(body), make_accepted(body)
    client = login(make_user(Role.OFFICER, body))

    assert client.get(f"/complaints/{waiting.ref}").status_code == 404
    assert client.get(f"/complaints/{accepted.ref}").status_code == 200


def test_a_body_sees_nothing_of_anothers_complaint(login):
    complaint = make_accepted()
    client = login(make_user(Role.OFFICER, make_body()))

    assert client.get(f"/complaints/{complaint.ref}").status_code == 404
    assert complaint.ref not in client.get("/complaints/").text
    assert client.post(f"/complaints/{complaint.ref}/do/answer").status_code == 404


def test_the_public_sees_no_list_and_no_complaint(client):
    complaint = make_accepted()

    assert client.get("/complaints/").status_code == 302
    assert client.get(f"/complaints/{complaint.ref}").status_code == 302


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.OFFICE])
def test_the_contact_is_on_no_page_and_in_no_export(login, role):
    body = make_body()
    complaint = make_answered(body)
    client = login(make_user(role, body))

    for address in ("", complaint.ref, "?format=csv", "?format=json"):
        answer = client.get(f"/complaints/{address}")
        assert answer.status_code == 200
        assert CONTACT not in answer.text
        assert complaint.secret_hash not in answer.text


def test_the_office_accepts_and_the_body_answers_through_the_pages(login):
    complaint = make_complaint()
    login(make_user(Role.OFFICE)).post(f"/complaints/{complaint.ref}/do/accept", data={"body": ""})
    client = login(make_user(Role.OFFICER, complaint.subject))

    answer = client.post(
        f"/complaints/{complaint.ref}/do/answer",
        data={"finding": "resolved", "text": "示例：已办结。"},
    )

    assert answer.status_code == 302
    assert complaint.state is ComplaintState.ANSWERED


def test_only_the_head_asks_for_more_time(login):
    complaint = make_accepted()
    client = login(make_user(Role.OFFICER, complaint.subject))

    assert client.get(f"/complaints/{complaint.ref}/do/ask_extension").status_code == 403


def test_the_list_is_searched_by_number_and_by_words(login):
    first, second = make_accepted(), make_accepted()
    second.text = "示例：路灯 LED 不亮。"
    client = login(make_user(Role.OFFICE))

    assert 'name="q"' in client.get("/complaints/").text
    for query, found, lost in (
        (first.ref.lower(), first, second),
        (second.ref[-4:], second, first),
        ("led", second, first),
        ("两个月", first, second),
    ):
        page = client.get(f"/complaints/?format=csv&q={query}").text
        assert found.ref in page and lost.ref not in page


def test_the_list_is_a_constant_number_of_queries(app, login):
    client = login(make_user(Role.OFFICE))
    for _ in range(2):
        make_accepted()
    few = number_of(client, "/complaints/")
    for _ in range(10):
        make_accepted()

    assert number_of(client, "/complaints/") == few


def _answered():
    receipt = make_receipt()
    service.accept(receipt.thing, 0, by=make_user(Role.OFFICE), at=NOW)
    officer = make_user(Role.OFFICER, receipt.thing.subject)
    service.answer(receipt.thing, "resolved", "示例：已办结。", by=officer, at=NOW)
    return receipt
