"""谁认定谁负责: the department that decided leads the listing, and nobody leads its own."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Permission, Role
from integrity.casework import delays
from integrity.casework.documents.models import Document as Paper
from integrity.casework.steps import Side
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import nominations, removals, service
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.initiation import NotCompetent
from integrity.credit.sanctions.models import EntryState, ListEntry, RemovalGround
from integrity.people.accounts.models import AccountState
from tests.factories import (
    NOW,
    TODAY,
    make_body,
    make_enterprise,
    make_record,
    make_user,
    served,
)
from tests.sanctions.makers import basis_of, make_nominated

GROUND = Ground.MARKET_AND_ORDER


def paper_of(body, kind=DocumentKind.PENALTY):
    return Document(kind, "行政处罚决定书", TODAY, "示例罚决〔2026〕1号", body.name)


def initiate(officer, subject=None, document=None, record_id=None, kind=ListKind.SERIOUS):
    subject = subject or make_enterprise()
    entry = nominations.nominate(
        record_id,
        subject,
        kind,
        GROUND,
        "围标串标",
        basis=basis_of(kind, subject, GROUND, NOW),
        document=None if record_id else document or paper_of(officer.body),
        by=officer,
        at=NOW,
    )
    db.session.flush()
    return entry


@pytest.fixture
def department():
    return make_body("示例市场监管局")


@pytest.fixture
def officer(department):
    return make_user(Role.OFFICER, department)


def test_a_department_leads_what_it_decided_and_the_office_the_rest(officer) -> None:
    assert initiate(officer).initiator.name == "示例市场监管局"
    assert make_nominated().initiated_by_id is None


@pytest.mark.parametrize("kind", [DocumentKind.JUDGMENT, DocumentKind.DECISION])
def test_a_department_lists_on_no_paper_of_somebody_else(officer, kind) -> None:
    other = make_body("示例法院")

    with pytest.raises(NotCompetent):
        initiate(officer, document=paper_of(other, kind))


def test_a_department_lists_on_no_record_that_it_did_not_find(officer) -> None:
    subject = make_enterprise()
    record = make_record(subject, RecordState.CONFIRMED)
    with pytest.raises(NotCompetent):
        initiate(officer, subject, record_id=record.id)

    record.found_by_id = officer.body_id
    db.session.flush()

    assert initiate(officer, subject, record_id=record.id).initiated_by_id == officer.body_id


def test_nobody_initiates_against_its_own_body(officer) -> None:
    with pytest.raises(NotCompetent):
        initiate(officer, officer.body)


def test_the_procedure_is_of_the_department_alone(login, officer, department) -> None:
    entry = initiate(officer)
    address = f"/lists/entries/{entry.id}/do/notify"
    strangers = [make_user(Role.OFFICE), make_user(Role.OFFICER, make_body("示例旁观局"))]

    assert [login(user).post(address).status_code for user in strangers] == [403, 404]
    assert login(officer).post(address).status_code == 302
    assert db.session.get(ListEntry, entry.id).state is EntryState.NOTIFIED


def test_the_listed_one_alone_speaks_for_itself(officer) -> None:
    entry = initiate(officer)
    mine = make_user(Role.SUPPLIER, entry.subject)
    service.notify(entry, by=officer, at=NOW)

    assert service.FLOW.may(mine, entry, "defend")
    assert not service.FLOW.may(officer, entry, "defend")
    assert not service.FLOW.may(mine, entry, "reject")


def test_an_officer_of_a_body_that_is_to_be_listed_decides_nothing() -> None:
    entry = make_nominated()
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    officer = make_user(Role.OFFICER, entry.subject)

    assert service.FLOW.open_to(officer, entry) == ["defend"]


def through(entry, officer):
    service.notify(entry, by=officer, at=NOW)
    served(entry)
    service.state_defence(entry, "申辩", True, by=make_user(Role.SUPPLIER, entry.subject), at=NOW)
    service.hear(entry, "听取完毕", by=officer, at=NOW)
    service.decide_first(entry, "认定", (), by=officer, at=NOW)


def test_a_colleague_decides_a_second_time_and_the_papers_are_the_departments(officer) -> None:
    colleague = make_user(Role.OFFICER, officer.body)
    entry = initiate(officer)
    through(entry, officer)
    assert not service.FLOW.may(make_user(Role.OFFICE), entry, "confirm")
    with pytest.raises(SameDecider):
        service.decide_second(entry, "复核", by=officer, at=NOW)

    service.decide_second(entry, "复核", by=colleague, at=NOW)

    kinds = sa.select(Paper.kind, Paper.body_id).where(Paper.thing_id == entry.id)
    made = dict(db.session.execute(kinds.where(Paper.thing == "list_entry")).all())
    assert set(made.values()) == {officer.body_id}
    assert {"listing-notice", "defence-record", "listing-decision"} <= set(made)


@pytest.mark.parametrize("others", ["nobody", "one who left"])
def test_the_office_decides_a_second_time_where_a_body_has_one_person(officer, others) -> None:
    if others == "one who left":
        make_user(Role.OFFICER, officer.body).state = AccountState.DISABLED
    entry = initiate(officer)
    through(entry, officer)

    assert service.FLOW.may(make_user(Role.OFFICE), entry, "confirm")
    assert not service.FLOW.may(officer, entry, "confirm")
    service.send_back(entry, "理由不足", by=make_user(Role.OFFICE), at=NOW)
    assert service.FLOW.may(officer, entry, "decide")


def test_who_listed_proposes_to_take_off_and_the_office_agrees(officer) -> None:
    entry = initiate(officer)
    through(entry, officer)
    office = make_user(Role.OFFICE)
    service.decide_second(entry, "复核", by=office, at=NOW)
    db.session.flush()
    strangers = [office, make_user(Role.OFFICER, make_body("示例旁观局"))]
    assert not any(service.FLOW.may(who, entry, "propose_removal") for who in strangers)
    assert service.FLOW.may(officer, entry, "propose_removal")

    ground = RemovalGround.DOCUMENT_REVOKED
    removals.propose_removal(entry, ground, "示例复议决定", "撤销", by=officer, at=NOW)

    assert not service.FLOW.may(officer, entry, "remove")
    removals.keep(entry, "没有撤销", by=office, at=NOW)
    assert service.FLOW.may(officer, entry, "propose_removal")


def test_who_listed_decides_the_objections_against_it(officer) -> None:
    """By two of its own, not both of whom had decided the listing first."""
    entry = initiate(officer)
    through(entry, officer)
    service.decide_second(entry, "复核", by=make_user(Role.OFFICE), at=NOW)
    one, two = (make_user(Role.OFFICER, officer.body) for _place in range(2))
    subject = make_user(Role.SUPPLIER, entry.subject)

    objection = objections.file(entry, "示例：没有围标", by=subject, at=NOW)
    assert not make_user(Role.OFFICE).can(Permission.OBJECTIONS_DECIDE, objection)
    objections.accept(objection, by=one, at=NOW)
    objections.agree(objection, "示例：属实", by=one, at=NOW)
    objections.uphold(objection, "示例：复核属实", by=two, at=NOW)

    assert entry.state is EntryState.REMOVED
    assert make_nominated().deciding_id is None


def test_who_leads_is_late_and_not_the_office(officer) -> None:
    led, own = initiate(officer), make_nominated()
    late = date(2027, 6, 1)

    found = {d.who for d in delays.counts(late) if d.thing == "list_entry"}

    assert found == {Side.ISSUER, Side.OFFICE}
    step = service.FLOW.steps[EntryState.NOMINATED]
    assert (step.side(led), step.side(own)) == (Side.ISSUER, Side.OFFICE)


def test_the_desk_of_the_department_shows_what_waits_for_it_and_that_of_the_office_not(
    login, officer
) -> None:
    entry = initiate(officer)
    address = f"/lists/entries/{entry.id}"

    assert address in login(officer).get("/desk/").text
    assert address not in login(make_user(Role.OFFICE)).get("/desk/").text
    assert "示例市场监管局" in login(make_user(Role.OFFICE)).get(address).text


FORM = {
    "ground": "market-and-order",
    "offence": "SX2-17",
    "basis": "LB-SERIOUS-1",
    "reasons": "围标串标",
    "document_kind": "penalty",
    "document": "行政处罚决定书",
    "document_number": "示例罚决〔2026〕1号",
    "document_on": "2026-11-01",
}


def test_an_officer_nominates_several_on_one_paper_of_its_own(login, officer) -> None:
    client = login(officer)
    firms = [make_enterprise(f"示例围标公司{place}") for place in range(3)]
    whom = {"kind": "serious", "codes": "\n".join(firm.uscc for firm in firms)}

    address = client.post("/sanctions/batch", data=whom).location
    assert "作出文书的机关" not in client.get(address).text
    assert client.post(address, data=FORM).status_code == 302

    made = db.session.scalars(sa.select(ListEntry)).all()
    assert {entry.subject_id for entry in made} == {firm.id for firm in firms}
    assert {(e.document_by, e.initiated_by_id) for e in made} == {
        ("示例市场监管局", officer.body_id)
    }
    again = client.post(address, data=FORM)
    assert again.status_code == 409
    assert "示例围标公司0" in again.text


def test_a_batch_is_nominated_whole_or_not_at_all(login, officer) -> None:
    client = login(officer)
    listed, fresh = make_enterprise("示例甲公司"), make_enterprise("示例乙公司")
    initiate(officer, listed)
    query = f"code={fresh.uscc}&code={listed.uscc}"

    assert client.post(f"/sanctions/batch/serious?{query}", data=FORM).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ListEntry)) == 1


@pytest.mark.parametrize("codes", ["123", "", "{firm}\n{body}", "{fresh}\n123"])
def test_a_batch_of_nobody_or_of_two_kinds_is_refused(login, officer, codes) -> None:
    firm, body = make_enterprise(), make_body()
    said = codes.format(firm=firm.uscc, body=body.uscc, fresh=firm.uscc)
    data = {"kind": "serious", "codes": said}

    assert login(officer).post("/sanctions/batch", data=data).status_code == 422


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPPLIER, Role.COURT, Role.EVALUATOR])
def test_who_finds_nothing_nominates_nobody(login, role) -> None:
    client = login(make_user(role, make_body()))

    assert client.get("/sanctions/new").status_code == 403
    assert client.get("/sanctions/batch").status_code == 403
