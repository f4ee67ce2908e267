"""What a person decided about a name is kept, counts for its body, is shown, and can be ended."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import pairings
from integrity.credit.checks.models import Check, CheckResult, Verdict
from integrity.credit.checks.pairings import NotACandidate, Pairing
from integrity.people.subjects.models import Subject
from tests.checks.makers import CLERK, make_check
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.sanctions.makers import make_listed

NAME = "示例园林绿化有限公司"


@pytest.fixture
def own(app: Any) -> Subject:
    return make_body("示例审批局")


def checked(body: Subject, name: str = NAME) -> Check:
    return make_check({"q": {"name": name}}, body=body)


def result(body: Subject, name: str = NAME) -> CheckResult:
    return checked(body, name).results[0]


def decided(body: Subject, subject: Subject, same: bool, name: str = NAME) -> Pairing:
    made, code = checked(body, name), subject.uscc or ""
    kept = pairings.decide(made, "q", code, same, "看过营业执照", by=CLERK, at=NOW)
    db.session.commit()
    return kept


def test_whoever_is_not_the_same_is_left_out_later_and_said_and_nobody_is_clear(own):
    firm = make_listed(make_enterprise(NAME)).subject
    decided(own, firm, same=False)

    found = result(own, "示例园林綠化 有限公司")

    assert found.verdict is Verdict.UNIDENTIFIED
    assert found.answer["candidates"] == []
    said = found.answer["explanations"][f"not-same-{firm.uscc}"]
    assert "看过营业执照" in said and "示例审批人员" in said and "2026年11月20日" in said


def test_of_several_of_a_name_the_others_stay(own):
    firm, other = make_enterprise(NAME), make_enterprise(NAME)
    decided(own, firm, same=False)

    found = result(own)

    assert found.verdict is Verdict.REVIEW
    assert [c["uscc"] for c in found.answer["candidates"]] == [other.uscc]


def test_whoever_is_the_same_stands_alone_and_is_still_to_be_checked_by_code(own):
    firm = make_listed(make_enterprise("示例园林绿化工程有限公司")).subject
    make_enterprise("示例园林绿化服务有限公司")
    decided(own, firm, same=True, name="示例园林绿化工成有限公司")

    found = result(own, "示例园林绿化工成有限公司")

    assert found.verdict is Verdict.REVIEW
    assert [(c["uscc"], c["score"]) for c in found.answer["candidates"]] == [(firm.uscc, 100)]
    assert found.answer["measures"] == []


def test_other_bodies_and_other_names_are_not_bound_and_others_are_told(own):
    firm = make_enterprise(NAME)
    decided(own, firm, same=False)

    [elsewhere] = result(make_body("示例采购办")).answer["candidates"]
    [shares] = result(own, "示例园林绿化股份有限公司").answer["candidates"]

    assert elsewhere["uscc"] == shares["uscc"] == firm.uscc
    told = {feature["feature"]: feature for feature in elsewhere["features"]}
    assert told["decided"]["agrees"] is False and "示例审批局" in told["decided"]["said"]
    assert "decided" not in {feature["feature"] for feature in shares["features"]}


def test_a_second_decision_about_a_pair_replaces_the_first_and_both_are_in_the_log(own):
    firm = make_enterprise(NAME)
    decided(own, firm, same=True)
    decided(own, firm, same=False)

    assert [kept.same for kept in db.session.scalars(sa.select(Pairing))] == [False]
    moves = sa.select(AuditEvent.move).where(AuditEvent.thing == "pairing")
    assert db.session.scalars(moves).all() == ["pair", "pair"]


@pytest.mark.parametrize("code", ["", "123", example_code(99_999_997)])
def test_only_a_candidate_of_the_receipt_is_decided_about(own, code):
    make_enterprise(NAME)

    with pytest.raises(NotACandidate):
        pairings.decide(checked(own), "q", code, False, "理由", by=CLERK, at=NOW)


def test_a_clerk_decides_from_the_receipt_and_takes_it_back(login, own):
    firm, clerk = make_enterprise(NAME), login(make_user(Role.CLERK, own))
    made = checked(own)
    address = f"/checks/{made.ref}/pair?key=q&code={firm.uscc}"

    assert address.replace("&", "&amp;") in clerk.get(f"/checks/{made.ref}").text
    assert clerk.post(address, data={"same": "no", "why": ""}).status_code == 422
    assert clerk.post(address, data={"same": "no", "why": "看过执照"}).status_code == 302
    assert result(own).verdict is Verdict.UNIDENTIFIED
    later = clerk.get(f"/checks/{checked(own).ref}").text
    assert "同名主体经人工核对不是所指主体" in later
    [kept] = db.session.scalars(sa.select(Pairing))
    assert NAME in clerk.get("/checks/pairs").text

    ended = clerk.post(f"/checks/pairs/{kept.id}/end", data={"why": "看错了"})

    assert ended.status_code == 302
    assert result(own).verdict is Verdict.REVIEW
    assert db.session.scalars(sa.select(Pairing)).all() == []


def test_who_the_subject_is_reads_what_was_decided_and_has_it_lifted(login, own):
    firm = make_enterprise(NAME)
    kept = decided(own, firm, same=False)
    address = f"/checks/pairs/{kept.id}/contest"

    other = login(make_user(Role.SUPPLIER, make_enterprise()))
    assert "看过营业执照" not in other.get("/checks/pairs/about-us").text
    assert other.post(address, data={"why": "x"}).status_code == 404

    client = login(make_user(Role.SUPPLIER, firm))
    assert "看过营业执照" in client.get("/checks/pairs/about-us").text
    assert client.post(address, data={"why": ""}).status_code == 422
    assert client.post(address, data={"why": "就是本单位"}).status_code == 302
    assert result(own).verdict is Verdict.REVIEW


def test_another_body_decides_nothing_here(login, own):
    firm = make_enterprise(NAME)
    made, kept = checked(own), decided(own, firm, same=False)
    stranger = login(make_user(Role.CLERK, make_body()))
    data = {"same": "yes", "why": "理由"}

    asked = stranger.post(f"/checks/{made.ref}/pair?key=q&code={firm.uscc}", data=data)

    assert asked.status_code == 404
    assert stranger.post(f"/checks/pairs/{kept.id}/end", data={"why": "x"}).status_code == 404
    assert NAME not in stranger.get("/checks/pairs").text
    assert NAME in login(make_user(Role.OFFICE)).get("/checks/pairs").text
