"""The page of a result: what cost points, beside all others, by group and over rounds."""

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from evaluations import combining, comparing, rounds, schemes
from evaluations.models import DONE, Result
from evaluations.quality_models import ResultItem
from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.evaluations.makers import make_evaluator, make_round, publish, score_all
from tests.factories import NOW, TODAY, make_body, make_user
from tests.queries import number_of

pytestmark = pytest.mark.usefixtures("app")


def office():
    return make_user(Role.OFFICE)


def published(bodies, at=NOW, **others):
    item = make_round(make_evaluator(), bodies)
    for number, assignment in enumerate(item.assignments):
        score_all(assignment, 80 + number, **others)
    publish(item, at)
    return item


def result_of(item, body):
    wanted = sa.select(Result).where(Result.round_id == item.id, Result.body_id == body.id)
    return db.session.scalars(wanted).one()


def items_of(result):
    return db.session.scalars(sa.select(ResultItem).where(ResultItem.result_id == result.id)).all()


def test_losses_and_total_are_100_together():
    body = make_body()
    result = result_of(published([body], A1=10, B1=100), body)

    lost = comparing.losses(items_of(result))

    assert abs(sum(one.lost for one in lost) + result.total - 100) <= Decimal("0.2")
    assert lost[0].indicator.code == "A1"
    assert "B1" not in {one.indicator.code for one in lost}


def test_every_body_is_a_dot_and_a_row():
    bodies = [make_body(f"示例{n}局") for n in range(3)]
    result = result_of(published(bodies), bodies[1])

    chart = comparing.beside_all(result)
    others, own = json.loads(chart.figure)["data"]

    assert [row[:2] for row in chart.rows] == [(bodies[n].name, Decimal(80 + n)) for n in (2, 1, 0)]
    assert (own["x"], sorted(others["x"])) == ([81.0], [80.0, 82.0])


def test_groups_are_means_by_weight_of_their_items():
    bodies = [make_body(f"示例{n}局") for n in range(2)]
    item = published(bodies, A1=20)
    result = result_of(item, bodies[0])
    [first] = [g for g in comparing.groups(schemes.tree(item.scheme), result) if g.root.code == "A"]

    of_it = [one for one in items_of(result) if one.indicator.code.startswith("A")]
    mean = sum(i.points * i.weight for i in of_it) / sum(i.weight for i in of_it)

    assert abs(first.own - mean) <= Decimal("0.005")
    assert first.own < first.all


def test_a_result_shows_its_rounds_and_where_points_were_lost(client):
    body = make_body("示例水务局")
    published([body])
    item = published([body], clock.at(TODAY.replace(day=25), 9), A1=10)

    page = client.get(f"/evaluations/{item.ref}/{body.slug}").text

    assert "历次结果" in page and "失分在哪里" in page and "与其他单位比较" in page
    assert len(comparing.earlier(result_of(item, body), DONE)) == 2


def test_the_page_of_a_result_is_a_constant_number_of_queries(client):
    few, many = [make_body("示例甲局")], [make_body(f"示例{n}局") for n in range(6)]
    pages = [f"/evaluations/{published(some).ref}/{some[0].slug}" for some in (few, many)]
    db.session.commit()
    client.get(pages[0])

    counts = [number_of(client, page) for page in pages]

    assert counts[0] == counts[1]


def test_a_shape_stands_for_the_groups_and_is_not_drawn_of_too_few():
    body = make_body()
    item = published([body], A1=20)
    result = result_of(item, body)
    groups = comparing.groups(schemes.tree(item.scheme), result)
    chart = comparing.radar(groups, result)
    _all, own, names = json.loads(chart.figure)["data"]

    far = [round((x**2 + y**2) ** 0.5, 1) for x, y in zip(own["x"], own["y"], strict=True)]
    assert far[:-1] == [round(float(one.own), 1) for one in groups] and far[0] == far[-1]
    assert names["text"] == [one.root.code for one in groups]
    assert comparing.radar(groups[:2], result) is None


def test_totals_of_evaluators_alone_say_how_far_they_are_apart():
    body = make_body()
    item = make_round(make_evaluator(), [body])
    rounds.assign(item, make_evaluator("示例第二信用公司").body, [body], by=office(), at=NOW)
    for number, assignment in enumerate(item.assignments):
        score_all(assignment, 80 + 6 * number)
    handed_in = combining.submitted(item)

    assert combining.apart(item, handed_in) == (80, 86)
    assert combining.apart(item, handed_in[:1]) is None
    assert combining.sheet(item, body.id).total == 83
