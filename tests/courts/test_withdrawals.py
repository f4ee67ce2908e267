"""What a court pushed by mistake is taken back, and nobody gains or loses by anybody's silence."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.streams.courts import service, withdrawals
from integrity.streams.courts.errors import Conflict
from integrity.streams.courts.models import CaseOutcome, CaseState
from integrity.streams.courts.receipts import Kind, Receipt
from tests.courts.makers import judge_of, make_assigned, make_case, make_data, make_performing
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
LONG_AGO = NOW - timedelta(days=200)


def make_late():
    return make_assigned(due_on=date(2026, 1, 5), at=LONG_AGO, received_on=date(2026, 1, 2))


def withdraw(case, at=NOW):
    service.withdraw(case, "推送错了单位", by=judge_of(case), at=at)
    db.session.flush()


def decide(verb, case):
    verb(case, "核对了法律文书", by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()


def proposed() -> list[CreditRecord]:
    records.post(service.breaches(TODAY), on=TODAY, at=NOW)
    return list(db.session.scalars(sa.select(CreditRecord)))


def push_again(case, version=2):
    """The same number and the same identifier, for the body that owes in truth."""
    data = make_data(make_body("应负责的局"), case_no=case.case_no)
    key = {"source": case.source, "external_id": case.external_id, "version": version}
    return service.receive(case.court, data, **key, by=judge_of(case), at=NOW)


def test_what_nobody_has_signed_for_is_taken_back_at_once_and_leaves_a_trace():
    case = make_assigned()

    withdraw(case)

    assert (case.state, case.outcome) == (CaseState.WITHDRAWN, CaseOutcome.WITHDRAWN)
    kinds = db.session.scalars(sa.select(Receipt.kind).order_by(Receipt.id)).all()
    assert kinds == [Kind.RECEIVED, Kind.WITHDRAWN]
    assert service.by_case_no(case.court, case.case_no) is case


def test_a_withdrawn_case_frees_its_number_for_the_right_one():
    case = make_case()
    withdraw(case)

    right = push_again(case)

    assert right is not case and right.state is CaseState.RECEIVED
    assert service.by_case_no(case.court, case.case_no) is right


def test_a_late_replay_does_not_bring_a_withdrawn_case_back():
    case = make_case()
    withdraw(case)

    with pytest.raises(Conflict):
        push_again(case, version=1)


def test_once_the_body_has_signed_the_office_decides_and_the_day_stays():
    case = make_performing()
    due_on = case.due_on

    withdraw(case)
    assert case.state is CaseState.WITHDRAWING
    decide(withdrawals.refuse, case)

    assert (case.state, case.due_on, case.closed_on) == (CaseState.RECEIVED, due_on, None)


def test_a_late_case_is_not_taken_back_without_the_office():
    """Else a court that is asked for it could end a lateness before anybody has seen it."""
    case = make_late()

    withdraw(case)

    assert case.state is CaseState.WITHDRAWING


def test_while_the_office_decides_no_record_is_made_and_then_the_same_as_ever():
    case = make_late()
    withdraw(case)
    assert proposed() == []

    decide(withdrawals.refuse, case)

    assert [record.since for record in proposed()] == [date(2026, 1, 6)]


def test_what_was_proposed_of_a_wrong_case_is_withdrawn_with_it():
    case = make_late()
    (record,) = proposed()
    withdraw(case)

    decide(withdrawals.allow, case)

    assert record.state is RecordState.WITHDRAWN
    assert case.state is CaseState.WITHDRAWN and len(proposed()) == 1


def test_a_record_that_counts_goes_by_its_own_remedy_first():
    case = make_late()
    (record,) = proposed()
    record.state = RecordState.CONFIRMED
    withdraw(case)

    with pytest.raises(records.Counted):
        decide(withdrawals.allow, case)


def test_another_court_takes_nothing_back():
    case = make_case()

    with pytest.raises(Forbidden):
        service.withdraw(case, "x", by=make_user(Role.COURT, make_body("另一法院")), at=NOW)
