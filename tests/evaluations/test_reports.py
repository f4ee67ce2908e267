"""What a result is made of leaves as a workbook, a report for each body, and says how to gain."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import sqlalchemy as sa

from evaluations import reports, schemes, scores
from evaluations.models import RemedialPoint, Result
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.evaluations.makers import inform, make_assignment, make_point, publish, score_all
from tests.evaluations.test_computing import make_judged, make_standard, opened
from tests.factories import NOW, make_body, make_user


def scored(then=publish):
    assignment = make_assignment()
    score_all(assignment, 95, A1=10)
    then(assignment.round)
    db.session.commit()
    wanted = sa.select(Result).where(Result.round_id == assignment.round_id)
    return db.session.scalars(wanted).one()


def test_everything_behind_the_totals_leaves_as_a_workbook(client):
    result = scored()
    address = f"/evaluations/{result.round.ref}/breakdown"
    page = client.get(address)
    book = client.get(f"{address}?format=xlsx")

    assert result.body.name in page.text and book.status_code == 200
    sheet = ZipFile(BytesIO(book.data)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row") == 1 + 24


def test_totals_are_recomputed_from_the_rows_that_leave(client):
    result = scored()
    rows = client.get(f"/evaluations/{result.round.ref}/breakdown?format=json").get_json()
    rows = rows["rows"] if isinstance(rows, dict) else rows
    pairs = [(float(row["得分"]), float(row["权重"])) for row in rows]

    total = sum(points * weight for points, weight in pairs) / sum(w for _points, w in pairs)
    assert round(total, 2) == float(result.total) == float(rows[0]["总分"])


def test_a_body_has_a_report_of_its_own_and_nobody_reads_it_before(client, login):
    result = scored(inform)
    address = f"/evaluations/{result.round.ref}/{result.body.slug}/report.pdf"

    assert client.get(address).status_code == 404
    own = login(make_user(Role.OFFICER, result.body)).get(address)
    assert own.status_code == 200 and own.data.startswith(b"%PDF")
    said = {row[0]: row[3] for row in reports.leaves(result).rows}
    assert len(said) == 24 and said["A1"] == "10" and "总分" in reports.summary(result)
    assert any("A1" in row for row in reports.losses(result).rows)


def test_a_point_leads_to_what_would_earn_it(client):
    point = make_point()
    db.session.commit()
    page = client.get(f"/evaluations/remedies/{point.ref}").text
    assert "怎样得分：指标和评分标准" in page

    body = make_body()
    make_judged(body)
    item = opened([body], standard=make_standard({"D1": "courts"}))
    score_asked(item)
    publish(item)
    db.session.commit()
    computed = db.session.scalars(
        sa.select(RemedialPoint).where(RemedialPoint.round_id == item.id)
    ).one()
    page = client.get(f"/evaluations/remedies/{computed.ref}").text
    assert "怎样得分：本单位的" in page and f"/courts/?body={body.slug}" in page


def score_asked(item):
    """What is not computed, all well done."""
    for assignment in item.assignments:
        by = make_user(Role.EVALUATOR, assignment.evaluator)
        scores.declare(assignment, "示例", by=by, at=NOW)
        given = [scores.Entry(leaf, Decimal(90), "示例") for leaf in schemes.asked(item.scheme)]
        scores.score(assignment, given, by=by, at=NOW)
        scores.submit(assignment, by=by, at=NOW)
    db.session.flush()
