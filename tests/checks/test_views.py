"""A clerk's form, the receipt, the register of one's own body."""

import sqlalchemy as sa

from integrity.checks.models import Check, CheckOutcome
from integrity.db import db
from integrity.permissions import Role
from tests.checks.makers import make_check, make_identifier, make_person
from tests.factories import make_body, make_user
from tests.sanctions.makers import MEASURE, make_listed

FORM = {"purpose": "政府采购", "matter": "示例采购项目", "kind": ""}


def test_a_clerk_checks_a_code_and_gets_a_receipt_with_measures(login) -> None:
    body = make_body("示例被查局")
    make_listed(body, measures=(MEASURE,))
    client = login(make_user(Role.CLERK, make_body("示例审批局")))

    answer = client.post("/checks/new", data=FORM | {"code": body.uscc})
    page = client.get(answer.location)

    assert "依法限制" in page.text
    assert "示例被查局" in page.text
    assert "限制公务消费" in page.text
    assert db.session.scalars(sa.select(Check)).one().ref in page.text


def test_a_wrong_code_is_said_at_the_field_and_registers_nothing(login) -> None:
    client = login(make_user(Role.CLERK, make_body()))

    answer = client.post("/checks/new", data=FORM | {"code": "91370100MA3"})

    assert answer.status_code == 422
    assert "代码不正确" in answer.text
    assert db.session.scalars(sa.select(Check)).all() == []


def test_a_check_without_a_purpose_is_refused(login) -> None:
    client = login(make_user(Role.CLERK, make_body()))

    assert client.post("/checks/new", data={"code": "x", "kind": ""}).status_code == 422


def test_the_receipt_of_a_person_shows_neither_name_nor_number(login) -> None:
    make_person()
    client = login(make_user(Role.CLERK, make_body()))

    answer = client.post("/checks/new", data=FORM | {"code": make_identifier()})
    page = client.get(answer.location)

    assert "自然人" in page.text
    assert make_identifier() not in page.text
    assert make_identifier() not in client.get("/checks/").text


def test_a_body_sees_its_own_checks_only_and_the_office_all(login) -> None:
    own, foreign = make_body(), make_body()
    mine = make_check({"q": {"name": "甲"}}, body=own)
    theirs = make_check({"q": {"name": "乙"}}, body=foreign)
    client = login(make_user(Role.CLERK, own))

    listing = client.get("/checks/").text

    assert mine.ref in listing
    assert theirs.ref not in listing
    assert client.get(f"/checks/{theirs.ref}").status_code == 404
    assert client.post(f"/checks/{theirs.ref}/outcome?key=q").status_code == 404
    assert theirs.ref in login(make_user(Role.OFFICE)).get("/checks/").text


def test_the_outcome_of_a_check_is_reported_with_reasons(login) -> None:
    body = make_body()
    made = make_check({"q": {"name": "甲"}}, body=body)
    client = login(make_user(Role.CLERK, body))
    address = f"/checks/{made.ref}/outcome?key=q"

    assert client.get(address).status_code == 200
    assert client.post(address, data={"outcome": "not-applied"}).status_code == 422
    assert client.post(address, data={"outcome": "applied"}).status_code == 302
    assert db.session.scalars(sa.select(CheckOutcome)).one().key == "q"


def test_the_public_and_other_roles_do_not_check(client, login) -> None:
    assert client.get("/checks/").status_code == 302
    assert login(make_user(Role.SUPPLIER)).get("/checks/new").status_code == 403
    assert login(make_user(Role.OFFICE)).post("/checks/new", data=FORM).status_code == 403
