"""Several evaluators score a body: trimmed means, agreement, outliers, and what follows."""

from decimal import Decimal
from statistics import mean

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from evaluations import agreement, combining, rounds, sampling, schemes
from evaluations.agreement import Word
from evaluations.models import Result
from evaluations.quality_models import ResultItem, Settling
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    make_evaluator,
    make_round,
    publish,
    score_all,
)
from tests.factories import NOW, make_body, make_user

N = None
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers of
# twelve units, some values missing; interval data give 0.849.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
points = st.decimals(0, 100, places=2)


def units(rows):
    return [[None if p is None else Decimal(p) for p in unit] for unit in zip(*rows, strict=True)]


def test_agreement_equals_the_published_example():
    assert agreement.alpha(units(PUBLISHED)) == Decimal("0.849")


def test_where_all_give_the_same_there_is_no_figure():
    assert agreement.alpha(units([[80, 80], [80, 80]])) is None


@given(st.lists(points, min_size=1, max_size=9), st.integers(0, 49))
def test_a_trimmed_mean_lies_between_what_was_given(given_points, percent):
    found, cut = combining.trimmed(given_points, percent)

    assert min(given_points) <= found <= max(given_points)
    assert 2 * cut < len(given_points)


def test_one_far_score_of_five_does_not_move_the_mean():
    assert combining.trimmed([Decimal(n) for n in (80, 81, 82, 83, 0)], 20) == (Decimal(81), 1)
    assert combining.trimmed([Decimal(n) for n in (80, 90)], 20) == (Decimal(85), 0)


@pytest.fixture
def evaluators(app):
    names = ("示例信用服务甲有限公司", "示例信用服务乙有限公司")
    return [make_evaluator(name) for name in names]


