"""The pages of pledges: what everybody reads, what a party enters, what nobody else may."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity import clock, figures
from integrity.audit.models import AuditEvent
from integrity.complaints import service as complaints
from integrity.db import db
from integrity.errors import NotAllowed
from integrity.files import Attachment
from integrity.permissions import Role
from integrity.pledges import service
from integrity.pledges.models import Pledge, PledgeKind, PledgeOutcome, PledgeState
from integrity.records import service as records
from integrity.records.models import CreditRecord
from tests.complaints.makers import make_answered
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.pledges.makers import (
    TEXT,
    make_pledge,
    make_reported,
    officer_of,
    supplier_of,
    upload,
)
from tests.statements import statements

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
        ({"subject": "11010519491231002X"}, "只登记企业和社会组织的承诺"),
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
    data = WORDS | {"kind": "comprehensive", "received_by": association.name}

    assert account.post("/pledges/declare", data=data | {"received_by": "无"}).status_code == 422
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


def test_a_pledge_that_is_not_public_is_for_its_parties_and_the_office(client, login):
    item = make_pledge(public=False)

    def found() -> tuple[int, bool]:
        return client.get(f"/pledges/{item.ref}").status_code, item.ref in client.get(
            "/pledges/"
        ).text

    assert found() == (404, False)
    for person in (supplier_of(item), officer_of(item), make_user(Role.OFFICE)):
        login(person)
        assert found() == (200, True)
    for role in (Role.OFFICER, Role.SUPPLIER, Role.AUDITOR, Role.COURT):
        login(make_user(role, make_enterprise()))
        assert found() == (404, False)


def test_a_file_that_is_not_public_is_read_by_both_parties_and_nobody_else(client, login):
    item = make_pledge(document=upload("机密承诺书", "机密.txt"))
    piece = db.session.scalars(sa.select(Attachment)).one()
    address = f"/pledges/{item.ref}/files/{piece.id}"

    page = client.get(f"/pledges/{item.ref}").text
    assert "一份未公开的证据" in page and "机密" not in page
    assert client.get(address).status_code == 302
    assert client.get(f"/files/{piece.id}/{piece.name}").status_code == 404
    for person in (supplier_of(item), officer_of(item), make_user(Role.OFFICE)):
        assert login(person).get(address).status_code == 200
        assert address in client.get(f"/pledges/{item.ref}").text
    for role in (Role.OFFICER, Role.SUPPLIER, Role.AUDITOR, Role.SYSTEM):
        assert login(make_user(role, make_body())).get(address).status_code in (403, 404)
    login(officer_of(item))
    assert client.get(f"/pledges/{make_pledge().ref}/files/{piece.id}").status_code == 404


def test_no_name_of_a_person_is_on_the_page(client):
    item = make_pledge(by=make_user(Role.OFFICER, make_body("示例登记局"), name="经办人甲"))
    office = make_user(Role.OFFICE, name="经办人乙")
    service.report(
        item, TODAY, "示例", by=make_user(Role.SUPPLIER, item.subject, name="张示例"), at=NOW
    )

    service.send_back(item, "示例", by=office, at=NOW)

    page = client.get(f"/pledges/{item.ref}").text

    assert "经办人" not in page and "张示例" not in page
    assert "领导小组办公室" in page
    assert "示例登记局" in page
    assert db.session.query(AuditEvent).filter_by(by_name="张示例").count() == 1


def test_a_report_does_not_say_of_itself_that_it_was_in_time(client):
    item = make_reported(kept_on=TODAY, due_on=date(2026, 12, 1))
    assert "按期" not in client.get(f"/pledges/{item.ref}").text

    service.confirm(item, TODAY, "示例", "示例", by=officer_of(item), at=NOW)

    assert "按期" in client.get(f"/pledges/{item.ref}").text


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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=approval", True), ("kind=tax", False), ("state=registered", True),
        ("state=ended", False), ("outcome=kept", False), ("lateness=overdue", True),
        ("lateness=open", False), ("lateness=none", False), ("q=筛选", True), ("q=无此", False),
        ("kind=nonsense", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(client, query, found):
    item = make_pledge(title="筛选用（示例）", due_on=date(2026, 7, 1))

    assert (item.ref in client.get(f"/pledges/?{query}").text) is found


def test_the_list_is_narrowed_by_the_receiver_and_found_by_the_code(client):
    item, other = make_pledge(), make_pledge()

    page = client.get(f"/pledges/?receiver={item.received_by_id}").text
    assert item.ref in page and other.ref not in page
    page = client.get(f"/pledges/?q={item.subject.uscc}").text
    assert item.ref in page and other.ref not in page


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_the_list_is_exported_as_it_is_narrowed(client, kind):
    item, _other = make_pledge(), make_pledge(kind=PledgeKind.TAX)

    answer = client.get(f"/pledges/?kind=approval&format={kind}")

    assert answer.status_code == 200
    if kind == "json":
        assert [row["编号"] for row in answer.json] == [item.ref]


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(client):
    counts = []
    for number in (2, 18):
        for _ in range(number):
            make_pledge(due_on=date(2026, 7, 1))
        with statements() as seen:
            assert client.get("/pledges/").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_pledge_is_on_the_public_page_of_its_subject(client):
    kept, hidden = make_pledge(), make_pledge(public=False)
    hidden.subject_id = kept.subject_id
    service.confirm(kept, TODAY, "示例", "示例", by=officer_of(kept), at=NOW)

    page = client.get(f"/subjects/{kept.subject.uscc}").text

    assert kept.title in page and "经核查已履行" in page
    assert hidden.title not in page


def test_a_broken_pledge_is_public_as_long_as_its_record_is(client, login):
    item, office = make_pledge(), make_user(Role.OFFICE)
    service.find_broken(item, TODAY, "示例", "示例", by=officer_of(item), at=NOW)
    records.post(service.breaches(TODAY), on=TODAY, at=NOW)
    record = db.session.scalars(sa.select(CreditRecord)).one()
    later = NOW + timedelta(days=60)

    def is_shown() -> bool:
        page = client.get(f"/pledges/{item.ref}")
        assert page.status_code == 200, "the address always answers"
        told = item.title in page.text
        shown = client.get(f"/subjects/{item.subject.uscc}").text
        open_data = client.get("/api/v1/pledges").json["items"]
        assert {told, item.title in shown, bool(open_data)} == {told}
        return told

    assert not is_shown(), "told, but nobody has confirmed it"
    records.confirm(record, by=office, at=later)
    assert is_shown()
    records.dispute(record, by=supplier_of(item), at=later, why="示例")
    assert is_shown(), "an objection suspends nothing"
    records.confirm(record, by=office, at=later, why="示例")
    records.repair(record, by=office, at=later, why="示例")
    assert not is_shown()
    assert item.title in login(supplier_of(item)).get(f"/pledges/{item.ref}").text


def test_the_figures_about_bodies_count_no_pledge(client):
    before = figures.headlines(clock.today())
    item = make_pledge(due_on=date(2026, 7, 1))

    assert figures.headlines(clock.today()) == before
    assert item.title not in client.get("/overdue/").text
    assert item.ref in client.get("/pledges/?lateness=overdue").text


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


def test_the_open_data_hold_what_is_public(client):
    item, _hidden = make_pledge(), make_pledge(public=False)

    page = client.get("/api/v1/pledges").json

    assert [row["ref"] for row in page["items"]] == [item.ref]
    assert "/pledges/?format=csv" in client.get("/data/").text


def test_the_command_line_imports_and_exports_pledges(app, tmp_path):
    make_pledge()
    db.session.commit()
    file = tmp_path / "pledges.csv"

    done = app.test_cli_runner().invoke(args=["export", "pledges", "--output", str(file)])
    again = app.test_cli_runner().invoke(args=["import", "pledges", str(file)])

    assert (done.exit_code, again.exit_code) == (0, 0), done.output + again.output
    assert "未变 1" in again.output
