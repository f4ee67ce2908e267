"""Pushes: taken once, updated by a higher version, refused when they contradict."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from integrity.base.audit import service as audit
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.streams.courts import service
from integrity.streams.courts.errors import Conflict, WrongCase, WrongDay
from integrity.streams.courts.models import CaseState
from tests.courts.makers import make_case, make_data
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def push():
    court = make_body("推送法院")
    judge = make_user(Role.COURT, court)

    def go(data, version=1, external_id="A-1", court=court):
        key = {"source": "fy", "external_id": external_id, "version": version}
        return service.receive(court, data, **key, by=judge, at=NOW)

    return go


def test_a_case_keeps_its_number_exactly_and_has_a_readable_address(push):
    case = push(make_data(case_no="（2026）鲁01执123号"))

    assert case.case_no == "（2026）鲁01执123号"
    assert case.ref == "2026-lu-01-zhi-123"
    assert case.state is CaseState.RECEIVED


def test_the_same_push_twice_is_the_same_case_with_one_event(push):
    data = make_data()

    first, again = push(data), push(replace(data, owed=Decimal("120000")))

    assert first is again
    assert [event.move for event in audit.history(first)] == ["receive"]


def test_a_higher_version_updates_the_case_and_says_what_changed(push):
    data = make_data()
    case = push(data)

    push(replace(data, performed=Decimal("500.00")), version=2)

    assert (case.performed, case.version) == (Decimal("500.00"), 2)
    (event,) = [event for event in audit.history(case) if event.move == "update"]
    assert event.facts["changed"] == {"performed": ["0.00", "500.00"]}


def test_the_same_version_with_other_content_is_a_conflict(push):
    data = make_data()
    push(data, version=3)

    for version in (3, 2):
        with pytest.raises(Conflict) as refused:
            push(replace(data, cause="其他"), version=version)
        assert refused.value.status == 409


def test_another_court_cannot_use_the_same_key(push):
    data = make_data()
    push(data)

    with pytest.raises(Conflict):
        push(data, court=make_body("另一法院"))


def test_a_case_number_belongs_to_one_case_whatever_its_brackets(push):
    push(make_data(case_no="（2026）鲁01执7号"))

    with pytest.raises(Conflict):
        push(make_data(case_no="(2026)鲁01执7号"), external_id="B-2")


def test_an_assigned_case_does_not_change_its_body(push):
    data = make_data()
    case = push(data)
    service.assign(case, by=make_user(Role.OFFICE), at=NOW)

    with pytest.raises(NotAllowed):
        push(replace(data, body=make_body("另一局")), version=2)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ({"case_no": "123"}, WrongCase),
        ({"cause": " "}, WrongCase),
        ({"owed": Decimal("-1")}, WrongCase),
        ({"performed": Decimal("120000.01")}, WrongCase),
        ({"received_on": TODAY + timedelta(days=1)}, WrongDay),
    ],
)
def test_an_impossible_case_is_refused(push, fault, rule):
    with pytest.raises(rule):
        push(make_data(**fault))


def test_an_enterprise_is_not_a_body_that_owes(push):
    with pytest.raises(WrongCase):
        push(make_data(make_enterprise()))


def test_a_case_is_found_by_its_number_by_its_court_only():
    case = make_case(case_no="（2026）鲁02执9号")

    assert service.by_case_no(case.court, "(2026)鲁02执9号") is case
    with pytest.raises(service.NotFound):
        service.by_case_no(make_body("别的法院"), case.case_no)
