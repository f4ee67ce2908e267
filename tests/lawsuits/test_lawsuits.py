"""Suits before enforcement: counted down, told to body and office, and no breach by themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.people.subjects import competence
from integrity.streams.courts.errors import Conflict, WrongCase, WrongDay
from integrity.streams.lawsuits import service
from integrity.streams.lawsuits.models import Stage, SuitOutcome
from tests.factories import NOW, TODAY, make_body, make_user
from tests.lawsuits.makers import judge_of, make_lost, make_suit

pytestmark = pytest.mark.usefixtures("app")


def found(on: date) -> list[int]:
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def department():
    finder = make_user(Role.FINDER, make_body("示例司法局"))
    competence.register("lawsuits", finder.body_id, by=make_user(Role.OFFICE), at=NOW)
    return finder


def test_a_lost_suit_is_an_indicator_and_never_a_breach():
    suit = make_lost(date(2026, 10, 20))

    assert suit.is_overdue(TODAY)
    assert found(date(2030, 1, 1)) == []


def test_only_a_written_finding_of_the_registered_department_is_a_breach():
    """S2 三(二)2: what a court decided goes on the record; the office judges none of it."""
    other = make_user(Role.FINDER, make_body("示例住建局"))
    suit, finder = make_lost(date(2026, 10, 20)), department()
    said = ("司认〔2026〕3号", TODAY, "拒不履行合同义务")
    for who in (make_user(Role.OFFICE), other):
        with pytest.raises(Forbidden):
            service.find(suit, *said, by=who, at=NOW)

    service.find(suit, *said, by=finder, at=NOW)

    assert found(TODAY + timedelta(days=1)) == [suit.id]
    with pytest.raises(NotAllowed):
        service.find(suit, *said, by=finder, at=NOW)


def test_a_suit_that_was_not_lost_is_not_found_to_be_a_breach():
    """Nor is one that was withdrawn before anybody lost it."""
    finder = department()
    for suit in (make_suit(), make_suit()):
        with pytest.raises(NotAllowed):
            service.find(suit, "示例", TODAY, "示例", by=finder, at=NOW)
        if suit.state is Stage.SUED:
            service.end(suit, SuitOutcome.WITHDRAWN, TODAY, by=judge_of(suit), at=NOW)
            with pytest.raises(NotAllowed):
                service.find(suit, "示例", TODAY, "示例", by=finder, at=NOW)


def test_each_stage_has_its_countdown():
    suit = make_lost(date(2026, 12, 1))
    assert (suit.state, suit.due_on) == (Stage.LOST, date(2026, 12, 1))

    service.urge(suit, by=judge_of(suit), at=NOW)
    assert (suit.state, suit.time_limit.family) == (Stage.URGED, "LOCAL-COURT-URGE")

    service.enforce(suit, "（2026）鲁01执900号", by=judge_of(suit), at=NOW)
    assert (suit.outcome, suit.closed_on) == (SuitOutcome.ENFORCED, TODAY)


def test_the_same_suit_twice_is_one_and_other_content_is_refused():
    first = make_suit(case_no="（2026）鲁01民初7号")
    again = {"body": first.subject, "court": first.court, "case_no": "(2026)鲁01民初7号"}

    assert make_suit(**again) is first
    with pytest.raises(Conflict):
        make_suit(**again, amount=Decimal(1))


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ({"case_no": "七号"}, WrongCase),
        ({"cause": " "}, WrongCase),
        ({"amount": Decimal(-1)}, WrongCase),
        ({"sued_on": TODAY + timedelta(days=1)}, WrongDay),
    ],
)
def test_an_impossible_suit_is_refused(fault, rule):
    with pytest.raises(rule):
        make_suit(**fault)


def test_another_court_tells_nothing_of_a_suit():
    suit = make_suit()

    with pytest.raises(Forbidden):
        service.urge(suit, by=make_user(Role.COURT, make_body("另一法院")), at=NOW)


def test_the_court_tells_of_a_suit_on_a_page_and_the_department_finds(login):
    court, body, finder = make_body("示例法院"), make_body("被告局"), department()
    client = login(make_user(Role.COURT, court))
    said = {
        "case_no": "（2026）鲁0191民初88号",
        "body": body.slug,
        "cause": "买卖合同纠纷",
        "creditor_kind": "enterprise",
        "amount": "50000",
        "sued_on": "2026-10-01",
    }
    suit = client.post("/lawsuits/new", data=said).location
    lost = {"lost_on": "2026-11-01", "until": "2026-12-01"}
    assert client.post(f"{suit}/do/lose", data=lost).status_code == 302
    assert client.get(f"{suit}/find").status_code == 403

    client = login(finder)
    assert "认定违约失信" in client.get(suit).text
    finding = {"finding_no": "司认〔2026〕3号", "found_on": str(TODAY), "finding": "拒不付款"}
    assert client.post(f"{suit}/find", data=finding).status_code == 302
    assert "拒不付款" in login(make_user(Role.OFFICER, body)).get(suit).text
