"""Heartbeats: zero is a report, silence is noticed."""

from datetime import date, timedelta

import pytest

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.streams.courts import heartbeats, service
from integrity.streams.courts.errors import WrongCase, WrongDay
from tests.factories import NOW, TODAY, make_body, make_user
from tests.warnings.makers import change_rule

pytestmark = pytest.mark.usefixtures("app")
WEDNESDAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.fixture
def court():
    court = make_body("心跳法院")
    make_user(Role.COURT, court)
    return court


def beat(court, on, cases=0):
    return service.heartbeat(court, on, cases, by=make_user(Role.COURT, court), at=NOW)


def test_a_heartbeat_of_a_day_is_kept_once_and_a_replay_corrects_it(court):
    first = beat(court, TODAY, 0)
    again = beat(court, TODAY, 3)

    assert first.id == again.id
    assert again.cases == 3


def test_a_court_that_never_spoke_is_silent(court):
    silences = service.silent(WEDNESDAY)

    assert [(silence.court, silence.last_on) for silence in silences] == [(court, None)]


def test_two_working_days_without_a_word_are_still_no_silence(court):
    beat(court, date(2026, 11, 16))

    assert service.silent(WEDNESDAY) == []


def test_a_weekend_does_not_make_a_court_silent(court):
    beat(court, date(2026, 11, 13))

    assert service.silent(date(2026, 11, 17)) == []
    assert [s.last_on for s in service.silent(WEDNESDAY)] == [date(2026, 11, 13)]


def test_a_heartbeat_is_not_of_tomorrow_and_not_negative(court):
    with pytest.raises(WrongDay):
        beat(court, TODAY + timedelta(days=1))
    with pytest.raises(WrongCase):
        beat(court, TODAY, -1)


def test_zero_is_reported_daily_from_15_to_31_december_where_the_group_asks_it(court):
    """Seen: nothing asked the daily report of the year's end, whatever the group had agreed."""
    first, last, sunday = date(2026, 12, 15), date(2026, 12, 31), date(2026, 12, 20)
    assert heartbeats.unreported(sunday) == []
    change_rule(heartbeats.DAILY, "17", day=TODAY)
    service.heartbeat(court, sunday, 0, by=make_user(Role.COURT, court), at=clock.at(sunday, 9))

    asked = [day for day in _days(date(2026, 12, 1), 45) if heartbeats.unreported(day)]

    assert asked == [day for day in _days(first + DAY, 17) if day != sunday + DAY]
    assert asked[-1] == last + DAY
    for who in (make_user(Role.COURT, court), make_user(Role.OFFICE)):
        assert "心跳法院没有报告" in heartbeats.alarms(who, last)[0]
    assert "心跳" not in str(heartbeats.alarms(make_user(Role.COURT, make_body("他院")), last))


def _days(first, number):
    return [first + DAY * after for after in range(number)]
