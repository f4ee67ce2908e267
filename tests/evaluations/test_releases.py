"""Results are told inside; everybody reads them only when the group has decided so, by two."""

import pytest
import sqlalchemy as sa

from evaluations import releases, rounds
from evaluations.models import RemedialPoint, RoundState
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from tests.evaluations.makers import (
    file_papers,
    inform,
    make_assignment,
    make_evaluator,
    make_round,
    score_all,
)
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")


def told(body=None):
    assignment = make_assignment(body=body or make_body("示例水务局"))
    score_all(assignment, 95, A1=10)
    file_papers(assignment.round)
    return inform(assignment.round)


def office():
    return make_user(Role.OFFICE)


def propose(item, ranked=False, by=None):
    document = "示例〔2026〕1号"
    releases.propose_release(item, document, "公开监督", ranked, by=by or office(), at=NOW)


def test_what_is_told_inside_bodies_read_and_nobody_else(client, login):
    item = told()
    address, body = f"/evaluations/{item.ref}", item.assignments[0].body
    point = db.session.scalars(sa.select(RemedialPoint)).one()
    pages = (address, f"{address}/{body.slug}", f"/evaluations/remedies/{point.ref}")

    assert {client.get(page).status_code for page in pages} == {404}
    assert item.name not in client.get("/evaluations/").text
    assert client.get("/api/v1/evaluations").get_json()["items"] == []
    assert rounds.latest([body.id], TODAY) == {}

    inside = login(make_user(Role.OFFICER, body))
    assert {inside.get(page).status_code for page in pages} == {200}
    assert "没有向社会公布" in inside.get(address).text


def test_two_people_release_by_a_decision_of_the_group(client):
    item, one = told(), office()
    with pytest.raises(releases.NoDecision):
        releases.propose_release(item, " ", "公开", False, by=one, at=NOW)
    propose(item, by=one)
    with pytest.raises(SamePerson):
        releases.release_results(item, by=one, at=NOW)

    releases.release_results(item, by=office(), at=NOW)
    db.session.commit()

    assert item.released_on == TODAY
    assert client.get(f"/evaluations/{item.ref}").status_code == 200


def test_what_the_group_does_not_want_public_stays_inside(client):
    item = told()
    propose(item, ranked=True)

    releases.decline_release(item, "只作内部通报", by=office(), at=NOW)

    assert (item.state, item.ranked) == (RoundState.PUBLISHED, False)
    assert client.get(f"/evaluations/{item.ref}").status_code == 404


@pytest.mark.parametrize("ranked", [False, True])
def test_places_are_public_only_where_the_group_decided_so(client, login, ranked):
    item = make_round(make_evaluator(), [make_body(f"示例{n}局") for n in range(10)])
    for number, assignment in enumerate(item.assignments):
        score_all(assignment, 70 + number)
    inform(item)
    file_papers(item)
    propose(item, ranked)
    releases.release_results(item, by=office(), at=NOW)
    db.session.commit()
    body = item.assignments[0].body

    for address in (f"/evaluations/{item.ref}", f"/evaluations/{item.ref}?format=csv"):
        assert ("名次" in client.get(address).text) is ranked
    assert ("不排名" in client.get(f"/evaluations/{item.ref}/{body.slug}").text) is not ranked
    assert "名次" in login(make_user(Role.OFFICER, body)).get(f"/evaluations/{item.ref}").text


def test_bulletin_and_release_are_papers_with_every_result(login):
    item = told()
    propose(item)
    releases.release_results(item, by=office(), at=NOW)
    db.session.commit()

    kinds = sa.select(Document.kind).where(Document.kind.like("evaluation-%"))
    assert set(db.session.scalars(kinds)) == {"evaluation-bulletin", "evaluation-release"}


def test_the_office_releases_by_page(login):
    item = told()
    address = f"/evaluations/{item.ref}/move"
    client = login(office())
    empty = {"document": "", "why": ""}
    assert client.post(f"{address}/propose_release", data=empty).status_code == 422
    said = {"document": "示例〔2026〕2号", "why": "公开监督", "ranked": "y"}
    assert client.post(f"{address}/propose_release", data=said).status_code == 302

    assert client.post(f"{address}/release_results").status_code in (403, 422)
    second = login(office())
    assert "批准向社会公布" in second.get("/desk/").text
    assert second.post(f"{address}/release_results").status_code == 302
    assert item.ranked and item.state is RoundState.RELEASED
