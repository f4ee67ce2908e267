"""What is wrong in a record is said right by another one: by two people, never in place."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Permission, Role
from integrity.casework.breaches import breach
from integrity.casework.documents import service as documents
from integrity.credit.corrections import service
from integrity.credit.corrections.models import CorrectionState, RecordCorrection
from integrity.credit.corrections.service import NotCorrectable, WrongCorrection
from integrity.credit.objections import service as objections
from integrity.credit.proceedings import service as proceedings
from integrity.credit.records import counting, filings, successions
from integrity.credit.records import service as records
from integrity.credit.records.annulments import BeingHeard
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service as repairs
from integrity.credit.sanctions.annotations import Pending
from tests.corrections.makers import WHY, corrected, make_bureau, make_penalty, said
from tests.factories import NOW, TODAY, make_body, make_record, make_user

pytestmark = pytest.mark.usefixtures("app")
LIGHTER = {"rule": "penalty.general"}

REVIEW = {
    "kind": Pending.REVIEW,
    "organ": "示例复议机关",
    "number": "示例复受〔2026〕1号",
    "accepted_on": TODAY,
    "statement": "示例：对处罚决定申请复议",
}


@pytest.fixture
def bureau(app):
    return make_bureau()


def test_the_successor_takes_the_place_of_a_record_that_stays_as_it_was(bureau):
    record = make_penalty(bureau)
    kept = (record.rule, record.summary, record.grade, record.until)

    new = corrected(record, bureau, **LIGHTER)

    assert (record.state, record.public) == (RecordState.CORRECTED, False)
    assert record.superseded_by is new and record.closed_on == TODAY
    assert (record.rule, record.summary, record.grade, record.until) == kept
    assert (new.state, new.rule, new.public) == (RecordState.CONFIRMED, "penalty.general", True)
    assert (new.stream, new.item_id) == (record.stream, record.item_id)


def test_it_takes_over_day_notice_and_what_is_left_of_the_term(bureau):
    record = make_penalty(bureau)

    new = corrected(record, bureau, summary="示例：未明码标价（示例市监罚〔2026〕7号）")

    for name in ("decided_on", "notified_on", "object_until", "ruled_on", "since"):
        assert getattr(new, name) == getattr(record, name), name
    assert (new.grade, new.until, new.repairable_on) == (
        record.grade, record.until, record.repairable_on,
    )  # fmt: skip
    assert new.period == record.period + 1


def test_a_lighter_one_ends_when_the_rules_of_the_day_of_the_decision_say(bureau):
    record = make_penalty(bureau)

    new = corrected(record, bureau, **LIGHTER)

    twin = make_penalty(bureau, "penalty.general")
    assert (new.grade, new.until, new.repairable_on) == (
        twin.grade, twin.until, twin.repairable_on,
    )  # fmt: skip
    assert new.until < record.until


def test_one_person_corrects_nothing(bureau):
    record = make_penalty(bureau)
    first, second = bureau.people
    made = service.propose(record, said(record, **LIGHTER), by=first, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        service.make(made, WHY, by=first, at=NOW)

    assert record.state is RecordState.CONFIRMED
    service.decline(made, "示例：原件写的就是严重", by=second, at=NOW)
    assert (made.state, record.state) == (CorrectionState.DECLINED, RecordState.CONFIRMED)


def test_only_the_body_that_decided_it_corrects_it(bureau):
    record = make_penalty(bureau)
    others = (
        make_user(Role.OFFICE),
        make_user(Role.OFFICER, make_body("示例旁局")),
        make_user(Role.SUPPLIER, record.subject),
    )

    assert bureau.people[0].can(Permission.RECORDS_CORRECT, record)
    assert not any(user.can(Permission.RECORDS_CORRECT, record) for user in others)


def test_of_a_body_that_decided_about_itself_the_office_corrects(bureau):
    record = make_record(
        bureau.body, RecordState.CONFIRMED, found_by_id=bureau.body.id, decided_on=TODAY
    )

    assert make_user(Role.OFFICE).can(Permission.RECORDS_CORRECT, record)
    with pytest.raises(filings.NotYourOwn):
        service.propose(record, said(record, summary="示例"), by=bureau.people[0], at=NOW)


def test_where_a_body_has_one_person_the_second_is_of_the_office(app):
    bureau = make_bureau(people=1)
    record = make_penalty(bureau)

    made = service.propose(record, said(record, **LIGHTER), by=bureau.people[0], at=NOW)

    assert made.deciding_id is None
    service.make(made, WHY, by=make_user(Role.OFFICE), at=NOW)
    assert record.state is RecordState.CORRECTED


def test_what_is_graver_is_told_and_decided_anew(bureau):
    record = make_penalty(bureau, "penalty.general")

    new = corrected(record, bureau, rule="penalty.serious")

    assert (record.state, record.public) == (RecordState.CORRECTED, False)
    assert (new.state, new.notified_on, new.decided_on) == (RecordState.PROPOSED, None, None)
    assert new.public is False and new.found_by_id == bureau.body.id


def test_what_did_not_count_yet_is_told_anew(bureau):
    record = make_penalty(bureau, decided_on=None, public=False, state=RecordState.PROPOSED)

    new = corrected(record, bureau, **LIGHTER)

    assert (new.state, new.notified_on, new.object_until) == (RecordState.PROPOSED, None, None)


def test_the_same_again_and_what_such_a_record_cannot_say_is_refused(bureau):
    record = make_penalty(bureau)
    by = bureau.people[0]

    for wrong in (
        {},
        {"rule": "no-such-rule"},
        {"since": TODAY + timedelta(days=1)},
        {"ruled_on": None},
        {"ruled_on": TODAY + timedelta(days=1)},
    ):
        with pytest.raises(WrongCorrection):
            service.propose(record, said(record, **wrong), by=by, at=NOW)


def test_a_record_that_is_objected_to_is_corrected_in_the_answer(bureau):
    record = make_penalty(bureau)
    objections.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)

    with pytest.raises(BeingHeard):
        service.propose(record, said(record, **LIGHTER), by=bureau.people[0], at=NOW)


def test_nothing_is_corrected_twice_at_once_or_after_its_end(bureau):
    record = make_penalty(bureau)
    service.propose(record, said(record, **LIGHTER), by=bureau.people[0], at=NOW)
    with pytest.raises(NotCorrectable):
        service.propose(record, said(record, **LIGHTER), by=bureau.people[1], at=NOW)

    ended = make_penalty(bureau, state=RecordState.REPAIRED)
    with pytest.raises(NotCorrectable):
        service.propose(ended, said(ended, **LIGHTER), by=bureau.people[0], at=NOW)


def test_another_record_of_the_same_breach_of_the_same_thing_stands_in_the_way(bureau):
    record = make_penalty(bureau)
    make_penalty(bureau, "penalty.general", item_id=record.item_id)

    with pytest.raises(WrongCorrection):
        service.propose(record, said(record, **LIGHTER), by=bureau.people[0], at=NOW)


def test_the_night_proposes_nothing_of_what_was_corrected(bureau):
    record = make_penalty(bureau)
    corrected(record, bureau, **LIGHTER)
    about = (sa.literal(record.item_id), sa.literal(record.subject_id))
    again = sa.select(*breach("decisions", record.rule, *about, sa.literal(TODAY), sa.literal("")))

    assert records.post(again, on=TODAY, at=NOW) == 0
    assert records.post_again(again, sa.select(sa.literal(record.item_id)), on=TODAY, at=NOW) == 0


def test_an_open_application_for_repair_goes_with_the_record(bureau):
    record = make_penalty(bureau, repairable_on=TODAY)
    repair = repairs.file(record, WHY, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)

    new = corrected(record, bureau, **LIGHTER)

    assert (repair.record_id, repair.record) == (new.id, new)


def test_the_subject_gets_a_paper_that_says_point_by_point_what_was_wrong(bureau):
    record = make_penalty(bureau)
    new = corrected(record, bureau, **LIGHTER)
    made = db.session.scalars(sa.select(RecordCorrection)).one()

    (paper,) = documents.of_thing("record_correction", made.id)

    assert paper.issuer is bureau.body and paper.deliveries[0].subject_id == record.subject_id
    for words in (record.ref, new.ref, "受到行政处罚（严重）", "受到行政处罚（一般）", WHY):
        assert words in paper.content


def test_the_successor_can_be_objected_to_and_corrected_again(bureau):
    record = make_penalty(bureau)
    new = corrected(record, bureau, **LIGHTER)

    third = corrected(new, bureau, since=date(2026, 5, 30))
    objections.file(third, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)

    assert (third.state, third.period) == (RecordState.DISPUTED, new.period + 1)
    assert successions.latest(record) is third
    assert successions.corrected(third) is new


def test_a_lasting_breach_is_not_counted_twice_for_its_correction(bureau):
    first = make_record(make_body(), RecordState.EXPIRED)
    second = make_record(
        first.subject, RecordState.CONFIRMED, item_id=first.item_id, period=2, first_id=first.id,
        decided_on=TODAY, found_by_id=bureau.body.id,
    )  # fmt: skip

    new = corrected(second, bureau, summary="示例：更正后的事由")

    assert (new.period, successions.times(new), successions.times(second)) == (3, 2, 1)


def test_checks_of_an_earlier_day_know_the_record_that_stood_then(bureau):
    record = make_penalty(bureau)
    new = corrected(record, bureau, **LIGHTER)
    ids = [record.subject_id]

    assert counting.in_force(ids, TODAY - timedelta(days=30)) == [record]
    assert counting.in_force(ids, TODAY) == [new]


def test_a_lighter_set_that_held_for_the_record_holds_for_its_successor(bureau):
    record = make_penalty(bureau)
    record.until = date(2027, 6, 1)  # as a lenient set of rules made it

    new = corrected(record, bureau, summary="示例：更正后的事由")

    assert new.until == date(2027, 6, 1)


def test_what_is_pending_against_the_decision_goes_on_against_the_successor(bureau):
    record = make_penalty(bureau)
    by = make_user(Role.SUPPLIER, record.subject)
    filed = proceedings.file(record, **REVIEW, by=by, at=NOW)

    successor = corrected(record, bureau, summary="示例：未按规定公示价格（金额更正）")

    assert (filed.record, successor.pending) == (successor, Pending.REVIEW)
