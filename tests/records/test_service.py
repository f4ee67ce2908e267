"""From a breach to a record that counts."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.casework.streams import BREACH
from integrity.credit.records import confirmations, counting, service
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.subjects import competence
from tests.factories import NOW, TODAY, make_body, make_record, make_user, served

AFTER = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def breach_of(subject, item_id=1, rule="overdue", since=date(2026, 10, 1)):
    """A SELECT with one breach, as a stream gives it."""
    values = ("commitments", item_id, rule, subject.id, since, "示例承诺逾期", None, None)
    types = (
        sa.String, sa.Integer, sa.String, sa.Integer, sa.Date, sa.Text, sa.Integer, sa.Date,
    )  # fmt: skip
    columns = [sa.literal(v, t).label(n) for n, v, t in zip(BREACH, values, types, strict=True)]
    return sa.select(*columns)


def confirmed(*chosen, by=None, at):
    """A person of the office, or somebody else, confirms these records of one kind together."""
    kind, by = (chosen[0].stream, chosen[0].rule), by or make_user(Role.OFFICE)
    confirmations.confirm_all(*kind, [r.id for r in chosen], "示例：已核对", by=by, at=at)
    for record in chosen:
        db.session.refresh(record)


def records():
    return list(db.session.scalars(sa.select(CreditRecord).order_by(CreditRecord.id)))


def test_a_breach_is_posted_once_for_ever():
    body = make_body()

    first = service.post(breach_of(body), on=TODAY, at=NOW)
    second = service.post(breach_of(body), on=AFTER, at=clock.at(AFTER))

    assert (first, second) == (1, 0)
    assert [r.notified_on for r in records()] == [None]


def test_a_posted_record_keeps_the_day_of_the_fact_not_of_the_run():
    service.post(breach_of(make_body(), since=date(2024, 5, 1)), on=TODAY, at=NOW)

    assert records()[0].since == date(2024, 5, 1)


def test_the_body_has_ten_working_days_to_object():
    service.post(breach_of(make_body()), on=date(2026, 9, 30), at=NOW)

    served(records()[0], clock.at(date(2026, 9, 30), 9))

    assert records()[0].object_until == date(2026, 10, 20)


def test_nothing_is_confirmed_of_which_the_body_was_not_told():
    """A record that nobody had served on anybody was confirmed by the passing of days."""
    service.post(breach_of(make_body()), on=TODAY, at=NOW)
    months_later = clock.at(TODAY + timedelta(days=200), 9)

    with pytest.raises(service.StillOpen):
        service.confirm(records()[0], by=make_user(Role.OFFICE), at=months_later)
    with pytest.raises(confirmations.NothingChosen):
        confirmed(records()[0], at=months_later)


def test_nothing_is_confirmed_while_the_body_may_object():
    record = make_record()

    with pytest.raises(service.StillOpen):
        service.confirm(record, by=make_user(Role.OFFICE), at=NOW)
    with pytest.raises(confirmations.NothingChosen):
        confirmed(record, at=clock.at(record.object_until))


def test_who_confirms_a_batch_answers_for_every_record_of_it():
    """Seen: 175 of 185 records were confirmed by the system, and nobody answered for them."""
    office = make_user(Role.OFFICE)
    chosen = [make_record(), make_record()]
    left = make_record()

    confirmed(*chosen, by=office, at=clock.at(AFTER))

    assert [(r.state, r.decided_on) for r in chosen] == [(RecordState.CONFIRMED, AFTER)] * 2
    assert {(r.decided_by_id, r.decided_by_name) for r in chosen} == {(office.id, office.name)}
    assert [[e.by_id for e in audit.history(r)] for r in chosen] == [[office.id]] * 2
    assert left.state is RecordState.PROPOSED


def test_the_night_confirms_nothing_but_starts_the_clock_of_who_must():
    record = make_record()

    prepared = confirmations.prepare(on=AFTER)

    db.session.refresh(record)
    assert (prepared, confirmations.prepare(on=AFTER)) == (1, 0)
    assert record.state is RecordState.PROPOSED
    assert record.step_due_on == rules.due("LOCAL-CONFIRM", AFTER).due_on


def test_the_body_that_by_law_finds_a_breach_confirms_it_and_nobody_else():
    bureau, office = make_body("示例工信局"), make_user(Role.OFFICE)
    officer = make_user(Role.OFFICER, bureau)
    competence.register("arrears", bureau.id, by=office, at=NOW)
    record = make_record(stream="arrears", rule="unpaid-after-due-day")
    own = make_record(bureau, stream="arrears", rule="unpaid-after-due-day")

    with pytest.raises(confirmations.NothingChosen):
        confirmed(record, by=office, at=clock.at(AFTER))
    with pytest.raises(confirmations.NothingChosen):
        confirmed(own, by=officer, at=clock.at(AFTER))
    confirmed(record, by=officer, at=clock.at(AFTER))

    assert record.finder == bureau.name
    assert confirmations.may_confirm(office, own) and not confirmations.may_confirm(officer, own)


@pytest.mark.parametrize(
    ("decided", "scale", "grade", "repairable", "until"),
    [
        (date(2022, 12, 2), "2020", "tier1", date(2023, 3, 3), date(2023, 12, 2)),
        (date(2025, 7, 1), "2023", "general", date(2025, 10, 2), date(2028, 7, 1)),
        (date(2026, 4, 1), "2026", "general", date(2026, 7, 2), date(2027, 4, 1)),
    ],
)
def test_the_rules_in_force_on_the_day_of_decision_apply(decided, scale, grade, repairable, until):
    record = make_record(object_until=decided - timedelta(days=1))

    confirmed(record, at=clock.at(decided))

    assert (record.scale, record.grade) == (scale, grade)
    assert (record.repairable_on, record.until) == (repairable, until)


def test_confirming_one_or_a_batch_has_the_same_consequence():
    by_hand, in_a_batch = make_record(object_until=TODAY), make_record(object_until=TODAY)

    service.confirm(by_hand, by=make_user(Role.OFFICE), at=clock.at(AFTER))
    confirmed(in_a_batch, at=clock.at(AFTER))

    same = ("scale", "grade", "decided_on", "repairable_on", "until", "public")
    assert [getattr(by_hand, n) for n in same] == [getattr(in_a_batch, n) for n in same]


def test_a_minor_breach_is_not_published():
    record = make_record(stream="complaints", rule="unanswered")

    confirmed(record, at=clock.at(AFTER))

    assert record.grade == "minor"
    assert record not in list(db.session.scalars(service.published()))


def test_a_breach_of_an_unknown_kind_follows_the_general_rule():
    record = make_record(stream="debts", rule="anything")

    confirmed(record, at=clock.at(AFTER))

    assert record.grade == "general"


def test_a_breach_that_lasts_longer_than_its_record_is_recorded_again_and_names_the_first():
    """Seen: a case 654 days late had only an ended record, and none could follow."""
    body = make_body()
    lasting = sa.select(sa.literal(1, sa.Integer))
    nothing = lasting.where(sa.false())
    service.post(breach_of(body), on=TODAY, at=NOW)
    first = records()[0]
    first.state, first.closed_on = RecordState.EXPIRED, AFTER
    db.session.flush()

    ended = service.post_again(breach_of(body), nothing, on=AFTER, at=clock.at(AFTER))
    again = service.post_again(breach_of(body), lasting, on=AFTER, at=clock.at(AFTER))
    twice = service.post_again(breach_of(body), lasting, on=AFTER, at=clock.at(AFTER))

    assert (ended, again, twice) == (0, 1, 0)
    second = records()[1]
    assert (second.period, second.first_id, second.state) == (2, first.id, RecordState.PROPOSED)
    assert service.post(breach_of(body), on=AFTER, at=clock.at(AFTER)) == 0


@pytest.mark.parametrize("state", [RecordState.WITHDRAWN, RecordState.REPAIRED])
def test_what_was_withdrawn_or_repaired_is_not_recorded_again(state):
    body, lasting = make_body(), sa.select(sa.literal(1, sa.Integer))
    service.post(breach_of(body), on=TODAY, at=NOW)
    records()[0].state, records()[0].closed_on = state, AFTER
    db.session.flush()

    assert service.post_again(breach_of(body), lasting, on=AFTER, at=clock.at(AFTER)) == 0


def test_a_disputed_record_ends_with_its_period_all_the_same():
    """Seen: public on page and API five days after its last day, because it was objected to."""
    until = date(2026, 11, 1)
    record = make_record(state=RecordState.DISPUTED, decided_on=until, until=until, public=True)

    service.expire(on=TODAY, at=NOW)

    db.session.refresh(record)
    assert (record.state, record.public) == (RecordState.EXPIRED, False)


@pytest.mark.parametrize("state", [RecordState.CONFIRMED, RecordState.DISPUTED])
def test_an_objection_after_the_confirmation_stops_no_nomination(state):
    record = make_record(
        stream="rectifications", rule="not-put-right", state=state, decided_on=date(2026, 10, 1)
    )

    assert [row.record_id for row in db.session.execute(service.nominable(TODAY))] == [record.id]


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

    assert counting.in_force(ids, date(2026, 3, 1)) == [record]
    assert counting.in_force(ids, date(2025, 12, 31)) == []
    assert counting.in_force(ids, date(2026, 6, 2)) == []


def test_a_missed_order_to_put_right_nominates_for_the_list_of_the_district():
    make_record(state=RecordState.CONFIRMED)
    missed = make_record(state=RecordState.CONFIRMED, stream="rectifications", rule="not-put-right")

    rows = db.session.execute(service.nominable(TODAY)).all()

    assert [(row.record_id, row.list) for row in rows] == [(missed.id, "correction")]
