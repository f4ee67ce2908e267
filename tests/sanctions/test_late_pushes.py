"""A body that does not answer a push, or does not confirm a removal, is urged like any other."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.urging import ladder
from integrity.casework.urging import service as urging
from integrity.casework.urging.models import UrgedItem, Urging, UrgingKind
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import answers, owed, receivers
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState, Receiver
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import CLEARED, make_listed, make_receivers
from tests.statements import statements

DAY = timedelta(days=1)
SECRET = "示例不得出现有限公司"
LETTER = {"kind": "letter", "words": "示例：请立即反馈", "answer_until": str(TODAY + 10 * DAY)}


def late(kind: PushKind = PushKind.APPLY, days: int = 20) -> Push:
    """A push to one body that is overdue by so many days."""
    (body,) = make_receivers(1)
    entry = make_listed(make_enterprise(SECRET))
    receivers.stop(db.session.get(Receiver, body.id), "示例", by=audit.SYSTEM, at=NOW)
    if kind is PushKind.REMOVE:
        service.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    push = db.session.scalars(
        sa.select(Push).where(Push.entry_id == entry.id, Push.kind == kind)
    ).one()
    push.due_on = TODAY - days * DAY
    db.session.flush()
    return push


def led_by(entry: ListEntry, name: str = "示例发起局") -> Subject:
    body = make_body(name)
    entry.initiated_by_id = entry.acting_id = body.id
    db.session.flush()
    return body


@pytest.mark.parametrize("kind", PushKind)
def test_the_rule_reminds_the_body_once_and_not_before_its_day(kind: PushKind) -> None:
    push = late(kind, 3)
    early = late(kind, 2)

    assert urging.remind_overdue(on=TODAY, at=NOW) == 1
    assert urging.remind_overdue(on=TODAY, at=NOW) == 0

    (item,) = db.session.scalars(sa.select(UrgedItem))
    assert (item.stream, item.item_id, item.subject_id) == ("pushes", push.id, push.body_id)
    assert early.id != item.item_id


def test_what_was_confirmed_or_answered_is_urged_no_more() -> None:
    push = late(PushKind.REMOVE)
    answers.confirm(push, CLEARED, by=make_user(Role.OFFICER, push.body), at=NOW)

    assert urging.remind_overdue(on=TODAY, at=NOW) == 0


def test_the_office_sees_late_pushes_with_the_step_due_and_takes_it(login) -> None:
    push = late(PushKind.REMOVE)
    client = login(make_user(Role.OFFICE, make_body("领导小组办公室")))

    page = client.get("/desk/urging/?stream=pushes&step=letter").text
    answer = client.post(f"/desk/urging/new?item=pushes:{push.id}", data=LETTER)

    assert f'value="pushes:{push.id}"' in page and f'href="/pushes/{push.id}"' in page
    assert answer.status_code == 302
    (made,) = db.session.scalars(sa.select(Urging))
    assert (made.kind, made.subject_id) == (UrgingKind.LETTER, push.body_id)
    assert "停止措施" in client.get(f"/desk/urging/{made.ref}").text
    assert "督办函" in client.get(f"/pushes/{push.id}").text


def test_who_led_the_listing_reminds_from_its_own_pages(login) -> None:
    push = late()
    push.entry.notified_on = TODAY
    leader = led_by(push.entry)
    client = login(make_user(Role.OFFICER, leader))

    assert f"/pushes/{push.id}/remind" in client.get(f"/lists/entries/{push.entry_id}").text
    assert client.get(f"/pushes/{push.id}").status_code == 200
    answer = client.post(f"/pushes/{push.id}/remind", data={"words": "请于三日内反馈"})

    assert answer.status_code == 302
    (made,) = db.session.scalars(sa.select(Urging))
    assert (made.kind, made.subject_id) == (UrgingKind.REMINDER, push.body_id)
    assert made.demand == "请于三日内反馈"


def test_nobody_else_reminds_and_nobody_its_own_body(login) -> None:
    push = late()
    led_by(push.entry)
    stranger = login(make_user(Role.OFFICER, make_body("示例其他局")))
    assert stranger.get(f"/pushes/{push.id}/remind").status_code == 404
    receiver = login(make_user(Role.OFFICER, push.body))
    assert receiver.get(f"/pushes/{push.id}/remind").status_code == 403
    assert db.session.scalars(sa.select(Urging)).all() == []


def test_what_is_not_late_is_not_urged_by_hand(login) -> None:
    push = late(days=0)
    client = login(make_user(Role.OFFICE, make_body("领导小组办公室")))

    assert "remind" not in client.get(f"/pushes/{push.id}").text
    answer = client.post(f"/pushes/{push.id}/remind", data={"words": "示例"})

    assert answer.status_code == 422
    assert db.session.scalars(sa.select(Urging)).all() == []


def test_everybody_reads_how_many_by_body_and_nobody_about_whom(client) -> None:
    push, removal = late(days=5), late(PushKind.REMOVE, 9)
    answered = late(days=30)
    answered.closed_on = TODAY

    page, overdue = client.get("/lists/late").text, client.get("/overdue/").text
    table = client.get("/lists/late?format=csv").text

    rows = {row.id: row for row in db.session.execute(owed.late_by_body(TODAY))}
    assert (rows[push.body_id].answers, rows[push.body_id].removals) == (1, 0)
    assert (rows[removal.body_id].answers, rows[removal.body_id].removals) == (0, 1)
    assert answered.body_id not in rows
    assert push.body.name in page and removal.body.name in table
    assert "/lists/late" in overdue
    assert not any(SECRET in said for said in (page, table, overdue))


def test_the_numbers_come_in_as_many_statements_for_one_body_as_for_many(client) -> None:
    late()
    with statements() as few:
        client.get("/lists/late")
    for _ in range(3):
        late()
    with statements() as many:
        client.get("/lists/late")

    assert len(many) == len(few)


def test_the_title_in_sql_is_that_of_the_push(app) -> None:
    push, removal = late(), late(PushKind.REMOVE)
    with app.test_request_context():
        rows = {row.id: row.title for row in db.session.execute(owed.PUSHES.overdue(TODAY))}
        assert rows == {push.id: push.title, removal.id: removal.title}
        assert push.state is PushState.PENDING
        assert {row.id for row in db.session.execute(sa.select(ladder.all_overdue(TODAY)))} == {
            push.id,
            removal.id,
        }
