"""The pages of evaluations: published rounds for all, scoring for the evaluator assigned."""

from datetime import date

import pytest

from evaluations import scores
from evaluations.models import RoundState
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    make_assignment,
    make_evaluator,
    make_point,
    make_round,
    make_scheme,
    publish,
    score_all,
)
from tests.factories import NOW, make_body, make_user
from tests.importing.makers import checked, imported
from tests.queries import number_of

CSV = "round,body,indicator,points,words,link\n"


def test_anybody_reads_a_published_round_and_each_result(client):
    point = make_point()
    ref, slug = point.round.ref, point.subject.slug

    for address in ("", ref, f"{ref}/{slug}", "remedies/", f"remedies/{point.ref}"):
        assert client.get(f"/evaluations/{address}").status_code == 200, address
    assert "优" in client.get(f"/evaluations/{ref}").text


def test_a_round_before_publication_is_nobodys_but_the_offices(client, login):
    item = make_round()

    assert client.get(f"/evaluations/{item.ref}").status_code == 404
    assert login(make_user(Role.OFFICE)).get(f"/evaluations/{item.ref}").status_code == 200


def test_an_evaluator_sees_only_its_own_assignments(login):
    own = make_assignment(make_evaluator(), make_body("甲局"))
    other = make_assignment(make_evaluator(), make_body("乙局"))
    client = login(make_user(Role.EVALUATOR, own.evaluator))

    page = client.get("/evaluations/assignments/").text

    assert "甲局" in page
    assert "乙局" not in page
    assert client.get(f"/evaluations/assignments/{own.id}").status_code == 200
    assert client.get(f"/evaluations/assignments/{other.id}").status_code == 404


@pytest.mark.parametrize("path", ["", "/submit", "/declare"])
def test_an_evaluator_cannot_score_a_body_not_assigned(login, path):
    other = make_assignment()
    client = login(make_evaluator())

    answer = client.post(
        f"/evaluations/assignments/{other.id}{path}",
        data={"points-A1": "90", "words-A1": "示例", "statement": "示例"},
    )

    assert answer.status_code == 404
    assert other.scores == []


def test_a_body_cannot_score(login):
    assignment = make_assignment()

    client = login(make_user(Role.OFFICER, assignment.body))

    assert client.get(f"/evaluations/assignments/{assignment.id}").status_code == 403


def test_a_score_out_of_range_is_refused_and_what_was_typed_is_kept(login):
    assignment = make_assignment()
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))

    answer = client.post(
        f"/evaluations/assignments/{assignment.id}",
        data={
            "points-A1": "101",
            "words-A1": "写好的依据",
            "points-A2": "77",
            "words-A2": "另一条",
        },
    )

    assert answer.status_code == 422
    assert all(word in answer.text for word in ("101", "77", "写好的依据", "另一条"))
    assert assignment.scores == []


@pytest.mark.parametrize("points", ["1E+30", "NaN", "9" * 40, "85.555", "很多"])
def test_an_impossible_score_is_refused(login, points):
    assignment = make_assignment()
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))
    data = {"points-A1": points, "words-A1": "示例依据"}

    answer = client.post(f"/evaluations/assignments/{assignment.id}", data=data)

    assert answer.status_code == 422
    assert points in answer.text
    assert assignment.scores == []


def test_points_need_words(login):
    assignment = make_assignment()
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))

    answer = client.post(f"/evaluations/assignments/{assignment.id}", data={"points-A1": "90"})

    assert answer.status_code == 422
    assert "请写明依据" in answer.text


def test_scores_are_saved_and_shown_again(login):
    assignment = make_assignment()
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))
    address = f"/evaluations/assignments/{assignment.id}"
    data = {"points-A1": "90.5", "words-A1": "示例依据", "without-A2": "y", "words-A2": "无此事项"}

    assert client.post(address, data=data).status_code == 302

    assert [str(score.points) for score in assignment.scores] == ["90.50", "None"]
    assert "示例依据" in client.get(address).text


def test_the_declaration_comes_first(login):
    evaluator = make_evaluator()
    [assignment] = make_round(evaluator).assignments
    client = login(evaluator)

    answer = client.get(f"/evaluations/assignments/{assignment.id}")
    client.post(answer.location, data={"statement": "示例：没有利害关系"})

    assert answer.location.endswith("/declare")
    assert assignment.declared_at is not None


def test_scores_come_from_a_spreadsheet_row_by_row(login):
    assignment = make_assignment()
    ref, body = assignment.round.ref, assignment.body.uscc
    rows = f"{ref},{body},A1,90,示例,\n{ref},{body},A2,101,示例,\n{ref},另一局,A1,90,示例,\n"
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))

    upload = imported(client, (CSV + rows).encode(), kind="scores")

    assert [score.indicator.code for score in assignment.scores] == ["A1"]
    assert [fault["line"] for fault in upload.report["rejected"]] == [3, 4]


