"""Court cases: the term, who may confirm, what is a breach."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from integrity.courts import service
from integrity.courts.errors import WrongCase, WrongDay
from integrity.courts.models import CaseOutcome, CaseState, CourtCase
from integrity.db import db
from integrity.errors import Forbidden, NotAllowed
from integrity.permissions import Role
from tests.courts.makers import judge_of, make_assigned, make_case, make_reported, officer_of
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")


def ids(on: date = TODAY) -> list[int]:
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def test_the_term_runs_from_the_day_of_assignment():
    case = make_case(received_on=date(2026, 6, 1))

    service.assign(case, by=make_user(Role.OFFICE), at=NOW)

    assert case.starts_on == TODAY
    assert case.due_on == date(2027, 2, 22)  # 2027-02-20 is a Saturday
    assert case.term.family == "LOCAL-COURT"


def test_a_case_not_assigned_has_no_day_and_breaks_nothing():
    make_case()

    assert ids(date(2030, 1, 1)) == []


def test_a_case_not_performed_by_its_day_is_a_breach_since_the_day_after():
    case = make_assigned(due_on=date(2026, 10, 31))

    (row,) = db.session.execute(service.breaches(TODAY))

    assert (row.item_id, row.subject_id) == (case.id, case.subject_id)
    assert (row.stream, row.rule) == ("courts", "not-performed")
    assert row.since == date(2026, 11, 1)
    assert case.case_no in row.summary


def test_what_was_performed_in_time_and_confirmed_later_is_not_late():
    case = make_reported(reported_on=TODAY - timedelta(days=10))
    case.due_on = TODAY - timedelta(days=5)

    service.confirm(case, TODAY - timedelta(days=10), by=judge_of(case), at=NOW)

    assert case.closed_on == TODAY - timedelta(days=10)
    assert ids() == []


def test_what_was_performed_late_stays_a_breach():
    case = make_reported(reported_on=TODAY)
    case.due_on = TODAY - timedelta(days=5)

    service.confirm(case, TODAY, by=judge_of(case), at=NOW)

    assert ids(TODAY + timedelta(days=1)) == [case.id]


def test_a_report_made_in_time_is_no_breach_while_the_court_is_silent():
    case = make_reported(reported_on=TODAY)
    case.due_on = TODAY

    assert ids(TODAY + timedelta(days=30)) == []


def test_a_report_that_the_court_sends_back_is_a_breach_at_once():
    case = make_reported(reported_on=TODAY)
    case.due_on = TODAY

    service.send_back(case, "款项没有到账", by=judge_of(case), at=NOW)

    assert ids(TODAY + timedelta(days=1)) == [case.id]
    assert case.state is CaseState.PERFORMING


def test_the_body_cannot_confirm_its_own_case():
    case = make_reported(reported_on=TODAY)

    with pytest.raises(Forbidden):
        service.confirm(case, TODAY, by=officer_of(case), at=NOW)


def test_another_court_cannot_confirm_the_case():
    case = make_reported(reported_on=TODAY)
    other = make_user(Role.COURT, make_body("另一示例人民法院"))

    with pytest.raises(Forbidden):
        service.confirm(case, TODAY, by=other, at=NOW)


def test_the_body_reports_performance_and_nobody_else():
    case = make_assigned()
    case.state = CaseState.PERFORMING

    with pytest.raises(Forbidden):
        service.perform(case, TODAY, "", by=judge_of(case), at=NOW)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2026, 5, 31)])
def test_a_day_in_the_future_or_before_the_case_is_refused(day):
    case = make_assigned()
    case.state = CaseState.PERFORMING

    with pytest.raises(WrongDay):
        service.perform(case, day, "", by=officer_of(case), at=NOW)


def test_a_settlement_is_confirmed_as_a_settlement_and_not_as_paid():
    case = make_assigned()
    case.state = CaseState.PERFORMING
    service.settle(case, TODAY, "和解协议", by=officer_of(case), at=NOW)

    service.confirm(case, TODAY, by=judge_of(case), at=NOW)

    assert (case.outcome, case.performed) == (CaseOutcome.SETTLED, 0)


def test_nothing_is_confirmed_before_the_body_reported():
    case = make_assigned()

    with pytest.raises(NotAllowed):
        service.confirm(case, TODAY, by=judge_of(case), at=NOW)


def test_progress_never_shrinks_and_never_exceeds_what_is_owed():
    case = make_assigned()
    case.state = CaseState.PERFORMING
    service.progress(case, Decimal("50000"), by=judge_of(case), at=NOW)

    assert case.outstanding == Decimal("70000.00")
    for amount in (Decimal("49999.99"), Decimal("120000.01")):
        with pytest.raises(WrongCase):
            service.progress(case, amount, by=judge_of(case), at=NOW)


def test_a_terminated_case_is_closed_without_performance():
    case = make_assigned()

    service.terminate(case, "无财产可供执行", by=judge_of(case), at=NOW)

    assert (case.state, case.outcome) == (CaseState.CLOSED, CaseOutcome.TERMINATED)
    assert case.closed_on == TODAY


def test_the_counts_name_bodies_and_no_cases():
    body = make_body("计数局")
    make_assigned(due_on=date(2026, 10, 1), body=body)
    make_case(body=body)

    (row,) = db.session.execute(service.counts(TODAY))

    assert (row.name, row.cases, row.open, row.overdue) == ("计数局", 2, 2, 1)
    assert db.session.query(CourtCase).count() == 2
