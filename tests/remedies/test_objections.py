"""An objection is answered by its day, marks at once and suspends nothing."""

import pytest

from integrity.db import db
from integrity.errors import NotAllowed
from integrity.objections import service
from integrity.objections.models import Objection, ObjectionState
from integrity.permissions import Role
from integrity.records.models import RecordState
from tests.factories import NOW, make_record, make_user

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
    service.uphold(objection, "示例：属实", by=office, at=NOW)

    assert objection.record.state is RecordState.WITHDRAWN


def test_a_rejected_objection_confirms_the_record_with_a_named_decider(office):
    objection = file(make_record())

    service.accept(objection, by=office, at=NOW)
    service.reject(objection, "示例：不属实", by=office, at=NOW)

    assert objection.record.state is RecordState.CONFIRMED
    assert objection.record.decided_by == office.name


def test_rejecting_does_not_move_the_day_on_which_the_record_was_decided(office):
    record = make_record(state=RecordState.CONFIRMED, decided_on=NOW.date().replace(day=1))

    objection = file(record)
    service.accept(objection, by=office, at=NOW)
    service.reject(objection, "示例：不属实", by=office, at=NOW)

    assert record.decided_on.day == 1


def test_nothing_is_decided_before_it_is_accepted(office):
    objection = file(make_record())

    with pytest.raises(NotAllowed):
        service.uphold(objection, "示例", by=office, at=NOW)


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
