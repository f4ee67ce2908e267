"""A pledge is registered, reported, checked by somebody else, and when broken leads to a record."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs import service as repairs
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.service import register_person
from integrity.streams.pledges import service
from integrity.streams.pledges.errors import (
    AlreadyRegistered,
    NoPersons,
    NotYours,
    Recorded,
    WrongDay,
    WrongPledge,
)
from integrity.streams.pledges.models import Pledge, PledgeKind, PledgeOutcome, PledgeState
from integrity.streams.pledges.permissions import PledgesPermission
from integrity.streams.rectifications import service as rectifications
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user, served
from tests.pledges.makers import (
    PLEDGED_ON,
    TEXT,
    make_pledge,
    make_reported,
    officer_of,
    supplier_of,
)

pytestmark = pytest.mark.usefixtures("app")
SAID = {"second_source": "现场核查", "why": "与承诺一致（示例）"}


def posted(on: date = TODAY) -> list[CreditRecord]:
    records.post(service.breaches(on), on=on, at=NOW)
    return list(db.session.scalars(sa.select(CreditRecord).where(CreditRecord.stream == "pledges")))


def test_what_was_reported_is_not_yet_kept():
    item = make_reported()

    assert (item.state, item.outcome) == (PledgeState.REPORTED, None)


def test_a_pledge_is_kept_when_the_receiving_body_has_found_so():
    item = make_reported(due_on=date(2026, 10, 1), kept_on=date(2026, 9, 30))

    service.confirm(item, date(2026, 9, 29), **SAID, by=officer_of(item), at=NOW)

    assert (item.state, item.outcome) == (PledgeState.CHECKED, PledgeOutcome.KEPT)
    assert item.checked_by_name == item.received_by.name
    assert item.closed_on == date(2026, 9, 29)
    assert posted() == []


def test_a_broken_pledge_is_proposed_as_a_record_of_the_enterprise_once():
    item = make_pledge()

    service.find_broken(item, date(2026, 8, 1), **SAID, by=make_user(Role.OFFICE), at=NOW)

    (record,) = posted()
    assert (record.rule, record.subject_id, record.since) == (
        "broken", item.subject_id, date(2026, 8, 1),
    )  # fmt: skip
    assert (record.state, record.public) == (RecordState.PROPOSED, False)
    assert len(posted()) == 1


def test_the_record_of_a_broken_pledge_is_published_and_of_an_overdue_one_not():
    broken, late = make_pledge(), make_pledge(due_on=date(2026, 7, 1))
    service.find_broken(broken, PLEDGED_ON, **SAID, by=officer_of(broken), at=NOW)

    found = {record.rule: record for record in posted()}
    for record in found.values():
        records.confirm(served(record), by=make_user(Role.OFFICE), at=NOW + timedelta(days=60))

    assert (found["broken"].public, found["broken"].grade) == (True, "general")
    assert (found["overdue"].public, found["overdue"].grade) == (False, "minor")
    assert found["overdue"].subject_id == late.subject_id


def test_one_that_was_kept_may_later_be_found_broken():
    item = make_reported()
    service.confirm(item, TODAY, **SAID, by=officer_of(item), at=NOW)

    service.find_broken(item, TODAY, **SAID, by=officer_of(item), at=NOW)

    assert [record.rule for record in posted()] == ["broken"]


def test_an_overdue_unproven_pledge_is_a_breach_only_with_a_day():
    make_pledge()
    late = make_pledge(due_on=date(2026, 7, 1))

    assert [(r.item_id, r.rule, r.since) for r in posted()] == [
        (late.id, "overdue", date(2026, 7, 2))
    ]


def test_a_report_in_time_is_no_breach_until_it_is_sent_back():
    day = date(2026, 6, 30)
    item = make_reported(day, said_at=clock.at(day, 9), due_on=date(2026, 7, 1))
    assert posted() == []

    service.send_back(item, "证据不足", by=officer_of(item), at=NOW)

    assert item.state is PledgeState.REGISTERED
    assert [record.rule for record in posted()] == ["overdue"]


def test_a_pledge_withdrawn_lawfully_is_no_breach():
    item = make_pledge(due_on=date(2026, 7, 1))

    service.withdraw(item, "注销决定书（示例）", "许可已依法注销", by=officer_of(item), at=NOW)

    assert (item.state, item.outcome) == (PledgeState.ENDED, PledgeOutcome.WITHDRAWN)
    assert posted() == []
    with pytest.raises(NotAllowed):
        service.find_broken(item, TODAY, **SAID, by=officer_of(item), at=NOW)


def test_a_wrong_finding_is_corrected_and_stays_in_the_log():
    item = make_pledge(due_on=date(2026, 12, 1))
    service.find_broken(item, PLEDGED_ON, **SAID, by=officer_of(item), at=NOW)

    service.reopen(item, "查错了对象（示例）", by=officer_of(item), at=NOW)

    assert (item.state, item.outcome, item.closed_on) == (PledgeState.REGISTERED, None, None)
    assert posted() == []
    assert [event.move for event in audit.history(item)] == ["reopen", "find_broken", "register"]


def test_a_finding_with_a_record_is_corrected_only_after_the_objection_was_upheld():
    item = make_pledge()
    service.find_broken(item, PLEDGED_ON, **SAID, by=officer_of(item), at=NOW)
    (record,) = posted()
    with pytest.raises(Recorded):
        service.reopen(item, "查错了（示例）", by=officer_of(item), at=NOW)

    office = make_user(Role.OFFICE)
    records.dispute(record, by=supplier_of(item), at=NOW, why="不是本单位（示例）")
    records.withdraw(record, by=office, at=NOW, why="异议成立（示例）")
    service.reopen(item, "异议成立（示例）", by=office, at=NOW)

    assert item.outcome is None


def test_a_repair_may_be_asked_for_once_a_broken_pledge_has_ended():
    item = make_pledge()
    service.find_broken(item, PLEDGED_ON, **SAID, by=officer_of(item), at=NOW)
    (record,) = posted()
    records.confirm(served(record), by=make_user(Role.OFFICE), at=NOW + timedelta(days=60))

    assert repairs.hindrances(record, record.repairable_on) == []
    assert repairs.hindrances(record, record.repairable_on - timedelta(days=1)) != []


def test_a_person_is_refused_with_a_clear_sentence():
    person = register_person("诸葛示例", "11010519491231002X")

    with pytest.raises(NoPersons, match="只登记企业、个体工商户和社会组织"):
        make_pledge(person)
    assert db.session.query(Pledge).count() == 0


@pytest.mark.parametrize("place", ["title", "text", "matter"])
def test_an_identity_number_in_the_words_is_refused(place: str):
    with pytest.raises(NoPersons, match="身份证"):
        make_pledge(**{place: "经营者 11010519491231002x 承诺"})


def test_a_public_body_makes_its_promises_elsewhere():
    with pytest.raises(WrongPledge, match="公开承诺"):
        make_pledge(make_body())


@pytest.mark.parametrize("kind", [PledgeKind.APPROVAL, PledgeKind.TAX])
def test_an_official_pledge_is_received_by_a_public_body(kind: PledgeKind):
    association = make_enterprise("示例行业协会")
    association.kind = SubjectKind.ORGANISATION
    values = {"title": "示例", "text": TEXT, "pledged_on": TODAY, "by": make_user(), "at": NOW}

    for receiver in (None, association):
        with pytest.raises(WrongPledge):
            service.register(make_enterprise(), kind, received_by=receiver, **values)


def test_an_association_receives_the_pledges_of_members_but_decides_nothing():
    association = make_enterprise("示例行业协会")
    association.kind = SubjectKind.ORGANISATION
    item = make_pledge(kind=PledgeKind.COMPREHENSIVE, receiver=association)
    member_of_staff = make_user(Role.SUPPLIER, association)

    assert item.parties == {item.subject_id}
    assert item.answering_id is None
    for permission in (PledgesPermission.REPORT, PledgesPermission.CHECK):
        assert not member_of_staff.can(permission, item)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pledged_on": TODAY + timedelta(days=1)},
        {"due_on": PLEDGED_ON - timedelta(days=1)},
        {"valid_until": PLEDGED_ON - timedelta(days=1)},
        {"title": "  "},
        {"text": "\n"},
    ],
)
def test_impossible_words_and_days_are_refused(wrong):
    with pytest.raises(WrongPledge):
        make_pledge(**wrong)


def test_the_same_pledge_is_registered_once_by_hand():
    item = make_pledge(title="同一承诺")

    with pytest.raises(AlreadyRegistered):
        make_pledge(item.subject, item.received_by, title="同一承诺")


@pytest.mark.parametrize("kept_on", [TODAY + timedelta(days=1), PLEDGED_ON - timedelta(days=1)])
def test_an_impossible_day_of_keeping_is_refused(kept_on: date):
    with pytest.raises(WrongDay):
        make_reported(kept_on)


def test_nobody_reports_for_another_and_nobody_checks_what_is_theirs():
    item = make_reported()

    with pytest.raises(NotYours):
        service.report(make_pledge(), TODAY, "示例", by=supplier_of(item), at=NOW)
    for verb in (service.confirm, service.find_broken):
        with pytest.raises(NotYours):
            verb(item, TODAY, **SAID, by=supplier_of(item), at=NOW)


def test_an_enterprise_declares_only_what_is_its_own_to_declare():
    subject = make_enterprise()
    content = {"title": "示例", "text": TEXT, "pledged_on": TODAY, "at": NOW}
    by = make_user(Role.SUPPLIER, subject)

    made = service.declare(subject, PledgeKind.SELF_DECLARATION, **content, by=by)

    assert (made.public, made.registered_by_name) == (True, subject.name)
    with pytest.raises(WrongPledge):
        service.declare(subject, PledgeKind.TAX, **content, by=by)


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        (Role.OFFICE, {"read", "check"}),
        (Role.OFFICER, {"read", "register", "check"}),
        (Role.CLERK, {"read", "register"}),
        (Role.SUPPLIER, {"read", "declare", "report"}),
        (Role.HEAD, {"read"}),
        (Role.COURT, set()),
        (Role.EVALUATOR, set()),
        (Role.AUDITOR, set()),
        (Role.SECURITY, set()),
        (Role.SYSTEM, set()),
        (Role.CUSTODIAN, set()),
    ],
)
def test_every_role_has_what_it_needs_and_no_more(role: Role, granted: set[str]):
    person = make_user(role, make_body())

    assert {p.removeprefix("pledges:") for p in PledgesPermission if person.can(p)} == granted


def test_an_order_to_put_right_is_for_public_bodies():
    record = make_record(make_enterprise(), RecordState.CONFIRMED)

    with pytest.raises(rectifications.NotOrderable):
        rectifications.order(record, "整改", by=make_user(Role.OFFICE), at=NOW)
