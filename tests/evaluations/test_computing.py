"""Scores that are computed: from items that anybody may count again, fixed when scoring begins."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
import sqlalchemy as sa

from evaluations import computing, drafts, figures, rounds, schemes, scores
from evaluations.models import Assignment, Result, Score
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.streams.courts.models import CaseOutcome
from tests.courts.makers import make_assigned
from tests.evaluations.makers import make_evaluator, make_scheme_draft, publish
from tests.factories import NOW, make_body, make_user
from tests.statements import statements

DUE = date(2026, 7, 1)
FIGURES = {"D1": "courts", "E2": "courts", "D5": "arrears"}


def office():
    return make_user(Role.OFFICE)


def make_standard(figures=FIGURES, draft=None):
    """The shipped one, or a draft, with some of its leaves computed, approved."""
    found = draft or make_scheme_draft()
    for row in list(found.indicators):
        if row["code"] in figures:
            said = {**row, "figure": figures[row["code"]], "weight": Decimal(row["weight"])}
            drafts.put_indicator(found, **said, by=office(), at=NOW)
    drafts.submit(found, by=office(), at=NOW)
    drafting.review(found, "示例", by=office(), at=NOW)
    drafts.approve(found, by=office(), at=NOW)
    db.session.flush()
    return found.scheme


def make_judged(body, closed_on=None, outcome=CaseOutcome.PERFORMED, due_on=DUE):
    """A judgment against a body, by a day; met where it was performed by then."""
    case = make_assigned(due_on, body=body)
    case.closed_on, case.outcome = closed_on, outcome if closed_on else None
    db.session.flush()
    return case


def opened(bodies, evaluators=None, standard=None):
    made = rounds.plan("示例", 2026, standard or make_standard(), by=office(), at=NOW)
    for evaluator in evaluators or [make_evaluator()]:
        rounds.assign(made, evaluator.body, bodies, by=office(), at=NOW)
    rounds.open_(made, by=office(), at=NOW)
    db.session.flush()
    return made


def score_of(item, code, body):
    wanted = sa.select(Score).join(Score.assignment).join(Score.indicator)
    schemes_leaf = next(leaf for leaf in schemes.leaves(item.scheme) if leaf.code == code)
    return db.session.scalars(
        wanted.where(
            Assignment.round_id == item.id,
            Assignment.body_id == body.id,
            Score.indicator_id == schemes_leaf.id,
        )
    ).all()


def counted_by_hand(item):
    """What an auditor would do with the items alone: no code of the product."""
    rows = db.session.execute(
        sa.text(
            "SELECT indicator_id, body_id, due_on, closed_on, kept FROM computed_item"
            " WHERE round_id = :number"
        ),
        {"number": item.id},
    )
    tallies = {}
    for indicator, body, due_on, closed_on, kept in rows:
        met = bool(kept) and closed_on is not None and str(closed_on) <= str(due_on)
        whole, part = tallies.get((indicator, body), (0, 0))
        tallies[indicator, body] = (whole + 1, part + met)
    cent = Decimal("0.01")
    return {
        key: (Decimal(100 * part) / whole).quantize(cent, ROUND_HALF_UP)
        for key, (whole, part) in tallies.items()
    }


def test_points_are_the_share_of_what_was_done_in_time_and_as_was_owed(app):
    body = make_body()
    make_judged(body, DUE)
    make_judged(body, DUE + timedelta(days=1))
    make_judged(body)
    make_judged(body, due_on=date(2025, 12, 31))
    make_judged(body, due_on=date(2026, 11, 20))
    item = opened([body])

    [score] = score_of(item, "D1", body)
    assert (score.points, score.words) == (Decimal("33.33"), "按期完成 1 件 ÷ 到期 3 件。")


def test_nothing_due_is_no_score_of_either_kind(app):
    body = make_body()
    item = opened([body])

    [score] = score_of(item, "D1", body)
    assert score.points is None and "没有到期事项" in score.words


def test_every_computed_score_is_counted_again_from_its_items(app):
    bodies = [make_body() for _n in range(3)]
    for place, body in enumerate(bodies):
        for number in range(4):
            make_judged(body, DUE if number <= place else None)
    item = opened(bodies, [make_evaluator(), make_evaluator()])

    found = {
        (one.indicator_id, assignment.body_id, assignment.evaluator_id): one.points
        for assignment in item.assignments
        for one in assignment.scores
        if one.points is not None
    }
    again = counted_by_hand(item)
    assert len(found) == 12 and len(again) == 6
    assert {(leaf, body): points for (leaf, body, _by), points in found.items()} == again


def test_what_becomes_of_an_item_later_changes_no_score(app):
    body = make_body()
    case = make_judged(body)
    item = opened([body])
    case.closed_on, case.outcome = DUE, CaseOutcome.PERFORMED
    db.session.flush()
    rounds.assign(item, make_evaluator().body, [body], by=office(), at=NOW + timedelta(days=2))
    db.session.flush()

    assert [one.points for one in score_of(item, "D1", body)] == [0, 0]


def test_no_evaluator_gives_points_that_are_computed(app):
    body, evaluator = make_body(), make_evaluator()
    make_judged(body, DUE)
    item = opened([body], [evaluator])
    [assignment] = item.assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    leaf = next(leaf for leaf in schemes.leaves(item.scheme) if leaf.code == "D1")

    entry = scores.Entry(leaf, Decimal(1), "示例")
    with pytest.raises(scores.WrongScore):
        scores.score(assignment, [entry], by=evaluator, at=NOW)
    assert "D1" not in {one.code for one in scores.unscored(assignment)}


def test_a_result_holds_what_was_computed(app):
    body, evaluator = make_body(), make_evaluator()
    make_judged(body, DUE)
    make_judged(body)
    item = opened([body], [evaluator])
    [assignment] = item.assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    given = [scores.Entry(leaf, Decimal(90), "示例") for leaf in schemes.asked(item.scheme)]
    scores.score(assignment, given, by=evaluator, at=NOW)
    scores.submit(assignment, by=evaluator, at=NOW)
    publish(item)

    # 15 of 95 points of weight are computed at 50; arrears (5) do not apply
    by_hand = (Decimal(80) * 90 + Decimal(15) * 50) / 95
    result = db.session.scalars(sa.select(Result).where(Result.round_id == item.id)).one()
    assert result.total == by_hand.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_figure_of_a_key_field_counts_only_its_things(app):
    names = figures.titles()

    # of these nobody else knows figures as they stand
    assert not {"tips", "complaints"} & set(names)
    assert "commitments" in names and "commitments:environment" in names
    chosen = figures.known()["commitments:environment"].items(DUE, DUE)
    assert "key_field" in str(chosen).split("WHERE")[1]
    assert db.session.execute(chosen).all() == []


def test_what_nobody_can_compute_is_refused(app):
    found = make_scheme_draft()
    row = {**found.indicators[1], "weight": Decimal(6), "figure": "weather"}

    with pytest.raises(drafts.WrongTree):
        drafts.put_indicator(found, **row, by=office(), at=NOW)


def test_sixty_bodies_take_no_more_statements_of_items_than_one(app):
    def asked_for(bodies):
        item = rounds.plan("示例", 2026, standard, by=office(), at=NOW)
        rounds.assign(item, evaluator.body, bodies, by=office(), at=NOW)
        db.session.flush()
        with statements() as seen:
            computing.compute(item, by=office(), at=NOW)
        return sum("computed_item" in statement for statement in seen)

    standard, evaluator = make_standard(), make_evaluator()
    bodies = [make_body() for _n in range(60)]
    make_judged(bodies[0], DUE)
    assert asked_for(bodies[:1]) == asked_for(bodies) == len(FIGURES) + 1


def test_the_body_and_its_evaluator_see_the_items_and_nobody_elses_do(client, login):
    body, evaluator = make_body(), make_evaluator()
    case = make_judged(body, DUE)
    item = opened([body], [evaluator])
    address = f"/evaluations/{item.ref}/{body.slug}/items/D1"
    db.session.commit()

    for person in (make_user(Role.OFFICER, body), evaluator, office()):
        page = login(person).get(address)
        assert page.status_code == 200 and case.ref in page.text and "1 件 ÷ 到期 1 件" in page.text
    for person in (make_user(Role.OFFICER, make_body()), make_evaluator()):
        assert login(person).get(address).status_code == 404
    assert login(office()).get(f"/evaluations/{item.ref}/{body.slug}/items/A1").status_code == 404


def test_a_computed_leaf_is_shown_in_the_form_and_not_asked(client, login):
    body, evaluator = make_body(), make_evaluator()
    make_judged(body, DUE)
    item = opened([body], [evaluator])
    [assignment] = item.assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    db.session.commit()

    page = login(evaluator).get(f"/evaluations/assignments/{assignment.id}").text
    assert "按期完成 1 件 ÷ 到期 1 件" in page and f"{body.slug}/items/D1" in page
    assert 'name="points-D1"' not in page and 'name="points-A1"' in page
