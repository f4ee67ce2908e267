"""What was known on a day: the same whenever it is asked, and never more public than today."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock, histories
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.records import history, visibility
from integrity.credit.records import service as records
from integrity.credit.records.history import NotKnown, RecordVersion
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs import service as repairs
from integrity.credit.sanctions import history as entry_history
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from tests.corrections.makers import WHY, corrected, make_bureau, make_penalty
from tests.factories import NOW, TODAY, make_user
from tests.sanctions.makers import make_listed

DAY = timedelta(days=1)
LATER = NOW + 10 * DAY
FACTS = "示例：更正后的事由（示例市监罚〔2026〕7号）"


@pytest.fixture
def bureau(app):
    return make_bureau()


@pytest.fixture
def later(monkeypatch):
    """It is ten days later."""
    monkeypatch.setattr(clock, "now", lambda: LATER)


def facts(record, on):
    """What was known of a record and of what stands in its place."""
    found = history.known(on, CreditRecord.subject_id == record.subject_id)
    return [(k.record.ref, k.was.state, k.was.public, k.was.grade, k.was.until) for k in found]


def test_a_correction_changes_nothing_of_what_was_known_before_it(bureau):
    record = make_penalty(bureau)
    before = facts(record, TODAY)

    new = corrected(record, bureau, at=LATER, rule="penalty.general")

    assert facts(record, TODAY) == before == [
        (record.ref, RecordState.CONFIRMED, True, record.grade, record.until)
    ]  # fmt: skip
    after = {ref: state for ref, state, *_more in facts(record, LATER.date())}
    assert after == {record.ref: RecordState.CORRECTED, new.ref: RecordState.CONFIRMED}


def test_neither_do_an_objection_its_answer_and_a_repair(bureau, later, login):
    record = make_penalty(bureau, repairable_on=TODAY)
    before = facts(record, TODAY)
    by = make_user(Role.SUPPLIER, record.subject)
    filed = objections.file(record, WHY, by=by, at=NOW + DAY)
    objections.accept(filed, by=bureau.people[0], at=NOW + 2 * DAY)
    objections.reject(filed, WHY, by=bureau.people[0], at=NOW + 2 * DAY)
    found = repairs.file(record, WHY, WHY, by=by, at=NOW + 3 * DAY)
    repairs.accept(found, by=bureau.people[0], at=NOW + 3 * DAY)
    found.visited_on = TODAY + 3 * DAY
    repairs.agree(found, WHY, by=bureau.people[0], at=NOW + 3 * DAY)
    repairs.grant(found, WHY, by=bureau.people[1], at=NOW + 4 * DAY)

    assert facts(record, TODAY) == before
    states = [facts(record, TODAY + n * DAY)[0][1] for n in range(5)]
    assert states == [
        RecordState.CONFIRMED, RecordState.DISPUTED, RecordState.CONFIRMED,
        RecordState.CONFIRMED, RecordState.REPAIRED,
    ]  # fmt: skip
    treated = [history.known(TODAY + n * DAY)[0].was.treatment for n in range(5)]
    assert treated == [None, None, None, None, record.treatment] and record.treatment
    own = login(make_user(Role.SUPPLIER, record.subject))
    page = own.get(f"/records/{record.id}?as_of={TODAY + 4 * DAY}").text
    assert str(TREATMENT_NAMES[record.treatment]) in page
    assert "修复后的处理" not in own.get(f"/records/{record.id}?as_of={TODAY}").text


def test_nor_does_the_end_of_its_period(bureau):
    record = make_penalty(bureau, until=TODAY + DAY)
    before = facts(record, TODAY)

    records.expire(on=TODAY + 2 * DAY, at=NOW + 2 * DAY)

    assert facts(record, TODAY) == before
    assert facts(record, TODAY + 2 * DAY)[0][1:3] == (RecordState.EXPIRED, False)


def test_of_two_acts_on_one_day_its_end_is_kept_and_asked_twice_it_is_the_same(bureau):
    record = make_penalty(bureau)
    objections.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)

    assert facts(record, TODAY) == facts(record, TODAY)
    assert facts(record, TODAY)[0][1] is RecordState.DISPUTED
    one = sa.select(sa.func.count()).where(RecordVersion.thing_id == record.id)
    assert db.session.scalar(one) == 1


def test_an_entry_is_known_with_the_facts_and_the_record_of_that_day(bureau):
    record = make_penalty(bureau)
    entry = make_listed(
        record.subject, kind=ListKind.WATCH, record_id=record.id, ground=Ground.NOT_PUT_RIGHT
    )
    entry.reasons = record.summary
    histories.keep(entry_history.EntryVersion, at=NOW)

    new = corrected(record, bureau, at=LATER, summary=FACTS)

    then, now = (entry_history.listed(on)[0].was for on in (TODAY, LATER.date()))
    assert (then.record_id, then.reasons) == (record.id, record.summary)
    assert (now.record_id, now.reasons) == (new.id, FACTS)


def test_nothing_is_made_public_again(bureau):
    record = make_penalty(bureau, repairable_on=TODAY)
    of_it = CreditRecord.subject_id == record.subject_id
    assert [k.record for k in visibility.known_to_all(TODAY, of_it)] == [record]

    new = corrected(record, bureau, at=LATER, summary=FACTS)

    assert visibility.known_to_all(TODAY, of_it) == []
    assert [k.record for k in visibility.known_to_all(LATER.date(), of_it)] == [new]
    own = make_user(Role.SUPPLIER, record.subject)
    assert [k.record for k in visibility.known_to(own, TODAY, of_it)] == [record]


@pytest.mark.parametrize("text", ["", "morgen", "2026-13-01", "2999-01-01", "1990-01-01", "0"])
def test_of_no_day_a_day_to_come_or_one_before_all_nothing_is_said(bureau, text):
    make_penalty(bureau)

    with pytest.raises(NotKnown):
        history.day_asked(text, TODAY)


def test_the_page_of_a_file_says_of_which_day_it_is(client, login, bureau, later):
    record = make_penalty(bureau)
    corrected(record, bureau, at=NOW + DAY, summary=FACTS)
    db.session.commit()
    address = f"/subjects/{record.subject.uscc}"

    public = client.get(f"{address}?as_of={TODAY}").text
    assert "不是现在的情况" in public and record.summary not in public
    assert FACTS in client.get(f"{address}?as_of={TODAY + DAY}").text
    assert 'name="as_of"' in client.get(address).text

    own = login(make_user(Role.SUPPLIER, record.subject))
    then = own.get(f"{address}?as_of={TODAY}").text
    assert record.summary in then and FACTS not in then and "已确认" in then
    page = own.get(f"/records/{record.id}?as_of={TODAY}").text
    assert "不是现在的情况" in page and "已确认" in page
    assert FACTS in own.get(f"{address}?as_of={LATER.date()}").text  # as it stands


def test_the_page_of_a_record_not_known_yet_is_not_there(login, bureau, later):
    record = make_penalty(bureau)
    new = corrected(record, bureau, at=NOW + 2 * DAY, summary=FACTS)
    office = login(make_user(Role.OFFICE))

    assert office.get(f"/records/{new.id}?as_of={TODAY + DAY}").status_code == 404
    assert office.get(f"/records/{new.id}?as_of={TODAY + 2 * DAY}").status_code == 200


@pytest.mark.parametrize("text", ["", "morgen", "2999-01-01", "1990-01-01"])
def test_a_day_of_which_nothing_can_be_said_is_refused(client, bureau, later, text):
    record = make_penalty(bureau)
    db.session.commit()

    for address in (
        f"/subjects/{record.subject.uscc}",
        f"/bodies/{bureau.body.slug}",
        f"/records/{record.id}",
    ):
        assert client.get(f"{address}?as_of={text}").status_code == 422, address
    open_data = client.get(f"/api/v1/subjects/{record.subject.uscc}?as_of={text}")
    assert open_data.status_code == (422 if text[:1].isdigit() else 400)


def test_open_data_of_an_earlier_day_says_so(client, bureau, later):
    record = make_penalty(bureau)
    entry = make_listed(
        record.subject, kind=ListKind.WATCH, record_id=record.id, ground=Ground.NOT_PUT_RIGHT
    )
    entry.reasons = record.summary
    histories.keep(entry_history.EntryVersion, at=NOW)
    db.session.commit()
    address = f"/api/v1/subjects/{record.subject.uscc}"
    before = client.get(f"{address}?as_of={TODAY}").json
    assert before["as_of"] == TODAY.isoformat()
    assert [one["ref"] for one in before["records"]] == [record.ref]
    assert client.get(address).json["as_of"] is None

    corrected(record, bureau, at=LATER, summary=FACTS)
    db.session.commit()

    after = client.get(f"{address}?as_of={TODAY}").json
    assert after["records"] == []
    assert [one["reasons"] for one in after["entries"]] == [""]
    assert date.fromisoformat(after["entries"][0]["listed_on"]) == TODAY
