"""Orders to put right: a day of their own, verified by somebody else, missed ones are breaches."""

from datetime import timedelta

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.records.models import RecordState
from integrity.streams.rectifications import errors, service
from integrity.streams.rectifications.models import RectificationOutcome, RectificationState
from tests.commitments.makers import make_published
from tests.factories import NOW, TODAY, make_record, make_user, served


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


@pytest.fixture
def order(office):
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY)
    return served(service.order(record, "示例：三十日内付清", by=office, at=NOW))


def breaches(on):
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def test_an_order_gets_its_day_from_the_rule(order):
    assert order.due_on > TODAY and order.time_limit.family == "LOCAL-RECTIFY"


def test_an_order_that_names_no_day_has_none_before_it_is_served(office):
    """Whether anybody had received it or not, an order ran from the day it was typed."""
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY)
    made = service.order(record, "示例", by=office, at=NOW)
    on = TODAY + timedelta(days=5)
    assert made.due_on is None

    served(made, clock.at(on, 9))

    assert (made.starts_on, made.due_on) == (on, rules.due("LOCAL-RECTIFY", on).due_on)


def test_a_person_sets_the_day_of_an_order_within_the_bounds_of_the_rules(office):
    """The group wanted 10 December, and the system made it 28 December by itself."""
    item = make_published(due_on=TODAY + timedelta(days=30))
    set_on = TODAY + timedelta(days=20)

    made = service.order_item("commitments", item, "补齐", set_on, by=office, at=NOW)

    assert (made.due_on, made.time_limit) == (set_on, None)


@pytest.mark.parametrize("days", [0, 2, 61])
def test_a_day_outside_the_bounds_is_refused(office, days):
    item = make_published(due_on=TODAY + timedelta(days=90))

    with pytest.raises(errors.WrongDay):
        service.order_item(
            "commitments", item, "补齐", TODAY + timedelta(days=days), by=office, at=NOW
        )


def test_an_order_is_not_due_after_what_it_enforces_without_a_reason(office):
    """An order to keep a promise due on 20 December was itself due on 28 December."""
    item = make_published(due_on=TODAY + timedelta(days=10))
    after = TODAY + timedelta(days=15)

    with pytest.raises(errors.WrongDay):
        service.order_item("commitments", item, "补齐", after, by=office, at=NOW)
    made = service.order_item("commitments", item, "补齐", after, "补种须待解冻", by=office, at=NOW)

    assert made.due_on == after and "补种须待解冻" in made.due_basis


def test_the_day_of_the_rule_comes_forward_to_that_of_what_is_enforced(office):
    item = make_published(due_on=TODAY + timedelta(days=10))

    made = service.order_item("commitments", item, "补齐", by=office, at=NOW)

    assert made.due_on == item.due_on


def test_what_is_typed_is_kept_when_the_day_is_refused(login, office):
    item = make_published(due_on=TODAY + timedelta(days=10))
    said = {"demand": "示例：补齐绿化", "until": "2027-12-31"}

    answer = login(office).post(f"/commitments/{item.ref}/rectifications", data=said)

    assert answer.status_code == 422 and "整改期限应在" in answer.text
    assert "示例：补齐绿化" in answer.text and "2027-12-31" in answer.text


def test_a_record_is_ordered_to_be_put_right_once(order, office):
    with pytest.raises(errors.NotOrderable):
        service.order(order.record, "再次", by=office, at=NOW)


def test_a_proposed_record_founds_no_order(office):
    with pytest.raises(errors.NotOrderable):
        service.order(make_record(), "示例", by=office, at=NOW)


def test_only_a_missed_order_is_a_breach(order):
    assert breaches(order.due_on) == []
    assert breaches(order.due_on + timedelta(days=1)) == [order.id]


def test_what_was_reported_in_time_is_no_breach_even_if_verified_late(order, office):
    officer = make_user(Role.OFFICER, order.subject)
    service.put_right(order, "示例：已付清", by=officer, at=NOW)
    late = order.due_on + timedelta(days=90)

    service.verify(order, "示例：已核实", by=office, at=clock.at(late))

    assert breaches(late) == []
    assert order.outcome is RectificationOutcome.PUT_RIGHT


def test_nobody_verifies_his_own_report(order):
    officer = make_user(Role.OFFICER, order.subject)
    service.put_right(order, "示例", by=officer, at=NOW)

    with pytest.raises(errors.OwnReport):
        service.verify(order, "示例", by=officer, at=NOW)


def test_what_is_sent_back_is_open_again_with_its_old_day(order, office):
    service.put_right(order, "示例", by=make_user(Role.OFFICER, order.subject), at=NOW)
    due_on = order.due_on

    service.send_back(order, "示例：未付清", by=office, at=NOW)

    assert (order.state, order.closed_on) == (RectificationState.ANSWERED, None)
    assert order.due_on == due_on


def test_missed_orders_are_flagged_once(order):
    late = order.due_on + timedelta(days=1)

    assert service.flag_missed(on=late, at=clock.at(late)) == 1
    assert service.flag_missed(on=late, at=clock.at(late)) == 0
    db.session.refresh(order)
    assert order.outcome is RectificationOutcome.NOT_PUT_RIGHT


def test_the_body_answers_through_its_page(client, login, order):
    login(make_user(Role.OFFICER, order.subject))

    page = client.get(f"/rectifications/{order.ref}")
    done = client.post(f"/rectifications/{order.ref}/do/answer", data={"plan": "示例：分两期付清"})

    assert "答复整改方案" in page.text
    assert done.status_code == 302
    assert order.state is RectificationState.ANSWERED


def test_another_body_does_not_find_the_order(client, login, order):
    login(make_user(Role.OFFICER))

    assert client.get(f"/rectifications/{order.ref}").status_code == 404
    assert client.post(f"/rectifications/{order.ref}/do/answer").status_code == 404
