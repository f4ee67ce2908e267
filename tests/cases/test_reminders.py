"""Who takes part in joint measures and sends no case in hears of it, once in a month."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.cases import sending
from integrity.credit.records.models import RecordState
from jobs.telling import remind_of_cases
from tests.cases.makers import make_case
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2026, 5, 8)
NEXT_MONTH = date(2026, 12, 1)


def heard(user):
    wanted = sa.select(sa.func.count()).where(Message.person_id == user.id)
    return db.session.scalar(wanted.where(Message.event.contains("nothing-sent")))


@pytest.fixture
def officer():
    body = make_body("示例发起局")
    said = {"found_by_id": body.id, "decided_on": FIRST, "state": RecordState.CONFIRMED}
    make_record(make_enterprise(), **said)
    return make_user(Role.OFFICER, body)


def test_it_is_told_once_in_a_month_and_nobody_else_is(officer):
    other = make_user(Role.OFFICER, make_body("示例旁局"))

    for on in (TODAY, TODAY, NEXT_MONTH):
        remind_of_cases(on, NOW)

    assert (heard(officer), heard(other)) == (2, 0)


def test_nobody_is_reminded_before_the_day_or_after_a_case_was_sent(officer):
    due = rules.due("LOCAL-CASE-SEND", FIRST).due_on

    assert sending.late(date.fromordinal(due.toordinal() - 1)) == []
    assert sending.late(due) == [officer.body_id]
    make_case(officer.body)
    assert sending.late(TODAY) == []


def test_whoever_is_late_has_it_on_the_desk_too(officer):
    assert sending.late(TODAY) == [officer.body_id]
    assert sending.due_on(officer.body_id) <= TODAY
