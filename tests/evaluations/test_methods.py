"""Yes or no with evidence, bonuses and deductions with caps, and what bars a grade."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
import sqlalchemy as sa

from evaluations import drafts, grades, methods, objections, rounds, schemes, scores
from evaluations.models import RemedialPoint, Result
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import drafting
from tests.evaluations.makers import (
    inform,
    make_evaluator,
    make_scheme_draft,
    publish,
    tell,
)
from tests.factories import NOW, make_body, make_user

LINK = "https://example.gov.cn/example"
SAID = {"name": "示例", "description": "示例"}
EXTRA = (
    {"code": "H", "parent_code": "", "name": "示例：附加", "description": "示例"},
    {**SAID, "code": "H1", "parent_code": "H", "method": "bonus", "cap": Decimal(3)},
    {**SAID, "code": "H2", "parent_code": "H", "method": "deduction", "cap": Decimal(5)},
    {**SAID, "code": "H3", "parent_code": "H", "method": "veto", "bars": "优"},
)


def office():
    return make_user(Role.OFFICE)


def written(*rows):
    """The shipped standard with D1 as a question, and what stands beside the mean."""
    found = make_scheme_draft()
    d1 = next(row for row in found.indicators if row["code"] == "D1")
    asked = {**d1, "weight": Decimal(d1["weight"]), "cap": None, "method": "yes-no"}
    for row in (asked, *EXTRA, *rows):
        drafts.put_indicator(found, **row, by=office(), at=NOW)
    return found


def approved():
    found = written()
    drafts.submit(found, by=office(), at=NOW)
    drafting.review(found, "示例", by=office(), at=NOW)
    drafts.approve(found, by=office(), at=NOW)
    db.session.flush()
    return found.scheme


def opened(bodies, *evaluators):
    made = rounds.plan("示例", 2026, approved(), by=office(), at=NOW)
    for evaluator in evaluators or [make_evaluator()]:
        rounds.assign(made, evaluator.body, bodies, by=office(), at=NOW)
    rounds.open_(made, by=office(), at=NOW)
    db.session.flush()
    return made


def score(assignment, others=95, **said):
    """Every leaf: D1 with yes, nothing beside the mean, unless something else is said."""
    known = {"D1": 100, "H1": 0, "H2": 0, "H3": 0} | said
    evaluator = make_user(Role.EVALUATOR, assignment.evaluator)
    entries = [
        scores.Entry(leaf, Decimal(str(known.get(leaf.code, others))), "示例", LINK)
        for leaf in schemes.leaves(assignment.round.scheme)
    ]
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    scores.score(assignment, entries, by=evaluator, at=NOW)
    scores.submit(assignment, by=evaluator, at=NOW)
    db.session.flush()


def results(item):
    wanted = sa.select(Result).where(Result.round_id == item.id).order_by(Result.id)
    return db.session.scalars(wanted).all()


def recomputed(item):
    """Totals and grades from scores and weights by plain SQL: no code of the product."""
    leaves = {
        row.id: row
        for row in db.session.execute(
            sa.text("SELECT id, method, weight, bars FROM indicator WHERE scheme_id = :scheme"),
            {"scheme": item.scheme_id},
        )
    }
    given = db.session.execute(
        sa.text(
            "SELECT a.body_id, s.indicator_id, s.points FROM score s"
            " JOIN assignment a ON a.id = s.assignment_id"
            " WHERE a.round_id = :number AND s.points IS NOT NULL"
        ),
        {"number": item.id},
    )
    cent, found = Decimal("0.01"), {}
    for body, leaf, points in given:
        found.setdefault(body, {}).setdefault(leaf, []).append(Decimal(str(points)))
    bands = db.session.execute(
        sa.text("SELECT name, minimum FROM band WHERE scheme_id = :scheme ORDER BY minimum DESC"),
        {"scheme": item.scheme_id},
    ).all()
    return {body: _total(leaves, of_body, bands, cent) for body, of_body in found.items()}


def _total(leaves, of_body, bands, cent):
    up, whole, added, barred = Decimal(0), Decimal(0), Decimal(0), set()
    for number, points in of_body.items():
        mean = (sum(points) / len(points)).quantize(cent, ROUND_HALF_UP)
        leaf, weight = leaves[number], Decimal(str(leaves[number].weight))
        up, whole = up + mean * weight, whole + weight
        added += {"bonus": mean, "deduction": -mean}.get(leaf.method, 0)
        if leaf.method == "veto" and mean > 50:
            barred.add(leaf.bars)
    total = min(max((up / whole).quantize(cent, ROUND_HALF_UP) + added, Decimal(0)), Decimal(100))
    names = [name for name, _least in bands]
    first = 1 + max((names.index(name) for name in barred), default=-1)
    grade = next(name for name, least in bands[first:] if Decimal(str(least)) <= total)
    return total, grade


def test_totals_and_grades_are_recomputed_from_what_was_scored(app):
    bodies = [make_body() for _n in range(4)]
    item = opened(bodies, make_evaluator(), make_evaluator())
    said = ({}, {"H1": 3, "H2": "0.5"}, {"H3": 100}, {"D1": 0, "H1": 2})
    for place, body in enumerate(bodies):
        for assignment in (one for one in item.assignments if one.body_id == body.id):
            score(assignment, 91, **said[place])
    publish(item)

    found = {one.body_id: (one.total, one.band) for one in results(item)}
    assert found == recomputed(item)
    assert [found[body.id][1] for body in bodies] == ["优", "优", "良", "良"]
    assert found[bodies[1].id][0] - found[bodies[0].id][0] == Decimal("2.5")


@pytest.mark.parametrize(("added", "taken", "total"), [(3, 0, 100), (0, 5, 95), (2, 5, 97)])
def test_no_bonus_makes_more_than_all_points(app, added, taken, total):
    [assignment] = opened([make_body()]).assignments
    score(assignment, 100, H1=added, H2=taken)
    publish(assignment.round)

    assert [one.total for one in results(assignment.round)] == [total]


def test_a_veto_needs_more_than_half_of_those_who_answered(app):
    body = make_body()
    item = opened([body], make_evaluator(), make_evaluator())
    first, second = item.assignments
    score(first, H3=100)
    score(second, H3=0)
    publish(item)

    assert [one.band for one in results(item)] == ["优"]


def test_a_grade_that_is_barred_takes_the_better_ones_with_it():
    bands = [(Decimal(90), "优"), (Decimal(80), "良"), (Decimal(0), "差")]

    assert grades.band(Decimal(95), bands, {"良"}) == "差"
    assert grades.band(Decimal(95), bands, {"优", "良"}) == "差"
    assert grades.band(Decimal(79), bands, {"优"}) == "差"


@pytest.mark.parametrize(
    ("code", "points"), [("D1", 50), ("H1", "3.01"), ("H2", 6), ("H3", 1), ("A1", 101)]
)
def test_points_that_a_method_does_not_know_are_refused(app, code, points):
    [assignment] = opened([make_body()]).assignments
    with pytest.raises(scores.WrongScore):
        score(assignment, **{code: points})


@pytest.mark.parametrize("code", ["D1", "H3"])
def test_yes_needs_evidence_and_no_only_words(app, code):
    evaluator = make_evaluator()
    [assignment] = opened([make_body()], evaluator).assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    leaf = next(one for one in schemes.leaves(assignment.round.scheme) if one.code == code)

    with pytest.raises(scores.WrongLink):
        scores.score(assignment, [scores.Entry(leaf, Decimal(100), "示例")], by=evaluator, at=NOW)
    no = [scores.Entry(leaf, Decimal(0), "示例")]
    assert scores.score(assignment, no, by=evaluator, at=NOW) == 1


def test_only_what_weighs_is_ordered_to_be_put_right(app):
    [assignment] = opened([make_body()]).assignments
    score(assignment, D1=0, H3=0)
    inform(assignment.round)

    wanted = sa.select(RemedialPoint).where(RemedialPoint.round_id == assignment.round_id)
    assert [one.indicator.code for one in db.session.scalars(wanted)] == ["D1"]


def test_an_objection_changes_points_within_the_method(app):
    [assignment] = opened([make_body()]).assignments
    score(assignment, H2=5)
    tell(assignment.round)
    [taken] = [one for one in assignment.scores if one.indicator.code == "H2"]
    officer = make_user(Role.OFFICER, assignment.body)
    found = objections.file(taken, "示例", by=officer, at=NOW)

    with pytest.raises(objections.SameScore):
        objections.change_score(found, Decimal(50), "示例", by=office(), at=NOW)
    objections.change_score(found, Decimal(1), "示例", by=office(), at=NOW)
    assert taken.points == 1


@pytest.mark.parametrize(
    "row",
    [
        {**SAID, "code": "X", "parent_code": "", "method": "bonus"},
        {**SAID, "code": "X", "parent_code": "", "method": "veto", "bars": "差"},
        {**SAID, "code": "X", "parent_code": "", "method": "veto"},
        {**SAID, "code": "H1", "parent_code": "H", "method": "yes-no"},
        {**SAID, "code": "X", "parent_code": "", "method": "deduction", "cap": Decimal(3),
         "figure": "commitments"},
    ],
)  # fmt: skip
def test_a_leaf_without_what_its_method_needs_is_not_submitted(app, row):
    with pytest.raises(methods.WrongMethod):
        drafts.submit(written(row), by=office(), at=NOW)


def test_a_bonus_weighs_nothing(app):
    found = written()
    drafts.weigh(found, by=office(), at=NOW, **{"weight-D1": Decimal(9), "weight-H1": Decimal(1)})

    with pytest.raises(methods.WrongMethod):
        drafts.submit(found, by=office(), at=NOW)
    assert "H1" not in {row["code"] for row in drafts.weighed(found.indicators)}


def test_the_form_asks_as_the_method_says_and_the_result_shows_it(client, login):
    body, evaluator = make_body(), make_evaluator()
    [assignment] = opened([body], evaluator).assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    db.session.commit()
    address, browser = f"/evaluations/assignments/{assignment.id}", login(evaluator)

    page = browser.get(address).text
    assert "<select" in page.split('name="points-D1"')[0][-80:] and "加分，最多 3 分" in page
    typed = {"points-D1": "100", "words-D1": "示例", "points-H1": "4", "words-H1": "示例"}
    refused = browser.post(address, data=typed)
    assert refused.status_code == 422
    assert "填“是”的，须附证据链接" in refused.text and "评分应当在 0 到 3 之间" in refused.text
    typed |= {"points-H1": "2.5", "link-D1": LINK}
    assert browser.post(address, data=typed).status_code == 302
    again = browser.get(address).text
    assert '<option selected value="100">' in again

    score(assignment, H1=2, H3=100)
    publish(assignment.round)
    db.session.commit()
    shown = client.get(f"/evaluations/{assignment.round.ref}/{body.slug}").text
    for words in ("加分、扣分和一票否决", "+2.00", "发生", "一票否决，发生的不评为“优”", "良"):
        assert words in shown
