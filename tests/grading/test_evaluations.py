"""Evaluations come in by call as by table; who is evaluated sees them; they count for grades."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.grading import computing
from integrity.credit.grading.models import Evaluation, SubjectGrade
from tests.api.makers import bearer, make_token
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.grading.makers import evaluate, make_in_force, supervise
from tests.statements import statements


@pytest.fixture
def evaluator(app):
    return make_body("示例住建局")


def send(client, body, *said, scope="records"):
    return client.post(
        "/api/v1/credit-evaluations",
        json={"items": list(said)},
        headers=bearer(make_token(scope, body)),
    )


def said(firm, **more):
    kind = {"kind": "industry", "field": "work-safety", "grade": "C", "on": str(TODAY)}
    return {"code": firm.uscc} | kind | more


def test_what_a_body_reports_is_entered_in_its_name_and_counts_for_the_grade(client, evaluator):
    firm = make_enterprise()
    supervise(make_in_force(), firm)

    answer = send(client, evaluator, said(firm))

    assert answer.json["items"] == [{"code": firm.uscc, "result": "added", "error": ""}]
    [kept] = db.session.scalars(sa.select(Evaluation))
    assert (kept.issuer, kept.grade, kept.on) == ("示例住建局", "C", TODAY)
    computing.grade_all(on=TODAY, at=NOW)
    assert [g.grade for g in db.session.scalars(sa.select(SubjectGrade))] == ["C"]


def test_the_same_again_changes_nothing_and_another_grade_corrects_it(client, evaluator):
    firm = make_enterprise()
    results = [
        send(client, evaluator, said(firm, grade=grade)).json["items"][0]["result"]
        for grade in ("C", "C", "B")
    ]

    assert results == ["added", "unchanged", "updated"]
    assert [e.grade for e in db.session.scalars(sa.select(Evaluation))] == ["B"]


def test_what_is_wrong_is_refused_alone_and_nobody_overwrites_another(client, evaluator):
    firm, other = make_enterprise(), make_enterprise()
    evaluate(firm, "A", kind="industry", field="work-safety")

    answers = send(
        client,
        evaluator,
        said(other),
        said(firm),
        said(other, on="2999-01-01"),
        said(other, kind="market", until="2020-01-01"),
        {**said(other), "code": example_code(990, "91")},
    ).json["items"]

    assert [answer["result"] for answer in answers] == ["added", None, None, None, None]
    assert all(answer["error"] for answer in answers[1:])
    assert {e.issuer for e in db.session.scalars(sa.select(Evaluation))} == {
        "示例评价单位",
        "示例住建局",
    }


def test_unknown_words_are_refused_by_name_and_other_tokens_too(client, evaluator):
    wrong = send(client, evaluator, said(make_enterprise(), kind="示例"))

    assert wrong.status_code == 422
    assert wrong.json["errors"][0]["field"] == "items.0.kind"
    assert send(client, evaluator, said(make_enterprise()), scope="checks").status_code == 403


def test_thirty_ask_as_many_questions_as_one(client, evaluator):
    rows = [said(make_enterprise()) for _n in range(30)]
    with statements() as one:
        send(client, evaluator, {**rows[0], "kind": "market"})
    with statements() as many:
        send(client, evaluator, *rows)

    asked = [[each for each in seen if each.startswith("SELECT")] for seen in (one, many)]
    assert len(asked[1]) <= len(asked[0]) + 1


def test_who_is_evaluated_who_supervises_and_the_office_read_them_and_no_other(login, evaluator):
    firm, other = make_enterprise(), make_enterprise("示例别家公司")
    scheme = make_in_force()
    supervise(scheme, firm)
    for each in (firm, other):
        evaluate(each, "AA")

    def page(role, body):
        return login(make_user(role, body)).get("/grading/evaluated/").text

    assert "AA" in page(Role.SUPPLIER, firm)
    assert other.name not in page(Role.SUPPLIER, firm)
    assert firm.uscc in page(Role.OFFICER, scheme.body)
    assert other.uscc not in page(Role.OFFICER, scheme.body)
    assert firm.uscc not in page(Role.OFFICER, make_body())
    assert other.uscc in page(Role.OFFICE, make_body())
