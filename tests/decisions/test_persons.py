"""A civil servant's restricted record: entered by two, told, objected to, read by who appoints."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Authorisation
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.persons import service as inquiries
from integrity.credit.persons.models import Purpose
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.relations.models import RelationRole
from integrity.people.subjects import competence
from integrity.streams.decisions.models import Decision, DecisionState
from tests.decisions.makers import officer_of, posted
from tests.factories import NOW, make_body, make_user, served
from tests.persons.makers import NAME, NUMBER
from tests.relations.makers import make_relation

TITLE = "示例：违反廉洁纪律，给予记过处分"
SAID = {
    "name": NAME, "identifier": NUMBER, "kind": "discipline", "severity": "general",
    "number": "示例纪处〔2026〕1号", "title": TITLE, "facts": "示例：调查认定。",
    "decided_on": "2026-11-02",
}  # fmt: skip


def entered(login: Any, body: Any, **more: str) -> Any:
    return login(officer_of(body)).post("/decisions/persons/new", data=SAID | more)


def only() -> Decision:
    return db.session.scalars(sa.select(Decision)).one()


def recorded(login: Any, body: Any) -> CreditRecord:
    """Entered by one, confirmed by another, and proposed by the night."""
    entered(login, body)
    item = only()
    confirm = f"/decisions/{item.ref}/do/confirm"
    login(officer_of(body)).post(confirm, data={"why": "", "moves": "0"})
    return served(posted(item))


def test_it_is_entered_by_name_and_number_which_stand_nowhere(login):
    body = make_body("示例纪检监察组")

    answer = entered(login, body)

    item = only()
    page = login(officer_of(body)).get(answer.location).text
    assert item.state is DecisionState.DRAFT and TITLE in page
    assert NAME not in page and NUMBER not in page
    assert TITLE not in login(officer_of(body)).get("/decisions/").text


@pytest.mark.parametrize("field", ["title", "facts", "number"])
@pytest.mark.parametrize("word", [NAME, NUMBER])
def test_what_is_kept_as_typed_names_nobody(login, field, word):
    answer = entered(login, make_body("示例纪检监察组"), **{field: f"示例{word}"})

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 0


def test_a_number_under_another_name_is_refused(login):
    body = make_body("示例纪检监察组")
    entered(login, body)

    answer = entered(login, body, name="诸葛示例", number="示例纪处〔2026〕2号")

    assert answer.status_code == 422 and "不符" in answer.text


def look(purpose: Purpose, body: Any) -> list[Any]:
    """What an authorised query of a body brings, after consent where that is needed."""
    user = officer_of(body)
    asked = inquiries.ask(
        NAME, NUMBER, purpose, Authorisation.STATUTE, "示例文书1号", "示例1号", by=user, at=NOW
    )
    if purpose in inquiries.RESTRICTED:
        custodian = make_user(Role.CUSTODIAN, make_body("示例保管"))
        inquiries.grant(asked, "示例", by=custodian, at=NOW)
    found = inquiries.look(asked, by=user, at=NOW)
    return [record for those in found.records.values() for record in those]


def test_the_person_objects_is_refused_and_right_on_appeal(login):
    """Who appoints reads the record while it counts; a clerk of another body never does."""
    body, appoints = make_body("示例纪检监察组"), make_body("示例组织部")
    permits = make_body("示例审批局")
    competence.register("personnel", appoints.id, by=make_user(Role.OFFICE), at=NOW)
    record = recorded(login, body)
    make_relation(make_body("示例机关"), RelationRole.CIVIL_SERVANT)
    one, two, three = (make_user(Role.OFFICE) for _each in range(3))
    first, second = officer_of(body), officer_of(body)

    objections.file(record, "示例：不是本人所为", by=one, at=NOW, received_on=NOW.date())
    objection = db.session.scalars(sa.select(Objection)).one()
    objections.accept(objection, by=first, at=NOW)
    objections.reject(objection, "示例：证据充分", by=second, at=NOW)
    assert (record.state, record.public) == (RecordState.CONFIRMED, False)
    assert look(Purpose.PERSONNEL, appoints) == [record]
    assert look(Purpose.LICENSING, permits) == []
    with pytest.raises(inquiries.NotAuthorised):
        look(Purpose.PERSONNEL, permits)

    served(objection)
    appeal = appeals.file(record, "示例：新的调查结论", by=one, at=NOW, received_on=NOW.date())
    appeals.accept(appeal, by=one, at=NOW)
    appeals.agree(appeal, "示例：结论已变更", by=two, at=NOW)
    appeals.uphold(appeal, "示例：同意", by=three, at=NOW)
    assert record.state is RecordState.WITHDRAWN
    assert look(Purpose.PERSONNEL, appoints) == []


@pytest.mark.parametrize("role", [None, *Role])
def test_the_public_and_other_roles_never_see_it(app, login, role):
    record = recorded(login, make_body("示例纪检监察组"))
    visitor = app.test_client()
    client = login(make_user(role, make_body("示例无关单位"))) if role else visitor
    item = only()
    addresses = (
        f"/decisions/{item.ref}", "/decisions/", f"/records/{record.id}", "/records/",
        f"/search/?q={item.number}", "/records/?format=csv", "/decisions/?format=csv",
    )  # fmt: skip

    text = "".join(client.get(address).text for address in addresses)

    assert NAME not in text and NUMBER not in text
    assert TITLE not in text or role is Role.OFFICE