def test_a_spreadsheet_cannot_score_a_body_not_assigned(login):
    other = make_assignment()
    row = f"{other.round.ref},{other.body.uscc},A1,90,示例,\n"

    upload = checked(login(make_evaluator()), (CSV + row).encode(), kind="scores")

    assert (upload.report["added"], upload.report["refused"]) == (0, 1)
    assert other.scores == []


def test_an_evaluator_takes_out_its_own_scores_only(login):
    own = make_assignment(make_evaluator(), make_body("甲局"))
    other = make_assignment(make_evaluator(), make_body("乙局"))
    for assignment in (own, other):
        score_all(assignment, 90)
    client = login(make_user(Role.EVALUATOR, own.evaluator))

    export = client.get("/imports/export/scores.csv").text

    assert own.body.uscc in export
    assert other.body.uscc not in export


def test_the_office_runs_a_round_through_the_pages(login):
    scheme = make_scheme()
    evaluator, body = make_evaluator(), make_body()
    client = login(make_user(Role.OFFICE))

    data = {"name": "示例", "year": "2026", "scheme": str(scheme.id)}
    made = client.post("/evaluations/new", data=data)
    address = made.location
    client.post(
        f"{address}/assign", data={"evaluator": evaluator.body_id, "bodies": [str(body.id)]}
    )
    opened = client.post(f"{address}/move/open")
    early = client.post(f"{address}/move/finish")

    assert (opened.status_code, early.status_code) == (302, 422)
    assert "开始评分" not in client.get(address).text


def test_only_the_office_runs_a_round(login):
    assignment = make_assignment()
    score_all(assignment, 80)

    client = login(make_user(Role.EVALUATOR, assignment.evaluator))

    assert client.post(f"/evaluations/{assignment.round.ref}/move/finish").status_code == 403
    assert assignment.round.state is RoundState.OPEN


def test_a_body_reports_its_own_point_only(login):
    own, other = make_point(), make_point()
    client = login(make_user(Role.OFFICER, own.subject))

    data = {"report": "示例：已整改"}

    assert client.post(f"/evaluations/{own.ref}/do/answer", data=data).status_code == 302
    assert client.post(f"/evaluations/{other.ref}/do/answer", data=data).status_code == 403


@pytest.mark.parametrize("address", ["{round}", "remedies/"])
def test_a_list_is_a_constant_number_of_queries(app, client, address):
    few, many = _published(2), _published(12)
    client.get("/evaluations/")

    counts = [number_of(client, "/evaluations/" + address.format(round=r.ref)) for r in (few, many)]

    assert counts[0] == counts[1]


def _published(number):
    item = make_round(bodies=[make_body(f"局{number}-{n}") for n in range(number)])
    for assignment in item.assignments:
        score_all(assignment, 80, A1=10)
    return publish(item)


def test_an_assignment_is_a_duty_with_its_day_until_it_is_handed_in(login):
    evaluator, body = make_evaluator(), make_body("被评的局")
    [assignment] = make_round(evaluator, [body]).assignments
    client = login(evaluator)

    before = client.get("/desk/").text
    scores.declare(assignment, "示例：没有利害关系。", by=evaluator, at=NOW)
    declared = client.get("/desk/").text
    score_all(assignment, 90)
    after = client.get("/desk/").text

    assert assignment.round.score_until == date(2027, 1, 4)  # 30 working days
    assert f"/evaluations/assignments/{assignment.id}/declare" in before
    assert "2027年1月4日" in before or "2027-01-04" in before
    assert f'href="/evaluations/assignments/{assignment.id}"' in declared
    assert "被评的局" not in after


def test_nobody_has_the_duties_of_another_evaluator(login):
    make_round(make_evaluator(), [make_body("被评的局")])

    assert "被评的局" not in login(make_evaluator()).get("/desk/").text
    assert "/declare" not in login(make_user(Role.OFFICE)).get("/desk/").text


def test_the_page_of_a_body_tells_the_newest_published_grade(client):
    body = make_body()
    assert "第三方评价：" not in client.get(f"/bodies/{body.slug}").text
    made = make_round(bodies=[body])
    [assignment] = made.assignments
    scores.declare(assignment, "示例", by=make_user(Role.EVALUATOR), at=NOW)
    score_all(assignment, 90)
    publish(made)

    page = client.get(f"/bodies/{body.slug}").text

    assert f"最近一次第三方评价：{made.name}" in page
    assert f'href="/evaluations/{made.ref}"' in page
