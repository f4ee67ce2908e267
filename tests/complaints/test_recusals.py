"""Whoever has an interest in a complaint leaves it to others: neither acts on it nor reads it."""

import pytest

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.complaints import recusals, service
from tests.complaints.makers import TEXT, make_accepted, make_complaint
from tests.complaints.test_evidence import with_file
from tests.factories import NOW, make_body, make_user

WHY = "示例：与反映的事项有利害关系。"


def left(complaint, user):
    recusals.recuse(complaint, WHY, by=user, at=NOW)
    db.session.flush()


@pytest.fixture
def officer(app):
    return make_user(Role.OFFICER, make_body())


@pytest.fixture
def complaint(officer):
    """One that the officer left to others."""
    made = make_accepted(officer.body, due_on=clock.today())
    left(made, officer)
    return made


def test_declaring_an_interest_ends_at_the_list_which_shows_it(login):
    complaint = make_accepted()
    client = login(make_user(Role.OFFICER, complaint.subject))

    done = client.post(f"/complaints/{complaint.ref}/recuse", data={"why": WHY})

    page = client.get(done.location).text
    assert done.location == "/complaints/"
    assert complaint.ref in page
    assert "已回避" in page


@pytest.mark.parametrize("page", ["", "/ask", "/recuse", "/do/answer"])
def test_every_page_of_it_is_closed_to_them_for_a_reason(login, officer, complaint, page):
    answer = login(officer).get(f"/complaints/{complaint.ref}{page}")

    assert answer.status_code == 403
    assert TEXT not in answer.text
    assert page == "/do/answer" or WHY in answer.text


def test_its_files_are_closed_to_them(login, officer):
    complaint, piece = with_file(officer.body)
    service.accept(complaint, 0, by=make_user(Role.OFFICE), at=NOW)
    left(complaint, officer)

    assert login(officer).get(f"/complaints/{complaint.ref}/files/{piece.id}").status_code == 403


def test_the_office_has_the_same_rule_for_its_own_people(login):
    complaint, office = make_complaint(), make_user(Role.OFFICE)
    left(complaint, office)
    client = login(office)

    for page in ("", "/do/accept", "/contact"):
        assert client.get(f"/complaints/{complaint.ref}{page}").status_code == 403
    assert service.FLOW.open_to(office, complaint) == []
    other = login(make_user(Role.OFFICE))
    assert other.get(f"/complaints/{complaint.ref}/do/accept").status_code == 200


@pytest.mark.parametrize("query", ["", "format=csv", "format=json"])
def test_the_list_and_its_exports_tell_them_the_number_alone(login, officer, complaint, query):
    page = login(officer).get(f"/complaints/?{query}").text

    row = page.split(complaint.ref)[-1].split("</tr>")[0]
    assert "已回避" in row
    assert "黄牌" not in row and "已受理" not in row and "投诉（本人" not in row


@pytest.mark.parametrize("query", ["q=两个月没有办结", "state=accepted", "lateness=yellow"])
def test_no_search_and_no_filter_tells_them_what_is_in_it(login, officer, complaint, query):
    same = make_accepted(officer.body, due_on=clock.today())

    page = login(officer).get(f"/complaints/?{query}").text

    assert same.ref in page
    assert complaint.ref not in page


def test_it_is_no_duty_of_theirs_and_stays_a_duty_of_others(login, officer, complaint):
    colleague = make_user(Role.OFFICER, officer.body)

    assert complaint.ref not in login(officer).get("/desk/").text
    assert complaint.ref in login(colleague).get("/desk/").text


def test_the_office_sees_who_left_it_and_why_and_the_body_only_who(login, officer, complaint):
    colleague = make_user(Role.OFFICER, officer.body)
    address = f"/complaints/{complaint.ref}"

    office = login(make_user(Role.OFFICE)).get(address).text
    theirs = login(colleague).get(address).text

    assert officer.name in office and WHY in office
    assert officer.name in theirs and WHY not in theirs


def test_the_log_keeps_that_it_was_left_and_not_why(complaint, officer):
    event = audit.history(complaint)[0]

    assert (event.move, event.by_id) == ("recuse", officer.id)
    assert WHY not in str((event.why, event.facts))
