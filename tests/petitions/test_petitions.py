"""Whoever has no account objects on a page, shows who that is, and follows it by a receipt."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Delivery
from integrity.casework.rules import service as rules
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection, ObjectionState
from integrity.credit.petitions import service
from integrity.credit.petitions.models import Petition, PetitionState, Shortfall
from integrity.credit.records import filings
from integrity.credit.records.models import RecordState
from integrity.files import attached
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.persons.makers import NAME, NUMBER, make_person, make_person_record
from tests.petitions.makers import STATEMENT, make_petition

pytestmark = pytest.mark.usefixtures("app")
S = PetitionState


@pytest.fixture
def record():
    firm = make_enterprise("示例无账号公司")
    return make_record(firm, RecordState.CONFIRMED, decided_on=TODAY, public=True)


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


def said(record: Any, **more: Any) -> dict[str, Any]:
    return {
        "about": record.ref,
        "party": "unit",
        "name": record.subject.name,
        "number": record.subject.uscc,
        "person": "示例联系人",
        "contact": "0531-88880000",
        "statement": STATEMENT,
        "licence": (io.BytesIO("示例执照".encode()), "张某某执照.txt"),
        "power": (io.BytesIO("示例委托".encode()), "委托.txt"),
        "evidence": (io.BytesIO("示例凭证".encode()), "凭证.txt"),
        "true": "y",
        "once": "a" * 32,
    } | more


def receipt_of(answer: Any) -> dict[str, str]:
    secret = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", answer.text).group()
    return {"ref": db.session.scalars(sa.select(Petition)).one().ref, "secret": secret}


def test_an_objection_without_an_account_is_admitted_answered_and_signed_for(
    client: Any, login: Any, record: Any, office: Any
) -> None:
    """Seen: who had no account was sent to the office with paper."""
    filed = client.post("/petitions/new", data=said(record))
    again = client.post("/petitions/new", data=said(record))
    receipt = receipt_of(filed)
    assert (filed.status_code, again.status_code) == (201, 201)
    assert receipt["secret"] in again.text
    assert "待核验身份" in client.post("/petitions/track", data=receipt).text
    found = db.session.scalars(sa.select(Petition)).one()
    desk = login(office)
    assert f"/petitions/{found.id}" in desk.get("/desk/").text
    assert record.subject.uscc not in desk.get(f"/petitions/{found.id}").text
    assert record.subject.uscc in desk.post(f"/petitions/{found.id}/identity").text

    done = desk.post(
        f"/petitions/{found.id}/do/admit_petition", data={"checked": "已核对执照和委托书。"}
    )
    assert done.status_code == 302
    objection = found.objection
    assert objection.record is record and record.state is RecordState.DISPUTED
    assert [file.note for file in attached.of("objection", [objection.id])] == [service.EVIDENCE]
    assert {file.name for file in attached.of("petition", [found.id])} == {
        "身份材料.txt",
        "授权委托书.txt",
    }
    objections.accept(objection, by=office, at=NOW)
    objections.reject(objection, "示例：合同与记录一致。", by=office, at=NOW)
    db.session.flush()

    page = client.post("/petitions/track", data=receipt).text
    assert "示例：合同与记录一致。" in page
    number = {"number": str(service.papers(found)[0].id)}
    paper = client.post("/petitions/track/paper", data=receipt | number)
    assert paper.data.startswith(b"%PDF")
    assert objection.appeal_until is None
    signed = client.post("/petitions/track/receive", data=receipt | number)
    assert "已签收" in signed.text
    delivery = db.session.scalars(sa.select(Delivery).where(Delivery.served_on.is_not(None))).one()
    assert delivery.received_by_name == "异议申请人"
    db.session.refresh(objection)
    assert objection.appeal_until == rules.due("LOCAL-APPEAL-FILE", TODAY).due_on


def test_its_days_count_from_the_day_it_was_handed_in(record: Any, office: Any) -> None:
    petition = make_petition(record)
    objection = service.admit_petition(petition, "已核对。", by=office, at=NOW + timedelta(days=5))

    assert objection.received_on == TODAY and objection.on_paper
    assert objection.due_on == rules.due("OBJ-OWN", TODAY).due_on
    assert objection.state is ObjectionState.FILED


def test_what_a_wrong_code_says_moves_nothing_and_tells_nothing(
    client: Any, record: Any, office: Any
) -> None:
    """Whether there is such a record, and whose it is, nobody learns by handing something in."""
    other = make_enterprise("示例冒名公司")
    person = make_person_record(make_person())
    for thing in (record, person):
        form = said(thing, number=other.uscc, name=other.name, once=str(thing.id).rjust(32, "b"))
        assert client.post("/petitions/new", data=form).status_code == 201
    nothing = said(record, about="XY99999999", number=other.uscc, once="c" * 32)
    assert client.post("/petitions/new", data=nothing).status_code == 201

    for petition in db.session.scalars(sa.select(Petition)).all():
        with pytest.raises(service.NotTheirs):
            service.admit_petition(petition, "已核对。", by=office, at=NOW)
        assert petition.state is S.HANDED_IN
    assert not db.session.scalars(sa.select(Objection)).all()


def test_a_person_objects_by_name_and_number_and_is_named_nowhere(
    client: Any, login: Any, office: Any
) -> None:
    record = make_person_record(make_person())
    form = said(record, party="oneself", name=NAME, number=NUMBER, power=(io.BytesIO(), ""))
    filed = client.post("/petitions/new", data=form)
    assert filed.status_code == 201
    found = db.session.scalars(sa.select(Petition)).one()
    desk = login(office)
    pages = [desk.get("/petitions/").text, desk.get(f"/petitions/{found.id}").text, filed.text]

    objection = service.admit_petition(found, "已当面核对身份证件。", by=office, at=NOW)

    assert objection.record is record
    db.session.flush()
    logged = db.session.scalars(sa.select(AuditEvent)).all()
    words = [*pages, *(f"{event.why}{event.facts}" for event in logged), found.sealed]
    assert not any(NAME in said or NUMBER in said for said in words)


def test_who_decided_the_record_does_not_check_who_objects(record: Any, office: Any) -> None:
    record.decided_by_id = office.id
    petition = make_petition(record)

    with pytest.raises(filings.NotYourOwn):
        service.admit_petition(petition, "已核对。", by=office, at=NOW)
    service.admit_petition(petition, "已核对。", by=make_user(Role.OFFICE), at=NOW)

    assert petition.state is S.ADMITTED


def test_only_the_office_reads_what_proves_the_identity(login: Any, record: Any) -> None:
    petition = make_petition(record)

    for user in (make_user(Role.OFFICER, make_body("示例认定局")), make_user(Role.CUSTODIAN)):
        browser = login(user)
        assert browser.get(f"/petitions/{petition.id}").status_code == 403
        assert browser.post(f"/petitions/{petition.id}/identity").status_code == 403


def test_what_does_not_show_who_it_is_comes_back_with_its_reason_on_paper(
    client: Any, login: Any, record: Any, office: Any
) -> None:
    receipt = receipt_of(client.post("/petitions/new", data=said(record)))
    found = db.session.scalars(sa.select(Petition)).one()
    given = {"shortfall": Shortfall.NO_POWER, "why": "示例：委托书没有公章。"}

    done = login(office).post(f"/petitions/{found.id}/do/return_petition", data=given)

    assert done.status_code == 302 and found.state is S.RETURNED
    page = client.post("/petitions/track", data=receipt).text
    assert "没有有效的授权委托书" in page and "示例：委托书没有公章。" in page
    (paper,) = service.papers(found)
    assert record.subject.name not in paper.content
    signed = client.post("/petitions/track/receive", data=receipt | {"number": str(paper.id)})
    assert signed.status_code == 200
    assert paper.deliveries[0].served_on == TODAY


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"number": "123"}, "统一社会信用代码"),
        ({"party": "oneself"}, "身份证号码不正确"),
        ({"power": (io.BytesIO(), "")}, "请上传授权委托书"),
        ({"licence": (io.BytesIO(), "")}, "请上传能证明身份的材料"),
        ({"about": "甲12"}, "编号以 XY 或者 MD 开头"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Any, record: Any, wrong: dict[str, Any], why: str
) -> None:
    answer = client.post("/petitions/new", data=said(record) | wrong)

    assert answer.status_code == 422
    assert why in answer.text and STATEMENT in answer.text


def test_a_wrong_receipt_opens_nothing(client: Any, record: Any) -> None:
    receipt = receipt_of(client.post("/petitions/new", data=said(record)))
    wrong = receipt | {"secret": "0000-0000-0000-0000", "number": "1"}

    for page in ("/petitions/track", "/petitions/track/paper", "/petitions/track/receive"):
        answer = client.post(page, data=wrong)
        assert answer.status_code == 422
        assert STATEMENT not in answer.text and "不正确" in answer.text


def test_one_form_names_the_record_that_a_page_led_from(client: Any, record: Any) -> None:
    guide = client.get(f"/objections/new?record={record.id}").text

    assert f"/petitions/new?about={record.ref}" in guide
    assert record.ref in client.get(f"/petitions/new?about={record.ref}").text