def twice(evaluators, number=6, second=lambda n: {}):
    """A round of bodies that two evaluators score; the first gives 70, 71 …"""
    first, other = evaluators
    bodies = [make_body(f"示例{n}局") for n in range(number)]
    item = make_round(first, bodies)
    rounds.assign(item, other.body, bodies, by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    db.session.refresh(item)
    for one in item.assignments:
        place = bodies.index(one.body)
        more = second(place) if one.evaluator_id == other.body_id else {}
        score_all(one, 70 + 4 * place, **more)
    return item


def finished(item):
    rounds.finish(item, by=make_user(Role.OFFICE), at=NOW)
    return item


def test_results_are_what_their_items_come_to(evaluators):
    item = publish(twice(evaluators, second=lambda n: {"A1": 71 + 4 * n}))

    for result in db.session.scalars(sa.select(Result).where(Result.round_id == item.id)):
        of_it = sa.select(ResultItem).where(ResultItem.result_id == result.id)
        items = db.session.scalars(of_it).all()
        weights = sum(one.weight for one in items)
        whole = sum(one.points * one.weight for one in items) / weights
        assert abs(result.total - whole) <= Decimal("0.005") and result.weight == weights
        for one in items:
            given_points = [
                score.points
                for a in item.assignments
                for score in a.scores
                if a.body_id == result.body_id and score.indicator_id == one.indicator_id
            ]
            assert abs(one.points - mean(given_points)) <= Decimal("0.005")
            assert one.given == len(given_points) == 2


def test_agreement_is_a_word_of_each_indicator(evaluators):
    item = twice(evaluators, second=lambda n: {"A1": 90 - 4 * n, "A2": 71 + 4 * n})

    found = {one.indicator.code: one for one in agreement.of(item)}

    assert (found["A1"].word, found["A2"].word, found["A3"].word) == (
        Word.LOW,
        Word.HIGH,
        Word.HIGH,
    )
    assert found["A3"].alpha == 1 and found["A1"].bodies == 6


def test_few_bodies_scored_twice_say_nothing(evaluators):
    item = twice(evaluators, number=4, second=lambda n: {"A1": 90 - 4 * n})

    assert {one.word for one in agreement.of(item)} == {Word.FEW}


def test_low_agreement_is_settled_before_the_review(evaluators):
    item = finished(twice(evaluators, second=lambda n: {"A1": 90 - 4 * n}))
    by = make_user(Role.OFFICE)
    leaves = {leaf.code: leaf for leaf in schemes.leaves(item.scheme)}

    with pytest.raises(agreement.NotSettled, match="A1"):
        rounds.review(item, "已复核", by=by, at=NOW)
    with pytest.raises(agreement.NothingToSettle):
        agreement.settle(item, leaves["A2"], Settling.KEPT, "没有必要", by=by, at=NOW)
    agreement.settle(item, leaves["A1"], Settling.EXCLUDED, "口径不一", by=by, at=NOW)
    rounds.review(item, "已复核", by=by, at=NOW)

    assert leaves["A1"].id not in {one.indicator.id for one in combining.sheets(item)[0].items}


def test_scores_that_are_opened_again_are_settled_again(evaluators):
    item = finished(twice(evaluators, second=lambda n: {"A1": 90 - 4 * n}))
    by = make_user(Role.OFFICE)
    [leaf] = [leaf for leaf in schemes.leaves(item.scheme) if leaf.code == "A1"]
    agreement.settle(item, leaf, Settling.KEPT, "专家看过", by=by, at=NOW)

    rounds.send_back(item, "重新评分", by=by, at=NOW)

    assert agreement.settlements(item) == {}


def test_a_score_far_from_the_others_and_a_lenient_evaluator_are_seen(evaluators):
    item = twice(evaluators, second=lambda n: {"A1": 95} if n == 0 else {})

    far = agreement.outliers(item)
    lenient = agreement.leanings(item)

    assert {(one.score.indicator.code, one.apart) for one in far} == {("A1", 25), ("A1", -25)}
    assert lenient[0].evaluator == evaluators[1].body
    assert lenient[0].mean == -lenient[1].mean > 0


def test_a_sample_is_drawn_that_anybody_can_draw_again(evaluators):
    first, other = evaluators
    item = make_round(first, [make_body(f"示例{n}局") for n in range(11)])
    by = make_user(Role.OFFICE)

    drawn = sampling.draw(item, other.body, by=by, at=NOW)
    db.session.flush()
    db.session.refresh(item)

    assert len(drawn) == 3  # 20 per cent of 11
    assert (
        drawn
        == sorted(
            (one.body for one in item.assignments if one.evaluator_id == first.body_id),
            key=lambda body: sampling._lot(item, body),
        )[:3]
    )
    with pytest.raises(sampling.NothingToDraw):
        sampling.draw(item, other.body, by=by, at=NOW)


def test_a_body_agrees_once_to_what_all_evaluators_gave(evaluators, login):
    item = twice(evaluators, number=1)
    finished(item)
    rounds.review(item, "已复核", by=make_user(Role.OFFICE), at=NOW)
    rounds.tell(item, by=make_user(Role.OFFICE), at=NOW)
    body = item.assignments[0].body
    client = login(make_user(Role.OFFICER, body))
    page = client.get(f"/evaluations/{item.ref}", follow_redirects=True).text
    assert all(one.body.name in page for one in evaluators)

    assert client.post(f"/evaluations/{item.ref}/{body.slug}/agree").status_code == 302

    assert all(one.agreed_at for one in item.assignments)


def test_the_office_reads_agreement_and_settles_it_by_page(evaluators, login):
    item = finished(twice(evaluators, second=lambda n: {"A1": 90 - 4 * n}))
    client = login(make_user(Role.OFFICE))
    address = f"/evaluations/{item.ref}/agreement"
    page = client.get(address).text
    assert "一致性低" in page and f"{address}/A1" in page

    assert client.post(f"{address}/A1", data={"way": "kept", "why": ""}).status_code == 422
    assert client.post(f"{address}/A1", data={"way": "kept", "why": "专家看过"}).status_code == 302

    assert "专家看过" in client.get(address).text
    assert login(make_evaluator()).get(address).status_code == 403


def test_the_office_draws_a_sample_by_page(evaluators, login):
    first, other = evaluators
    item = make_round(first, [make_body(f"示例{n}局") for n in range(5)])
    client = login(make_user(Role.OFFICE))

    data = {"evaluator": str(other.body_id)}
    assert client.post(f"/evaluations/{item.ref}/sample", data=data).status_code == 302

    db.session.refresh(item)
    assert len(item.assignments) == 6
