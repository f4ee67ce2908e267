"""The result of a promise is said in the words of its type; the codes stay the same."""

from datetime import date

import pytest

from commitments import fulfilment, outcomes
from commitments.models import Category, CommitmentOutcome, CommitmentState
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from tests.commitments.makers import make_reported
from tests.factories import NOW, make_body, make_user

LATE = {"due_on": date(2026, 10, 1), "done_on": date(2026, 11, 1)}


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def verified(outcome=CommitmentOutcome.FULFILLED, **more):
    item = make_reported(**more)
    fulfilment.verify(item, outcome, "实地核查", "属实", finding="51个", by=office(), at=NOW)
    return item


@pytest.mark.parametrize("category", list(Category))
def test_every_type_has_a_word_for_every_outcome_and_a_question(category):
    said = {str(outcomes.of(category, outcome)) for outcome in CommitmentOutcome}

    assert len(said) == len(CommitmentOutcome)
    assert outcomes.FINDINGS[category]
    assert [code for code, _word in outcomes.choices(category)] == list(outcomes.PLAIN)


@pytest.mark.parametrize(
    ("category", "words"),
    [("service", "达到承诺标准"), ("guarantee", "已保障到位"), ("contract", "已履约")],
)
def test_the_page_and_the_history_use_the_words_of_the_type(client, category, words):
    item = verified(category=category)

    page = client.get(f"/commitments/{item.ref}").text
    history = client.get(f"/commitments/{item.ref}/history").text

    assert item.outcome is CommitmentOutcome.FULFILLED
    assert f"{words}。属实" in page and f"{words}。属实" in history
    assert str(outcomes.FINDINGS[item.category]) in page and "51个" in page


def test_the_form_asks_in_the_words_of_the_type(login):
    item = make_reported(category="environment")
    client = login(office())

    page = client.get(f"/commitments/{item.ref}/do/verify").text

    assert "达标（计为已兑现）" in page and "未达标（计为未兑现）" in page
    assert "佐证来源查明的监测结果" in page and "单位自报：改造51个" in page


def test_what_the_form_was_told_is_kept(login):
    item = make_reported(category="environment")
    client = login(office())
    said = {"outcome": "partly", "finding": "PM2.5 均值 38", "second_source": "监测站", "why": "好"}

    answer = client.post(f"/commitments/{item.ref}/do/verify", data=said)

    assert answer.status_code == 302
    assert (item.outcome, item.finding) == ("partly", "PM2.5 均值 38")
    assert "部分达标" in client.get(f"/commitments/{item.ref}").text


def test_a_form_without_a_second_source_is_shown_again_with_what_was_typed(login):
    item = make_reported(category="deadline")
    client = login(office())

    answer = client.post(f"/commitments/{item.ref}/do/verify", data={"why": "现场看过"})

    assert (answer.status_code, item.state) == (422, CommitmentState.REPORTED)
    assert "请写明佐证来源" in answer.text and "现场看过" in answer.text


def test_a_promise_of_a_day_that_was_done_late_was_not_kept_in_time(login):
    item = make_reported(category="deadline", **LATE)
    said = {"outcome": "fulfilled", "second_source": "现场", "why": "好"}
    client = login(office())

    answer = client.post(f"/commitments/{item.ref}/do/verify", data=said)

    assert (answer.status_code, item.outcome) == (422, None)
    assert "只能核验为逾期兑现或者未兑现" in answer.text
    client.post(f"/commitments/{item.ref}/do/verify", data=said | {"outcome": "partly"})
    assert "逾期兑现" in client.get(f"/commitments/{item.ref}").text


def test_a_late_promise_of_another_type_may_have_been_kept():
    assert verified(category="service", **LATE).outcome is CommitmentOutcome.FULFILLED


def test_a_promise_of_a_day_verified_before_this_rule_is_not_said_to_be_in_time():
    item = make_reported(category="deadline", **LATE)

    assert str(outcomes.words(item, CommitmentOutcome.FULFILLED)) == "逾期兑现"
    with pytest.raises(Refused):
        fulfilment.verify(item, CommitmentOutcome.FULFILLED, "现场", "好", by=office(), at=NOW)


def test_the_results_say_what_each_type_came_to(client):
    verified(category="guarantee")
    verified(CommitmentOutcome.NOT_FULFILLED, category="policy")

    page = client.get("/commitments/results/").text

    assert "已保障到位" in page and "未兑现到企业和群众" in page
    assert "未履约" not in page
