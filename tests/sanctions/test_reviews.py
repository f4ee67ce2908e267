"""Candidates for the red list are shown first, and anybody may object to one."""

import re
from datetime import date, timedelta

import pytest

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import foundations, reviews, service
from integrity.credit.sanctions.exclusions import NotHonourable
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.review_models import ReviewObjection, ReviewObjectionState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import (
    later,
    make_heard,
    make_listed,
    make_review_objection,
    make_shown,
)
from tests.sanctions.test_exclusions import RED, make_public

AGAINST = "示例：该公司拖欠工人工资三个月，有劳动监察的处理决定。"


def make_candidate(**more) -> ListEntry:
    return make_shown(make_heard(make_enterprise("示例候选公司"), **RED), **more)


def test_nobody_is_honoured_without_having_been_shown() -> None:
    entry = make_heard(make_enterprise(), **RED)

    with pytest.raises(reviews.StillShown, match="须先向社会公示"):
        service.decide_first(entry, "理由", (), by=make_user(Role.OFFICE), at=NOW)


def test_nobody_is_honoured_before_the_last_day_of_the_review_is_over() -> None:
    entry, office = make_candidate(), make_user(Role.OFFICE)
    assert entry.shown_until == date(2026, 12, 1)  # seven working days

    with pytest.raises(reviews.StillShown, match="公示到"):
        service.decide_first(entry, "理由", (), by=office, at=later(11))
    service.decide_first(entry, "理由", (), by=office, at=later(12))

    assert entry.state is EntryState.DECIDED


def test_an_adverse_list_has_no_public_review() -> None:
    with pytest.raises(reviews.NotACandidate):
        reviews.publicise(make_heard(), by=make_user(Role.OFFICE), at=NOW)


def test_who_has_a_public_breach_is_not_shown_as_a_candidate() -> None:
    entry = make_heard(make_enterprise(), **RED)
    make_public(entry.subject)

    with pytest.raises(NotHonourable):
        reviews.publicise(entry, by=make_user(Role.OFFICE), at=NOW)


def test_an_objection_in_time_holds_the_listing_until_it_is_decided() -> None:
    entry, office = make_candidate(), make_user(Role.OFFICE)
    objection = make_review_objection(entry, AGAINST)

    with pytest.raises(reviews.StillShown, match="有人提出异议"):
        service.decide_first(entry, "理由", (), by=office, at=later(30))
    reviews.reject(objection, "已核实，工资已经付清。", by=office, at=later(30))
    service.decide_first(entry, "理由", (), by=office, at=later(30))

    assert entry.state is EntryState.DECIDED
    assert (objection.answer, objection.closed_on) == (
        "已核实，工资已经付清。",
        local_day(later(30)),
    )


def test_a_candidate_of_whom_it_is_true_is_not_honoured() -> None:
    entry, office = make_candidate(), make_user(Role.OFFICE)
    objection, other = make_review_objection(entry), make_review_objection(entry)

    reviews.uphold(objection, "有劳动监察的处理决定。", by=office, at=later(1))

    assert entry.state is EntryState.REJECTED
    assert entry.removed_why == "有劳动监察的处理决定。"
    assert other.state is ReviewObjectionState.DROPPED
    with pytest.raises(NotAllowed):
        service.decide_first(entry, "理由", (), by=office, at=later(60))


def test_who_proposed_a_candidate_does_not_judge_what_is_said_against_it() -> None:
    entry = make_candidate()
    objection = make_review_objection(entry)
    proposer = db.session.get_one(type(make_user(Role.OFFICE)), entry.nominated_by_id)
    entry.initiated_by_id = make_body("示例推荐局").id
    colleague = make_user(
        Role.OFFICE, db.session.get_one(type(entry.subject), entry.initiated_by_id)
    )

    for person in (proposer, colleague):
        for verb in (reviews.uphold, reviews.reject):
            with pytest.raises(reviews.Proposer):
                verb(objection, "理由", by=person, at=NOW)
    assert objection.state is ReviewObjectionState.FILED


def test_nobody_objects_before_or_after_the_review() -> None:
    with pytest.raises(reviews.ReviewOver):
        make_review_objection(make_heard(make_enterprise(), **RED))
    with pytest.raises(reviews.ReviewOver):
        make_review_objection(make_candidate(), at=later(12))


def test_a_candidate_that_falls_for_another_reason_leaves_nothing_open() -> None:
    entry = make_candidate()
    objection = make_review_objection(entry)

    service.reject(entry, "不再推荐", by=make_user(Role.OFFICE), at=NOW)

    assert objection.state is ReviewObjectionState.DROPPED


def test_a_candidate_sent_back_need_not_be_shown_twice() -> None:
    entry, office = make_candidate(), make_user(Role.OFFICE)
    service.decide_first(entry, "理由", (), by=office, at=later(12))
    service.send_back(entry, "补充理由", by=make_user(Role.OFFICE), at=later(12))

    service.decide_first(entry, "理由补充", (), by=office, at=later(13))

    assert entry.state is EntryState.DECIDED


@pytest.mark.parametrize("ground", [g for g in foundations.HONOURS if g is not Ground.TAX_A])
def test_every_kind_of_honour_ends_on_a_day_that_a_rule_sets(ground: Ground) -> None:
    entry = make_listed(make_enterprise(), kind=ListKind.RED, ground=ground, record=False)

    assert entry.until is not None
    assert entry.until >= TODAY + timedelta(days=360)
    assert "济政字〔2017〕35号" in entry.until_basis


def test_anybody_reads_who_is_a_candidate_and_objects_without_an_account(client, login) -> None:
    entry = make_candidate(at=later(-2))
    page = client.get("/lists/red/candidates/").text
    assert "示例候选公司" in page
    assert client.get(f"/lists/entries/{entry.id}").status_code == 200
    assert "示例候选公司" not in client.get("/lists/red/").text
    address = f"/lists/entries/{entry.id}/object"
    assert client.post(address, data={"text": "短"}).status_code == 422

    filed = client.post(address, data={"text": AGAINST, "once": "a" * 32})
    again = client.post(address, data={"text": AGAINST, "once": "a" * 32})

    assert (filed.status_code, again.status_code) == (201, 201)
    found = db.session.query(ReviewObjection).one()
    secret = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", filed.text).group()
    assert secret in again.text
    receipt = {"ref": found.ref, "secret": secret}
    asked = client.post("/lists/red/objections/track", data=receipt)
    assert "尚未答复" in asked.text
    office = login(make_user(Role.OFFICE))
    done = office.post(f"/sanctions/reviews/{found.id}/do/uphold", data={"why": "已经查实。"})
    assert done.status_code == 302
    assert "已经查实。" in client.post("/lists/red/objections/track", data=receipt).text
    assert "示例候选公司" not in client.get("/lists/red/candidates/").text


def test_what_was_said_is_not_for_the_candidate(login) -> None:
    entry = make_candidate()
    objection = make_review_objection(entry, AGAINST)
    firm = login(make_user(Role.SUPPLIER, entry.subject))

    assert firm.get(f"/sanctions/reviews/{objection.id}").status_code == 403
    assert AGAINST not in firm.get(f"/lists/entries/{entry.id}").text


def test_a_person_is_no_public_candidate(client) -> None:
    from tests.sanctions.test_views import make_person

    entry = make_shown(make_heard(make_person(), kind=ListKind.RED, ground=Ground.VOLUNTEER))

    assert client.get(f"/lists/entries/{entry.id}").status_code == 404
    assert client.get(f"/lists/entries/{entry.id}/object").status_code == 404
    assert "张" not in client.get("/lists/red/candidates/?format=csv").text
