import io

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.persons.models import PersonInquiry, Purpose
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject, SubjectKind
from tests.checks.makers import make_identifier
from tests.factories import NOW, make_body, make_user
from tests.persons.makers import NAME, NUMBER, SUMMARY, ask, make_person, make_person_record

FORM = {
    "name": NAME, "identifier": NUMBER, "purpose": "licensing", "authorisation": "consent",
    "authorised_by": "授权书示例2026第1号", "case_no": "示例办件1号",
}  # fmt: skip


@pytest.fixture
def clerk():
    return make_user(Role.CLERK, make_body("示例审批局"))


def one() -> PersonInquiry:
    return db.session.query(PersonInquiry).order_by(PersonInquiry.id.desc()).first()


def test_a_clerk_asks_and_looks_and_the_page_of_the_query_names_nobody(client, login, clerk):
    make_person_record(make_person())
    login(clerk)

    page = client.post("/persons/ask", data=FORM, follow_redirects=True).text
    answer = client.post(f"/persons/inquiries/{one().id}/look").text

    assert NAME not in page and NUMBER not in page and SUMMARY not in page
    assert NAME in answer and SUMMARY in answer


def test_a_wrong_name_gets_the_same_page_as_nobody_at_all(client, login, clerk):
    make_person_record(make_person())
    login(clerk)
    answers = []

    for said in ({"name": "诸葛示例"}, {"identifier": make_identifier(816)}):
        client.post("/persons/ask", data=FORM | said)
        text = client.post(f"/persons/inquiries/{one().id}/look").text
        answers.append(text.replace(one().ref, "").replace(f"/{one().id}", ""))

    assert "都一致的自然人" in answers[0]
    assert SUMMARY not in answers[0] and SUMMARY not in answers[1]


def test_a_query_without_its_basis_is_refused_and_keeps_what_was_typed(client, login, clerk):
    login(clerk)

    page = client.post("/persons/ask", data=FORM | {"authorised_by": "", "case_no": "示例7号"})

    assert page.status_code == 422 and "示例7号" in page.text
    assert db.session.query(PersonInquiry).count() == 0


def test_the_custodian_consents_and_never_sees_whom(client, login):
    body = make_body("示例组织部")
    competence.register("personnel", body.id, by=SYSTEM, at=NOW)
    asked = ask(make_user(Role.FINDER, body), Purpose.PERSONNEL)
    login(make_user(Role.CUSTODIAN))
    seen = [
        client.get(a).text
        for a in ("/desk/", "/persons/consents", f"/persons/inquiries/{asked.id}/consent")
    ]

    said = {"decision": "grant", "why": "示例：文书相符"}
    client.post(f"/persons/inquiries/{asked.id}/consent", data=said)

    assert asked.open_until is not None
    assert all(asked.ref in page for page in seen)
    assert not any(NAME in page or NUMBER in page for page in seen)
    assert client.post(f"/persons/inquiries/{asked.id}/look").status_code == 403


def test_another_body_finds_no_query_and_the_auditor_every_one(client, login):
    asked = ask()
    login(make_user(Role.CLERK, make_body("另一示例局")))
    assert client.get(f"/persons/inquiries/{asked.id}").status_code == 404
    assert asked.ref not in client.get("/persons/").text

    login(make_user(Role.AUDITOR, make_body("示例")))

    assert asked.ref in client.get("/persons/register?q=示例审批局").text
    assert asked.ref in client.get("/persons/register?q=示例办件1号").text
    assert client.get(f"/persons/inquiries/{asked.id}").status_code == 200
    assert client.post(f"/persons/inquiries/{asked.id}/look").status_code == 403


def test_the_office_tells_the_person_who_asked(client, login):
    make_person()
    ask()
    login(make_user(Role.OFFICE, make_body("领导小组办公室")))

    client.post("/persons/ask", data=FORM | {"purpose": "own"})

    assert "示例审批局" in client.post(f"/persons/inquiries/{one().id}/look").text


def test_a_table_of_persons_is_sealed_and_repeated_nowhere(client, login):
    login(make_user(Role.OFFICER, make_body()))
    rows = f"姓名,身份证号码,作出决定的文书\n{NAME},{NUMBER},示罚1号\n{NAME},123,示罚2号\n"

    page = client.post(
        "/persons/import", data={"file": (io.BytesIO(rows.encode()), "名单.csv")}
    ).text

    assert "新登记 1" in page and "拒绝 1" in page and "第 3 行" in page
    assert NAME not in page and NUMBER not in page
    kinds = db.session.scalars(sa.select(Subject.name).filter_by(kind=SubjectKind.PERSON))
    assert list(kinds) == ["欧*"]


def test_who_handles_no_decision_registers_nobody(client, login, clerk):
    login(clerk)

    assert client.get("/persons/new").status_code == 403
    assert client.get("/persons/import").status_code == 403
