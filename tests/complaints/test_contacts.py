"""Who complains is sealed, and opened only with a custodian's consent, for a while."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants.contacts import AlreadyDecided, NothingToAsk, NotOpen
from integrity.people.subjects import identifiers
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import ComplaintContact, ContactRequest
from tests.complaints.makers import CONTACT, make_accepted, make_complaint
from tests.factories import NOW, make_body, make_user

REASON = "示例：回执无人查看，需要核对现场情况。"
WHY = "示例：可以通过回执继续提问。"


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


@pytest.fixture
def custodian():
    return make_user(Role.CUSTODIAN)


def asked(office, complaint=None) -> ContactRequest:
    request = CONTACTS.ask(complaint or make_complaint(), REASON, by=office, at=clock.now())
    db.session.flush()
    return request


def test_what_is_sealed_for_one_complaint_cannot_be_opened_as_anothers():
    first, second = make_complaint(), make_complaint()
    stolen = db.session.get(ComplaintContact, first.id).sealed
    db.session.get(ComplaintContact, second.id).sealed = stolen

    with pytest.raises(InvalidTag):
        CONTACTS.unseal(db.session.get(ComplaintContact, second.id))


def test_the_key_of_contacts_serves_nothing_else(app):
    assert app.config["CONTACT_KEY"] != app.config["IDENTIFIER_KEY"]


def test_what_was_sealed_before_there_was_a_key_of_its_own_still_opens():
    old = ComplaintContact(complaint_id=1, sealed=identifiers.seal(CONTACT))

    assert CONTACTS.unseal(old).contact == CONTACT


def test_nobody_opens_without_consent(office, custodian):
    request = asked(office)
    with pytest.raises(NotOpen):
        CONTACTS.open_(request, by=office, at=NOW)

    CONTACTS.refuse(request, WHY, by=custodian, at=NOW)

    with pytest.raises(NotOpen):
        CONTACTS.open_(request, by=office, at=NOW)


def test_consent_opens_to_the_one_who_asked_for_three_working_days(office, custodian):
    request = asked(office)
    CONTACTS.grant(request, "示例：同意。", by=custodian, at=NOW)

    assert CONTACTS.open_(request, by=office, at=NOW).contact == CONTACT
    for other, when in (
        (make_user(Role.OFFICE), NOW),
        (custodian, NOW),
        (office, clock.at(request.open_until + timedelta(days=1), 9)),
    ):
        with pytest.raises(NotOpen):
            CONTACTS.open_(request, by=other, at=when)


def test_every_step_and_every_look_is_logged_without_what_was_sealed(office, custodian):
    request = asked(office)
    CONTACTS.grant(request, "示例：同意。", by=custodian, at=NOW)
    CONTACTS.open_(request, by=office, at=NOW)
    CONTACTS.open_(request, by=office, at=NOW)

    wanted = sa.select(AuditEvent).where(AuditEvent.thing == "contact_request")
    events = db.session.scalars(wanted.order_by(AuditEvent.id)).all()

    assert [event.move for event in events] == ["ask", "grant", "look", "look"]
    assert CONTACT not in str([(e.why, e.facts) for e in events])


def test_a_request_is_decided_once_and_not_by_who_asked(office, custodian):
    request = asked(office)
    with pytest.raises(NotOpen):
        CONTACTS.grant(request, WHY, by=office, at=NOW)

    CONTACTS.refuse(request, WHY, by=custodian, at=NOW)

    with pytest.raises(AlreadyDecided):
        CONTACTS.grant(request, WHY, by=custodian, at=NOW)


def test_there_is_nothing_to_ask_where_nothing_was_told(office):
    complaint = make_complaint(contact="")

    with pytest.raises(NothingToAsk):
        CONTACTS.ask(complaint, REASON, by=office, at=NOW)


def test_only_one_request_waits_at_a_time(office):
    complaint = make_complaint()
    asked(office, complaint)

    with pytest.raises(NothingToAsk):
        CONTACTS.ask(complaint, REASON, by=office, at=NOW)


def test_the_way_through_the_pages(login, office, custodian):
    complaint = make_accepted()
    page = login(office).post(f"/complaints/{complaint.ref}/contact", data={"reason": REASON})
    assert page.status_code == 302
    request = db.session.scalars(sa.select(ContactRequest)).one()

    client = login(custodian)
    assert complaint.ref in client.get("/desk/").text
    waiting = client.get(f"/complaints/contacts/{request.id}").text
    assert REASON in waiting
    assert CONTACT not in waiting
    assert complaint.text not in waiting
    decision = {"decision": "grant", "why": "示例：同意。"}
    assert client.post(f"/complaints/contacts/{request.id}", data=decision).status_code == 302
    assert client.post(f"/complaints/contacts/{request.id}/open").status_code == 403

    client = login(office)
    assert "查看身份信息" in client.get(f"/complaints/{complaint.ref}").text
    opened = client.post(f"/complaints/contacts/{request.id}/open")
    assert CONTACT in opened.text
    assert opened.headers["Cache-Control"] == "no-store"


def test_a_refusal_is_shown_with_its_reasons_and_opens_nothing(login, office, custodian):
    request = asked(office)
    login(custodian).post(
        f"/complaints/contacts/{request.id}", data={"decision": "refuse", "why": WHY}
    )

    client = login(office)

    page = client.get(f"/complaints/{request.complaint.ref}").text
    assert WHY in page
    assert "查看身份信息</button>" not in page
    assert client.post(f"/complaints/contacts/{request.id}/open").status_code == 403


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICE, Role.CUSTODIAN)])
def test_nobody_else_asks_decides_or_opens(login, office, role):
    body = make_body()
    complaint = make_accepted(body)
    request = asked(office, complaint)
    client = login(make_user(role, body))

    for address in (
        f"/complaints/{complaint.ref}/contact",
        "/complaints/contacts",
        f"/complaints/contacts/{request.id}",
    ):
        assert client.get(address).status_code == 403
    assert client.post(f"/complaints/contacts/{request.id}/open").status_code == 403


def test_the_body_is_not_told_that_somebody_asked(login, office):
    body = make_body()
    complaint = make_accepted(body)
    asked(office, complaint)

    page = login(make_user(Role.OFFICER, body)).get(f"/complaints/{complaint.ref}").text

    assert REASON not in page
    assert "身份信息" not in page


def test_the_custodian_sees_no_complaint(login, custodian):
    complaint = make_accepted()
    client = login(custodian)

    assert client.get(f"/complaints/{complaint.ref}").status_code == 403
    assert client.get("/complaints/").status_code == 403
