"""An objection is answered by its day, marks at once and suspends nothing."""

from datetime import date, timedelta

import pytest

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.objections import service
from integrity.credit.objections.models import Objection, ObjectionState
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions.models import EntryOutcome, EntryState
from integrity.people.accounts.models import User
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed

PAPER = date(2026, 11, 17)
PUBLIC = {"decided_on": date(2026, 7, 1), "until": date(2027, 7, 1), "public": True}
WHY = "示例：金额与合同不符，附合同复印件。"


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


def file(record):
    officer = make_user(Role.OFFICER, record.subject)
    return service.file(record, WHY, by=officer, at=NOW)


def test_filing_marks_the_record_at_once():
    record = make_record()

    objection = file(record)

    assert record.state is RecordState.DISPUTED
    assert objection.due_on is not None


def test_an_upheld_objection_withdraws_the_record(office):
    objection = file(make_record())

    service.accept(objection, by=office, at=NOW)
    service.agree(objection, "示例：属实", by=office, at=NOW)
    service.uphold(objection, "示例：复核属实", by=make_user(Role.OFFICE), at=NOW)

    assert objection.record.state is RecordState.WITHDRAWN


def test_one_person_alone_upholds_nothing(office):
    """Seen: one person accepted and upheld an objection, and every entry was revoked."""
    objection = file(make_record())
    service.accept(objection, by=office, at=NOW)
    service.agree(objection, "示例：属实", by=office, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        service.uphold(objection, "示例", by=office, at=NOW)

    assert objection.record.state is RecordState.DISPUTED


@pytest.mark.parametrize("move", ["agree", "reject"])
def test_who_decided_the_record_does_not_decide_the_objection(office, move):
    record = make_record(state=RecordState.CONFIRMED, decided_by_id=office.id, **PUBLIC)
    objection = file(record)
    service.accept(objection, by=office, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        getattr(service, move)(objection, "示例", by=office, at=NOW)


def test_an_office_of_three_can_lift_what_two_of_it_decided(office):
    """Seen: the two who had listed could not take part, and one alone lifts nothing."""
    entry = make_listed(make_enterprise())
    decided = db.session.get_one(User, entry.second_decider_id)
    objection = file(entry)
    service.accept(objection, by=office, at=NOW)
    with pytest.raises(filings.NotYourOwn):
        service.agree(objection, "示例", by=decided, at=NOW)
    service.agree(objection, "示例：属实", by=office, at=NOW)

    service.uphold(objection, "示例：复核属实", by=decided, at=NOW)

    assert entry.state is EntryState.REMOVED


def test_the_second_may_send_it_back_to_the_first(office):
    objection = file(make_record())
    service.accept(objection, by=office, at=NOW)
    service.agree(objection, "示例：属实", by=office, at=NOW)

    service.send_back(objection, "示例：请补充", by=make_user(Role.OFFICE), at=NOW)

    assert (objection.state, objection.first_decider_id) == (ObjectionState.ACCEPTED, None)


def test_the_same_thing_is_objected_to_again_only_with_new_evidence(office):
    """Seen: filed, rejected and filed again without end, so that a listing was stalled."""
    record = make_record(state=RecordState.CONFIRMED, **PUBLIC)
    first = file(record)
    with pytest.raises(service.NotObjectable):
        file(record)
    service.accept(first, by=office, at=NOW)
    service.reject(first, "示例：不属实", by=office, at=NOW)

    with pytest.raises(service.NotObjectable):
        file(record)
    again = service.file(record, WHY, by=office, at=NOW, new_evidence="new-document")

    assert again.state is ObjectionState.FILED


def test_after_its_time_only_what_is_confirmed_can_be_objected_to():
    record = make_record(object_until=TODAY - timedelta(days=1))

    with pytest.raises(service.NotObjectable):
        file(record)


def test_an_objection_upheld_after_the_record_ended_still_withdraws_it(office):
    record = make_record(state=RecordState.CONFIRMED, **PUBLIC)
    objection = file(record)
    service.accept(objection, by=office, at=NOW)
    records.expire(on=PUBLIC["until"] + timedelta(days=1), at=NOW)
    db.session.refresh(record)

    service.agree(objection, "示例：属实", by=office, at=NOW)
    service.uphold(objection, "示例：属实", by=make_user(Role.OFFICE), at=NOW)

    assert record.state is RecordState.WITHDRAWN


@pytest.mark.parametrize("subject", [make_body, make_enterprise])
def test_who_is_listed_without_a_record_is_heard_all_the_same(client, login, office, subject):
    """Seen: the page spoke of an objection, and there was no way to one."""
    entry = make_listed(subject(), record=False)
    role = Role.OFFICER if subject is make_body else Role.SUPPLIER
    login(make_user(role, entry.subject))
    assert f"/objections/new?entry={entry.id}" in client.get(f"/lists/entries/{entry.id}").text

    client.post(f"/objections/new?entry={entry.id}", data={"statement": WHY})
    objection = db.session.query(Objection).one()
    assert entry.disputed
    service.accept(objection, by=office, at=NOW)
    service.agree(objection, "示例：属实", by=office, at=NOW)
    service.uphold(objection, "示例：属实", by=make_user(Role.OFFICE), at=NOW)

    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.REVOKED)


def test_the_office_takes_in_what_comes_on_paper_and_counts_from_that_day(client, login):
    """Seen: the page sent people without an account to an officer, who was refused."""
    record = make_record(make_enterprise(), state=RecordState.CONFIRMED, **PUBLIC)
    login(make_user(Role.OFFICE))
    paper = {"statement": WHY, "received_on": "2026-11-17"}

    page = client.get(f"/records/{record.id}")
    client.post(f"/objections/new?record={record.id}", data=paper)

    objection = db.session.query(Objection).one()
    assert "代为登记书面异议" in page.text
    assert objection.on_paper and objection.due_on == rules.due("OBJ-OWN", PAPER).due_on


def test_a_paper_from_tomorrow_is_refused_and_nothing_is_lost(client, login):
    record = make_record(make_enterprise(), state=RecordState.CONFIRMED, **PUBLIC)
    login(make_user(Role.OFFICE))

    answer = client.post(
        f"/objections/new?record={record.id}", data={"statement": WHY, "received_on": "2027-01-01"}
    )

    assert answer.status_code == 422 and WHY in answer.text


def test_a_negative_answer_names_who_reviews_it_and_until_when(client, login, office):
    """Seen: the act promised it, and the answer said nothing."""
    record = make_record(state=RecordState.CONFIRMED, **PUBLIC)
    objection = file(record)
    service.accept(objection, by=office, at=NOW)
    service.reject(objection, "示例：不属实", by=office, at=NOW)
    login(make_user(Role.OFFICER, record.subject))

    page = client.get(f"/objections/{objection.id}").text

    assert "申请行政复议" in page and "2027年1月19日" in page
    assert "提起行政诉讼" in page and "2027年5月20日" in page


def test_a_rejected_objection_confirms_the_record_with_a_named_decider(office):
    objection = file(make_record())

    service.accept(objection, by=office, at=NOW)
    service.reject(objection, "示例：不属实", by=office, at=NOW)

    assert objection.record.state is RecordState.CONFIRMED
    assert objection.record.decided_by_name == office.name


def test_rejecting_does_not_move_the_day_on_which_the_record_was_decided(office):
    record = make_record(state=RecordState.CONFIRMED, decided_on=NOW.date().replace(day=1))

    objection = file(record)
    service.accept(objection, by=office, at=NOW)
    service.reject(objection, "示例：不属实", by=office, at=NOW)

    assert record.decided_on.day == 1


def test_nothing_is_decided_before_it_is_accepted(office):
    objection = file(make_record())

    with pytest.raises(NotAllowed):
        service.agree(objection, "示例", by=office, at=NOW)


def test_a_body_files_through_its_page_and_keeps_what_it_typed_on_error(client, login):
    record = make_record()
    login(make_user(Role.OFFICER, record.subject))

    short = client.post(f"/objections/new?record={record.id}", data={"statement": "短"})
    good = client.post(f"/objections/new?record={record.id}", data={"statement": WHY})

    assert short.status_code == 422 and "短" in short.text
    assert good.status_code == 302
    assert db.session.query(Objection).one().state is ObjectionState.FILED


def test_another_body_cannot_object(client, login):
    record = make_record()
    login(make_user(Role.OFFICER))

    page = client.post(f"/objections/new?record={record.id}", data={"statement": WHY})

    assert page.status_code == 403
    assert record.state is RecordState.PROPOSED


def test_without_a_record_the_page_says_how(client):
    page = client.get("/objections/new")

    assert page.status_code == 200 and "不收取任何费用" in page.text
