"""A review or a lawsuit is annotated everywhere until its outcome, and stops nothing by itself."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import answers, lookups
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.queries import Asked
from integrity.credit.proceedings import service
from integrity.credit.proceedings.models import Outcome, Proceeding, ProceedingState
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.reports import gathering
from integrity.credit.sanctions.annotations import Pending
from integrity.credit.sanctions.models import EntryState
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import Change
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import MEASURE, make_listed, make_receivers

DAY = timedelta(days=1)
WHAT = {
    "kind": "review",
    "organ": "示例复议机关",
    "number": "示例复受〔2026〕1号",
    "accepted_on": TODAY,
    "statement": "示例：对列入决定申请复议",
}
ENDED = {"document": "示例复决〔2026〕1号", "decided_on": TODAY}


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(subject=None, **more):
    return make_record(
        subject or make_enterprise(),
        RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        grade="general",
        until=date(2027, 7, 1),
        public=True,
        **more,
    )


def pending(thing, at=NOW, **more):
    return service.file(thing, **WHAT | more, by=make_user(Role.SUPPLIER, thing.subject), at=at)


def closed(proceeding, outcome):
    """Its outcome, entered by one person and confirmed by another."""
    one, two = make_user(Role.OFFICE), make_user(Role.OFFICE)
    service.enter_outcome(proceeding, outcome, **ENDED, by=one, at=NOW)
    service.confirm_outcome(proceeding, "示例：已对照文书", by=two, at=NOW)


def founding(entry):
    """The record on which an entry rests, as it was decided."""
    record = db.session.get(CreditRecord, entry.record_id)
    record.decided_on = date(2026, 7, 1)
    return record


def told(entry):
    return [change.kind for change in changes.of_entries([entry.id])[entry.id]]


def answer(subject, on=TODAY):
    asked = Asked(uscc=subject.uscc)
    found = lookups.on_record([subject.id], on, TODAY)
    return answers.decided(asked, subject, found, TODAY).as_json()


def test_the_subject_enters_it_by_page_with_the_document(client, login):
    record = confirmed()
    login(make_user(Role.SUPPLIER, record.subject))
    said = WHAT | {"accepted_on": TODAY.isoformat()}
    address = f"/proceedings/new?record={record.id}"
    paper = {"evidence": (BytesIO("示例：受理通知书".encode()), "accepted.txt")}

    without = client.post(address, data=said)
    sent = client.post(address, data=said | paper)

    assert (without.status_code, sent.status_code) == (422, 302)
    assert record.pending is Pending.REVIEW
    proceeding = db.session.scalars(sa.select(Proceeding).where(Proceeding.record == record)).one()
    assert "accepted.txt" in client.get(f"/proceedings/{proceeding.id}").text


def test_it_is_said_on_every_page_in_reports_and_interfaces(client):
    firm = make_enterprise()
    entry, record = make_listed(firm, record=False), confirmed(firm)
    pending(entry), pending(record, kind="lawsuit")
    open_data = client.get(f"/api/v1/subjects/{firm.uscc}").json

    assert "行政复议期间" in client.get(f"/lists/entries/{entry.id}").text
    assert "诉讼期间" in client.get(f"/records/{record.id}").text
    assert "行政复议期间" in client.get(f"/lists/{entry.kind}/").text
    assert "诉讼期间" in client.get(f"/subjects/{firm.uscc}").text
    assert open_data["entries"][0]["pending"] == "review"
    assert open_data["records"][0]["pending"] == "lawsuit"
    report = gathering.told(firm, TODAY, whole=False)
    assert report["entries"][0]["pending"] == "行政复议期间"
    assert report["records"][0]["pending"] == "诉讼期间"


def test_a_check_says_it_and_the_verdict_stands():
    entry = make_listed(make_enterprise(), record=False)
    before = answer(entry.subject)["verdict"]
    pending(entry)

    said = answer(entry.subject)

    assert said["verdict"] == before == Verdict.RESTRICT
    assert said["entries"][0]["pending"] == "review" and "pending" in said["explanations"]


def test_every_receiver_is_told_that_it_began_and_that_it_ended():
    make_receivers(1)
    entry = make_listed(make_enterprise(), record=False)

    proceeding = pending(entry)
    closed(proceeding, Outcome.UPHELD)

    assert told(entry) == [Change.REVIEWED, Change.CONCLUDED]


def test_the_entries_of_a_record_are_annotated_with_it():
    entry = make_listed(make_enterprise())
    record = founding(entry)

    pending(record)

    assert entry.pending is Pending.REVIEW


def test_what_is_upheld_stands_and_is_said_no_more():
    record = confirmed()
    proceeding = pending(record)

    closed(proceeding, Outcome.UPHELD)

    assert (record.state, record.pending) == (RecordState.CONFIRMED, None)
    assert proceeding.state is ProceedingState.CLOSED


def test_what_is_annulled_goes_with_all_that_rests_on_it():
    entry = make_listed(make_enterprise())
    record = founding(entry)
    alone = make_listed(make_enterprise(), record=False)

    for thing in (record, alone):
        closed(pending(thing), Outcome.ANNULLED)

    assert record.state is RecordState.WITHDRAWN
    assert (entry.state, alone.state) == (EntryState.REMOVED, EntryState.REMOVED)


def test_one_person_alone_does_not_end_it_and_neither_does_the_subject():
    proceeding, one = pending(confirmed()), make_user(Role.OFFICE)
    mine = make_user(Role.SUPPLIER, proceeding.subject)
    service.enter_outcome(proceeding, Outcome.UPHELD, **ENDED, by=one, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        service.confirm_outcome(proceeding, "示例", by=one, at=NOW)
    with pytest.raises(filings.NotYourOwn):
        service.confirm_outcome(proceeding, "示例", by=mine, at=NOW)

    assert proceeding.against.pending is Pending.REVIEW


def test_the_subject_reports_that_it_won_and_who_decided_confirms():
    record = confirmed()
    proceeding, mine = pending(record), make_user(Role.SUPPLIER, record.subject)

    service.report_outcome(proceeding, "annulled", **ENDED, by=mine, at=NOW)
    service.confirm_outcome(proceeding, "示例：已对照文书", by=make_user(Role.OFFICE), at=NOW)

    assert record.state is RecordState.WITHDRAWN


def test_an_outcome_that_the_document_does_not_say_is_sent_back():
    record = confirmed()
    proceeding, mine = pending(record), make_user(Role.SUPPLIER, record.subject)
    service.report_outcome(proceeding, "annulled", **ENDED, by=mine, at=NOW)

    service.send_back(proceeding, "示例：文书写明维持", by=make_user(Role.OFFICE), at=NOW)

    assert (proceeding.state, proceeding.outcome) == (ProceedingState.PENDING, None)
    assert record.pending is Pending.REVIEW


def test_only_an_order_suspends_and_then_no_measure_is_taken():
    make_receivers(1)
    entry = make_listed(make_body(), record=False, measures=(MEASURE,))
    proceeding, office = pending(entry), make_user(Role.OFFICE)

    service.suspend(proceeding, "示例停止执行决定", TODAY, by=office, at=NOW)
    stopped = answer(entry.subject)
    with pytest.raises(service.NotSuspended):
        service.suspend(proceeding, "示例停止执行决定", TODAY, by=office, at=NOW)
    service.resume(proceeding, "示例：解除", by=office, at=NOW)
    again = answer(entry.subject)

    assert (stopped["verdict"], stopped["measures"]) == (Verdict.CLEAR, [])
    assert stopped["entries"][0]["suspended"] is True
    assert again["verdict"] == Verdict.RESTRICT and again["measures"]
    assert told(entry) == [Change.REVIEWED, Change.SUSPENDED, Change.RESUMED]


def test_an_earlier_day_is_answered_as_it_was_noted_then():
    entry = make_listed(make_enterprise(), record=False, at=clock.at(TODAY - 9 * DAY))
    proceeding = pending(entry, at=clock.at(TODAY - 5 * DAY), accepted_on=TODAY - 6 * DAY)
    order = {"document": "示例停止执行决定", "ordered_on": TODAY - 3 * DAY}
    service.suspend(proceeding, **order, by=make_user(Role.OFFICE), at=clock.at(TODAY - 3 * DAY))
    closed(proceeding, Outcome.UPHELD)

    noted = [answer(entry.subject, TODAY - n * DAY)["entries"][0] for n in (7, 4, 2, 0)]

    assert [said["pending"] for said in noted] == [None, "review", "review", None]
    assert [said["suspended"] for said in noted] == [False, False, True, False]


def test_one_is_open_at_a_time_and_only_against_what_counts():
    record, proposed = confirmed(), make_record()
    pending(record)

    for thing in (record, proposed):
        with pytest.raises(service.NotContestable):
            pending(thing)


def test_a_stranger_may_neither_enter_nor_read_it(client, login):
    record = confirmed()
    proceeding = pending(record)
    login(make_user(Role.SUPPLIER, make_enterprise()))

    assert client.get(f"/proceedings/new?record={record.id}").status_code in (403, 404)
    assert client.get(f"/proceedings/{proceeding.id}").status_code == 404


def test_the_file_on_an_earlier_day_says_what_was_pending_then(client):
    record = confirmed()
    proceeding = pending(record, at=clock.at(TODAY - 5 * DAY), accepted_on=TODAY - 6 * DAY)
    closed(proceeding, Outcome.UPHELD)
    clock_of = [TODAY - n * DAY for n in (5, 2)]

    pages = [client.get(f"/records/{record.id}?as_of={day}").text for day in clock_of]

    assert all("行政复议期间" in page for page in pages)
    assert "行政复议期间" not in client.get(f"/records/{record.id}").text
