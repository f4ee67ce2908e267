"""Due process: notice, time to answer, two deciders, measures with a basis."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.service import NoBasis
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import linting, nominations, service
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState
from integrity.people.subjects.models import Size
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user, served
from tests.measures.makers import make_measure
from tests.sanctions.makers import (
    MEASURE,
    later,
    make_decided,
    make_heard,
    make_listed,
    make_nominated,
    make_receivers,
)


def test_the_same_record_nominates_once_for_a_list() -> None:
    first = make_nominated()
    again = nominations.nominate(
        first.record_id,
        first.subject,
        ListKind.SERIOUS,
        Ground.ARREARS,
        "再次",
        basis=first.basis,
        by=audit.SYSTEM,
        at=NOW,
    )

    assert again is first


def test_the_nightly_nomination_is_harmless_when_run_twice() -> None:
    record = make_record(state=RecordState.CONFIRMED)
    rows = sa.select(
        sa.literal(record.id).label("record_id"),
        sa.literal(record.subject_id).label("subject_id"),
        sa.literal("correction", sa.String(40)).label("list"),
        sa.literal("not-put-right", sa.String(40)).label("ground"),
        sa.literal("限期内未整改").label("reasons"),
    )

    assert nominations.nominate_all(rows, at=NOW) == 1
    assert nominations.nominate_all(rows, at=later(1)) == 0
    entry = service.entries_of(record.id)[0]
    assert (entry.state, entry.kind) == (EntryState.NOMINATED, ListKind.CORRECTION)
    assert [event.move for event in audit.history(entry)] == ["nominate"]


def test_grounds_of_the_red_list_do_not_mix_with_the_others() -> None:
    with pytest.raises(nominations.WrongGround):
        make_nominated(kind=ListKind.RED, ground=Ground.ARREARS)
    with pytest.raises(nominations.WrongGround):
        make_nominated(kind=ListKind.SERIOUS, ground=Ground.MODEL)


def test_the_service_of_the_notice_starts_the_time_to_answer() -> None:
    entry = make_nominated()
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    assert (entry.notified_on, entry.statement_due) == (None, None)

    served(entry)

    assert (entry.notified_on, entry.statement_due) == (TODAY, date(2026, 12, 4))


def test_the_hearing_cannot_be_closed_before_the_subject_spoke_or_its_time_passed() -> None:
    entry = make_nominated()
    office = make_user(Role.OFFICE)
    service.notify(entry, by=office, at=NOW)
    with pytest.raises(service.StillHearing):
        service.hear(entry, "没有送达", by=office, at=later(400))
    served(entry)

    with pytest.raises(service.StillHearing):
        service.hear(entry, "不等了", by=office, at=later(14))
    service.hear(entry, "期满未陈述", by=office, at=later(15))

    assert entry.state is EntryState.HEARD


def test_a_later_statement_is_added_to_the_first() -> None:
    entry = make_nominated()
    officer = make_user(Role.OFFICER, entry.subject)
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)

    service.state_defence(entry, "第一次", by=officer, at=NOW)
    service.state_defence(entry, "补充", by=officer, at=later(1))

    assert entry.statement == "第一次\n\n补充"


def test_nobody_is_listed_without_notice_and_hearing() -> None:
    with pytest.raises(NotAllowed):
        service.decide_first(make_nominated(), "直接认定", (), by=make_user(Role.OFFICE), at=NOW)


def test_the_same_person_cannot_decide_twice() -> None:
    decider = make_user(Role.OFFICE)
    entry = make_decided(by=decider)

    with pytest.raises(service.SameDecider):
        service.decide_second(entry, "还是我", by=decider, at=NOW)

    assert entry.state is EntryState.DECIDED


def test_the_system_cannot_be_the_second_decider() -> None:
    with pytest.raises(service.SameDecider):
        service.decide_second(make_decided(), "自动", by=audit.SYSTEM, at=NOW)


def test_the_database_refuses_the_same_decider_too() -> None:
    entry = make_decided()

    entry.second_decider_id = entry.first_decider_id
    with pytest.raises(IntegrityError, match="two_deciders"):
        db.session.flush()


def test_the_database_refuses_a_listed_entry_that_only_one_person_decided() -> None:
    entry = make_decided()

    entry.state, entry.listed_on = EntryState.LISTED, TODAY
    with pytest.raises(IntegrityError, match="listed_by_two"):
        db.session.flush()


def test_a_public_body_on_the_serious_list_stays_three_years() -> None:
    entry = make_listed()

    assert (entry.listed_on, entry.until) == (TODAY, date(2029, 11, 20))
    assert "第36号" in entry.until_basis


def test_only_measures_with_a_basis_can_be_attached() -> None:
    for code in ("M-S-GOV-04", "M-S-GOV-20", "M-MEMO-01", "M-I-ADM-01", "NONE"):
        with pytest.raises(NoBasis):
            make_decided(measures=(MEASURE, code))


def test_a_measure_that_lost_its_basis_between_the_two_decisions_stops_the_second() -> None:
    measure = make_measure()
    entry = make_decided(measures=(measure.code,))
    measure.effective_to = TODAY

    with pytest.raises(NoBasis):
        service.decide_second(entry, "复核", by=make_user(Role.OFFICE), at=later(1))

    assert entry.state is EntryState.DECIDED


def test_the_lint_names_a_live_entry_whose_measure_lost_its_basis() -> None:
    measure = make_measure()
    entry = make_listed(measures=(measure.code,))
    measure.effective_to = TODAY
    db.session.flush()

    found = [finding.entry_id for finding in linting.lint(later(1).date())]

    assert linting.lint(TODAY) == []
    assert found == [entry.id]


def test_the_lint_judges_apart_what_only_the_size_of_the_firm_tells_apart() -> None:
    measure, firms = make_measure(sizes="large"), [make_enterprise() for _one in range(2)]
    for firm in firms:
        firm.size = Size.LARGE
    _large, shrunk = (make_listed(firm, measures=(measure.code,)) for firm in firms)
    shrunk.subject.size = Size.SMALL
    db.session.flush()

    found = [(finding.entry_id, finding.code) for finding in linting.lint(TODAY)]

    assert found == [(shrunk.id, measure.code)]
    assert [fault.number for fault in linting.faults(TODAY)] == [1]


def test_sent_back_takes_the_first_decision_and_its_measures_back() -> None:
    entry = make_decided(measures=(MEASURE,))

    service.send_back(entry, "事实不清", by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()

    assert entry.state is EntryState.HEARD
    assert (entry.first_decider_id, list(entry.attachments)) == (None, [])


def test_an_upheld_objection_revokes_and_a_repair_repairs() -> None:
    office = make_user(Role.OFFICE)
    revoked, repaired, pending = make_listed(), make_listed(), make_heard()

    for entry, verb in (
        (revoked, service.revoke_founded_on),
        (repaired, service.repair_founded_on),
        (pending, service.revoke_founded_on),
    ):
        assert verb(entry.record_id, why="示例", by=office, at=NOW) == 1

    assert (revoked.outcome, repaired.outcome) == (EntryOutcome.REVOKED, EntryOutcome.REPAIRED)
    assert pending.state is EntryState.REJECTED


def test_an_open_objection_is_shown_and_suspends_nothing() -> None:
    entry = make_listed()

    service.mark_disputed(entry.record_id, True, at=NOW)

    assert (entry.disputed, entry.state) == (True, EntryState.LISTED)


def test_expiry_removes_recalls_and_logs_once() -> None:
    make_receivers(2)
    entry = make_listed()
    day = date(2029, 11, 21)

    assert service.expire(on=date(2029, 11, 20), at=NOW) == 0
    assert service.expire(on=day, at=later(1096)) == 1
    assert service.expire(on=day, at=later(1096)) == 0

    db.session.refresh(entry)
    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.EXPIRED)
    assert entry.removed_on == day
    assert [e.move for e in audit.history(entry)].count("expire") == 1
    assert pushes.removal_progress(entry) == (0, 2)


def test_a_body_does_not_receive_its_own_entry() -> None:
    subject, other = make_receivers(2)
    entry = make_listed(subject)

    found = db.session.scalars(sa.select(Push.body_id).where(Push.entry_id == entry.id)).all()

    assert found == [other.id]


def test_what_was_never_answered_is_closed_when_the_entry_is_removed() -> None:
    make_receivers(1)
    entry = make_listed()

    service.revoke(entry, "撤销", by=make_user(Role.OFFICE), at=NOW)

    wanted = sa.select(Push).where(Push.entry_id == entry.id).order_by(Push.kind)
    states = {push.kind: push.state for push in db.session.scalars(wanted)}
    assert states == {
        PushKind.APPLY: PushState.SUPERSEDED,
        PushKind.REMOVE: PushState.PENDING,
    }


def test_the_version_of_the_lists_only_grows() -> None:
    before = service.version()
    make_listed()
    between = service.version()

    assert before < between == service.version()


def test_a_listing_is_for_the_office_alone() -> None:
    entry = make_decided()

    for role in set(Role) - {Role.OFFICE}:
        assert not service.FLOW.may(make_user(role, make_body()), entry, "confirm"), role


def test_no_entry_of_a_record_is_listed_twice() -> None:
    entry = make_listed()

    second = ListEntry(
        kind=entry.kind,
        subject_id=entry.subject_id,
        record_id=entry.record_id,
        ground=entry.ground,
        reasons="",
        legal_basis="",
        state=EntryState.NOMINATED,
        nominated_by_name="",
        nominated_at=NOW,
    )
    db.session.add(second)
    with pytest.raises(IntegrityError):
        db.session.flush()
