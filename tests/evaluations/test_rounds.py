"""A round: assigned, scored with evidence, reviewed, published, never ranked among few."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from evaluations import agencies, rounds, schemes, scores
from evaluations.models import RemedialPoint, Result, Scheme
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    make_assignment,
    make_evaluator,
    make_round,
    make_scheme,
    publish,
    score_all,
)
from tests.factories import NOW, TODAY, make_body, make_user


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def evaluator():
    return make_evaluator()


def entry(assignment, points, words="示例：依据", code="A1"):
    leaf = next(one for one in schemes.leaves(assignment.round.scheme) if one.code == code)
    return scores.Entry(leaf, points, words)


def results(item):
    return db.session.scalars(sa.select(Result).where(Result.round_id == item.id)).all()


def test_loading_the_scheme_twice_changes_nothing():
    make_scheme()

    assert schemes.load() == 0
    shipped = db.session.scalars(sa.select(Scheme.code).order_by(Scheme.code)).all()
    assert shipped == ["FIELDS-2026", "GOV-2026"]


def test_independence_comes_before_the_first_score(evaluator):
    [assignment] = make_round(evaluator).assignments

    with pytest.raises(scores.NotDeclared):
        scores.score(assignment, [entry(assignment, Decimal(50))], by=evaluator, at=NOW)


@pytest.mark.parametrize("points", ["-0.01", "100.01", "1000"])
def test_points_outside_0_to_100_are_refused(evaluator, points):
    assignment = make_assignment(evaluator)

    with pytest.raises(scores.WrongScore):
        scores.score(assignment, [entry(assignment, Decimal(points))], by=evaluator, at=NOW)


def test_a_score_without_evidence_is_refused(evaluator):
    assignment = make_assignment(evaluator)

    with pytest.raises(scores.WrongScore):
        scores.score(assignment, [entry(assignment, Decimal(50), " ")], by=evaluator, at=NOW)


def test_one_wrong_score_keeps_none_of_the_others(evaluator):
    assignment = make_assignment(evaluator)
    wrong = [entry(assignment, Decimal(50)), entry(assignment, Decimal(101), code="A2")]

    with pytest.raises(scores.WrongScore):
        scores.score(assignment, wrong, by=evaluator, at=NOW)

    assert assignment.scores == []


def test_only_leaves_are_scored(evaluator):
    assignment = make_assignment(evaluator)
    root = assignment.round.scheme.indicators[0]

    with pytest.raises(scores.WrongScore):
        scores.score(assignment, [scores.Entry(root, Decimal(1), "示例")], by=evaluator, at=NOW)


def test_what_is_incomplete_cannot_be_handed_in(evaluator):
    assignment = make_assignment(evaluator)
    scores.score(assignment, [entry(assignment, Decimal(50))], by=evaluator, at=NOW)

    with pytest.raises(scores.Incomplete):
        scores.submit(assignment, by=evaluator, at=NOW)


def test_what_was_handed_in_stays(evaluator):
    assignment = make_assignment(evaluator)
    score_all(assignment, 80)

    with pytest.raises(scores.NotOpen):
        scores.score(assignment, [entry(assignment, Decimal(100))], by=evaluator, at=NOW)


def test_an_evaluator_has_a_body_once_in_a_round(evaluator):
    body = make_body()
    item = make_round(evaluator, [body])

    with pytest.raises(rounds.AlreadyAssigned):
        rounds.assign(item, evaluator.body, [body], by=make_user(Role.OFFICE), at=NOW)


def test_nobody_evaluates_itself(evaluator):
    item = make_round(evaluator)

    with pytest.raises(agencies.NotIndependent):
        rounds.assign(item, evaluator.body, [evaluator.body], by=make_user(Role.OFFICE), at=NOW)


def test_a_round_is_reviewed_before_it_is_published():
    assignment = make_assignment()
    score_all(assignment, 80)
    office = make_user(Role.OFFICE)
    rounds.finish(assignment.round, by=office, at=NOW)

    with pytest.raises(NotAllowed):
        rounds.publish(assignment.round, by=office, at=NOW)


def test_publishing_grades_and_orders_what_is_below_60():
    assignment = make_assignment()
    score_all(assignment, 90, A1=59, B1=60)

    publish(assignment.round)

    [result] = results(assignment.round)
    points = db.session.scalars(sa.select(RemedialPoint)).all()
    assert (result.total, result.band, result.rank) == (Decimal("86.64"), "良", None)
    assert [(p.indicator.code, p.ref[:6]) for p in points] == [("A1", "R2026-")]
    assert points[0].time_limit.family == "LOCAL-REMEDY"
    assert points[0].starts_on == TODAY


def test_ten_bodies_are_ranked_and_one_with_nothing_to_count_is_not():
    evaluator, bodies = make_evaluator(), [make_body(f"局{n}") for n in range(11)]
    item = make_round(evaluator, bodies)
    for number, assignment in enumerate(item.assignments):
        score_all(assignment, None if number == 10 else 70 + number)

    publish(item)

    assert sorted(r.rank for r in results(item)) == list(range(1, 11))
    assert bodies[10].id not in {r.body_id for r in results(item)}


def test_what_was_not_handed_in_is_no_result():
    item = make_round(bodies=[make_body("甲局"), make_body("乙局")])
    score_all(item.assignments[0], 80)

    publish(item)

    assert len(results(item)) == 1


def test_the_latest_result_of_a_body_is_the_newest_published():
    body = make_body()
    for points, day in ((70, TODAY), (95, TODAY.replace(day=21))):
        assignment = make_assignment(body=body)
        score_all(assignment, points)
        publish(assignment.round, clock.at(day, 9))

    assert rounds.latest([body.id], TODAY.replace(day=30))[body.id].band == "优"
    assert rounds.latest([body.id], TODAY)[body.id].band == "中"
