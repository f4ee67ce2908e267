"""The pages of decisions: who enters, who confirms, who may look, and what everybody sees."""

import io

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import attached
from integrity.people.subjects.service import register_person
from integrity.streams.decisions.models import Decision, DecisionState
from tests.decisions.makers import honour, make_decision, make_effective, officer_of, said
from tests.factories import make_body, make_enterprise, make_user


@pytest.fixture(autouse=True)
def _app(app):
    return app


def typed(subject, **more):
    form = said(**more) | {"subject-named": subject.uscc}
    return {name: value or "" for name, value in form.items()}


def entered():
    return db.session.scalars(sa.select(Decision)).one()


def test_a_department_enters_what_it_decided_with_the_document(login):
    body, firm = make_body("示例市场监管局"), make_enterprise()
    client = login(officer_of(body))
    document = (io.BytesIO("示例决定书".encode()), "决定书.txt")

    answer = client.post("/decisions/new", data=typed(firm) | {"document": document})

    item = entered()
    assert (answer.status_code, answer.location) == (302, f"/decisions/{item.ref}")
    assert (item.body_id, item.subject_id, item.state) == (body.id, firm.id, DecisionState.DRAFT)
    assert [file.name for file in attached.of("decision", [item.id])] == ["决定书.txt"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(login):
    client = login(officer_of(make_body("示例市场监管局")))

    answer = client.post("/decisions/new", data=typed(make_enterprise(), severity=None))

    assert answer.status_code == 422
    assert "失信信息须写明" in answer.text and "示例市监罚" in answer.text


def test_a_form_that_is_sent_twice_enters_one(login):
    client = login(officer_of(make_body("示例市场监管局")))
    form = typed(make_enterprise())

    first, second = (client.post("/decisions/new", data=form) for _time in range(2))

    assert first.location == second.location and entered()


def test_the_second_person_confirms_on_the_page(login):
    item = make_decision()
    client = login(officer_of(item.body))

    page = client.get(f"/decisions/{item.ref}").text
    client.post(f"/decisions/{item.ref}/do/confirm", data={"why": "", "moves": "0"})

    assert "核对无误，确认" in page and item.state is DecisionState.EFFECTIVE


def test_its_subject_sees_it_once_it_stands_with_the_facts_and_no_button(login):
    draft, item = make_decision(), make_effective()
    client = login(make_user(Role.SUPPLIER, item.subject))

    page = client.get(f"/decisions/{item.ref}").text

    assert item.facts in page and "提请撤销" not in page
    assert client.get(f"/decisions/{draft.ref}").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FINDER, Role.SUPPLIER, Role.HEAD])
def test_other_bodies_do_not_see_what_is_adverse(login, role):
    item = make_effective()

    client = login(make_user(role, make_body("别的局")))

    assert client.get(f"/decisions/{item.ref}").status_code == 404
    assert item.number not in client.get("/decisions/").text


def test_everybody_reads_what_is_good_and_nothing_else(client):
    good = make_effective(**honour())
    bad, hidden = make_effective(), make_decision(**honour())

    page = client.get("/decisions/").text

    assert good.title in page and "登记人" not in client.get(f"/decisions/{good.ref}").text
    assert f"/decisions/{bad.ref}" not in page and f"/decisions/{hidden.ref}" not in page
    assert client.get(f"/decisions/{bad.ref}").status_code == 404


def test_what_is_good_is_on_the_public_page_of_its_subject(client):
    firm, body = make_enterprise(), make_body("示例守信局")
    make_effective(subject=firm, **honour())
    make_effective(subject=body, **honour(title="示例：依法履约先进集体"))

    assert "示例：诚信经营示范单位" in client.get(f"/subjects/{firm.uscc}").text
    assert "示例：依法履约先进集体" in client.get(f"/bodies/{body.slug}").text


def test_what_is_of_a_person_is_in_no_list_and_opens_for_who_decided_alone(login):
    item = make_effective(subject=register_person("示例人", "11010519491231002X"))
    office, own = make_user(Role.OFFICE, make_body("领导小组办公室")), officer_of(item.body)

    assert item.number not in login(office).get("/decisions/").text
    assert login(office).get(f"/decisions/{item.ref}").status_code == 404
    assert login(own).get(f"/decisions/{item.ref}").status_code == 200
    assert item.number not in login(own).get("/decisions/").text
