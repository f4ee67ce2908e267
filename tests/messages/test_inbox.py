"""Everybody concerned is told where they look anyway, and nobody else is."""

from collections.abc import Callable
from typing import Any

import pytest

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import service
from integrity.people.messages.tells import say, sources
from integrity.people.subjects.models import Subject
from integrity.streams.courts import service as courts
from integrity.streams.courts.models import CourtCase
from tests.courts.makers import make_case
from tests.factories import NOW, make_body, make_user


def told(person: User) -> list[str]:
    """What a person reads in the inbox, the newest last."""
    rows = db.session.scalars(service.inbox(person.id).order_by(Message.id))
    return [say(m.thing, m.event, m.ref).words for m in rows]


@pytest.fixture
def body() -> Subject:
    return make_body("示例住建局")


@pytest.fixture
def case(body: Subject) -> CourtCase:
    return make_case(body)


@pytest.fixture
def office() -> User:
    return make_user(Role.OFFICE)


def assign(case: CourtCase, by: Any) -> None:
    courts.assign(case, by=by, at=NOW)
    db.session.commit()


def test_whoever_gets_a_case_is_told_with_its_number_and_nothing_else(
    case: CourtCase, office: User, body: Subject
) -> None:
    officer = make_user(Role.OFFICER, body)

    assign(case, office)

    assert told(officer) == [f"案件 {case.ref} 已分办给本单位，请签收并按期履行。"]


def test_nobody_of_another_body_is_told(case: CourtCase, office: User) -> None:
    stranger = make_user(Role.OFFICER, make_body("示例教育局"))

    assign(case, office)

    assert told(stranger) == []


def test_who_is_switched_off_is_told_nothing(case: CourtCase, office: User, body: Subject) -> None:
    gone = make_user(Role.OFFICER, body)
    gone.state = AccountState.DISABLED

    assign(case, office)

    assert told(gone) == []


def test_who_did_it_is_not_told_what_they_did(case: CourtCase, body: Subject) -> None:
    case.court_id = body.id  # one body on both sides, so that it would be told of its own act
    officer = make_user(Role.OFFICER, body)
    other = make_user(Role.OFFICER, body)

    assign(case, officer)

    assert told(officer) == []
    assert len(told(other)) == 1


def test_what_is_undone_tells_nobody(case: CourtCase, office: User, body: Subject) -> None:
    officer = make_user(Role.OFFICER, body)
    db.session.commit()

    courts.assign(case, by=office, at=NOW)
    db.session.flush()
    db.session.rollback()
    db.session.commit()

    assert told(officer) == []


def test_one_fact_is_told_once_however_often_it_is_posted(
    case: CourtCase, office: User, body: Subject
) -> None:
    officer = make_user(Role.OFFICER, body)
    assign(case, office)

    again = service.tell_moved(sources()["court_case"], "assign", NOW)

    assert again == 0
    assert len(told(officer)) == 1


def test_the_header_counts_what_is_unread_and_opening_it_reads_it(
    case: CourtCase, office: User, body: Subject, login: Callable[[Any], Any]
) -> None:
    officer = make_user(Role.OFFICER, body)
    assign(case, office)
    number = db.session.scalars(service.inbox(officer.id)).one().id
    browser = login(officer)
    before = browser.get("/messages/").text

    opened = browser.get(f"/messages/{number}")

    assert "未读</span>1" in before
    assert opened.headers["Location"].startswith("/courts/")
    assert service.unread(officer.id) == 0


def test_what_was_read_can_be_marked_unread_again(
    case: CourtCase, office: User, body: Subject, login: Callable[[Any], Any]
) -> None:
    officer = make_user(Role.OFFICER, body)
    assign(case, office)
    number = db.session.scalars(service.inbox(officer.id)).one().id
    browser = login(officer)

    browser.post(f"/messages/{number}/mark")
    read = service.unread(officer.id)
    browser.post(f"/messages/{number}/mark")

    assert (read, service.unread(officer.id)) == (0, 1)


def test_all_read_spares_what_came_after_the_page_was_made(
    case: CourtCase, office: User, body: Subject, login: Callable[[Any], Any]
) -> None:
    officer = make_user(Role.OFFICER, body)
    assign(case, office)
    newest = db.session.scalars(service.inbox(officer.id)).one().id
    assign(make_case(body), office)

    login(officer).post(f"/messages/read/{newest}")

    assert service.unread(officer.id) == 1


def test_nobody_opens_the_message_of_another(
    case: CourtCase, office: User, body: Subject, login: Callable[[Any], Any]
) -> None:
    officer = make_user(Role.OFFICER, body)
    assign(case, office)
    number = db.session.scalars(service.inbox(officer.id)).one().id

    answer = login(make_user(Role.OFFICER, body)).get(f"/messages/{number}")

    assert answer.status_code == 404


def test_what_a_court_pushes_is_told_to_the_office(office: User) -> None:
    case = make_case()

    db.session.commit()

    assert told(office) == [f"法院推送案件 {case.ref}，请按期分办。"]
