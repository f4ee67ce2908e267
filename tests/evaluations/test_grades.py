"""Totals and grades: between 0 and 100, never lower for a better score."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import figures, grades, methods, schemes
from integrity.casework.key_fields import KeyField
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


def shipped(code):
    return [row for row in read(schemes.DATA / "indicators.csv") if row["scheme"] == code]


@pytest.mark.parametrize("head", read(schemes.DATA / "schemes.csv"), ids=lambda row: row["code"])
def test_the_shipped_standards_are_whole_and_samples(app, head):
    rows = shipped(head["code"])
    bands = [row for row in read(schemes.DATA / "bands.csv") if row["scheme"] == head["code"]]
    with app.test_request_context():
        schemes.check_weights(rows)
        methods.check(schemes.leaf_rows(rows), bands)
        assert {row["figure"] for row in rows} <= {"", *figures.titles()}

    assert "示例" in head["name"] and "示例" in head["basis"]
    assert {row["weight_note"][:4] for row in rows} == {"示例权重"}


def test_every_key_field_and_the_environment_have_an_indicator():
    computed = {row["figure"] for row in shipped("FIELDS-2026")}

    assert {f"commitments:{field}" for field in set(KeyField) - {KeyField.NONE}} < computed
    assert "rectifications:environment" in computed


def test_weights_over_100_are_refused(app):
    rows = shipped("GOV-2026")
    rows[1]["weight"] = "7"

    with app.test_request_context(), pytest.raises(schemes.WrongWeights):
        schemes.check_weights(rows)
