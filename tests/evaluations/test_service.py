"""Remedial points: reported, verified by somebody else, and what becomes a breach."""

from datetime import timedelta

import pytest

from evaluations import service
from evaluations.models import PointOutcome, PointState
from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.evaluations.makers import make_point
from tests.factories import NOW, TODAY, make_user


@pytest.fixture
def point(app):
    return make_point()


@pytest.fixture
def office(app):
    return make_user(Role.OFFICE)


def found(on):
    return [(row.item_id, row.since) for row in db.session.execute(service.breaches(on))]


def test_what_is_not_put_right_by_its_day_is_a_breach(point):
    after = point.due_on + timedelta(days=1)

    assert found(point.due_on) == []
    assert [number for number, _since in found(after)] == [point.id]


def test_what_was_reported_in_time_is_none_even_if_it_is_verified_late(point, office):
    service.answer(point, "示例：已整改", by=make_user(Role.OFFICER, point.subject), at=NOW)
    late = clock.at(point.due_on + timedelta(days=30), 9)

    service.verify(point, "示例：已核实", by=office, at=late)

    assert (point.state, point.outcome) == (PointState.VERIFIED, PointOutcome.PUT_RIGHT)
    assert found(point.due_on + timedelta(days=60)) == []


def test_what_is_sent_back_is_open_again_with_its_old_day(point, office):
    due = point.due_on
    service.answer(point, "示例：已整改", by=make_user(Role.OFFICER, point.subject), at=NOW)

    service.send_back(point, "示例：没有整改", by=office, at=NOW)

    assert (point.due_on, point.closed_on) == (due, None)
    assert point.is_overdue(due + timedelta(days=1))


def test_what_is_found_not_put_right_is_a_breach_at_once(point, office):
    service.answer(point, "示例：已整改", by=make_user(Role.OFFICER, point.subject), at=NOW)

    service.fail(point, "示例：弄虚作假", by=office, at=NOW)

    assert len(found(TODAY)) == 1
