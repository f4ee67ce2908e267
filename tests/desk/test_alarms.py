"""What the office is told before its duties."""

from datetime import date

from integrity.base.permissions import Role
from integrity.doors.desk import alarms
from tests.factories import make_body, make_user


def told(role, on=date(2026, 11, 20)):
    return alarms.of(make_user(role, make_body()), on)


def test_next_years_missing_holiday_notice_is_an_alarm_from_november(app):
    assert any("2027 年放假安排" in alarm for alarm in told(Role.OFFICE))
    assert told(Role.OFFICE, date(2026, 10, 31)) == []
    assert told(Role.OFFICE, date(2025, 11, 1)) == []


def test_a_court_that_never_spoke_is_an_alarm(app):
    court = make_body("示例法院")
    make_user(Role.COURT, court)

    assert any(court.name in alarm and "从未" in alarm for alarm in told(Role.OFFICE))


def test_a_body_is_not_alarmed(app):
    assert told(Role.OFFICER) == []
