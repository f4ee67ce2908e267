"""What a body decided outside the streams becomes a record by the one path, by two people."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.objections import service as objections
from integrity.credit.records import annulments, confirmations
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.subjects.service import register_person
from integrity.streams.decisions import service
from integrity.streams.decisions.errors import AlreadyEntered, NotSecond, WrongDecision
from integrity.streams.decisions.models import (
    Decision,
    DecisionKind,
    DecisionState,
    Severity,
)
from tests.decisions.makers import (
    after,
    honour,
    make_decision,
    make_effective,
    officer_of,
    posted,
    said,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(item):
    """The record of a decision, told and confirmed by the body that decided."""
    record = served(posted(item))
    records.confirm(record, by=officer_of(item.body), at=after(record), why="示例：已核对文书")
    return record


def test_nothing_follows_from_what_one_person_entered():
    make_decision()

    assert records.post(service.breaches(TODAY), on=TODAY, at=NOW) == 0


def test_who_entered_it_does_not_confirm_it():
    item = make_decision()
    first = make_user(Role.OFFICER, item.body)
    item.entered_by_id = first.id

    with pytest.raises(NotSecond):
        service.confirm(item, by=first, at=NOW)
    with pytest.raises(NotSecond):
        service.confirm(item, by=officer_of(make_body("另一示例局")), at=NOW)


def test_its_subject_is_told_before_it_counts_and_the_notice_names_the_document():
    item = make_effective()

    record = posted(item)

    assert (record.state, record.notified_on) == (RecordState.PROPOSED, None)
    assert item.number in record.summary and record.since == item.decided_on
    assert record.found_by_id == item.body_id
    assert served(record).object_until is not None


def test_it_is_confirmed_by_who_decided_and_by_no_other_body():
    record = served(posted(item := make_effective()))
    own, other = officer_of(item.body), officer_of(make_body("另一示例局"))

    assert confirmations.may_confirm(own, record)
    assert not confirmations.may_confirm(other, record)
    assert not confirmations.may_confirm(make_user(Role.OFFICE), record)
    records.confirm(record, by=own, at=after(record))
    assert record.found_by_id == item.body_id


@pytest.mark.parametrize(
    ("severity", "grade", "public", "months"),
    [
        (Severity.MINOR, "minor", False, 3),
        (Severity.GENERAL, "general", True, 12),
        (Severity.SERIOUS, "serious", True, 36),
    ],
)
def test_its_class_makes_the_grade_and_the_periods_count_from_the_decision(
    severity, grade, public, months
):
    """第36号令: the periods count from the day of the document, not of the record."""
    record = confirmed(make_effective(severity=severity, decided_on=date(2026, 11, 2)))

    years, month = divmod(11 - 1 + months, 12)
    assert (record.grade, record.public) == (grade, public)
    assert record.until == date(2026 + years, month + 1, 2)
    assert record.decided_on and record.decided_on > date(2026, 11, 2)


def test_the_rules_of_the_day_of_the_decision_grade_it():
    record = confirmed(make_effective(decided_on=date(2025, 3, 3), severity=Severity.SERIOUS))

    assert (record.scale, record.ruled_on) == ("2023", date(2025, 3, 3))


def test_several_days_are_confirmed_at_once_each_by_its_own_rules():
    body = make_body("示例市场监管局")
    items = [
        make_effective(body=body, decided_on=day, severity=Severity.SERIOUS)
        for day in (date(2025, 3, 3), date(2026, 11, 2))
    ]
    found = [served(posted(item)) for item in items]

    confirmations.confirm_all(
        "decisions",
        "penalty.serious",
        [record.id for record in found],
        "示例：已核对",
        by=officer_of(body),
        at=after(found[1]),
    )

    for record in found:
        db.session.refresh(record)
    assert [record.scale for record in found] == ["2023", "2026"]


def test_what_is_over_by_its_own_rules_is_not_collected():
    with pytest.raises(WrongDecision):
        make_decision(decided_on=date(2023, 6, 1), severity=Severity.MINOR)


@pytest.mark.parametrize(
    "wrong",
    [
        {"decided_on": TODAY + timedelta(days=1)},
        {"severity": None},
        {"kind": DecisionKind.HONOUR},
        {"kind": DecisionKind.DISCIPLINE},
        {"shown_until": date(2027, 1, 1)},
    ],
)
def test_a_decision_that_cannot_be_is_refused(wrong):
    """A discipline of an enterprise, for one: the catalogue has no such item."""
    with pytest.raises(WrongDecision):
        make_decision(**wrong)


def test_no_body_decides_about_itself():
    body = make_body()

    with pytest.raises(WrongDecision):
        make_decision(body=body, subject=body)


def test_a_document_about_a_subject_is_entered_once_however_it_is_written():
    first = make_decision(number="示例罚〔2026〕7号")
    by = officer_of(first.body)
    same = said(number="示例罚[2026] 7号", decided_on=first.decided_on)

    again = service.enter(first.body, first.subject, same, by=by, at=NOW)
    with pytest.raises(AlreadyEntered):
        service.enter(first.body, first.subject, same | {"title": "别的"}, by=by, at=NOW)
    other = service.enter(first.body, make_enterprise("示例二厂"), same, by=by, at=NOW)

    assert again is first and other is not first


def test_a_draft_that_was_wrong_is_discarded_and_entered_again():
    first = make_decision(number="示例罚〔2026〕8号")
    service.abandon(first, "示例：当事人有误", by=officer_of(first.body), at=NOW)

    again = make_decision(body=first.body, subject=first.subject, number=first.number)

    assert again.id != first.id and first.state is DecisionState.DISCARDED


def test_what_is_good_counts_at_once_and_is_no_breach():
    item = make_effective(**honour())

    assert item.public and item.shown_until == date(2029, 11, 2)
    assert records.post(service.breaches(TODAY), on=TODAY, at=NOW) == 0


def test_what_is_good_is_shown_for_its_time():
    item = make_effective(**honour(shown_until=date(2026, 12, 31)))
    service.expire(on=date(2027, 1, 1), at=clock.at(date(2027, 1, 1)))

    db.session.refresh(item)
    assert (item.state, item.public) == (DecisionState.EXPIRED, False)


def test_nothing_of_a_person_is_ever_public():
    person = register_person("示例人", "11010519491231002X")
    good = make_effective(subject=person, **honour())
    bad = confirmed(make_effective(subject=person, severity=Severity.SERIOUS))

    assert not good.public
    assert bad not in db.session.scalars(records.published()).all()


def test_a_discipline_of_a_person_is_recorded_and_not_published():
    person = register_person("示例人", "11010519491231002X")

    record = confirmed(
        make_effective(subject=person, kind=DecisionKind.DISCIPLINE, severity=Severity.SERIOUS)
    )

    assert (record.state, record.public) == (RecordState.CONFIRMED, False)


def test_the_database_holds_no_public_decision_that_is_adverse():
    item = make_effective()

    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Decision).where(Decision.id == item.id).values(public=True))


def test_what_was_annulled_takes_its_record_along_by_two_people():
    item = make_effective()
    record = confirmed(item)
    first, second = officer_of(item.body), officer_of(item.body)

    service.propose_revocation(item, "示例：复议撤销", by=first, at=after(record))
    with pytest.raises(NotSecond):
        service.revoke(item, "示例", by=first, at=after(record))
    service.revoke(item, "示例：复议决定撤销", by=second, at=after(record))

    assert (record.state, record.public) == (RecordState.WITHDRAWN, False)
    assert item.state is DecisionState.REVOKED
    assert records.post(service.breaches(TODAY), on=TODAY, at=NOW) == 0


def test_while_an_objection_is_heard_the_answer_decides():
    item = make_effective()
    record = served(posted(item))
    objections.file(record, "示例：处罚对象不是我们", by=make_user(Role.SUPPLIER), at=NOW)
    service.propose_revocation(item, "示例", by=officer_of(item.body), at=NOW)

    with pytest.raises(annulments.BeingHeard):
        service.revoke(item, "示例", by=officer_of(item.body), at=NOW)


def test_a_second_person_may_find_that_it_stands():
    item = make_effective()
    service.propose_revocation(item, "示例", by=officer_of(item.body), at=NOW)

    service.let_stand(item, "示例：文书有效", by=officer_of(item.body), at=NOW)

    assert item.state is DecisionState.EFFECTIVE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CreditRecord)) == 0
