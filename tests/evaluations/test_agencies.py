"""Who may evaluate whom: contracts, interests, recusal, and what bodies say against evaluators."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from evaluations import agencies, challenges, combining, rounds, scores
from evaluations.agency_models import Agency, Interest
from evaluations.agency_models import EvaluatorObjectionState as S
from evaluations.rounds import StillOpen
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    make_assignment,
    make_challenge,
    make_evaluator,
    make_round,
    make_scheme,
    make_score_objection,
    register,
    score_all,
    tell,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")


def office():
    return make_user(Role.OFFICE)


def planned():
    return rounds.plan("示例评价", 2026, make_scheme(), by=office(), at=NOW)


def assign(evaluator, *bodies):
    rounds.assign(planned(), evaluator, bodies, by=office(), at=NOW)


@pytest.mark.parametrize(
    ("first", "last", "fit"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=9), False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_only_an_agency_whose_contract_lasts_is_given_bodies(first, last, fit):
    agency, body = make_enterprise("示例评价有限公司"), make_body()
    with pytest.raises(agencies.NotRegistered):
        assign(agency, body)

    agencies.register(agency, "示例合同", first, last, by=office(), at=NOW)
    if fit:
        assign(agency, body)
    else:
        with pytest.raises(agencies.NotRegistered):
            assign(agency, body)


def test_the_next_contract_takes_the_place_of_the_last():
    agency = make_enterprise("示例评价有限公司")
    register(agency)
    agencies.register(agency, "第二年", TODAY, TODAY, "示例 8800", by=office(), at=NOW)

    [found] = db.session.scalars(sa.select(Agency))
    assert (found.contract, agencies.contact_of(found)) == ("第二年", "示例 8800")
    assert "8800" not in found.contact_sealed


def test_the_office_evaluates_nobody():
    body = make_body("示例领导小组办公室")
    register(body)
    make_user(Role.OFFICE, body)

    with pytest.raises(agencies.NotIndependent):
        assign(body, make_body("示例水务局"))


def test_an_agency_that_is_tied_to_a_body_does_not_score_it_while_it_lasts():
    evaluator, body = make_evaluator(), make_body()
    agency = evaluator.body
    agencies.add_interest(agency, body, "提供服务", TODAY, TODAY, by=evaluator, at=NOW)

    with pytest.raises(agencies.NotIndependent, match="提供服务"):
        assign(agency, body)
    rounds.assign(planned(), agency, [body], by=office(), at=NOW + timedelta(days=1))


def test_who_stands_aside_scores_no_more_and_what_it_scored_does_not_count():
    evaluator = make_evaluator()
    assignment = make_assignment(evaluator)
    score_all(assignment, 80)

    challenges.recuse(assignment, "承接该单位项目", by=evaluator, at=NOW)

    assert combining.sheets(assignment.round) == []
    assert db.session.scalars(sa.select(Interest)).one().what == "承接该单位项目"
    with pytest.raises(rounds.NothingScored):
        rounds.finish(assignment.round, by=office(), at=NOW)
    with pytest.raises(scores.NotOpen):
        scores.submit(assignment, by=evaluator, at=NOW)


def test_a_body_objects_to_its_evaluator_once_and_is_answered_before_publication():
    found = make_challenge()
    item, by = found.assignment.round, make_user(Role.OFFICER, found.body)
    with pytest.raises(challenges.NotNow):
        challenges.file(found.assignment, "再提", by=by, at=NOW)
    score_all(found.assignment, 80)
    tell(item)

    with pytest.raises(StillOpen):
        rounds.publish(item, by=office(), at=NOW + timedelta(days=20))
    challenges.keep_evaluator(found, "查无此事", by=office(), at=NOW)
    rounds.publish(item, by=office(), at=NOW + timedelta(days=20))

    assert (found.state, found.assignment.recused_at) == (S.KEPT, None)


def test_an_objection_that_is_right_removes_the_evaluator():
    found = make_challenge()
    score_all(found.assignment, 80)

    challenges.remove_evaluator(found, "确有投资", by=office(), at=NOW)

    assert found.state is S.UPHELD and found.assignment.recused_why == "确有投资"
    assert combining.sheets(found.assignment.round) == []


def test_nobody_answers_what_the_own_body_says():
    found = make_challenge(make_body("示例领导小组办公室"))

    with pytest.raises(Forbidden):
        challenges.keep_evaluator(found, "维持", by=make_user(Role.OFFICE, found.body), at=NOW)


def test_the_record_of_an_agency_is_what_can_be_counted():
    evaluator = make_evaluator()
    on_time, late, waits = (make_assignment(evaluator, make_body(f"示例{n}局")) for n in range(3))
    day = on_time.round.score_until
    score_all(on_time, 80, at=clock.at(day, 9))
    score_all(late, 80, at=clock.at(day + timedelta(days=1), 9))
    challenges.remove_evaluator(
        challenges.file(on_time, "有关系", by=make_user(Role.OFFICER, on_time.body), at=NOW),
        "属实", by=office(), at=NOW,
    )  # fmt: skip
    number = evaluator.body_id

    today = agencies.standings([number], day)[number]
    after = agencies.standings([number], day + timedelta(days=1))[number]

    assert (today.assigned, today.late, today.recused) == (3, 1, 1)
    assert (after.late, after.challenged, after.removed) == (2, 1, 1)
    assert waits.submitted_at is None


def test_upheld_objections_to_scores_are_counted():
    found = make_score_objection()
    number = found.score.assignment.evaluator_id

    standing = agencies.standings([number], TODAY)[number]

    assert (standing.objected, standing.upheld) == (1, 0)


def test_the_office_registers_an_agency_by_page_and_reads_its_record(login):
    evaluator = make_user(Role.EVALUATOR, make_enterprise("示例评价有限公司"))
    client = login(office())
    said = {
        "subject": str(evaluator.body_id), "contract": "示例〔2026〕1号",
        "contract_from": "2026-01-01", "contract_until": "2025-12-31", "contact": "示例 8801",
    }  # fmt: skip
    assert client.post("/evaluations/agencies/new", data=said).status_code == 422
    made = client.post("/evaluations/agencies/new", data=said | {"contract_until": "2026-12-31"})
    assert made.status_code == 302
    assert "示例 8801" in client.get(made.location).text
    assert "示例评价有限公司" in client.get("/evaluations/agencies/").text

    client = login(make_user(Role.OFFICER, make_body()))
    page = client.get(made.location).text
    assert "示例〔2026〕1号" in page and "8801" not in page
    assert client.get(f"{made.location}/interests/new").status_code == 404


def test_an_agency_enters_its_own_interests_and_stands_aside_by_page(login):
    evaluator = make_evaluator()
    assignment = make_assignment(evaluator, make_body("示例水务局"))
    number = db.session.scalars(sa.select(Agency.id)).one()
    client = login(evaluator)
    said = {"body": str(assignment.body_id), "what": "投资", "since": str(date(2026, 1, 1))}

    assert (
        client.post(f"/evaluations/agencies/{number}/interests/new", data=said).status_code == 302
    )
    assert "投资" in client.get(f"/evaluations/agencies/{number}").text
    address = f"/evaluations/assignments/{assignment.id}/recuse"
    assert client.post(address, data={"what": ""}).status_code == 422
    assert client.post(address, data={"what": "承接项目"}).status_code == 302

    assert assignment.recused_at is not None


def test_a_body_sees_who_scores_it_and_objects_by_page(login):
    item = make_round(bodies=[make_body("示例水务局")])
    [assignment] = item.assignments
    client = login(make_user(Role.OFFICER, assignment.body))
    assert assignment.evaluator.name in client.get("/evaluations/evaluators/").text
    address = f"/evaluations/assignments/{assignment.id}/challenge"
    made = client.post(address, data={"text": "有利害关系"})
    assert made.status_code == 302

    other = login(make_user(Role.OFFICER, make_body("示例城管局")))
    assert (other.get(address).status_code, other.get(made.location).status_code) == (404, 403)
    client = login(office())
    assert "答复异议" in client.get("/desk/").text
    answered = client.post(f"{made.location}/do/remove_evaluator", data={"answer": "属实"})
    assert answered.status_code == 302 and assignment.recused_at is not None
