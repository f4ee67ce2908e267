"""Entering, reporting and checking pledges on the pages, and complaining of one."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.streams.complaints import service as complaints
from integrity.streams.pledges import service
from integrity.streams.pledges.models import Pledge, PledgeKind, PledgeOutcome, PledgeState
from tests.complaints.makers import make_answered
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user, served
from tests.pledges.makers import (
    TEXT,
    make_pledge,
    make_reported,
    officer_of,
    supplier_of,
)

WORDS = {"title": "按承诺条件经营（示例）", "text": TEXT, "pledged_on": "2026年6月1日"}
FOUND = {"fact_on": "2026-11-19", "second_source": "现场核查", "why": "示例理由"}


def only() -> Pledge:
    return db.session.scalars(sa.select(Pledge)).one()


def test_the_whole_way_from_registering_to_the_record(client, login):
    body, firm = make_body("示例审批局"), make_enterprise()
    officer, supplier = make_user(Role.OFFICER, body), make_user(Role.SUPPLIER, firm)
    data = WORDS | {"kind": "approval", "subject": firm.uscc, "due_on": "2026-11-30"}

    answer = login(officer).post("/pledges/new", data=data | {"public": "y"})
    ref = only().ref
    assert answer.location == f"/pledges/{ref}"
    evidence = (io.BytesIO("示例".encode()), "证据.txt")
    done = {"kept_on": "2026-11-18", "text": "已经履行（示例）", "evidence": evidence}
    login(supplier).post(f"/pledges/{ref}/do/report", data=done)
    assert only().state is PledgeState.REPORTED
    assert "自报完成，待核验" in client.get("/pledges/").text
    login(officer).post(f"/pledges/{ref}/do/find_broken", data=FOUND)

    assert only().outcome is PledgeOutcome.BROKEN
    records.post(service.breaches(TODAY.replace(day=21)), on=TODAY, at=NOW)
    record = db.session.scalars(sa.select(CreditRecord)).one()
    assert (record.subject_id, record.rule) == (firm.id, "broken")
    served(record)
    assert "违背信用承诺" in login(supplier).get("/desk/").text
    assert record.summary in login(supplier).get(f"/pledges/{ref}").text


def test_a_new_enterprise_is_registered_with_its_first_pledge(login):
    code = example_code(876543, "91")
    data = WORDS | {"kind": "tax", "subject": code, "subject_name": "示例新企业有限公司"}

    login(make_user(Role.CLERK, make_body())).post("/pledges/new", data=data)

    assert (only().subject.name, only().public) == ("示例新企业有限公司", False)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"subject": "没有的企业"}, "没有这个企业或者社会组织"),
        ({"subject": "11010519491231002X"}, "只登记企业、个体工商户和社会组织的承诺"),
        ({"kind": "other"}, "有内容需要改正"),
        ({"pledged_on": "明天"}, "请按"),
        ({"pledged_on": "2099-01-01"}, "还没有到"),
        ({"title": ""}, "请填写承诺事项"),
        ({"text": "字" * 20001}, "20000"),
    ],
)
def test_bad_input_is_refused_and_what_was_typed_stays(login, data, said):
    firm = make_enterprise()
    client = login(make_user(Role.OFFICER, make_body()))

    page = client.post(
        "/pledges/new",
        data=WORDS | {"kind": "approval", "subject": firm.uscc, "matter": "示例事项"} | data,
    )

    assert page.status_code == 422
    assert said in page.text
    assert "示例事项" in page.text
    assert "11010519491231002X" not in page.text
    assert db.session.query(Pledge).count() == 0


def test_an_enterprise_declares_to_everybody_or_to_its_association(client, login):
    firm, association = make_enterprise(), make_enterprise("示例行业协会")
    account = login(make_user(Role.SUPPLIER, firm))
    data = WORDS | {"kind": "comprehensive", "received_by-named": association.name}

    assert (
        account.post("/pledges/declare", data=data | {"received_by-named": "无"}).status_code == 422
    )
    association.kind = "organisation"
    assert account.post("/pledges/declare", data=data).status_code == 302

    assert (only().subject_id, only().received_by_id) == (firm.id, association.id)
    assert account.post("/pledges/declare", data=WORDS | {"kind": "tax"}).status_code == 422


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        (None, "new", 302),
        (None, "declare", 302),
        (Role.OFFICE, "new", 403),
        (Role.OFFICER, "new", 200),
        (Role.CLERK, "new", 200),
        (Role.SUPPLIER, "new", 403),
        (Role.SUPPLIER, "declare", 200),
        (Role.OFFICER, "declare", 403),
        (Role.EVALUATOR, "declare", 403),
    ],
)
def test_who_may_enter_a_pledge(client, login, role, address, status):
    if role:
        login(make_user(role, make_body()))

    assert client.get(f"/pledges/{address}").status_code == status


def test_an_account_without_a_body_enters_nothing(login):
    assert login(make_user(Role.OFFICER)).get("/pledges/new").status_code == 403


@pytest.mark.parametrize("move", ["confirm", "send_back", "find_broken", "withdraw"])
def test_another_body_checks_nothing(login, move):
    item = make_reported()

    answer = login(make_user(Role.OFFICER, make_body("无关的局"))).post(
        f"/pledges/{item.ref}/do/{move}", data=FOUND
    )

    assert answer.status_code == 403
    assert item.state is PledgeState.REPORTED


def test_a_button_is_shown_to_whom_it_belongs(client, login):
    item = make_pledge()

    for person, label in (
        (supplier_of(item), "报告已履行"),
        (officer_of(item), "核查：违背承诺"),
        (make_user(Role.OFFICE), "依法撤回"),
    ):
        assert label in login(person).get(f"/pledges/{item.ref}").text
    other = login(make_user(Role.SUPPLIER, make_enterprise()))
    assert "报告已履行" not in other.get(f"/pledges/{item.ref}").text


def test_a_complaint_about_a_pledge_goes_to_the_body_that_received_it(client):
    item = make_pledge()
    about = f"pledges:{item.ref}"
    assert item.title in client.get(f"/complaints/new?about={about}").text
    data = {"kind": "complaint", "text": "没有按承诺履行。" * 5, "once": "a" * 32, "about": about}

    wrong = client.post("/complaints/new", data=data | {"body": str(make_body("另一局").id)})
    right = client.post("/complaints/new", data=data | {"body": str(item.received_by_id)})

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_the_body_does_not_answer_for_what_an_enterprise_did_not_keep():
    item, office = make_pledge(), make_user(Role.OFFICE)
    complaint = make_answered(item.received_by, about=("pledges", item.ref))
    complaints.confirm(complaint, at=NOW)

    with pytest.raises(NotAllowed, match="不是本单位作出的"):
        complaints.uphold(complaint, "示例", by=office, at=NOW)


def test_who_complains_of_a_pledge_to_everybody_chooses_the_body(client):
    item = make_pledge(kind=PledgeKind.SELF_DECLARATION, received_by=None)
    body = make_body("示例监管局")
    data = {"kind": "complaint", "text": "没有按承诺履行。" * 5, "once": "a" * 32}

    answer = client.post(
        "/complaints/new", data=data | {"about": f"pledges:{item.ref}", "body": str(body.id)}
    )

    assert answer.status_code == 201


def test_the_body_is_told_before_the_day_of_what_nobody_reported(login):
    soon = make_pledge(due_on=clock.today())
    later = make_pledge(receiver=soon.received_by, due_on=date(2099, 1, 1))

    page = login(officer_of(soon)).get("/desk/").text

    assert f"/pledges/{soon.ref}/do/confirm" in page
    assert f"/pledges/{later.ref}/do/confirm" not in page
