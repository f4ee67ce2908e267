"""A notice of a listing that nobody opened is reminded of, and then served another way."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries, unread
from integrity.casework.documents.deliveries import NotServable
from integrity.casework.documents.models import Delivery, DeliveryState, Document, Proof, Way
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import EntryState, ListEntry
from tests.factories import NOW, TODAY, make_enterprise, make_user
from tests.sanctions.makers import later, make_nominated

NIGHTS = [TODAY + timedelta(days=number) for number in range(1, 30)]


def make_notified() -> tuple[ListEntry, Delivery]:
    """A firm that has an account was sent its notice there."""
    entry = make_nominated(make_enterprise())
    make_user(Role.SUPPLIER, entry.subject)
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    wanted = sa.select(Delivery).join(Document).where(
        Document.thing == "list_entry", Document.thing_id == entry.id
    )  # fmt: skip
    return entry, db.session.scalars(wanted).one()


def nights(until: int = len(NIGHTS)) -> None:
    for night in NIGHTS[:until]:
        at = clock.at(night)
        unread.remind(on=night, at=at)
        unread.give_up(on=night, at=at)
        deliveries.deem(on=night, at=at)


def moves(delivery: Delivery) -> list[str]:
    return [event.move for event in reversed(audit.history(delivery))]


def test_no_rule_takes_an_unopened_notice_for_served() -> None:
    entry, delivery = make_notified()

    nights()

    assert delivery.served_on is None
    assert (entry.notified_on, entry.statement_due) == (None, None)
    with pytest.raises(service.StillHearing, match="没有送达"):
        service.hear(entry, "听取完毕", by=make_user(Role.OFFICE), at=later(400))
    with pytest.raises(NotAllowed):
        service.decide_first(entry, "理由", (), by=make_user(Role.OFFICE), at=later(400))


def test_it_is_reminded_of_once_and_then_given_back_to_who_serves_it() -> None:
    _entry, delivery = make_notified()

    nights(5)
    assert (delivery.reminded_on, delivery.state) == (date(2026, 11, 25), DeliveryState.SENT)
    nights()

    assert moves(delivery) == ["send", "remind_unread", "give_up"]
    assert (delivery.state, delivery.unread_on) == (DeliveryState.WAITING, date(2026, 11, 28))
    assert delivery.step_due_on is not None


def test_it_cannot_go_to_the_same_desk_again() -> None:
    _entry, delivery = make_notified()
    nights()

    with pytest.raises(NotServable, match="没有打开"):
        deliveries.send(delivery, Way.DESK, by=make_user(Role.OFFICE), at=later(30))


@pytest.mark.parametrize("way", [Way.POST, Way.PERSON])
def test_served_on_paper_its_proof_begins_the_time_to_answer(way: Way) -> None:
    entry, delivery = make_notified()
    nights()
    office = make_user(Role.OFFICE)

    deliveries.send(delivery, way, address="示例路1号", by=office, at=later(30))
    assert entry.statement_due is None
    deliveries.prove(delivery, TODAY + timedelta(days=33), by=office, at=later(34))

    db.session.refresh(entry)
    assert delivery.proof is Proof.FILE
    assert entry.notified_on == TODAY + timedelta(days=33)
    assert entry.statement_due > entry.notified_on


def test_published_it_is_served_on_the_day_that_the_rule_says() -> None:
    entry, delivery = make_notified()
    nights()
    deliveries.send(delivery, Way.PUBLISHED, by=make_user(Role.OFFICE), at=later(30))
    day = delivery.deemed_on

    assert day is not None
    deliveries.deem(on=day, at=clock.at(day))

    db.session.refresh(entry)
    assert entry.notified_on == day


def test_whoever_opens_it_in_time_is_not_reminded() -> None:
    entry, delivery = make_notified()
    deliveries.confirm(delivery, by=make_user(Role.SUPPLIER, entry.subject), at=later(1))

    nights()

    assert moves(delivery) == ["send", "confirm"]
    assert entry.notified_on == TODAY + timedelta(days=1)
    assert entry.state is EntryState.NOTIFIED
