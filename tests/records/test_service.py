"""From a breach to a record that counts."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity import clock
from integrity.audit import service as audit
from integrity.audit.models import AuditEvent
from integrity.db import db
from integrity.permissions import Role
from integrity.records import service
from integrity.records.models import CreditRecord, RecordState
from integrity.streams import BREACH
from tests.factories import NOW, TODAY, make_body, make_record, make_user

AFTER = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def breach_of(subject, item_id=1, rule="overdue", since=date(2026, 10, 1)):
    """A SELECT with one breach, as a stream gives it."""
    values = ("commitments", item_id, rule, subject.id, since, "示例承诺逾期")
    types = (sa.String, sa.Integer, sa.String, sa.Integer, sa.Date, sa.Text)
    columns = [sa.literal(v, t).label(n) for n, v, t in zip(BREACH, values, types, strict=True)]
    return sa.select(*columns)


def records():
    return list(db.session.scalars(sa.select(CreditRecord).order_by(CreditRecord.id)))


def test_a_breach_is_posted_once_for_ever():
    body = make_body()

    first = service.post(breach_of(body), on=TODAY, at=NOW)
    second = service.post(breach_of(body), on=AFTER, at=clock.at(AFTER))

    assert (first, second) == (1, 0)
    assert [r.notified_on for r in records()] == [TODAY]


def test_a_posted_record_keeps_the_day_of_the_fact_not_of_the_run():
    service.post(breach_of(make_body(), since=date(2024, 5, 1)), on=TODAY, at=NOW)

    assert records()[0].since == date(2024, 5, 1)


def test_the_body_has_ten_working_days_to_object():
    service.post(breach_of(make_body()), on=date(2026, 9, 30), at=NOW)

    assert records()[0].object_by == date(2026, 10, 20)


def test_nothing_is_confirmed_while_the_body_may_object():
    record = make_record()

    assert service.confirm_unobjected(on=record.object_by, at=NOW) == 0
    with pytest.raises(service.StillOpen):
        service.confirm(record, by=make_user(Role.OFFICE), at=NOW)


def test_what_nobody_objected_to_is_confirmed_and_logged():
    record = make_record()

    confirmed = service.confirm_unobjected(on=AFTER, at=clock.at(AFTER))
    db.session.refresh(record)

    assert confirmed == 1
    assert (record.state, record.decided_on) == (RecordState.CONFIRMED, AFTER)
    assert [e.move for e in audit.history(record)] == ["confirm"]


def test_confirming_twice_changes_nothing():
    make_record()
    service.confirm_unobjected(on=AFTER, at=clock.at(AFTER))

    assert service.confirm_unobjected(on=AFTER, at=clock.at(AFTER)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 1


@pytest.mark.parametrize(
    ("decided", "scale", "grade", "repairable", "until"),
    [
        (date(2022, 12, 2), "2020", "tier1", date(2023, 3, 3), date(2023, 12, 2)),
        (date(2025, 7, 1), "2023", "general", date(2025, 10, 2), date(2028, 7, 1)),
        (date(2026, 4, 1), "2026", "general", date(2026, 7, 2), date(2027, 4, 1)),
    ],
)
def test_the_rules_in_force_on_the_day_of_decision_apply(decided, scale, grade, repairable, until):
    record = make_record(object_by=decided - timedelta(days=1))

    service.confirm_unobjected(on=decided, at=clock.at(decided))
    db.session.refresh(record)

    assert (record.scale, record.grade) == (scale, grade)
    assert (record.repairable_on, record.until) == (repairable, until)


def test_confirming_by_hand_and_by_night_give_the_same_consequence():
    by_hand, by_night = make_record(object_by=TODAY), make_record(object_by=TODAY)

    service.confirm(by_hand, by=make_user(Role.OFFICE), at=clock.at(AFTER))
    service.confirm_unobjected(on=AFTER, at=clock.at(AFTER))
    db.session.refresh(by_night)

    same = ("scale", "grade", "decided_on", "repairable_on", "until", "public")
    assert [getattr(by_hand, n) for n in same] == [getattr(by_night, n) for n in same]


def test_a_minor_breach_is_not_published():
    record = make_record(stream="complaints", rule="unanswered")

    service.confirm_unobjected(on=AFTER, at=clock.at(AFTER))
    db.session.refresh(record)

    assert record.grade == "minor"
    assert record not in list(db.session.scalars(service.published()))


def test_a_breach_of_an_unknown_kind_follows_the_general_rule():
    record = make_record(stream="debts", rule="anything")

    service.confirm_unobjected(on=AFTER, at=clock.at(AFTER))
    db.session.refresh(record)

    assert record.grade == "general"


def test_a_record_expires_the_day_after_its_period():
    until = date(2026, 11, 1)
    record = make_record(state=RecordState.CONFIRMED, decided_on=until, until=until, public=True)

    assert service.expire(on=until, at=clock.at(until)) == 0
    assert service.expire(on=until + timedelta(days=1), at=clock.at(until)) == 1
    db.session.refresh(record)
    assert (record.state, record.public) == (RecordState.EXPIRED, False)


def test_a_record_counts_for_checks_only_within_its_period():
    record = make_record(
        state=RecordState.CONFIRMED, decided_on=date(2026, 1, 1), until=date(2026, 6, 1)
    )
    ids = [record.subject_id]

    assert service.in_force(ids, date(2026, 3, 1)) == [record]
    assert service.in_force(ids, date(2025, 12, 31)) == []
    assert service.in_force(ids, date(2026, 6, 2)) == []


def test_a_missed_order_to_put_right_nominates_for_the_serious_list():
    make_record(state=RecordState.CONFIRMED)
    missed = make_record(state=RecordState.CONFIRMED, stream="rectifications", rule="not-put-right")

    rows = db.session.execute(service.nominable(TODAY)).all()

    assert [(row.record_id, row.list) for row in rows] == [(missed.id, "serious")]
