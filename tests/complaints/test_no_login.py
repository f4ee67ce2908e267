"""Whoever is logged in complains as anybody: no log, no row and no moment leads to a person."""

import json

import pytest
import sqlalchemy as sa
import structlog

from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import evidence
from integrity.casework.informants.numbers import NUMBER
from integrity.files import storage
from integrity.streams.complaints.models import Complaint, ComplaintMessage
from tests.complaints.makers import TEXT
from tests.complaints.test_sent_twice import SECRET
from tests.complaints.test_views import filled
from tests.factories import TODAY, make_body, make_user

MIDNIGHT = clock.at(TODAY)


def file_and_talk(client, body) -> None:
    page = client.post("/complaints/new", data=filled(body))
    known = {"ref": NUMBER.search(page.text)[0], "secret": SECRET.search(page.text)[0]}
    client.post("/complaints/track", data=known)
    client.post("/complaints/track/say", data=known | {"words": TEXT})


@pytest.mark.parametrize("role", list(Role))
def test_no_line_and_no_row_tells_who_complained_or_when(client, login, role):
    """The log had {"endpoint":"complaints.new","user":"4"} with the millisecond, and the row of
    the complaint the same second."""
    body = make_body()
    user = make_user(role, body, name="示例检举人")
    login(user)

    with structlog.testing.capture_logs() as lines:
        client.get("/complaints/new")
        file_and_talk(client, body)

    wanted = sa.select(AuditEvent).where(AuditEvent.thing == "complaint").order_by(AuditEvent.id)
    events = list(db.session.scalars(wanted))
    assert lines == []
    assert [event.move for event in events] == ["file", "note", "add"]
    assert {(event.by_id, event.by_name, event.at) for event in events} == {
        (None, "社会公众", MIDNIGHT)
    }
    complaint = db.session.scalars(sa.select(Complaint)).one()
    said = db.session.scalars(sa.select(ComplaintMessage)).one()
    assert {complaint.received_at, complaint.noted_at, said.at} == {MIDNIGHT}
    rows = json.dumps([e.facts for e in events], default=str) + complaint.once
    assert user.name not in rows


def test_the_page_says_that_it_does_not_know_the_login(client, login):
    officer = make_user(Role.OFFICER, make_body(), name="示例检举人")

    before = client.get("/complaints/new").text
    page = login(officer).get("/complaints/new").text

    assert "本页不读取您的登录信息" in page and "本页不读取您的登录信息" not in before
    assert "示例检举人" not in page


def test_an_error_on_such_a_page_is_known_by_its_number_and_day_alone(app, client, monkeypatch):
    def broken(*args, **more):
        raise RuntimeError(TEXT)

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("integrity.streams.complaints.intake.file", broken)
    with structlog.testing.capture_logs() as lines:
        page = client.post("/complaints/new", data=filled(make_body()))

    assert page.status_code == 500
    assert {line["id"] for line in lines} == {page.headers["X-Request-Id"]}
    assert not [line for line in lines if "endpoint" in line or "user" in line]
    assert TEXT not in str(lines) and "RuntimeError" in str(lines)


def test_a_kept_file_does_not_say_when_it_was_sent():
    from tests.complaints.test_evidence import with_file

    _complaint, piece = with_file(make_body())

    assert storage.path_of(piece.stored).stat().st_mtime == piece.at.timestamp()
    assert piece.stored[:2] == evidence.FOLDER
