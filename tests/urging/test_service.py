"""Urging: by rule, by a person, once a step, of what is overdue and nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.urging import ladder, service
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import UrgedItem, Urging, UrgingKind, UrgingState
from integrity.casework.urging.service import Demand, NotUrgeable
from tests.factories import NOW, TODAY, make_body, make_user
from tests.makers import MAKERS

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
APART = {"pledges", "lawsuits", "decisions"}  # of firms; what no figure counts
BODIES = sorted(set(MAKERS) - APART)
TALK = {"hour": "09:30", "place": "示例会议室", "invited": "主要负责人", "host": "分管负责人"}
LETTER = Demand(UrgingKind.LETTER, "示例：请立即办理", answer_until=TODAY + 10 * DAY)


def made_late(name, days):
    """A thing of a stream that is overdue by so many days."""
    item = MAKERS[name]()
    item.due_on = TODAY - days * DAY
    db.session.flush()
    return item


def late(name, days=20):
    item = made_late(name, days)
    return Late(streams.named(name), item, item.due_on)


def kinds(item_id):
    wanted = sa.select(Urging.kind).join(UrgedItem).where(UrgedItem.item_id == item_id)
    return set(db.session.scalars(wanted))


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


@pytest.mark.parametrize("name", BODIES)
def test_what_is_overdue_as_long_as_the_rule_says_is_urged_by_itself_and_only_once(app, name):
    item = made_late(name, 3)

    first = service.remind_overdue(on=TODAY, at=NOW)
    again = service.remind_overdue(on=TODAY, at=NOW)

    assert (first, again) == (1, 0)
    assert kinds(item.id) == {UrgingKind.REMINDER}


@pytest.mark.parametrize("name", BODIES)
def test_a_day_before_the_rule_nobody_is_urged(app, name):
    made_late(name, 2)

    assert service.remind_overdue(on=TODAY, at=NOW) == 0


def test_one_reminder_names_everything_that_a_body_owes(app):
    body = make_body("示例局")
    items = [made_late("commitments", 5), made_late("courts", 4)]
    for item in items:
        item.subject_id = body.id

    service.remind_overdue(on=TODAY, at=NOW)

    assert [urging.subject_id for urging in db.session.scalars(sa.select(Urging))] == [body.id]
    assert db.session.scalar(sa.select(sa.func.count(UrgedItem.id))) == 2


def test_what_was_done_in_time_is_not_urged(app):
    item = made_late("commitments", 5)
    item.closed_on = item.due_on

    assert service.remind_overdue(on=TODAY, at=NOW) == 0


def test_the_harder_step_is_proposed_until_it_is_taken(app):
    one = late("courts", 12)
    last = ladder.last_days(TODAY)

    before = ladder.proposed(one.due_on, None, last)
    service.urge([one], LETTER, by=office(), at=NOW)
    items = ladder.all_overdue(TODAY)
    row = db.session.execute(sa.select(ladder.taken(items)).select_from(items)).scalar_one()

    assert before is UrgingKind.LETTER
    assert ladder.proposed(one.due_on, row, last) is None
    assert ladder.proposed(one.due_on - 30 * DAY, row, last) is UrgingKind.TALK


def test_one_paper_for_each_body_but_one_circular_for_all(app):
    chosen = [late("courts"), late("commitments"), late("arrears")]
    bodies = {one.item.subject_id for one in chosen}
    circular = Demand(UrgingKind.CIRCULAR, "示例：通报逾期情况")

    letters = service.urge(chosen, LETTER, by=office(), at=NOW)
    circulars = service.urge(chosen, circular, by=office(), at=NOW)

    assert {urging.subject_id for urging in letters} == bodies
    assert [urging.subject_id for urging in circulars] == [None]
    assert circulars[0].parties == bodies


@pytest.mark.parametrize(
    "demand",
    [
        Demand(UrgingKind.LETTER, "示例"),
        Demand(UrgingKind.INQUIRY, "示例", answer_until=TODAY),
        Demand(UrgingKind.TALK, "示例", talk_on=TODAY + DAY, talk=TALK | {"place": " "}),
        Demand(UrgingKind.TALK, "示例", talk_on=TODAY, talk=TALK),
    ],
)
def test_a_step_names_the_day_that_it_needs(app, demand):
    with pytest.raises(NotUrgeable):
        service.urge([late("courts")], demand, by=office(), at=NOW)


def test_nothing_is_urged_that_is_not_overdue(app):
    with pytest.raises(NotUrgeable):
        service.urge([], LETTER, by=office(), at=NOW)


def test_what_was_withdrawn_before_it_was_sent_may_be_done_again(app):
    one, person = late("courts", 12), office()
    urging = service.urge([one], LETTER, by=person, at=NOW)[0]

    service.withdraw(urging, "示例：误发", by=person, at=NOW)
    items = ladder.all_overdue(TODAY)
    row = db.session.execute(sa.select(ladder.taken(items)).select_from(items)).scalar_one()

    assert urging.state is UrgingState.WITHDRAWN
    assert row is None


def test_the_people_of_the_body_are_told_of_a_reminder_by_its_number_alone(app):
    item = made_late("courts", 5)
    officer = make_user(Role.OFFICER, item.subject)

    service.remind_overdue(on=TODAY, at=NOW)
    db.session.commit()

    found = db.session.scalars(sa.select(Message).where(Message.person_id == officer.id)).all()
    assert [message.event.partition("/")[0] for message in found] == ["remind"]
    assert item.title not in found[0].ref
