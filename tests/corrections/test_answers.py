"""An objection or an appeal may be right in part: the answer is a corrected record."""

from datetime import timedelta

import pytest

from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.corrections import service as corrections
from integrity.credit.corrections.models import CorrectionState
from integrity.credit.corrections.succession import Graver
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.objections.consequences import NotOfRecord
from integrity.credit.objections.models import AppealState, ObjectionState
from integrity.credit.records import filings
from integrity.credit.records.annulments import BeingHeard
from integrity.credit.records.models import RecordState
from tests.corrections.makers import WHY, make_bureau, make_penalty, said
from tests.factories import NOW, make_user
from tests.sanctions.makers import make_listed

LIGHTER = {"rule": "penalty.general"}
LATER = NOW + timedelta(days=30)


@pytest.fixture
def bureau(app):
    return make_bureau()


def accepted(record, bureau):
    found = objections.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)
    objections.accept(found, by=bureau.people[0], at=NOW)
    return found


def proposed(record, bureau, **more):
    found = accepted(record, bureau)
    objections.propose_correction(found, **said(record, **more), by=bureau.people[0], at=NOW)
    return found


def test_the_body_answers_with_a_correction_by_two_of_its_people(bureau):
    record = make_penalty(bureau)
    objection = proposed(record, bureau, **LIGHTER)
    assert (objection.state, record.state) == (ObjectionState.CORRECTING, RecordState.DISPUTED)

    objections.correct(objection, "示例：复核属实", by=bureau.people[1], at=NOW)

    assert (objection.state, record.state) == (ObjectionState.CORRECTED, RecordState.CORRECTED)
    new = record.superseded_by
    assert (new.state, new.rule) == (RecordState.CONFIRMED, "penalty.general")
    (answer,) = documents.of_thing("objection", objection.id)
    assert "部分成立，记录已更正" in answer.content and new.ref in answer.content
    (notice,) = documents.of_thing("record_correction", objection.correction_id)
    assert notice.issuer is bureau.body


def test_who_proposed_it_does_not_decide_it(bureau):
    objection = proposed(make_penalty(bureau), bureau, **LIGHTER)

    with pytest.raises(filings.NotYourOwn):
        objections.correct(objection, WHY, by=bureau.people[0], at=NOW)

    assert objection.record.state is RecordState.DISPUTED


def test_it_is_decided_with_the_objection_alone(bureau):
    objection = proposed(make_penalty(bureau), bureau, **LIGHTER)

    for verb in (corrections.make, corrections.decline):
        with pytest.raises(BeingHeard):
            verb(objection.correction, WHY, by=bureau.people[1], at=NOW)


def test_nobody_is_worse_off_for_having_objected(bureau):
    record = make_penalty(bureau, "penalty.general")
    objection = proposed(record, bureau, rule="penalty.serious")

    with pytest.raises(Graver):
        objections.correct(objection, WHY, by=bureau.people[1], at=NOW)


def test_sent_back_it_is_dropped_and_the_objection_open_for_any_answer(bureau):
    record = make_penalty(bureau)
    objection = proposed(record, bureau, **LIGHTER)
    dropped = objection.correction

    objections.send_back(objection, "示例：请核对原件", by=bureau.people[1], at=NOW)
    objections.reject(objection, WHY, by=bureau.people[1], at=NOW)

    assert (dropped.state, objection.correction) == (CorrectionState.DECLINED, None)
    assert record.state is RecordState.CONFIRMED


def test_the_office_that_takes_over_begins_anew(bureau):
    objection = proposed(make_penalty(bureau), bureau, **LIGHTER)
    dropped = objection.correction

    objections.take_over(objection, WHY, by=make_user(Role.OFFICE), at=LATER)

    assert (dropped.state, objection.correction) == (CorrectionState.DECLINED, None)


def test_one_that_did_not_count_yet_counts_as_corrected(bureau):
    undecided = {"decided_on": None, "public": False, "until": None, "grade": None}
    record = make_penalty(bureau, state=RecordState.PROPOSED, **undecided)
    objection = proposed(record, bureau, **LIGHTER)

    objections.correct(objection, WHY, by=bureau.people[1], at=NOW)

    new = record.superseded_by
    assert (new.state, new.decided_on) == (RecordState.CONFIRMED, NOW.date())
    assert new.notified_on == record.notified_on and new.found_by_id == bureau.body.id
    assert new.decided_by_id == bureau.people[1].id


def test_an_entry_of_a_list_is_not_answered_with_a_correction(bureau):
    record = make_penalty(bureau)
    entry = make_listed(
        record.subject, kind=ListKind.WATCH, record_id=record.id, ground=Ground.NOT_PUT_RIGHT
    )
    by, office = make_user(Role.SUPPLIER, record.subject), make_user(Role.OFFICE)
    objection = objections.file(entry, WHY, by=by, at=NOW)
    objections.accept(objection, by=office, at=NOW)

    with pytest.raises(NotOfRecord):
        objections.propose_correction(objection, **said(record, **LIGHTER), by=office, at=NOW)


def test_an_appeal_may_be_right_where_the_body_refused(bureau):
    record = make_penalty(bureau)
    objection = accepted(record, bureau)
    objections.reject(objection, WHY, by=bureau.people[1], at=NOW)
    appeal = appeals.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)
    one, two = make_user(Role.OFFICE), make_user(Role.OFFICE)
    appeals.accept(appeal, by=one, at=NOW)
    appeals.propose_correction(appeal, **said(record, **LIGHTER), by=one, at=NOW)

    appeals.correct(appeal, "示例：复核属实", by=two, at=NOW)

    assert (appeal.state, record.state) == (AppealState.CORRECTED, RecordState.CORRECTED)
    assert record.superseded_by.public and not record.public
    (answer,) = documents.of_thing("appeal", appeal.id)
    assert record.superseded_by.ref in answer.content
