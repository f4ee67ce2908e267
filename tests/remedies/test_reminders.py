"""On the first day on which repair can be asked for its subject hears of it, once."""

from datetime import date, timedelta

import pytest

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.credit.tells import RECORDS, REPAIRABLE
from integrity.people.messages.tells import event_of, say
from jobs.telling import remind_of_repair
from tests.factories import NOW, TODAY, make_enterprise, make_record, make_user
from tests.messages.test_inbox import told
from tests.sanctions.makers import make_listed

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(repairable_on, decided_on=date(2026, 7, 1), state=RecordState.CONFIRMED):
    return make_record(
        state=state, decided_on=decided_on, repairable_on=repairable_on, until=date(2027, 7, 1)
    )


def heard(user):
    """What this person was told of repair."""
    return [said for said in told(user) if "可以申请信用修复" in said]


def test_the_subject_hears_of_the_day_once_and_nobody_else_does():
    record = confirmed(TODAY)
    officer, other = make_user(Role.OFFICER, record.subject), make_user(Role.OFFICER)

    first, second = remind_of_repair(TODAY, NOW), remind_of_repair(TODAY, NOW)

    assert (first["credit_record"], second["credit_record"]) == (1, 0)
    assert len(heard(officer)) == 1 and heard(other) == []


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY, None])
def test_on_every_other_day_nobody_hears(day):
    officer = make_user(Role.OFFICER, confirmed(day).subject)

    remind_of_repair(TODAY, NOW)

    assert heard(officer) == []


def test_what_was_repaired_is_not_spoken_of():
    officer = make_user(Role.OFFICER, confirmed(TODAY, state=RecordState.REPAIRED).subject)

    remind_of_repair(TODAY, NOW)

    assert heard(officer) == []


def test_what_can_be_repaired_at_once_is_told_of_the_day_after_its_decision():
    officer = make_user(Role.OFFICER, confirmed(TODAY - DAY, decided_on=TODAY - DAY).subject)

    remind_of_repair(TODAY, NOW)

    assert len(heard(officer)) == 1


def test_an_entry_without_a_record_has_its_day_too():
    entry = make_listed(make_enterprise(), record=False, at=clock.at(date(2025, 11, 19)))
    supplier = make_user(Role.SUPPLIER, entry.subject)
    first = date(2026, 11, 20)

    before = remind_of_repair(first - DAY, NOW)["list_entry"]
    on_the_day = remind_of_repair(first, NOW)["list_entry"]

    assert before == 0 < on_the_day
    assert len(heard(supplier)) == 1


def test_the_message_leads_to_the_page_that_says_how():
    tell = RECORDS.tells[REPAIRABLE][0]

    said = say(RECORDS.thing, event_of(REPAIRABLE, tell), "7")

    assert said.path == "/repairs/new?record=7"
