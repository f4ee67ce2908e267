"""Parts of files: read for a purpose, registered, told to whose they are, judged by another."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules.models import Verified
from integrity.credit.catalogue.models import CatalogueItem, Sharing
from integrity.credit.readings import service
from integrity.credit.readings.models import FileReading, Part, ReadingPurpose, ReadingState
from integrity.credit.readings.service import NotForReading, NotOpen
from integrity.credit.records.models import RecordState
from integrity.people.subjects import competence
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.grading.makers import make_grade
from tests.persons.makers import make_person
from tests.readings.makers import read

SUMMARY = "示例不公开的记录"
WITHDRAWN = "示例已撤销的记录"
WHY = "示例：没有正当理由"


@pytest.fixture
def firm(app):
    """A firm with a record that counts and is not public, and one that was withdrawn."""
    made = make_enterprise("示例被查阅企业")
    until = TODAY + timedelta(days=300)
    make_record(made, RecordState.CONFIRMED, summary=SUMMARY, decided_on=TODAY, until=until)
    make_record(made, RecordState.WITHDRAWN, summary=WITHDRAWN)
    db.session.commit()
    return made


@pytest.fixture
def clerk(firm):
    return make_user(Role.CLERK, make_body("示例审批局"))


@pytest.fixture
def appointer(firm):
    body = make_body("示例组织部")
    competence.register("personnel", body.id, by=SYSTEM, at=NOW)
    return make_user(Role.FINDER, body)


def restricted(firm, by):
    return read(firm, by, part=Part.RESTRICTED, purpose=ReadingPurpose.PERSONNEL)


def said_of(reading, by, at=NOW):
    return [record["summary"] for record in service.look(reading, by=by, at=at)["records"]]


def test_the_shared_part_says_what_counts_though_it_is_not_public(client, login, firm, clerk):
    assert SUMMARY not in client.get(f"/subjects/{firm.uscc}").text
    login(clerk)

    asked = client.post("/credit-files/ask", data={
        "subject": firm.uscc, "part": "shared", "purpose": "funds",
        "matter": "示例办件1号", "document": "示例办法第三条",
    })  # fmt: skip
    page = client.post(f"{asked.location}/look").text

    assert SUMMARY in page and WITHDRAWN not in page


def test_what_the_catalogue_does_not_share_stands_in_no_shared_part(firm, clerk):
    reading = read(firm, clerk)
    assert said_of(reading, clerk) == [SUMMARY]

    db.session.execute(sa.update(CatalogueItem).values(sharing=Sharing.NONE))

    assert said_of(reading, clerk) == []


def test_a_condition_of_sharing_is_said_beside_the_record(firm, clerk):
    said = {"sharing": Sharing.CONDITIONAL, "condition": "示例条件", "verified": Verified.LOCAL}
    db.session.execute(sa.update(CatalogueItem).values(**said))

    told = service.look(read(firm, clerk), by=clerk, at=NOW)

    assert told["records"][0]["terms"] == "示例条件"


def test_the_restricted_part_is_for_who_appoints_and_by_consent_of_another(firm, clerk, appointer):
    with pytest.raises(NotForReading):
        restricted(firm, clerk)
    with pytest.raises(NotForReading):
        read(firm, appointer, part=Part.RESTRICTED)
    reading = restricted(firm, appointer)
    with pytest.raises(NotOpen):
        service.look(reading, by=appointer, at=NOW)

    service.grant(reading, WHY, by=make_user(Role.CUSTODIAN), at=NOW)

    assert set(said_of(reading, appointer)) == {SUMMARY, WITHDRAWN}


def test_nobody_consents_to_what_was_asked_by_oneself(firm, appointer):
    with pytest.raises(NotOpen):
        service.grant(restricted(firm, appointer), WHY, by=appointer, at=NOW)


def test_only_who_asked_looks_and_only_for_its_days(firm, clerk):
    reading = read(firm, clerk)
    colleague = make_user(Role.CLERK, clerk.body)

    with pytest.raises(NotOpen):
        service.look(reading, by=colleague, at=NOW)
    with pytest.raises(NotOpen):
        service.look(reading, by=clerk, at=NOW + timedelta(days=30))


def test_no_part_of_a_persons_file_is_read_here(app, clerk):
    with pytest.raises(NotForReading):
        read(make_person(), clerk)


def test_whose_file_it_is_sees_who_read_what_for_and_objects(client, login, firm, clerk):
    reading = read(firm, clerk)
    service.look(reading, by=clerk, at=NOW)
    db.session.commit()
    login(make_user(Role.SUPPLIER, firm))

    listed = client.get("/credit-files/mine").text
    page = client.get(f"/credit-files/{reading.id}").text
    client.post(f"/credit-files/{reading.id}/do/contest_reading", data={"why": WHY})

    assert reading.ref in listed and "示例审批局" in listed and "示例办件1号" in listed
    assert "查看时间" in page and clerk.name not in page + listed
    assert reading.state is ReadingState.CONTESTED
    with pytest.raises(NotOpen):
        service.look(reading, by=clerk, at=NOW)


def test_another_firm_and_another_body_find_no_reading(client, login, firm, clerk):
    reading = read(firm, clerk)
    db.session.commit()

    for user in (
        make_user(Role.SUPPLIER, make_enterprise("示例别的企业")),
        make_user(Role.CLERK, make_body("别的示例局")),
    ):
        login(user)
        assert client.get(f"/credit-files/{reading.id}").status_code == 404


def test_who_read_does_not_find_whether_it_might(client, login, firm):
    office = make_user(Role.OFFICE, make_body("示例领导小组办公室"))
    reading = read(firm, office)
    service.contest(reading, WHY, by=make_user(Role.SUPPLIER, firm), at=NOW)
    db.session.commit()
    login(office)

    said = {"why": WHY}
    assert client.post(f"/credit-files/{reading.id}/do/find_proper", data=said).status_code == 403


def test_an_improper_reading_is_closed_has_consequences_and_both_are_told(
    client, login, firm, clerk
):
    reading = read(firm, clerk)
    service.contest(reading, WHY, by=make_user(Role.SUPPLIER, firm), at=NOW)
    db.session.commit()
    login(make_user(Role.AUDITOR, make_body("示例审计")))
    address = f"/credit-files/{reading.id}/do/find_improper"

    without = client.post(address, data={"why": WHY, "consequence": ""})
    client.post(address, data={"why": WHY, "consequence": "停用查询权限，通报批评"})

    assert without.status_code == 422
    assert reading.state is ReadingState.IMPROPER
    assert reading.ref in client.get("/credit-files/register?state=improper").text
    with pytest.raises(NotOpen):
        service.look(reading, by=clerk, at=NOW)
    login(make_user(Role.SUPPLIER, firm))
    assert "停用查询权限" in client.get(f"/credit-files/{reading.id}").text


def test_the_auditor_searches_the_register_and_reads_no_file(client, login, firm, clerk):
    reading = read(firm, clerk)
    db.session.commit()
    login(make_user(Role.AUDITOR, make_body("示例审计")))

    for words in (firm.uscc, "示例审批局", "示例办件1号", clerk.name):
        assert reading.ref in client.get(f"/credit-files/register?q={words}").text
    assert client.post(f"/credit-files/{reading.id}/look").status_code == 403


def test_an_inquiry_of_discipline_is_told_when_its_days_are_over(firm, app):
    body = make_body("示例纪检机构")
    competence.register("discipline", body.id, by=SYSTEM, at=NOW)
    by = make_user(Role.FINDER, body)
    asked = read(firm, by, part=Part.RESTRICTED, purpose=ReadingPurpose.DISCIPLINE)
    service.grant(asked, WHY, by=make_user(Role.CUSTODIAN), at=NOW)

    def told(on):
        return db.session.scalars(sa.select(FileReading).where(service.told(on))).all()

    assert told(TODAY) == []
    assert told(asked.open_until + timedelta(days=1)) == [asked]


def test_without_a_purpose_nothing_is_registered_and_what_was_typed_stays(
    client, login, firm, clerk
):
    login(clerk)

    page = client.post("/credit-files/ask", data={"matter": "示例办件7号"})

    assert page.status_code == 422 and "示例办件7号" in page.text
    assert db.session.query(FileReading).count() == 0


def test_the_grades_of_graded_supervision_stand_in_the_file(login, firm, clerk):
    graded = make_grade(firm=firm)
    reading = read(firm, clerk)

    [said] = service.look(reading, by=clerk, at=NOW)["grades"]

    assert f"{graded.grade}级" in said and graded.body.name in said
    page = login(clerk).post(f"/credit-files/{reading.id}/look").text
    assert "分级监管等级" in page and said in page
