"""Who scores sees how far it is, what it comes to, and what the body had the last time."""

from decimal import Decimal

from evaluations import score_aids, scores
from evaluations.schemes import asked
from tests.evaluations.makers import inform, make_assignment, make_evaluator, score_all
from tests.factories import NOW, make_body


def test_the_form_says_how_far_it_is_and_what_it_was_before(login):
    body, evaluator = make_body(), make_evaluator()
    first = make_assignment(evaluator, body)
    score_all(first, 95, A1=70)
    inform(first.round)
    second = make_assignment(evaluator, body)
    one, two = asked(second.round.scheme)[:2]
    entries = [scores.Entry(one, Decimal(80), "示例"), scores.Entry(two, None, "示例")]
    scores.score(second, entries, by=evaluator, at=NOW)

    now = score_aids.standing(second)
    assert (now.scored, now.total) == (2, 80)
    page = login(evaluator).get(f"/evaluations/assignments/{second.id}").text
    assert f"已评 2 / {now.asked}" in page
    assert "上一次得分 70.00" in page and first.round.name in page


def test_the_score_of_another_body_or_of_a_round_under_way_is_not_shown(app):
    body, evaluator = make_body(), make_evaluator()
    other = make_assignment(evaluator, make_body("乙局"))
    score_all(other, 60)
    inform(other.round)
    make_assignment(evaluator, body)
    found = make_assignment(evaluator, body)

    assert score_aids.before(found).result is None
