"""The auditor finds who asked about whom; that the auditor looked is kept as well."""

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.checks.makers import ON_PAPER, make_check, make_identifier, make_person
from tests.factories import make_body, make_enterprise, make_user
from tests.sanctions.makers import later


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
