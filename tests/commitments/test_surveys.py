"""People are asked whether a promise is kept; by others, and with numerator and denominator."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.models import CommitmentOutcome
from commitments.survey import surveys
from commitments.survey.surveys import SurveyKind
from integrity.base.permissions import Role
from integrity.casework.figures import RANKED
from tests.commitments.makers import PDF, make_draft, make_published, make_reported
from tests.evaluations.makers import make_assignment, make_evaluator, make_round
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.statements import statements

FIELDS = {
    "kind": "once",
    "on_day": "2026-11-18",
    "organisation": "示例信用协会",
    "asked": "120",
    "kept": "112",
    "checklist": "是否一次办成，是否另外收费。",
}


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def add(item, asked=120, kept=112, by=None, **more):
    said = {"kind": SurveyKind.ONCE, "on_day": TODAY, "organisation": "示例协会", "checklist": "问"}
    return surveys.add(item, asked=asked, kept=kept, by=by or office(), at=NOW, **(said | more))


def test_the_office_records_who_was_asked_and_everybody_reads_it(login, client):
    item = make_published()

    answer = login(office()).post(f"/commitments/{item.ref}/surveys", data=FIELDS)
    client.get("/logout")
    page = client.get(f"/commitments/{item.ref}").text

    assert answer.status_code == 302
    assert "回访120人，112人确认一次办成（93.3%）" in page
    assert "示例信用协会" in page and "是否另外收费" in page


def test_an_evaluator_surveys_in_its_own_name(login):
    item = make_published()
    evaluator = make_evaluator("示例信用服务有限公司")
    make_assignment(evaluator, item.subject)
    client = login(evaluator)

    form = client.get(f"/commitments/{item.ref}/surveys").text
    answer = client.post(f"/commitments/{item.ref}/surveys", data=FIELDS)

    assert "登记抽样回访" in client.get(f"/commitments/{item.ref}").text
    assert 'name="organisation"' not in form
    assert answer.status_code == 302
    assert surveys.of(item)[0].organisation == "示例信用服务有限公司"


def test_an_evaluator_surveys_only_bodies_that_it_evaluates(login):
    """Any evaluator posted a public survey about any body, and nobody could take it away."""
    item, other = make_published(), make_published()
    evaluator = make_evaluator()
    make_assignment(evaluator, other.subject)
    client = login(evaluator)

    assert "登记抽样回访" not in client.get(f"/commitments/{item.ref}").text
    assert client.post(f"/commitments/{item.ref}/surveys", data=FIELDS).status_code == 403
    assert surveys.of(item) == []


def test_an_evaluator_that_declared_no_independence_surveys_nothing(login):
    item = make_published()
    evaluator = make_evaluator()
    make_round(evaluator, [item.subject])

    answer = login(evaluator).post(f"/commitments/{item.ref}/surveys", data=FIELDS)

    assert answer.status_code == 403


def test_a_wrong_survey_is_withdrawn_and_stays_as_a_tombstone(login, client):
    item = make_reported()
    row = add(item)
    address = f"/commitments/{item.ref}/surveys/{row.id}/withdraw"
    login(office())

    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"why": "登记错了承诺"}).status_code == 302

    page = client.get(f"/commitments/{item.ref}").text
    assert "登记错了承诺" in page
    assert "回访120人" not in page.split('id="surveys"')[1].split("</section>")[0]
    assert "以抽样回访为佐证来源" not in client.get(f"/commitments/{item.ref}/do/verify").text
    assert surveys.by_body() == []
    assert client.post(address, data={"why": "再撤一次"}).status_code in (403, 409)


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.OFFICER, Role.HEAD])
def test_nobody_withdraws_the_survey_of_others(login, role):
    item = make_published()
    row = add(item)
    client = login(make_user(role, item.subject if role is not Role.EVALUATOR else make_body()))

    answer = client.post(f"/commitments/{item.ref}/surveys/{row.id}/withdraw", data={"why": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_the_body_itself_surveys_nothing(login, role):
    item = make_published()
    client = login(make_user(role, item.subject))

    assert "登记抽样回访" not in client.get(f"/commitments/{item.ref}").text
    assert client.post(f"/commitments/{item.ref}/surveys", data=FIELDS).status_code == 403
    assert surveys.of(item) == []


def test_an_office_that_promised_does_not_survey_itself(login):
    item = make_published()
    client = login(make_user(Role.OFFICE, item.subject))

    assert client.post(f"/commitments/{item.ref}/surveys", data=FIELDS).status_code == 403


def test_neither_who_helps_nor_who_receives_surveys():
    helper, firm = make_body("配合局"), make_enterprise()
    item = make_published(category="policy", supporters=[helper], beneficiary=firm)

    for subject in (helper, firm):
        with pytest.raises(surveys.OwnSurvey):
            add(item, by=make_user(Role.EVALUATOR, subject))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kept": "121"}, "确认人数不能多于回访人数"),
        ({"asked": "0", "kept": "0"}, "请填写整数"),
        ({"asked": "很多"}, "asked"),
        ({"on_day": "2099-01-01"}, "回访日期不能晚于今天"),
        ({"organisation": ""}, "请填写回访单位"),
        ({"kind": "x"}, "kind"),
        ({"asked": "99999999999999999999"}, "请填写整数"),
    ],
)
def test_wrong_numbers_are_refused_and_stay_in_the_form(login, wrong, words):
    item = make_published()

    answer = login(office()).post(f"/commitments/{item.ref}/surveys", data=FIELDS | wrong)

    assert answer.status_code == 422
    assert words in answer.text and "是否另外收费" in answer.text
    assert surveys.of(item) == []


def test_a_draft_is_not_surveyed(login):
    item = make_draft()

    assert login(office()).get(f"/commitments/{item.ref}/surveys").status_code in (404, 409)


def test_the_answers_are_not_for_the_body_that_was_asked_about(login, client):
    item = make_published()
    upload = (io.BytesIO(PDF), "回访记录.pdf")
    login(office()).post(f"/commitments/{item.ref}/surveys", data=FIELDS | {"evidence": upload})

    page = login(make_user(Role.OFFICER, item.subject)).get(f"/commitments/{item.ref}").text
    seen = login(office()).get(f"/commitments/{item.ref}").text

    assert "回访记录.pdf" not in page and "一份未公开的证据" in page
    assert "回访记录.pdf" in seen


@given(asked=st.integers(1, 10_000), data=st.data())
def test_a_share_is_said_only_of_enough_answers(asked, data):
    kept = data.draw(st.integers(0, asked))

    words = surveys.words(SurveyKind.KEPT, asked, kept)

    assert f"回访{asked}人，{kept}人确认已经兑现" in words
    assert ("%" in words) == (asked >= RANKED)


def test_a_survey_may_be_the_second_source(login):
    item = make_reported()
    row = add(item)
    client = login(office())
    said = {"outcome": "fulfilled", "why": "属实"}

    page = client.get(f"/commitments/{item.ref}/do/verify").text
    refused = client.post(f"/commitments/{item.ref}/do/verify", data=said)
    answer = client.post(f"/commitments/{item.ref}/do/verify", data=said | {"survey": str(row.id)})

    assert "回访120人，112人确认一次办成（93.3%）" in page
    assert (refused.status_code, answer.status_code) == (422, 302)
    assert item.second_source.startswith("抽样回访（示例协会，2026-11-20）：回访120人")


def test_a_survey_of_something_else_is_no_second_source(login):
    item, other = make_reported(), make_reported()
    add(item)
    stranger = add(other)
    said = {"outcome": "fulfilled", "why": "属实", "survey": str(stranger.id)}

    answer = login(office()).post(f"/commitments/{item.ref}/do/verify", data=said)

    assert (answer.status_code, item.outcome) == (422, None)
    assert item.outcome is not CommitmentOutcome.FULFILLED


def test_the_results_sum_what_each_body_was_found_to_keep(client):
    body, small = make_body("示例审批局"), make_body("示例小局")
    add(make_published(body), 100, 90)
    add(make_published(body), 20, 18)
    add(make_published(small), 9, 9)

    rows = {row["name"]: row for row in surveys.by_body()}
    page = client.get("/commitments/results/").text

    assert (rows["示例审批局"]["asked"], rows["示例审批局"]["share"]) == (120, "90.0%")
    assert rows["示例小局"]["share"] is None
    assert "示例审批局" in page and "100.0%" not in page


def test_surveys_and_their_files_cost_the_same_however_many(client):
    few, many = make_published(), make_published()
    add(few)
    for _number in range(6):
        add(many)

    client.get(f"/commitments/{few.ref}")
    with statements() as first:
        client.get(f"/commitments/{few.ref}")
    with statements() as second:
        client.get(f"/commitments/{many.ref}")

    assert len(first) == len(second)
