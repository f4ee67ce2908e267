"""谁认定谁负责: the body that decided a record hears objections and repairs about it.

Not the office, and never the body concerned.
"""

from datetime import date, timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Permission, Role
from integrity.casework import delays
from integrity.casework.steps import Side
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection, ObjectionState
from integrity.credit.records import filings
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service as repairs
from integrity.people.accounts.models import AccountState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user

WHY = "示例：金额与合同不符，附合同复印件。"
DECIDED = {"decided_on": date(2026, 6, 1), "repairable_on": date(2026, 10, 1)}
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def bureau():
    """A department with two people who may decide."""
    body = make_body("示例市场监管局")
    return body, make_user(Role.OFFICER, body), make_user(Role.OFFICER, body)


def make_decided(bureau, subject=None):
    return make_record(
        subject or make_enterprise(),
        RecordState.CONFIRMED,
        found_by_id=bureau[0].id,
        until=date(2027, 6, 1),
        public=True,
        **DECIDED,
    )


def file(record):
    return objections.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)


def may(user, filed, permission=Permission.OBJECTIONS_DECIDE):
    return user.can(permission, filed)


def test_two_people_of_the_body_that_decided_it_lift_it(bureau):
    _body, one, two = bureau
    objection = file(make_decided(bureau))

    objections.accept(objection, by=one, at=NOW)
    objections.agree(objection, "示例：属实", by=one, at=NOW)
    objections.uphold(objection, "示例：复核属实", by=two, at=NOW)

    assert objection.record.state is RecordState.WITHDRAWN


def test_neither_the_office_nor_another_body_nor_the_subject_decides_it(bureau):
    objection = file(make_decided(bureau, make_body("示例住建局")))
    subject = make_user(Role.OFFICER, objection.subject)

    assert may(bureau[1], objection)
    others = (make_user(Role.OFFICE), make_user(Role.OFFICER, make_body("示例旁局")), subject)
    assert [may(user, objection) for user in others] == [False, False, False]


def test_where_that_body_is_itself_concerned_the_office_decides(bureau):
    objection = file(make_decided(bureau, bureau[0]))

    assert objection.deciding_id is None
    assert not may(bureau[1], objection)
    assert may(make_user(Role.OFFICE), objection)


def test_a_body_in_which_nobody_may_decide_leaves_it_to_the_office(bureau):
    record = make_decided(bureau)
    bureau[1].state = bureau[2].state = AccountState.DISABLED

    assert file(record).deciding_id is None


def test_of_one_person_alone_the_office_is_the_second(bureau):
    """Else a body with one officer could never lift what it had decided."""
    bureau[2].state = AccountState.DISABLED
    objection = file(make_decided(bureau))
    objections.accept(objection, by=bureau[1], at=NOW)

    objections.agree(objection, "示例：属实", by=bureau[1], at=NOW)
    objections.uphold(objection, "示例：复核属实", by=make_user(Role.OFFICE), at=NOW)

    assert objection.record.state is RecordState.WITHDRAWN


def test_the_body_that_by_law_finds_hears_what_is_only_proposed(bureau):
    finder = make_user(Role.FINDER, bureau[0])
    record = make_record(make_body("示例住建局"), stream="arrears", rule="unpaid-after-due-day")

    objection = file(record)

    assert objection.deciding_id == bureau[0].id
    assert may(finder, objection)


def test_who_is_late_with_it_is_the_body_and_not_the_office(bureau):
    file(make_decided(bureau))
    db.session.flush()

    late = {(d.thing, d.who): d.number for d in delays.counts(LATER.date())}

    assert late["objection", Side.DECIDER] == 1
    assert ("objection", Side.OFFICE) not in late


def test_the_office_takes_over_only_what_is_late(bureau):
    objection = file(make_decided(bureau))
    office = make_user(Role.OFFICE)
    with pytest.raises(filings.NothingLate):
        objections.take_over(objection, "示例", by=office, at=NOW)

    objections.take_over(objection, "示例：逾期未办", by=office, at=LATER)

    assert (objection.state, objection.deciding_id) == (ObjectionState.ACCEPTED, None)
    assert may(office, objection)


def test_repairs_are_decided_by_the_same_body(bureau):
    _body, one, two = bureau
    record = make_decided(bureau)
    repair = repairs.file(record, WHY, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)
    assert not may(make_user(Role.OFFICE), repair, Permission.REPAIRS_DECIDE)

    repairs.accept(repair, by=one, at=NOW)
    repairs.agree(repair, "示例：已整改", by=one, at=NOW)
    repairs.grant(repair, "示例：同意", by=two, at=NOW)

    assert record.state is RecordState.REPAIRED


def test_what_it_must_decide_stands_on_its_desk_and_not_on_that_of_the_office(login, bureau):
    objection = file(make_decided(bureau))
    address = f"/objections/{objection.id}"

    assert address in login(bureau[1]).get("/desk/").text
    assert address not in login(make_user(Role.OFFICE)).get("/desk/").text


def test_the_department_rejects_it_by_its_page_and_the_office_only_reads(login, bureau):
    objection = file(make_decided(bureau))
    page = f"/objections/{objection.id}"
    said = {"why": "示例：处罚决定合法有效，异议不成立。"}

    office = login(make_user(Role.OFFICE))
    assert office.get(page).status_code == 200
    assert office.post(f"{page}/do/accept").status_code == 403
    officer = login(bureau[1])
    assert officer.post(f"{page}/do/accept").status_code == 302
    assert officer.post(f"{page}/do/reject", data=said).status_code == 302

    found = db.session.get_one(Objection, objection.id)
    assert found.state is ObjectionState.REJECTED
    assert found.record.state is RecordState.CONFIRMED


def test_what_came_on_paper_is_entered_by_the_body_that_decides_or_the_office(login, bureau):
    record = make_decided(bureau)
    page = f"/objections/new?record={record.id}"
    said = {"statement": WHY, "received_on": TODAY.isoformat()}

    other = login(make_user(Role.OFFICER, make_body("示例旁局")))
    assert other.post(page, data=said).status_code == 403
    assert login(bureau[1]).post(page, data=said).status_code == 302
