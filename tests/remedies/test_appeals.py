"""Who is refused may ask once more, and is heard by somebody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.casework.rules import service as rules
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import AppealState, Objection
from integrity.credit.papers.remedies import begin
from integrity.credit.records import filings
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions.models import EntryOutcome, EntryState
from tests.factories import NOW, TODAY, make_enterprise, make_record, make_user
from tests.remedies.test_objections import PUBLIC, WHY
from tests.sanctions.makers import make_listed


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def first():
    """Who answered the objection."""
    return make_user(Role.OFFICE)


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


def refused(thing, by):
    """An objection that was rejected."""
    objection = objections.file(thing, WHY, by=make_user(Role.OFFICER, thing.subject), at=NOW)
    objections.accept(objection, by=by, at=NOW)
    objections.reject(objection, "示例：不属实", by=by, at=NOW)
    return objection


def appeal(thing):
    return appeals.file(thing, WHY, by=make_user(Role.OFFICER, thing.subject), at=NOW)


def make_public():
    return make_record(state=RecordState.CONFIRMED, **PUBLIC)


def test_an_appeal_marks_the_record_again_and_has_a_clock_of_its_own(first):
    record = make_public()
    refused(record, first)

    filed = appeal(record)

    assert record.state is RecordState.DISPUTED
    assert filed.due_on == rules.due("LOCAL-APPEAL", TODAY).due_on


def test_an_appeal_that_is_right_withdraws_the_record(first, office):
    record = make_public()
    refused(record, first)
    filed = appeal(record)
    appeals.accept(filed, by=office, at=NOW)
    appeals.agree(filed, "示例：原答复有误", by=office, at=NOW)

    appeals.uphold(filed, "示例：复核属实", by=make_user(Role.OFFICE), at=NOW)

    assert (filed.state, record.state) == (AppealState.UPHELD, RecordState.WITHDRAWN)


def test_an_appeal_that_is_right_takes_the_entry_off_the_list(first, office):
    entry = make_listed(make_enterprise())
    refused(entry, first)
    filed = appeal(entry)
    assert entry.disputed
    appeals.accept(filed, by=office, at=NOW)
    appeals.agree(filed, "示例：原答复有误", by=office, at=NOW)

    appeals.uphold(filed, "示例：复核属实", by=make_user(Role.OFFICE), at=NOW)

    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.REVOKED)


@pytest.mark.parametrize("move", ["agree", "reject"])
def test_who_answered_the_objection_decides_no_appeal(first, move):
    record = make_public()
    refused(record, first)
    filed = appeal(record)
    appeals.accept(filed, by=first, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        getattr(appeals, move)(filed, "示例", by=first, at=NOW)


def test_who_answered_the_objection_is_not_the_second_either(first, office):
    record = make_public()
    refused(record, first)
    filed = appeal(record)
    appeals.accept(filed, by=office, at=NOW)
    appeals.agree(filed, "示例：原答复有误", by=office, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        appeals.uphold(filed, "示例", by=first, at=NOW)

    assert record.state is RecordState.DISPUTED


def test_after_a_rejected_appeal_it_counts_as_before_and_nobody_appeals_twice(first, office):
    record = make_public()
    refused(record, first)
    filed = appeal(record)
    appeals.accept(filed, by=office, at=NOW)

    appeals.reject(filed, "示例：原答复正确", by=office, at=NOW)

    assert record.state is RecordState.CONFIRMED
    assert (record.decided_on, record.until) == (PUBLIC["decided_on"], PUBLIC["until"])
    with pytest.raises(appeals.NotAppealable):
        appeal(record)


def test_only_what_was_refused_can_be_appealed(first):
    record = make_public()
    with pytest.raises(appeals.NotAppealable):
        appeal(record)
    objections.file(record, WHY, by=make_user(Role.OFFICER, record.subject), at=NOW)

    with pytest.raises(appeals.NotAppealable):
        appeal(record)


def test_the_time_to_appeal_runs_from_the_service_of_the_answer(first):
    """What was never served has no end; from service on it is that of the rule."""
    record = make_public()
    objection = refused(record, first)
    assert objection.appeal_until is None
    of_it = sa.select(Objection.id).where(Objection.id == objection.id)
    last = rules.due("LOCAL-APPEAL-FILE", TODAY).due_on

    begin(of_it, TODAY, by=first, at=NOW)

    assert objection.appeal_until == last
    assert appeals.hindrances(record, last) == []
    assert appeals.hindrances(record, last + timedelta(days=1)) != []


def test_while_an_appeal_is_decided_nobody_objects_besides(first):
    record = make_public()
    refused(record, first)
    appeal(record)

    with pytest.raises(objections.NotObjectable):
        objections.file(record, WHY, by=first, at=NOW, new_evidence="new-document")


def test_the_answer_is_a_paper_with_the_ways_that_are_left(first, office):
    record = make_public()
    refused(record, first)
    filed = appeal(record)
    appeals.accept(filed, by=office, at=NOW)

    appeals.reject(filed, "示例：原答复正确", by=office, at=NOW)

    of_it = (Document.kind == "appeal-answer", Document.thing_id == filed.id)
    paper = db.session.scalars(sa.select(Document).where(*of_it)).one()
    assert "示例：原答复正确" in paper.content
    assert "60日内依法申请行政复议" in paper.content


def test_who_was_refused_finds_the_way_and_the_office_its_duty(login, first, office):
    record = make_public()
    objection = refused(record, first)
    officer = make_user(Role.OFFICER, record.subject)
    client = login(officer)
    way = f"/appeals/new?record={record.id}"

    assert way.replace("&", "&amp;") in client.get(f"/objections/{objection.id}").text
    answer = client.post(way, data={"statement": WHY})

    filed = appeals.against(objection)
    assert answer.status_code == 302
    assert f"/appeals/{filed.id}" in login(office).get("/desk/").text
    assert login(office).post(f"/appeals/{filed.id}/do/accept").status_code == 302
    own = login(officer).post(f"/appeals/{filed.id}/do/reject", data={"why": "示例"})
    assert own.status_code == 403


def test_anybody_reads_how_to_appeal(client):
    page = client.get("/appeals/new").text

    assert "15 个工作日内可以申诉" in page
