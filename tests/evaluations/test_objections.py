"""A body reads its scores before they are published, objects, and is answered first."""

from datetime import timedelta
from decimal import Decimal

import pytest

from evaluations import combining, objections, rounds
from evaluations.models import RoundState
from evaluations.objection_models import ScoreObjectionState as S
from evaluations.objections import NotOpen, SameScore
from evaluations.rounds import StillOpen
from integrity.base.db import db
from integrity.base.errors import Forbidden, SamePerson
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    make_assignment,
    make_challenge,
    make_score_objection,
    publish,
    score_all,
    tell,
)
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(days=10)


def office():
    return make_user(Role.OFFICE)


def shown(body=None):
    """The scores of a body, all 95 but one, as they are shown to it."""
    assignment = make_assignment(body=body or make_body())
    score_all(assignment, 95, A1=10)
    tell(assignment.round)
    return assignment


def officer_of(assignment):
    return make_user(Role.OFFICER, assignment.body)


def test_nothing_is_published_before_an_objection_is_answered():
    found = make_score_objection()
    item = found.score.assignment.round

    with pytest.raises(StillOpen):
        rounds.publish(item, by=office(), at=LATER)
    objections.keep_score(found, "依据属实", by=office(), at=NOW)
    rounds.publish(item, by=office(), at=LATER)

    assert item.state is RoundState.PUBLISHED and found.score.points == 10


def test_an_objection_that_is_right_changes_the_result():
    found = make_score_objection()
    assignment = found.score.assignment
    before = combining.sheet(assignment.round, assignment.body_id).total

    objections.change_score(found, Decimal(95), "漏查", by=office(), at=NOW)

    assert (found.state, found.points_before, found.score.points) == (S.UPHELD, 10, 95)
    assert before < combining.sheet(assignment.round, assignment.body_id).total == 95


def test_bodies_have_their_days_unless_all_agree():
    assignment = shown()
    item = assignment.round
    with pytest.raises(StillOpen):
        rounds.publish(item, by=office(), at=NOW)

    objections.agree(assignment, by=officer_of(assignment), at=NOW)
    rounds.publish(item, by=office(), at=NOW)

    assert item.published_on == NOW.date()


def test_nobody_objects_twice_or_after_agreeing_or_after_the_last_day():
    found = make_score_objection()
    assignment = found.score.assignment
    by = officer_of(assignment)
    other = next(one for one in assignment.scores if one is not found.score)

    with pytest.raises(NotOpen):
        objections.file(found.score, "再提", by=by, at=NOW)
    with pytest.raises(NotOpen):
        objections.file(other, "过期", by=by, at=LATER)
    objections.agree(assignment, by=by, at=NOW)
    with pytest.raises(NotOpen):
        objections.file(other, "确认以后", by=by, at=NOW)


def test_scores_are_not_shown_before_they_are_reviewed():
    assignment = make_assignment()
    score_all(assignment, 95)

    with pytest.raises(NotOpen):
        objections.file(assignment.scores[0], "早了", by=officer_of(assignment), at=NOW)


def test_who_reviewed_the_scores_does_not_publish_them():
    assignment = make_assignment()
    score_all(assignment, 95)
    one = office()
    rounds.finish(assignment.round, by=one, at=NOW)
    rounds.review(assignment.round, "已复核", by=one, at=NOW)
    rounds.tell(assignment.round, by=one, at=NOW)

    with pytest.raises(SamePerson):
        rounds.publish(assignment.round, by=one, at=LATER)


def test_nobody_answers_the_objection_of_the_own_body():
    body = make_body("领导小组办公室")
    found = make_score_objection(body)

    for verb, said in (
        (objections.keep_score, ("维持",)),
        (objections.change_score, (Decimal(95), "更改")),
    ):
        with pytest.raises(Forbidden):
            verb(found, *said, by=make_user(Role.OFFICE, body), at=NOW)


@pytest.mark.parametrize("points", [10, -1, 101])
def test_what_is_changed_is_another_score_of_100(points):
    with pytest.raises(SameScore):
        objections.change_score(
            make_score_objection(), Decimal(points), "更改", by=office(), at=NOW
        )


def test_scores_that_are_opened_again_are_shown_again():
    found = make_score_objection()
    assignment = found.score.assignment
    rounds.send_back(assignment.round, "重新评分", by=office(), at=NOW)
    assert found.state is S.MOOT

    score_all(assignment, 95, A1=20)
    tell(assignment.round)
    again = objections.file(found.score, "仍有异议", by=officer_of(assignment), at=NOW)

    assert again.points_before == 20


def test_a_body_reads_its_own_scores_and_no_others(client, login):
    assignment = shown(make_body("示例水务局"))
    address = f"/evaluations/{assignment.round.ref}"
    login(officer_of(assignment))
    page = client.get(address, follow_redirects=True).text
    assert "示例：依据" in page and "提出异议" in page

    login(make_user(Role.OFFICER, make_body("示例城管局")))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/{assignment.body.slug}/scores").status_code == 404


def test_a_body_objects_by_page_and_reads_the_answer_with_the_result(client, login):
    assignment = shown(make_body("示例水务局"))
    score = next(one for one in assignment.scores if one.points == 10)
    login(officer_of(assignment))
    assert "评分征求意见" in client.get("/desk/").text
    empty = client.post(f"/evaluations/scores/{score.id}/object", data={"text": ""})
    assert empty.status_code == 422
    made = client.post(f"/evaluations/scores/{score.id}/object", data={"text": "依据有误"})
    assert made.status_code == 302

    login(office())
    assert "答复异议" in client.get("/desk/").text
    said = {"points": "90", "answer": "漏查，更正"}
    answered = client.post(f"{made.location}/do/change_score", data=said)
    assert answered.status_code == 302
    objections.agree(assignment, by=officer_of(assignment), at=NOW)
    rounds.publish(assignment.round, by=office(), at=NOW)
    db.session.commit()

    login(officer_of(assignment))
    page = client.get(f"/evaluations/{assignment.round.ref}/{assignment.body.slug}").text
    assert "漏查，更正" in page and "90" in page


def test_a_result_without_objections_says_nothing_of_them(client):
    assignment = make_assignment()
    score_all(assignment, 95)
    publish(assignment.round)

    page = client.get(f"/evaluations/{assignment.round.ref}/{assignment.body.slug}").text
    assert "单位提出异议" not in page


def test_whoever_objects_is_answered_within_a_term(app):
    """Seen: the clock of an objection did not begin, so nobody was ever late with its answer."""
    for found in (make_score_objection(), make_challenge()):
        assert found.step_due_on is not None and found.step_due_on > TODAY
        assert found.is_step_late(found.step_due_on + timedelta(days=1))
