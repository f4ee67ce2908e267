"""A settlement: a claim until the court confirms it, then due part by part; broken, all is due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.streams.courts import service, settlements
from integrity.streams.courts.errors import StillOwed, WrongCase, WrongDay
from integrity.streams.courts.models import CaseOutcome, CaseState
from tests.courts.makers import judge_of, make_agreed, make_performing, officer_of
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")
FIRST, SECOND = date(2026, 12, 10), date(2027, 1, 10)
PARTS = [(FIRST, Decimal(50000), ""), (SECOND, Decimal(70000), "")]


def found(on: date) -> list[tuple[str, date]]:
    db.session.flush()
    return sorted((row.rule, row.since) for row in db.session.execute(service.breaches(on)))


def morning(day: date):
    return clock.at(day, 9)


def test_what_the_body_says_of_a_settlement_moves_no_day():
    case = make_performing()
    due_on = case.due_on

    service.settle(case, TODAY, "和解协议", PARTS, by=officer_of(case), at=NOW)

    assert (case.due_on, case.closed_on, case.is_claimed) == (due_on, None, True)


def test_the_court_confirms_it_and_the_case_is_due_part_by_part():
    """Confirming a settlement closed the case, whatever was still to be paid under it."""
    case = make_agreed(PARTS)
    judge = judge_of(case)

    assert (case.state, case.due_on, case.closed_on) == (CaseState.AGREED, FIRST, None)
    settlements.keep_part(case, FIRST, by=judge, at=morning(FIRST))
    assert (case.due_on, case.performed) == (SECOND, 50000)
    settlements.keep_part(case, SECOND, by=judge, at=morning(SECOND))

    assert (case.state, case.outcome) == (CaseState.CONFIRMED, CaseOutcome.SETTLED)
    assert (case.closed_on, case.performed) == (SECOND, 120000)
    assert found(date(2027, 12, 1)) == []


def test_a_settlement_with_parts_to_come_is_not_confirmed_as_done():
    case = make_performing()
    service.settle(case, TODAY, "和解协议", PARTS, by=officer_of(case), at=NOW)

    with pytest.raises(StillOwed):
        service.confirm(case, TODAY, by=judge_of(case), at=NOW)


def test_the_court_names_the_parts_of_an_agreement_that_nobody_reported():
    case = make_performing()

    with pytest.raises(WrongCase):
        settlements.agree(case, TODAY, by=judge_of(case), at=NOW)
    settlements.agree(case, TODAY, PARTS, by=judge_of(case), at=NOW)

    assert case.due_on == FIRST


def test_what_the_court_sends_back_was_no_agreement():
    case = make_performing()
    service.settle(case, TODAY, "和解协议", PARTS, by=officer_of(case), at=NOW)

    service.send_back(case, "申请执行人不认可", by=judge_of(case), at=NOW)

    assert settlements.current(case) is None
    assert (case.state, case.is_claimed) == (CaseState.PERFORMING, False)


def test_a_settlement_of_tomorrow_is_refused():
    case = make_performing()

    for day, act, by in (
        (TODAY + timedelta(days=1), service.settle, officer_of(case)),
        (TODAY + timedelta(days=1), settlements.agree, judge_of(case)),
    ):
        with pytest.raises(WrongDay):
            act(case, day, *(["示例"] if act is service.settle else []), PARTS, by=by, at=NOW)


@pytest.mark.parametrize(
    "parts",
    [
        [(FIRST, Decimal(120001), "")],
        [(FIRST, Decimal(-1), "")],
        [(FIRST, Decimal(0), "")],
        [(TODAY - timedelta(days=1), Decimal(1), "")],
        [(FIRST, Decimal(1), ""), (FIRST, Decimal(2), "")],
    ],
)
def test_an_impossible_agreement_is_refused(parts):
    case = make_performing()

    with pytest.raises(WrongCase):
        service.settle(case, TODAY, "和解协议", parts, by=officer_of(case), at=NOW)


def test_a_missed_part_is_a_breach_the_day_after():
    case = make_agreed(PARTS)

    assert found(FIRST) == []
    assert found(FIRST + timedelta(days=1)) == [("settlement-broken", FIRST + timedelta(days=1))]
    assert case.is_overdue(FIRST + timedelta(days=1))


def test_what_the_body_says_of_a_part_waits_for_the_court_and_denied_is_late_at_once():
    case = make_agreed(PARTS)
    later = FIRST + timedelta(days=3)
    settlements.report_part(case, FIRST, "凭证", by=officer_of(case), at=morning(FIRST))

    assert found(later) == []
    settlements.deny_part(case, "款项没有到账", by=judge_of(case), at=morning(later))
    assert found(later) == [("settlement-broken", FIRST + timedelta(days=1))]


def test_a_broken_settlement_makes_all_of_it_due_with_the_old_day():
    case = make_agreed(PARTS, received_on=date(2026, 1, 5))
    later, old = date(2027, 3, 1), date(2027, 2, 22)

    settlements.break_off(case, "第一期没有履行", by=judge_of(case), at=morning(later))

    assert (case.state, case.due_on) == (CaseState.PERFORMING, old)
    assert case.is_overdue(later)
    assert found(later) == [("settlement-broken", FIRST + timedelta(days=1))]


def test_broken_before_the_old_day_it_is_due_at_once():
    case = make_agreed(PARTS)
    later = FIRST + timedelta(days=1)

    settlements.break_off(case, "明确表示不再履行", by=judge_of(case), at=morning(later))

    assert case.due_on == later
    assert found(later + timedelta(days=1)) == [("settlement-broken", later)]


def test_a_settlement_of_a_case_that_was_late_hides_no_lateness():
    case = make_performing(received_on=date(2026, 1, 5), due_on=date(2026, 10, 31))
    settlements.agree(case, TODAY, PARTS, by=judge_of(case), at=NOW)

    assert found(TODAY) == [("not-performed", date(2026, 11, 1))]


def test_only_the_court_says_that_a_part_was_kept_or_that_all_is_broken():
    case = make_agreed(PARTS)
    officer = officer_of(case)

    with pytest.raises(Forbidden):
        settlements.keep_part(case, TODAY, by=officer, at=NOW)
    with pytest.raises(Forbidden):
        settlements.break_off(case, "示例", by=officer, at=NOW)


def test_an_act_may_be_owed_and_agreed_on_instead_of_a_sum():
    more = {"duty": "conduct", "conduct": "腾退场地", "owed": Decimal(0)}
    case = make_agreed([(FIRST, Decimal(0), "腾退场地")], **more)

    settlements.keep_part(case, FIRST, by=judge_of(case), at=morning(FIRST))

    assert (case.state, case.closed_on) == (CaseState.CONFIRMED, FIRST)


def test_of_two_duties_the_act_may_be_confirmed_alone_and_the_sum_stays_open():
    case = make_performing(duty="both", conduct="恢复原状")

    service.conduct_done(case, TODAY, by=judge_of(case), at=NOW)

    assert (case.conduct_done_on, case.outstanding, case.closed_on) == (TODAY, 120000, None)


@pytest.mark.parametrize("fault", [{"duty": "both"}, {"conduct": "腾退场地"}])
def test_an_act_that_is_owed_is_named_and_no_other(fault):
    with pytest.raises(WrongCase):
        make_performing(**fault)
