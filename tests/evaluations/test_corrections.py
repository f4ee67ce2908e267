"""Published results are put right in the open, by two, and what they said before stays."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from evaluations import corrections, releases, service
from evaluations.models import PointOutcome, RemedialPoint, Result
from evaluations.quality_models import ResultItem
from integrity.base.db import db
from integrity.base.errors import Forbidden, SamePerson
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from tests.evaluations.makers import (
    file_papers,
    make_assignment,
    make_correction,
    publish,
    score_all,
)
from tests.evaluations.test_methods import recomputed
from tests.factories import NOW, TODAY, make_body, make_user


def office():
    return make_user(Role.OFFICE)


def corrected(found, points=90):
    corrections.propose_points(found, Decimal(points), "示例：漏看材料", by=office(), at=NOW)
    corrections.correct_result(found, by=office(), at=NOW)
    db.session.flush()
    return found


def item_points(result):
    wanted = sa.select(ResultItem.points, ResultItem.weight).where(
        ResultItem.result_id == result.id
    )
    return db.session.execute(wanted).all()


def test_total_and_grade_are_made_again_and_the_old_ones_stay(app):
    found = make_correction()
    result = found.result
    before = (result.total, result.band)
    corrected(found)

    pairs = item_points(result)
    whole = sum(weight for _points, weight in pairs)
    mean = sum(points * weight for points, weight in pairs) / whole
    assert result.total == mean.quantize(Decimal("0.01"))
    assert (found.total_before, found.band_before) == before
    assert (found.total_after, found.band_after) == (result.total, result.band)
    assert (found.points_before, found.points_after) == (10, 90) and before[0] < result.total
    assert corrections.of(result) == [found]


def test_what_evaluators_scored_stays_as_it_was_beside_the_correction(app):
    found = make_correction()
    scored = recomputed(found.result.round)[found.body_id]
    corrected(found)

    assert recomputed(found.result.round)[found.body_id] == scored
    assert scored[0] == found.total_before


def test_two_of_the_office_correct_and_none_of_the_body(app):
    found = make_correction()
    one = office()
    corrections.propose_points(found, Decimal(90), "示例", by=one, at=NOW)
    with pytest.raises(SamePerson):
        corrections.correct_result(found, by=one, at=NOW)
    with pytest.raises(Forbidden):
        corrections.correct_result(found, by=make_user(Role.OFFICE, found.body), at=NOW)


@pytest.mark.parametrize("points", [10, 101])
def test_a_correction_changes_points_within_the_method(app, points):
    with pytest.raises(corrections.WrongPoints):
        corrections.propose_points(make_correction(), Decimal(points), "示例", by=office(), at=NOW)


def test_nothing_is_corrected_before_it_is_published_nor_twice_at_once(app):
    found = make_correction()
    with pytest.raises(corrections.NotPublished):
        corrections.file(found.result, found.indicator, "示例", by=office(), at=NOW)
    corrections.decline_correction(found, "示例：依据充分", by=office(), at=NOW)
    again = corrections.file(found.result, found.indicator, "示例", by=office(), at=NOW)
    assert again.step_due_on > TODAY


def test_what_need_not_be_put_right_any_more_is_over_and_no_breach(app):
    corrected(make_correction())
    [point] = db.session.scalars(sa.select(RemedialPoint)).all()

    assert point.outcome is PointOutcome.REVOKED
    late = point.due_on + timedelta(days=400)
    assert db.session.execute(service.breaches(late)).all() == []


def test_what_turns_out_too_low_is_ordered_from_the_day_of_the_correction(app):
    found = make_correction()
    leaf = next(one for one in found.result.round.scheme.indicators if one.code == "A2")
    corrected(corrections.file(found.result, leaf, "示例", by=office(), at=NOW), 30)

    wanted = sa.select(RemedialPoint).where(RemedialPoint.indicator_id == leaf.id)
    point = db.session.scalars(wanted).one()
    assert point.points == 30 and point.due_on > TODAY and point.ref.startswith("R")


def test_places_of_all_are_made_again(app):
    found = make_correction()
    first = found.result
    other = make_assignment()
    score_all(other, 92)
    publish(other.round)
    second = db.session.scalars(sa.select(Result).where(Result.round_id == other.round_id)).one()
    first.round.scheme.ranked_from = 2
    second.round_id = first.round_id
    db.session.flush()
    corrected(found, 20)
    assert (first.rank, second.rank) == (2, 1)
    leaf = next(one for one in first.round.scheme.indicators if one.code == "A1")
    corrected(corrections.file(first, leaf, "示例", by=office(), at=NOW), 100)
    assert (first.rank, second.rank) == (1, 2)


def test_the_body_has_a_paper_and_everybody_reads_what_was_corrected(client, login):
    found = make_correction()
    public = publish_of(found)
    corrected(found)
    kinds = db.session.scalars(sa.select(Document.kind)).all()
    assert "evaluation-correction" in kinds
    db.session.commit()

    page = client.get(public)
    assert "由 10.00 更正为 90.00" in page.text and "示例：漏看材料" in page.text


def publish_of(found):
    item = found.result.round
    file_papers(item)
    releases.propose_release(item, "示例〔2026〕1号", "示例", True, by=office(), at=NOW)
    releases.release_results(item, by=office(), at=NOW)
    db.session.flush()
    return f"/evaluations/{item.ref}/{found.body.slug}"


def test_a_body_asks_on_a_page_and_reads_the_answer(client, login):
    found = make_correction()
    corrections.decline_correction(found, "示例：依据充分", by=office(), at=NOW)
    db.session.commit()
    item, body = found.result.round, found.body
    browser, other = login(make_user(Role.OFFICER, body)), make_user(Role.OFFICER, make_body())
    address = f"/evaluations/{item.ref}/{body.slug}"
    assert f"{address}/corrections/new" in browser.get(address).text
    said = {"indicator": "A2", "text": "示例：漏看材料"}
    made = browser.post(f"{address}/corrections/new", data=said)
    assert made.status_code == 302
    assert "示例：漏看材料" in browser.get(made.location).text
    assert "示例：依据充分" in browser.get(f"/evaluations/corrections/{found.id}").text

    assert login(other).get(f"{address}/corrections/new").status_code == 404
    assert login(other).get(made.location).status_code == 403
    first = login(make_user(Role.OFFICE))
    assert "A2" in first.get("/desk/").text
    right = {"points": "60", "why": "示例"}
    assert first.post(f"{made.location}/do/propose_points", data=right).status_code == 302
    assert first.post(f"{made.location}/do/correct_result").status_code == 422
    second = login(make_user(Role.OFFICE))
    assert second.post(f"{made.location}/do/correct_result").status_code == 302
