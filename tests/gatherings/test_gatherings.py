"""What should have come and did not (应归尽归): by body and item, from the update cycle."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.credit.catalogue.models import CatalogueItem, Cycle
from integrity.credit.gatherings import periods, rates, service
from integrity.credit.gatherings.models import Gathering, GatheringState
from integrity.credit.gatherings.service import WrongDuty
from integrity.people.messages import service as messages
from jobs.daily import open_gatherings
from tests.factories import NOW, TODAY, make_body, make_enterprise
from tests.gatherings.makers import (
    contract,
    deliver,
    make_duty,
    make_gathering,
    make_item,
    office,
    officer,
)

ONE = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(st.sampled_from(Cycle), DAYS, st.integers(0, 800))
def test_periods_follow_each_other_without_a_gap_and_all_are_over(cycle, since, number):
    on = since + ONE * number

    found = periods.ended(cycle, since, on)

    assert all(last + ONE == first for (_, last), (first, _) in pairwise(found))
    assert all(last < on for _, last in found)
    assert found == [] or (found[0][0] <= since <= found[0][1])
    running = periods.around(cycle, found[-1][1] + ONE if found else since)
    assert running[1] >= on


@given(st.sampled_from(Cycle), DAYS)
def test_a_period_is_around_each_of_its_days_and_of_no_other(cycle, day):
    first, last = periods.around(cycle, day)

    assert first <= day <= last
    assert periods.around(cycle, first) == periods.around(cycle, last) == (first, last)
    assert periods.around(cycle, last + ONE)[0] == last + ONE


def owed(duty) -> list[Gathering]:
    wanted = sa.select(Gathering).where(Gathering.duty_id == duty.id).order_by(Gathering.first)
    return list(db.session.scalars(wanted))


def test_each_period_that_is_over_is_owed_once_by_a_day_that_a_rule_sets():
    duty = make_duty(since=date(2026, 8, 15))

    first, again = (service.open_all(on=TODAY, at=NOW) for _ in range(2))

    assert (first, again) == (3, 0)
    assert [g.first for g in owed(duty)] == [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    assert all(g.deliver_by == rules.due("LOCAL-GATHER", g.last).due_on for g in owed(duty))


def test_only_the_office_ends_a_duty_and_what_was_owed_stays_owed(client, login):
    duty = make_duty(since=date(2026, 9, 1))
    service.open_all(on=TODAY, at=NOW)
    address = f"/gatherings/duties/{duty.id}/end"

    login(officer(duty.body))
    assert client.post(address, data={"why": "示例"}).status_code == 403
    login(office())
    assert client.post(address, data={"why": "示例：职责划转"}).status_code == 302

    assert service.open_all(on=TODAY + ONE * 60, at=NOW) == 0
    assert [g.state for g in owed(duty)] == [GatheringState.OWED] * 2


def test_a_duty_is_of_an_item_that_is_there_and_once():
    duty = make_duty()
    with pytest.raises(WrongDuty):
        service.assign("ML-0", duty.body, TODAY, by=office(), at=NOW)
    with pytest.raises(WrongDuty):
        make_duty(duty.body)


def test_a_body_reports_in_somebodys_name_that_there_was_nothing(client, login):
    found = make_gathering()
    login(officer(found.body))
    address = f"/gatherings/{found.id}/do/report_zero"

    assert client.post(address, data={"zero_by_name": ""}).status_code == 422
    assert client.post(address, data={"zero_by_name": "示例乙"}).status_code == 302

    assert (found.state, found.zero_by_name) == (GatheringState.ZERO, "示例乙")
    assert "示例乙" in client.get(f"/gatherings/{found.id}").text
    client.get("/logout")
    assert "示例乙" not in client.get("/gatherings/rates/").text


def test_the_office_reports_nothing_in_place_of_a_body(login):
    found = make_gathering()
    client = login(office())

    answer = client.post(f"/gatherings/{found.id}/do/report_zero", data={"zero_by_name": "示例"})

    assert answer.status_code == 403


def test_a_zero_report_that_is_not_true_is_owed_again_by_the_same_day(client, login):
    found = make_gathering()
    by = found.deliver_by
    service.report_zero(found, "示例乙", by=officer(found.body), at=NOW)
    login(officer(found.body))
    address = f"/gatherings/{found.id}/do/find_not_zero"
    assert client.post(address, data={"why": "示例"}).status_code == 403
    login(office())

    client.post(address, data={"why": "示例：查到两份合同"})

    assert (found.state, found.deliver_by, found.settled_on) == (GatheringState.OWED, by, None)


def test_who_owes_is_told_and_what_is_late_is_on_both_desks(client, login):
    found = make_gathering()
    who, whom = officer(found.body), office()
    stranger = officer(make_body("别的单位"))

    for _ in range(2):
        open_gatherings(TODAY, NOW)

    assert len(db.session.scalars(messages.inbox(who.id)).all()) == 1
    assert db.session.scalars(messages.inbox(stranger.id)).all() == []
    for user in (who, whom, stranger):
        page = login(user).get("/desk/").text
        assert (found.title in page) == (user is not stranger)
    assert found.step_days_late(TODAY) == (TODAY - found.deliver_by).days


def test_every_figure_is_what_its_items_say(tmp_path, client):
    """Recomputed one by one from what each body owed, over bodies, items and periods."""
    subject = make_enterprise()
    make_item("ML-KT", cycle="quarterly")
    for place in range(3):
        body = make_body(f"示例{place}局")
        make_duty(body, date(2026, 3 + place, 1))
        make_duty(body, date(2026, 1, 1), code="ML-KT")
    service.open_all(on=TODAY, at=NOW)
    for place, found in enumerate(db.session.scalars(sa.select(Gathering)).all()):
        early = NOW.replace(month=found.last.month, day=28) if found.last.month < 12 else NOW
        if place % 4 == 0:
            service.report_zero(found, "示例乙", by=officer(found.body), at=NOW)
        elif place % 4 == 1:
            row = contract(subject, f"示例-{place}") | {"period_day": str(found.first)}
            kind = f"data-{found.item.code}"
            assert not deliver(tmp_path, officer(found.body), row, kind=kind, at=early).rejected

    every = db.session.scalars(service.listed()).all()
    due = [g for g in every if g.settled_on or g.deliver_by < TODAY]
    for rows, key in (
        (rates.by_body(TODAY), lambda g: g.body_id),
        (rates.by_item(TODAY), lambda g: g.item.code),
    ):
        found = {row.key: row for row in db.session.execute(rows)}
        assert set(found) == {key(g) for g in due}
        for name, row in found.items():
            mine = [g for g in due if key(g) == name]
            assert tuple(row)[2:] == (
                len(mine),
                sum(1 for g in mine if g.settled_on and g.settled_on <= g.deliver_by),
                sum(1 for g in mine if g.settled_on and g.settled_on > g.deliver_by),
                sum(1 for g in mine if g.settled_on is None),
                sum(1 for g in mine if g.state is GatheringState.ZERO),
            )
    assert len({g.state for g in due}) == 3
    shown = client.get("/gatherings/rates/?format=csv").text
    assert "示例0局" in shown and "%" in shown
    assert client.get("/gatherings/rates/items").status_code == 200


def test_what_left_the_catalogue_is_owed_no_more():
    duty = make_duty(since=date(2026, 8, 1))
    item = db.session.scalars(sa.select(CatalogueItem).where(CatalogueItem.code == duty.code)).one()
    item.until = date(2026, 9, 30)

    assert service.open_all(on=TODAY, at=NOW) == 0
