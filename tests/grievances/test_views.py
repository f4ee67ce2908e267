"""Every act on a breach complaint is a page that does what its verb says."""

import pytest

from integrity.base.permissions import Role
from integrity.streams.grievances.models import GrievanceState
from tests.factories import make_body, make_user
from tests.grievances.makers import (
    WHY,
    finder_of,
    firm_of,
    make_grievance,
    make_reported,
    make_sent,
    make_true,
    officer_of,
)

FOUND = {"finding": WHY}


@pytest.mark.parametrize(
    ("make", "who", "move", "said", "state"),
    [
        (make_sent, finder_of, "find_true", FOUND | {"demand": WHY}, GrievanceState.TRUE),
        (make_sent, finder_of, "find_untrue", FOUND, GrievanceState.CLOSED),
        (make_true, officer_of, "report", {"report": WHY}, GrievanceState.REPORTED),
        (make_true, officer_of, "refuse", {"why": WHY}, GrievanceState.TRUE),
        (make_reported, firm_of, "deny", {"why": WHY}, GrievanceState.CONTESTED),
        (make_reported, firm_of, "confirm", {"why": WHY}, GrievanceState.CLOSED),
        (make_sent, firm_of, "withdraw", {"why": WHY}, GrievanceState.CLOSED),
    ],
)
def test_each_side_acts_on_its_page(login, make, who, move, said, state):
    item = make()

    answer = login(who(item)).post(f"/grievances/{item.ref}/do/{move}", data=said)

    assert (answer.status_code, item.state) == (302, state)


def test_the_office_names_who_finds_and_cannot_name_the_body_itself(login):
    item, finder = make_grievance(), make_body("示例区政府办公室")
    office = login(make_user(Role.OFFICE))
    address = f"/grievances/{item.ref}/do/send"

    own = office.post(address, data={"finder": item.subject.slug, "why": WHY})
    sent = office.post(address, data={"finder": finder.slug, "why": WHY})

    assert (own.status_code, sent.status_code) == (422, 302)
    assert item.finder_id == finder.id
