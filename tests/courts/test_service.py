"""Court cases: the term, who may confirm, what is a breach."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.streams.courts import service
from integrity.streams.courts.errors import StillOwed, WrongCase, WrongDay
from integrity.streams.courts.models import OPEN, CaseOutcome, CaseState, CourtCase, Ending
from tests.courts.makers import (
    judge_of,
    make_assigned,
    make_case,
    make_performing,
    make_reported,
    officer_of,
)
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
    assert case.time_limit.family == "LOCAL-COURT"


def test_a_case_that_nobody_dispatches_has_a_day_all_the_same():
    """An undispatched case had no day: it was never late, for ever."""
    case = make_case()

    assert case.due_on == date(2027, 2, 22)  # three months after it was received
    assert ids(date(2027, 2, 22)) == []
    assert ids(date(2027, 2, 23)) == [case.id]


@pytest.mark.parametrize(("dispatched", "due_on"), [(27, "2027-03-01"), (30, "2027-02-22")])
def test_a_late_dispatch_gives_the_body_no_later_day(dispatched, due_on):
    case = make_case()
    at = clock.at(date(2026, 11, dispatched), 9)

    service.assign(case, by=make_user(Role.OFFICE), at=at)

    assert str(case.due_on) == due_on


def test_the_dispatch_has_a_day_of_its_own():
    case = make_case()

    assert case.step_due_on == date(2026, 11, 27)  # five working days
    assert case.step_days_late(date(2026, 12, 1)) == 4


def test_a_case_not_performed_by_its_day_is_a_breach_since_the_day_after():
    case = make_assigned(due_on=date(2026, 10, 31))

    (row,) = db.session.execute(service.breaches(TODAY))

    assert (row.item_id, row.subject_id) == (case.id, case.subject_id)
    assert (row.stream, row.rule) == ("courts", "not-performed")
    assert row.since == date(2026, 11, 1)
    assert case.case_no in row.summary


def test_what_was_performed_in_time_and_confirmed_later_is_not_late():
    case = make_reported(done_on=TODAY - timedelta(days=10))
    case.due_on = TODAY - timedelta(days=5)

    service.confirm(case, TODAY - timedelta(days=10), by=judge_of(case), at=NOW)

    assert case.closed_on == TODAY - timedelta(days=10)
    assert ids() == []


def test_what_was_performed_late_stays_a_breach():
    case = make_reported(done_on=TODAY)
    case.due_on = TODAY - timedelta(days=5)

    service.confirm(case, TODAY, by=judge_of(case), at=NOW)

    assert ids(TODAY + timedelta(days=1)) == [case.id]


def test_a_report_made_in_time_is_no_breach_while_the_court_is_silent():
    case = make_reported(done_on=TODAY)
    case.due_on = TODAY

    assert ids(TODAY + timedelta(days=30)) == []


def test_a_report_that_the_court_sends_back_is_a_breach_at_once():
    case = make_reported(done_on=TODAY)
    case.due_on = TODAY

    service.send_back(case, "款项没有到账", by=judge_of(case), at=NOW)

    assert ids(TODAY + timedelta(days=1)) == [case.id]
    assert case.state is CaseState.PERFORMING


def test_the_body_cannot_confirm_its_own_case():
    case = make_reported(done_on=TODAY)

    with pytest.raises(Forbidden):
        service.confirm(case, TODAY, by=officer_of(case), at=NOW)


def test_another_court_cannot_confirm_the_case():
    case = make_reported(done_on=TODAY)
    other = make_user(Role.COURT, make_body("另一示例人民法院"))

    with pytest.raises(Forbidden):
        service.confirm(case, TODAY, by=other, at=NOW)


def test_the_body_reports_performance_and_nobody_else():
    case = make_performing()

    with pytest.raises(Forbidden):
        service.perform(case, TODAY, "", by=judge_of(case), at=NOW)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2026, 5, 31)])
def test_a_day_in_the_future_or_before_the_case_is_refused(day):
    case = make_performing()

    with pytest.raises(WrongDay):
        service.perform(case, day, "", by=officer_of(case), at=NOW)


def test_a_settlement_is_confirmed_as_a_settlement_and_not_as_paid():
    case = make_performing()
    service.settle(case, TODAY, "和解协议", by=officer_of(case), at=NOW)

    service.confirm(case, TODAY, by=judge_of(case), at=NOW)

    assert (case.outcome, case.performed) == (CaseOutcome.SETTLED, 0)


@pytest.mark.parametrize("state", OPEN)
def test_the_court_confirms_in_any_open_state(state):
    """What the court had enforced itself could not be confirmed before the body reported it."""
    case = make_case()
    case.state = state

    service.confirm(case, TODAY, why="强制划拨", by=judge_of(case), at=NOW)

    assert (case.state, case.closed_on) == (CaseState.CONFIRMED, TODAY)
    assert case.outcome == ("settled" if state is CaseState.SETTLED else "performed")


def test_a_settlement_that_nobody_reported_is_confirmed_as_one():
    case = make_performing()

    service.confirm(case, TODAY, outcome=CaseOutcome.SETTLED, by=judge_of(case), at=NOW)

    assert (case.outcome, case.performed) == (CaseOutcome.SETTLED, 0)


def test_a_report_with_an_early_day_takes_no_case_out_of_the_overdue_count():
    """An officer wrote a day before the due day: the public count fell and no record arose."""
    case = make_performing(received_on=date(2026, 1, 5), due_on=date(2026, 3, 5))

    service.perform(case, date(2026, 3, 1), "付款凭证", by=officer_of(case), at=NOW)

    assert ids() == [case.id]
    (row,) = db.session.execute(service.counts(TODAY))
    assert (row.overdue, row.claimed) == (1, 1)


def test_progress_never_shrinks_and_never_exceeds_what_is_owed():
    case = make_performing()
    service.progress(case, Decimal("50000"), by=judge_of(case), at=NOW)

    assert case.outstanding == Decimal("70000.00")
    for amount in (Decimal("49999.99"), Decimal("120000.01")):
        with pytest.raises(WrongCase):
            service.progress(case, amount, by=judge_of(case), at=NOW)


def test_the_end_of_a_round_leaves_the_debt_open_and_late():
    """终结本次执行 closed the case as done in time, for good."""
    case = make_assigned(due_on=date(2026, 10, 31))

    service.end_round(case, "无财产可供执行", by=judge_of(case), at=NOW)

    assert (case.state, case.outcome, case.closed_on) == (CaseState.ROUND_ENDED, None, None)
    assert ids() == [case.id]
    assert case.is_overdue(TODAY)


def test_a_case_is_revived_and_dispatched_again_with_its_old_day():
    case = make_assigned(due_on=date(2026, 10, 31))
    service.end_round(case, "无财产可供执行", by=judge_of(case), at=NOW)

    service.revive(case, "发现财产线索", by=judge_of(case), at=NOW)
    service.assign(case, by=make_user(Role.OFFICE), at=NOW)

    assert (case.state, case.due_on) == (CaseState.ASSIGNED, date(2026, 10, 31))


def test_the_body_cannot_revive_or_end_a_case():
    case = make_assigned()

    for act in (service.end_round, service.terminate):
        with pytest.raises(Forbidden):
            act(case, "", by=officer_of(case), at=NOW)


def test_enforcement_ends_for_good_only_where_nothing_is_owed_any_more():
    case = make_assigned()

    with pytest.raises(StillOwed):
        service.terminate(case, "无财产可供执行", by=judge_of(case), at=NOW)
    service.terminate(case, "再审改判", ending=Ending.REVOKED, by=judge_of(case), at=NOW)

    assert (case.state, case.outcome) == (CaseState.CLOSED, CaseOutcome.TERMINATED)
    assert case.closed_on == TODAY


def test_the_counts_name_bodies_and_no_cases():
    body = make_body("计数局")
    make_assigned(due_on=date(2026, 10, 1), body=body)
    make_case(body=body)

    (row,) = db.session.execute(service.counts(TODAY))

    assert (row.name, row.cases, row.open, row.overdue) == ("计数局", 2, 2, 1)
    assert db.session.query(CourtCase).count() == 2
