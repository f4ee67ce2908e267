"""The procedure of a complaint: clocks, disputes, silence, and what becomes a breach."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.extensions import ExtensionRefused
from integrity.streams.complaints import service
from integrity.streams.complaints.models import ComplaintOutcome, ComplaintState
from tests.complaints.makers import (
    CONTACT,
    TEXT,
    answer,
    make_accepted,
    make_answered,
    make_complaint,
)
from tests.factories import NOW, TODAY, make_body, make_user

S = ComplaintState
LATER = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


def found(on):
    return {(row.item_id, row.rule) for row in db.session.execute(service.breaches(on))}


def test_the_clock_starts_when_the_complaint_is_accepted(office):
    complaint = make_complaint()
    assert complaint.due_on is None

    service.accept(complaint, None, by=office, at=NOW)

    assert (complaint.due_on, complaint.time_limit.family) == (date(2026, 11, 27), "CMP-BIZ")


def test_the_office_may_hand_it_to_another_body(office):
    complaint, other = make_complaint(), make_body("另一个局")

    service.accept(complaint, other, by=office, at=NOW)

    assert complaint.parties == {other.id}


def test_a_confirmed_complaint_has_the_outcome_that_the_body_reported():
    complaint = make_answered()

    service.confirm(complaint, at=NOW)

    assert (complaint.state, complaint.outcome) == (S.CONFIRMED, ComplaintOutcome.RESOLVED)
    assert complaint.confirmed_on == TODAY


def test_a_disputed_answer_goes_back_to_the_same_body_with_a_new_clock():
    complaint = make_answered()
    later = clock.at(TODAY + timedelta(days=3), 9)

    service.dispute(complaint, "示例：没有办结。", at=later)

    assert complaint.state is S.DISPUTED
    assert complaint.closed_on is None
    assert complaint.due_on > TODAY + timedelta(days=3)


def test_a_second_dispute_goes_to_the_leading_group(office):
    complaint = make_answered()
    service.dispute(complaint, "示例：没有办结。", at=NOW)
    answer(complaint)

    service.dispute(complaint, "示例：仍然没有办结。", at=NOW)
    assert complaint.state is S.ESCALATED
    service.decide(complaint, "unresolved", "示例：责成另行处理。", by=office, at=NOW)

    assert (complaint.state, complaint.outcome) == (S.CLOSED, ComplaintOutcome.UNRESOLVED)
    assert [m.side.value for m in complaint.messages] == [
        "body", "complainant", "body", "complainant", "office",
    ]  # fmt: skip


def test_a_dispute_reopens_once_and_never_a_third_time():
    complaint = make_answered()
    service.dispute(complaint, "示例：没有办结。", at=NOW)
    answer(complaint)
    service.dispute(complaint, "示例：仍然没有办结。", at=NOW)

    with pytest.raises(NotAllowed):
        service.dispute(complaint, "示例：第三次。", at=NOW)
    with pytest.raises(NotAllowed):
        answer(complaint)
    assert (complaint.disputes, complaint.state) == (2, S.ESCALATED)


def test_silence_is_fifteen_days_from_the_answer():
    assert make_answered().silent_on == date(2026, 12, 7)  # the 6th is a Sunday


def test_nobody_disputes_what_was_not_answered():
    with pytest.raises(NotAllowed, match="当前状态是“已受理，待答复”"):
        service.dispute(make_accepted(), "示例", at=NOW)


def test_silence_ends_a_complaint_after_its_term_and_only_once():
    complaint = make_answered()
    last = complaint.silent_on

    assert service.close_silent(on=last, at=NOW) == 0
    assert service.close_silent(on=last + timedelta(days=1), at=NOW) == 1
    assert service.close_silent(on=last + timedelta(days=1), at=NOW) == 0

    db.session.refresh(complaint)
    assert (complaint.state, complaint.outcome) == (S.SILENT, ComplaintOutcome.RESOLVED)
    assert audit.history(complaint)[0].move == "fall_silent"


def test_the_head_asks_and_the_office_extends_at_most_by_the_rule():
    """The head of the body that owed the answer gave it more time, even when it was long late."""
    complaint = make_accepted()
    head = make_user(Role.HEAD, complaint.subject)
    first = complaint.due_on

    with pytest.raises(ExtensionRefused):
        service.ask_extension(complaint, first + timedelta(days=30), "示例", by=head, at=NOW)
    asked = service.ask_extension(
        complaint, first + timedelta(days=7), "示例：需要检测", by=head, at=NOW
    )
    assert complaint.due_on == first
    service.grant_extension(asked, complaint, "同意", by=make_user(Role.OFFICE), at=NOW)

    assert (complaint.first_due_on, complaint.due_on) == (first, first + timedelta(days=7))


def test_what_was_not_answered_in_time_is_a_breach_even_if_it_is_answered_since():
    complaint = make_accepted()
    assert found(complaint.due_on) == set()

    answer(complaint, clock.at(complaint.due_on + timedelta(days=1), 9))

    assert found(LATER) == {(complaint.id, "unanswered")}


def test_a_missed_day_stays_missed_when_the_answer_is_disputed():
    complaint = make_accepted()
    late = clock.at(complaint.due_on + timedelta(days=1), 9)
    missed = complaint.due_on
    answer(complaint, late)

    service.dispute(complaint, "示例：没有办结。", at=late)
    answer(complaint, late)

    rows = db.session.execute(service.breaches(LATER)).all()
    assert [row.since for row in rows] == [missed + timedelta(days=1)]


def test_an_upheld_complaint_about_a_promise_is_a_breach_of_its_own(office):
    complaint = make_answered()
    service.confirm(complaint, at=NOW)

    service.uphold(complaint, "示例：承诺没有兑现。", by=office, at=NOW)

    assert found(TODAY) == {(complaint.id, "upheld")}


def test_what_was_refused_or_passed_on_is_nobodys_breach(office):
    refused, passed = make_complaint(), make_complaint()
    service.refuse(refused, "no_facts", "示例：没有具体事实。", by=office, at=NOW)
    service.pass_on(passed, "纪检监察机关", "示例：涉及工作人员。", by=office, at=NOW)

    assert found(LATER) == set()
    assert refused.parties == passed.parties == set()


def test_no_words_of_a_complaint_enter_the_log():
    complaint = make_answered()
    service.dispute(complaint, "示例：不要写进日志。", at=NOW)

    log = str([(e.why, e.facts, e.by_name) for e in audit.history(complaint)])

    assert TEXT not in log
    assert "不要写进日志" not in log
    assert CONTACT not in log


def test_the_figures_count_accepted_complaints_by_body():
    body, idle = make_body(), make_body("无投诉的局")
    make_complaint(body)
    make_accepted(body, due_on=TODAY - timedelta(days=1))
    service.confirm(make_answered(body), at=NOW)

    assert service.figures([body.id, idle.id], TODAY) == {}
    counted = service.figures([body.id, idle.id], TODAY + timedelta(days=30))

    assert counted == {body.id: service.Figures(2, 2, 1, 1, 0)}


days = st.integers(0, 12).map(lambda n: TODAY + timedelta(days=n))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due_on=st.none() | days,
    closed_on=st.none() | days,
    missed_on=st.none() | days,
    decided_on=st.none() | days,
    outcome=st.none() | st.sampled_from(ComplaintOutcome),
    on=days,
)
def test_a_breach_is_the_same_in_sql_and_in_python(
    due_on, closed_on, missed_on, decided_on, outcome, on
):
    complaint = make_complaint()
    complaint.due_on, complaint.closed_on, complaint.missed_on = due_on, closed_on, missed_on
    complaint.decided_on, complaint.outcome = decided_on, outcome
    db.session.flush()

    rules = {rule for number, rule in found(on) if number == complaint.id}

    missed = missed_on is not None and missed_on < on
    upheld = outcome is ComplaintOutcome.UPHELD and decided_on is not None and decided_on <= on
    wanted = {"unanswered": missed or complaint.is_late(on), "upheld": upheld}
    assert rules == {rule for rule, holds in wanted.items() if holds}
