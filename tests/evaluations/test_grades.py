"""Totals and grades: between 0 and 100, never lower for a better score."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import grades, schemes
from integrity.casework.rules.service import read

points = st.decimals(0, 100, places=2)
weights = st.decimals(Decimal("0.01"), 100, places=2)
scored = st.lists(st.tuples(points, weights), min_size=1, max_size=30)
BANDS = [(Decimal(r["minimum"]), r["name"]) for r in read(schemes.DATA / "bands.csv")]
ORDER = "差中良优"


@given(scored)
def test_a_total_lies_between_0_and_100(pairs):
    assert 0 <= grades.total(pairs) <= 100


@given(scored, st.data())
def test_a_better_score_never_lowers_total_or_grade(pairs, data):
    place = data.draw(st.integers(0, len(pairs) - 1))
    old, weight = pairs[place]
    better = data.draw(st.decimals(old, 100, places=2))

    before = grades.total(pairs)
    after = grades.total([*pairs[:place], (better, weight), *pairs[place + 1 :]])

    assert after >= before
    assert ORDER.index(grades.band(after, BANDS)) >= ORDER.index(grades.band(before, BANDS))


@given(points, st.lists(weights, min_size=1, max_size=30))
def test_the_same_points_everywhere_are_the_total(same, all_weights):
    assert grades.total([(same, weight) for weight in all_weights]) == same


def test_nothing_scored_is_no_total():
    assert grades.total([]) is None


@pytest.mark.parametrize(
    ("total", "name"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("60", "中"), ("0", "差")]
)
def test_a_grade_begins_at_its_line(total, name):
    assert grades.band(Decimal(total), BANDS) == name


def test_nobody_is_ranked_among_fewer_than_the_least():
    assert grades.ranks([Decimal(n) for n in range(9)], 10) == [None] * 9


def test_equal_totals_share_a_place():
    assert grades.ranks([Decimal(n) for n in (90, 80, 80, 70)], 4) == [1, 2, 2, 4]


def test_the_shipped_weights_add_up():
    rows = read(schemes.DATA / "indicators.csv")

    schemes.check_weights(rows)

    assert {row["weight_note"][:4] for row in rows} == {"示例权重"}


def test_weights_over_100_are_refused(app):
    rows = read(schemes.DATA / "indicators.csv")
    rows[1]["weight"] = "7"

    with app.test_request_context(), pytest.raises(schemes.WrongWeights):
        schemes.check_weights(rows)
