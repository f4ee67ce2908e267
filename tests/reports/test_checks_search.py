"""The auditor finds who asked about whom; that the auditor looked is kept as well."""

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.checks.makers import (
    ON_PAPER,
    make_check,
    make_check_file,
    make_identifier,
    make_person,
)
from tests.factories import example_code, make_body, make_enterprise, make_user
from tests.sanctions.makers import MEASURE, later, make_listed


def search(client, **asked) -> str:
    return client.get("/credit-reports/checks/", query_string=asked).text


def searches(move: str) -> list[AuditEvent]:
    return list(db.session.scalars(sa.select(AuditEvent).where(AuditEvent.move == move)))


def test_by_subject_body_officer_and_day(client, login) -> None:
    one, other = make_enterprise("示例甲企"), make_enterprise("示例乙企")
    body = make_body("示例甲局")
    make_check({"q": {"code": one.uscc}}, body=body, matter="示例甲事")
    make_check(
        {"q": {"code": other.uscc}}, body=make_body("示例乙局"), matter="示例乙事", at=later(9)
    )
    login(make_user(Role.AUDITOR))

    assert all(word in search(client) for word in ("示例甲事", "示例乙事"))
    for said in (
        {"subject": one.id},
        {"body": body.id},
        {"until": later(1).date().isoformat()},
        {"q": "示例甲事"},
    ):
        page = search(client, **said)
        assert "示例甲事" in page and "示例乙事" not in page, said
    assert "示例甲事" not in search(client, officer="没有此人")


def test_looking_for_a_subject_is_logged(client, login) -> None:
    firm = make_enterprise()
    login(make_user(Role.AUDITOR))

    search(client)
    assert searches("search_checks") == []
    search(client, subject=firm.id)
    assert len(searches("search_checks")) == 1


def test_by_person_with_a_reason_and_nothing_of_the_person_is_kept(client, login) -> None:
    make_person()
    make_check(
        {"q": {"code": make_identifier(), "name": "张三丰"}}, body=make_body("示例甲局"), **ON_PAPER
    )
    login(make_user(Role.AUDITOR))
    said = {"number": make_identifier(), "why": "示例：信访核查"}

    assert client.post("/credit-reports/checks/person", data=said | {"why": ""}).status_code == 422
    page = client.post("/credit-reports/checks/person", data=said)

    assert page.status_code == 200
    assert "示例甲局" in page.text and "示例办件1号" in page.text
    assert make_identifier() not in page.text and "张" not in page.text
    (event,) = searches("search_person")
    assert event.why == "示例：信访核查" and make_identifier() not in str(event.facts)


def test_a_person_in_the_list_is_not_named_and_nobody_else_searches(client, login) -> None:
    make_person()
    make_check({"q": {"code": make_identifier(), "name": "张三丰"}}, **ON_PAPER)
    login(make_user(Role.AUDITOR))
    assert "张" not in search(client)

    for role in (Role.OFFICE, Role.CLERK, Role.OFFICER):
        login(make_user(role, make_body()))
        assert client.get("/credit-reports/checks/").status_code == 403


def test_a_line_of_a_file_of_codes_is_found_by_its_subject_and_told_once(client, login) -> None:
    """Whoever was looked up in a file of a million stood in no list that the auditor reads."""
    listed = make_listed(make_body("示例被查局"), measures=(MEASURE,)).subject
    body = make_body("示例甲局")
    made = make_check_file(listed.uscc, example_code(77), body=body, matter="示例甲事")
    login(make_user(Role.AUDITOR))
    asked = {"subject": listed.id}

    linked = search(client, **asked)
    page = client.get("/credit-reports/checks/files", query_string=asked).text

    assert f"/credit-reports/checks/files?subject={listed.id}" in linked
    assert "示例甲事" not in linked
    assert made.ref in page and page.count(listed.uscc) == 2 and example_code(77) not in page
    assert len(searches("search_checks")) == 2
    assert example_code(77) in client.get("/credit-reports/checks/files?q=示例甲事").text


def test_who_stood_in_a_file_reads_once_that_it_was_asked_about(client, login) -> None:
    firm = make_listed(make_enterprise("示例被查企")).subject
    made = make_check_file(firm.uscc, body=make_body("示例甲局"), matter="示例甲事")

    page = login(make_user(Role.SUPPLIER, firm)).get("/credit-reports/asked").text

    assert page.count("示例甲事") == 1 and made.ref in page
