"""The papers of a commission: each is filed by whose it is, and release waits for them."""

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage

from evaluations import releases
from evaluations.commissions import service
from evaluations.commissions.models import CommissionKind as K
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from tests.evaluations.makers import (
    inform,
    make_assignment,
    make_evaluator,
    make_round,
    publish,
    score_all,
)
from tests.factories import NOW, TODAY, make_body, make_user


def scan():
    return FileStorage(io.BytesIO("示例材料".encode()), "材料.txt")


def file(item, kind, by, body=None, on_day=TODAY):
    return service.file_paper(item, kind, on_day, "示例", scan(), body=body, by=by, at=NOW)


def parties():
    """A round of two bodies, an officer of each, its evaluator, and the office."""
    one, two = make_body("甲局"), make_body("乙局")
    evaluator = make_evaluator()
    item = make_round(evaluator, [one, two])
    officers = [make_user(Role.OFFICER, body) for body in (one, two)]
    return item, officers, evaluator, make_user(Role.OFFICE)


def test_each_paper_is_filed_by_whose_it_is(app):
    item, (officer, _other), evaluator, office = parties()
    file(item, K.CONTRACT, office)
    file(item, K.PLAN, evaluator)
    own = file(item, K.SELF_REPORT, officer)
    file(item, K.PROBLEMS, evaluator, officer.body)

    assert own.body_id == officer.body_id
    for kind, by in ((K.CONTRACT, evaluator), (K.PLAN, office), (K.SELF_REPORT, office)):
        with pytest.raises(Forbidden):
            file(item, kind, by)
    with pytest.raises(Forbidden):
        file(item, K.PLAN, make_evaluator("另一家示例机构"))
    with pytest.raises(Forbidden):
        file(item, K.SELF_REPORT, make_user(Role.OFFICER, make_body("丙局")))
    with pytest.raises(service.WrongPaper):
        file(item, K.PROBLEMS, evaluator)
    with pytest.raises(service.WrongPaper):
        file(item, K.CONTRACT, office, on_day=TODAY + timedelta(days=1))


def test_nobody_reads_the_self_report_of_another_body(app):
    item, (officer, other), evaluator, office = parties()
    own = file(item, K.SELF_REPORT, officer)

    assert [own.shows(None, one) for one in (officer, evaluator, office)] == [True] * 3
    assert not own.shows(None, other)
    assert service.readable(item, other) == []


def test_release_waits_for_what_the_rules_want_on_paper(app):
    assignment = make_assignment()
    score_all(assignment, 95)
    item, office = inform(assignment.round), make_user(Role.OFFICE)
    with pytest.raises(service.PapersLack, match="委托合同、评价方案、专家评审纪要、验收意见"):
        releases.propose_release(item, "示例1号", "示例", False, by=office, at=NOW)
    evaluator = make_user(Role.EVALUATOR, assignment.evaluator)
    for kind, by in ((K.CONTRACT, office), (K.PLAN, evaluator), (K.EXPERTS, evaluator)):
        file(item, kind, by)
    lacking = [place.kind for place in service.places(item, TODAY) if place.lacks]
    assert lacking == [K.ACCEPTANCE]
    file(item, K.ACCEPTANCE, office)

    releases.propose_release(item, "示例1号", "示例", False, by=office, at=NOW)


def test_nothing_is_filed_once_everybody_reads_the_results(app):
    assignment = make_assignment()
    score_all(assignment, 95)
    item = publish(assignment.round)

    with pytest.raises(Forbidden):
        file(item, K.CONTRACT, make_user(Role.OFFICE))


def test_the_papers_are_filed_and_read_on_pages(login):
    item, (officer, other), evaluator, office = parties()
    base = f"/evaluations/{item.ref}/papers"
    said = {"kind": "self_report", "on_day": TODAY.isoformat(), "text": "1 示例佐证 A1"}
    client = login(officer)
    assert client.get(f"{base}/new").status_code == 200
    assert client.post(f"{base}/new", data=said).status_code == 422
    posted = client.post(f"{base}/new", data=said | {"file": (io.BytesIO(b"text"), "a.txt")})
    assert posted.status_code == 302

    assert "1 示例佐证 A1" in login(officer).get(base).text
    assert "1 示例佐证 A1" in login(evaluator).get(base).text
    assert "1 示例佐证 A1" not in login(other).get(base).text
    assert "公布前需要" in login(office).get(base).text
    assert login(make_user(Role.OFFICER, make_body("丙局"))).get(base).status_code == 404
    assert base in login(officer).get("/evaluations/evaluators/").text
    assert base in login(evaluator).get("/evaluations/assignments/").text


@pytest.mark.parametrize("kind", list(K))
def test_each_kind_has_a_template_that_is_filled_in(login, kind):
    item, (officer, _other), evaluator, office = parties()
    files = {K.CONTRACT: office, K.ACCEPTANCE: office, K.SELF_REPORT: officer}
    page = login(files.get(kind, evaluator)).get(f"/evaluations/{item.ref}/papers/{kind}.docx")

    assert page.status_code == 200 and page.data[:2] == b"PK", page.text
    wrong = login(office).get(f"/evaluations/{item.ref}/papers/nothing.docx")
    assert wrong.status_code == 404
