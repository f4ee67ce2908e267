"""People are asked without an account; nobody answers twice, and nothing leads back to them."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from evaluations.questionnaires import answers, service, tallies
from evaluations.questionnaires.models import (
    GivenAnswer,
    Invitation,
    Kind,
    Remark,
    Sheet,
    Tally,
)
from evaluations.questionnaires.models import QuestionnaireState as S
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed, SamePerson
from integrity.base.permissions import Role
from tests.evaluations.makers import GIVEN, make_questionnaire
from tests.factories import NOW, TODAY, make_body, make_user
from tests.messages.test_sending import mails  # noqa: F401  a fixture

DAY = timedelta(days=1)
SENT = {"q1": "1", "q2": "4", "q3": ["1", "3"], "q4": "示例意见"}


def office():
    return make_user(Role.OFFICE)


def handed(found, number=1):
    return service.hand_out(found, number, by=office(), at=NOW)


def answered(found, often, given=GIVEN):
    for one in handed(found, often):
        answers.answer(one, given, at=NOW)


def counted(found):
    service.count_answers(found, by=office(), at=NOW)
    return {
        (row.question.position, row.choice): row for row in db.session.scalars(sa.select(Tally))
    }


def test_who_wrote_it_does_not_let_it_out_and_who_counted_does_not_publish(app):
    found = make_questionnaire(asking=False)
    author = db.session.get(type(office()), found.drafted_by_id)
    with pytest.raises(SamePerson):
        service.ask_people(found, TODAY + DAY, by=author, at=NOW)
    service.ask_people(found, TODAY + DAY, by=office(), at=NOW)
    counter = office()
    service.count_answers(found, by=counter, at=NOW)
    with pytest.raises(SamePerson):
        service.tell_answers(found, by=counter, at=NOW)
    service.tell_answers(found, by=office(), at=NOW)

    assert found.state is S.TOLD


def test_questions_stay_once_people_are_asked(app):
    found = make_questionnaire()

    with pytest.raises(NotAllowed):
        service.put_question(found, Kind.TEXT, "示例", "", True, None, by=office(), at=NOW)


def test_a_question_is_written_over_or_taken_out_and_the_rest_moves_up(app):
    found = make_questionnaire(asking=False)
    by = office()
    service.put_question(found, Kind.ONE, "示例改写", "甲\n乙", True, 2, by=by, at=NOW)
    service.remove_question(found, 1, by=by, at=NOW)

    assert (found.questions[0].position, found.questions[0].text) == (1, "示例改写")
    assert [q.position for q in found.questions] == [1, 2, 3]
    for options in ("只有一个", "甲\n甲"):
        with pytest.raises(service.WrongQuestion):
            service.put_question(found, Kind.ONE, "示例", options, True, None, by=by, at=NOW)
    with pytest.raises(service.WrongQuestion):
        service.remove_question(found, 9, by=by, at=NOW)


def test_a_body_has_no_hand_in_what_people_are_asked_about_it(app, login):
    body = make_body()
    found = make_questionnaire(body)
    of_body = make_user(Role.OFFICE, body)
    for verb in (service.count_answers, service.tell_answers):
        with pytest.raises(Forbidden):
            verb(found, by=of_body, at=NOW)
    with pytest.raises(Forbidden):
        answers.enter(found, "9", GIVEN, by=of_body, at=NOW)

    assert login(of_body).get(f"/evaluations/questionnaires/{found.ref}").status_code == 404
    assert login(of_body).get(f"/evaluations/questionnaires/{found.ref}/invite").status_code == 403


def test_a_link_is_good_for_one_answer_on_a_page_without_an_account(client):
    [one] = handed(make_questionnaire())
    address = f"/evaluations/answer/{one.token}"
    page = client.get(address)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert client.post(address, data={**SENT, "q1": ""}).status_code == 422

    assert "答卷已收到" in client.post(address, data=SENT).text
    assert client.post(address, data=SENT).status_code == 409
    assert client.get(address).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sheet)) == 1


@pytest.mark.parametrize("token", ["1", "1.00", "x.y", "99999999999.a", "０.a", "1.é"])
def test_a_link_that_was_guessed_leads_nowhere(client, token):
    handed(make_questionnaire())

    assert client.get(f"/evaluations/answer/{token}").status_code == 404


def test_what_is_not_offered_is_no_answer(app):
    [one] = handed(make_questionnaire())
    for given_ in ({**GIVEN, 1: [7]}, {**GIVEN, 1: [0, 1]}, {**GIVEN, 2: []}, {}):
        with pytest.raises(answers.WrongAnswer):
            answers.answer(one, given_, at=NOW)
    with pytest.raises(service.NotReady):
        answers.answer(one, GIVEN, at=NOW + 31 * DAY)

    assert not one.used


def test_nothing_leads_from_an_answer_to_who_gave_it(app):
    found = make_questionnaire()
    [one] = handed(found)
    log = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    answers.answer(one, GIVEN, at=NOW)
    db.session.flush()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == log
    kept = {
        column.name for model in (Sheet, GivenAnswer, Remark) for column in model.__table__.columns
    }
    assert kept == {"id", "questionnaire_id", "source", "question_id", "sheet_id", "choice", "text"}
    written = {column.name for column in Invitation.__table__.columns}
    assert not {name for name in written if "sheet" in name or name.endswith("_on")}


def test_results_recount_from_the_sheets_and_say_the_interval(app):
    found = make_questionnaire()
    answered(found, 9)
    answered(found, 3, {1: [0], 2: [2], 3: [3]})
    rows = counted(found)

    by_hand = Counter(
        (position, choice)
        for position, choice in [(1, 1), (2, 5), (3, 1), (3, 2)] * 9 + [(1, 0), (2, 2), (3, 3)] * 3
    )
    assert {key: row.count for key, row in rows.items() if row.count} == by_hand
    assert {row.answered for row in rows.values()} == {12}
    yes = next(row for row in tallies.shown(found, 10)[0].rows if str(row.label) == "是")
    assert (yes.share, yes.interval) == ("75.0%", "46.8%—91.1%")
    assert tallies.shown(found, 10)[1].mean == "4.25"


def test_too_few_answers_show_no_shares_to_anybody(client, login):
    found = make_questionnaire()
    answered(found, 9)
    counted(found)
    service.tell_answers(found, by=office(), at=NOW)
    page = client.get(f"/evaluations/questionnaires/{found.ref}").text

    assert "9 人回答，人数太少，不列明细" in page
    assert "%—" not in page and "示例：窗口排队" not in page
    assert found.ref in client.get("/evaluations/questionnaires/").text
    assert "示例：窗口排队" in login(office()).get(f"/evaluations/questionnaires/{found.ref}").text


def test_nobody_reads_results_before_they_are_published(client):
    found = make_questionnaire()
    counted(found)

    assert client.get(f"/evaluations/questionnaires/{found.ref}").status_code == 404
    assert found.ref not in client.get("/evaluations/questionnaires/").text


@pytest.mark.parametrize(
    ("count", "answered", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_intervals_are_those_of_the_published_examples(count, answered, low, high):
    """Newcombe, Two-sided confidence intervals for the single proportion (1998), method 3."""
    assert tallies.interval(count, answered) == pytest.approx((low, high), abs=0.006)


@given(st.integers(1, 10**6), st.data())
def test_an_interval_holds_its_share_and_no_more_than_all(answered, data):
    count = data.draw(st.integers(0, answered))
    low, high = tallies.interval(count, answered)

    assert 0 <= low <= 100 * count / answered + 1e-9
    assert 100 * count / answered - 1e-9 <= high <= 100


@pytest.mark.parametrize(("population", "need"), [(100, 80), (1000, 278), (10**8, 385), (1, 1)])
def test_the_plan_says_how_many_must_answer(population, need):
    """As the table of Krejcie and Morgan (1970), at 95 percent and 5 percent."""
    assert tallies.wanted(population, 5) == need


def test_the_office_writes_one_and_asks_people_on_pages(login):
    one, other = office(), office()
    said = {
        "title": "示例问卷", "purpose": "示例", "frame": "示例", "method": "示例",
        "population": "100", "planned": "50", "key_field": "environment",
    }  # fmt: skip
    page = login(one).post("/evaluations/questionnaires/new", data=said)
    base = page.headers["Location"]
    question = {"kind": "yes_no", "text": "示例？", "needed": "y"}
    assert login(one).post(f"{base}/do/put_question", data=question).status_code == 302
    assert "示例？" in login(one).get(f"{base}/preview").text
    until = {"until": (TODAY + 9 * DAY).isoformat()}
    assert login(one).post(f"{base}/do/ask_people", data=until).status_code == 422
    assert login(other).post(f"{base}/do/ask_people", data=until).status_code == 302
    links = login(other).post(f"{base}/hand-out", data={"number": "3"}).text

    assert links.count("/evaluations/answer/") == 3


def test_a_promise_that_nobody_knows_is_not_asked_about(login):
    said = {
        "title": "示例问卷", "purpose": "示例", "frame": "示例", "method": "示例",
        "population": "100", "planned": "50", "promise": "没有的编号",
    }  # fmt: skip
    page = login(office()).post("/evaluations/questionnaires/new", data=said)

    assert page.status_code == 422 and "没有找到编号为" in page.text
