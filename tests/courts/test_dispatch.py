"""To whom a case is given, by which day; who may refuse it and who decides; why it is open."""

from datetime import date

import pytest

from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.streams.courts import dispatch, listings, notes, service
from integrity.streams.courts.errors import WrongDay
from integrity.streams.courts.models import CaseState
from integrity.streams.courts.reasons import NoReason, OpenReason
from tests.courts.makers import judge_of, make_assigned, make_case, officer_of
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")


def office():
    return make_user(Role.OFFICE)


def test_a_case_has_a_day_of_its_own_within_the_rule():
    case = make_case()

    dispatch.assign(case, date(2026, 12, 31), by=office(), at=NOW)

    assert case.due_on == date(2026, 12, 31)


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2027, 2, 23)])
def test_no_case_has_a_day_after_that_of_the_rule_or_before_today(day):
    with pytest.raises(WrongDay):
        dispatch.assign(make_case(), day, by=office(), at=NOW)


def test_those_that_help_and_the_one_above_see_the_case_and_do_not_act_on_it(login):
    case, helper, above = make_case(), make_body("协办局"), make_body("主管局")
    dispatch.assign(case, None, [helper], above, by=office(), at=NOW)
    db.session.flush()

    for body in (helper, above):
        client = login(make_user(Role.OFFICER, body))
        page = client.get(f"/courts/{case.ref}")
        assert page.status_code == 200 and "协办局" in page.text
        assert client.post(f"/courts/{case.ref}/do/accept").status_code == 403


def test_a_refusal_is_decided_by_the_office_and_the_day_runs_on():
    case = make_assigned()
    due_on = case.due_on

    dispatch.refuse(case, "本案合同由交通局签订", by=officer_of(case), at=NOW)
    assert (case.state, case.due_on) == (CaseState.REFUSED, due_on)
    assert case.step_due_on == date(2026, 11, 27)
    dispatch.insist(case, "合同由该单位签订", by=office(), at=NOW)

    assert (case.state, case.due_on) == (CaseState.ASSIGNED, due_on)


@pytest.mark.parametrize("why", ["前任局长签的合同", "机构改革后职能调整", "没有预算安排"])
def test_no_excuse_is_taken_as_a_reason(why):
    case = make_assigned()

    with pytest.raises(NoReason):
        dispatch.refuse(case, why, by=officer_of(case), at=NOW)


def test_both_bodies_and_the_office_see_a_transfer(login):
    case, other = make_assigned(body=make_body("甲局")), make_body("乙局")
    former = officer_of(case)
    dispatch.refuse(case, "合同由乙局签订", other, by=former, at=NOW)
    db.session.flush()
    client = login(make_user(Role.OFFICER, other))
    assert "答复移交" in client.get(f"/courts/{case.ref}").text
    client.post(f"/courts/{case.ref}/transfer", data={"agrees": "no", "why": "合同当事人是甲局"})
    assert "合同当事人是甲局" in login(office()).get(f"/courts/{case.ref}").text

    dispatch.readdress(case, other, "核对合同，当事人是乙局", by=office(), at=NOW)
    db.session.flush()

    assert case.subject_id == other.id
    assert "核对合同" in login(former).get(f"/courts/{case.ref}").text
    assert "核对合同" in login(make_user(Role.OFFICER, other)).get(f"/courts/{case.ref}").text


def test_nobody_but_the_body_that_was_named_answers_a_transfer():
    case = make_assigned()
    dispatch.refuse(case, "合同由他局签订", make_body("他局"), by=officer_of(case), at=NOW)

    with pytest.raises(Forbidden):
        dispatch.answer(case, True, "示例", by=officer_of(case), at=NOW)


def test_the_page_says_who_has_it_what_is_next_and_the_way_out(login):
    case = make_assigned()
    client = login(officer_of(case))
    said = {
        "reason": "funds",
        "why": "年度资金不足，正在申请",
        "contact_on": "2026-11-18",
        "next_step": "报送预算申请",
        "next_on": "2026-12-01",
        "charge": "示例承办人",
    }

    for _time in range(2):
        assert client.post(f"/courts/{case.ref}/note", data=said).status_code == 302
    page = client.get(f"/courts/{case.ref}").text

    assert "示例承办人" in page and "2026年11月18日" in page and "报送预算申请" in page
    assert "商请财政部门列入本年度预算" in page
    assert "同一原因第 2 次" in page
    assert notes.times(case) == {OpenReason.FUNDS: 2}


@pytest.mark.parametrize(
    ("fault", "said"),
    [({"why": "领导更换"}, "不能作为理由"), ({"next_on": "2026-11-01"}, "不能早于今天"),
     ({"reason": ""}, "请选择")],
)  # fmt: skip
def test_an_impossible_note_is_shown_again_with_what_was_typed(login, fault, said):
    case = make_assigned()
    data = {"reason": "talks", "why": "协商中", "next_step": "签协议", "next_on": str(TODAY)}

    answer = login(officer_of(case)).post(f"/courts/{case.ref}/note", data=data | fault)

    assert answer.status_code == 422
    assert said in answer.text and "签协议" in answer.text


def test_being_listed_is_a_breach_and_being_about_to_be_is_none(login):
    """Seen: listing as 失信被执行人 became no record."""
    case, judge = make_assigned(), make_user(Role.COURT)
    judge.body_id = case.court_id
    db.session.flush()
    client = login(judge)
    assert (
        client.post(f"/courts/{case.ref}/listing", data={"why": "有能力拒不履行"}).status_code
        == 302
    )
    assert "2026年11月27日" in login(officer_of(case)).get(f"/courts/{case.ref}").text
    listing = listings.of(case)[0]
    assert listing.step_due_on == date(2026, 11, 27)  # five working days
    assert [r.rule for r in db.session.execute(service.breaches(TODAY))] == []

    address = f"/courts/{case.ref}/listings/{listing.id}"
    said = login(judge).post(f"{address}/list", data={"listed_on": str(TODAY)})

    assert said.status_code == 302
    assert [r.rule for r in db.session.execute(service.breaches(TODAY))] == ["listed-defaulter"]
    assert client.post(f"{address}/remove", data={"removed_on": str(TODAY)}).status_code == 302
    assert [r.rule for r in db.session.execute(service.breaches(TODAY))] == ["listed-defaulter"]


def test_a_body_does_not_take_itself_off_the_list(login):
    case = make_assigned()
    listing = listings.propose(case, "示例", by=judge_of(case), at=NOW)
    db.session.flush()

    address = f"/courts/{case.ref}/listings/{listing.id}/drop"

    assert login(officer_of(case)).post(address, data={"why": "示例"}).status_code == 403
