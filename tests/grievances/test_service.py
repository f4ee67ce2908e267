"""An enterprise is heard by somebody other than the body it complains about, to the end."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.people.accounts.models import User
from integrity.streams.grievances import findings, service
from integrity.streams.grievances.errors import AlreadyFiled, NotYours, WrongGrievance
from integrity.streams.grievances.models import (
    Because,
    Channel,
    Grievance,
    GrievanceOutcome,
    GrievanceState,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.grievances.makers import (
    SAID,
    WHY,
    finder_of,
    firm_of,
    make_grievance,
    make_reported,
    make_sent,
    make_true,
    officer_of,
)

pytestmark = pytest.mark.usefixtures("app")
TOMORROW = TODAY + timedelta(days=1)
NEXT = clock.at(TOMORROW, 9)


def broken(on):
    return {row.rule: row.since for row in db.session.execute(service.breaches(on))}


def test_the_body_does_not_know_of_it_before_it_was_sent_and_is_never_its_finder():
    item = make_grievance()

    with pytest.raises(WrongGrievance):
        service.send(item, item.subject, WHY, by=make_user(Role.OFFICE), at=NOW)

    assert item.parties == {item.complainant_id} and item.state is GrievanceState.RECEIVED


def test_only_the_body_it_was_sent_to_finds_and_the_office_finds_nothing():
    item = make_sent()

    for other in (make_user(Role.OFFICE, make_body()), make_user(Role.FINDER, item.subject)):
        with pytest.raises(NotYours):
            findings.find_untrue(item, "不属实", by=other, at=NOW)

    assert not service.FLOW.may(make_user(Role.OFFICE), item, "find_true")


def test_what_is_not_put_right_in_time_is_a_breach_and_a_record():
    item = make_true()
    after = item.due_on + timedelta(days=1)

    records.post(service.breaches(after), on=after, at=clock.at(after, 9))

    found = db.session.scalars(sa.select(CreditRecord)).one()
    assert (found.stream, found.rule, found.since) == ("grievances", "not-put-right", after)
    assert item.starts_as and broken(item.due_on) == {}


def test_a_refusal_is_a_breach_from_its_day_and_ends_nothing():
    item = make_true()

    service.refuse(item, "经费不足", by=officer_of(item), at=NEXT)

    assert (broken(TODAY), broken(TOMORROW)) == ({}, {"not-put-right": TOMORROW})
    assert (item.state, item.closed_on) == (GrievanceState.TRUE, None)
    with pytest.raises(NotAllowed):
        service.refuse(item, "再次表示", by=officer_of(item), at=NEXT)


def test_not_performing_because_people_changed_is_a_breach_even_if_put_right_at_once():
    item = make_true(Because.REPLACED)
    service.report(item, "已拨付", by=officer_of(item), at=NOW)

    service.confirm(item, by=firm_of(item), at=NEXT)

    assert item.outcome is GrievanceOutcome.PUT_RIGHT
    assert broken(TODAY) == {"changed-hands": TODAY}


def test_the_enterprise_refuses_the_report_and_the_old_day_stays():
    item = make_reported()
    due = item.due_on

    service.deny(item, "没有到账", by=firm_of(item), at=NEXT)
    findings.find_not_right(item, "银行流水没有这笔款项", by=finder_of(item), at=NEXT)

    assert (item.state, item.due_on, item.claim_received_on) == (GrievanceState.TRUE, due, None)
    assert "not-put-right" in broken(due + timedelta(days=1))


def test_silence_settles_nothing_but_leaves_it_to_the_finder():
    item = make_reported()
    after = item.step_due_on + timedelta(days=1)

    left = findings.leave_unanswered(on=after, at=clock.at(after, 1))
    again = findings.leave_unanswered(on=after, at=clock.at(after, 1))

    db.session.refresh(item)
    assert (left, again) == (1, 0)
    assert item.state is GrievanceState.CONTESTED and item.closed_on is None


def test_the_office_writes_down_the_word_of_an_enterprise_only_if_it_has_no_account():
    item = make_reported()
    office = make_user(Role.OFFICE)

    with pytest.raises(NotAllowed, match="有账号"):
        service.note_confirmed(item, WHY, by=office, at=NOW)
    db.session.execute(sa.update(User).where(User.role == Role.SUPPLIER).values(state="disabled"))
    service.note_confirmed(item, WHY, by=office, at=NOW)

    assert item.outcome is GrievanceOutcome.PUT_RIGHT


def test_an_account_that_cannot_confirm_does_not_silence_its_enterprise():
    """One that evaluates for the office could not confirm, and nobody could for it."""
    item = make_reported()
    db.session.execute(sa.update(User).where(User.role == Role.SUPPLIER).values(state="disabled"))
    make_user(Role.EVALUATOR, item.complainant)

    service.note_confirmed(item, WHY, by=make_user(Role.OFFICE), at=NOW)

    assert item.outcome is GrievanceOutcome.PUT_RIGHT


def test_a_finding_against_the_enterprise_is_looked_at_again_once():
    item = make_sent()
    firm, finder = firm_of(item), finder_of(item)
    findings.find_untrue(item, "没有这份协议", by=finder, at=NOW)

    service.contest(item, "附上协议原件", by=firm, at=NOW)
    assert (item.state, item.closed_on, item.outcome) == (GrievanceState.SENT, None, None)
    findings.find_untrue(item, "原件不是这份", by=finder, at=NOW)

    with pytest.raises(NotAllowed):
        service.contest(item, "再次不服", by=firm, at=NOW)
    assert item.outcome is GrievanceOutcome.NOT_TRUE


def test_a_number_of_a_channel_is_taken_once_and_own_ones_have_none():
    firm, body, office = make_enterprise("示例商贸有限公司"), make_body(), make_user(Role.OFFICE)
    came = {"channel": Channel.HOTLINE, "channel_no": "GD-1", "received_on": TODAY}

    service.file(firm, body, SAID, by=office, at=NOW, **came)

    with pytest.raises(AlreadyFiled):
        service.file(firm, body, SAID, by=office, at=NOW, **came)
    with pytest.raises(WrongGrievance):
        service.file(firm, body, SAID, by=office, at=NOW, channel=Channel.HOTLINE)
    later = came | {"channel_no": "GD-2", "received_on": TOMORROW}
    with pytest.raises(WrongGrievance, match="还没有到"):
        service.file(firm, body, SAID, by=office, at=NOW, **later)
    assert db.session.query(Grievance).count() == 1
