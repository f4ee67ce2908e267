"""What happens to an entry is told to every body that has it; what ended is deleted everywhere."""

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.objections import service as objections
from integrity.credit.sanctions import service
from integrity.credit.sanctions.pushes import answers
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.models import (
    Cleared,
    Part,
    Push,
    PushKind,
    PushOutcome,
    Reason,
)
from tests.api.makers import bearer, make_token
from tests.factories import NOW, TODAY, make_body, make_user
from tests.sanctions.makers import CLEARED, MEASURE, later, make_listed, make_receivers

SINCE = later(1).isoformat().replace("+", "%2B")


def removal(entry) -> Push:
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == PushKind.REMOVE)
    return db.session.scalars(wanted).one()


def test_an_objection_and_its_end_are_told_to_who_has_the_entry(client) -> None:
    """Seen: who followed by `after` never learnt that an entry was disputed."""
    (body,) = make_receivers(1)
    entry, other = make_listed(), make_listed()
    token = make_token("pushes", body)

    def changed() -> list[tuple[str, list[str]]]:
        address = f"/api/v1/pushes?updated_since={SINCE}"
        items = client.get(address, headers=bearer(token)).json["items"]
        return [(item["entry_ref"], [one["kind"] for one in item["changes"]]) for item in items]

    assert changed() == []
    by = make_user(Role.OFFICER, entry.subject)
    objection = objections.file(entry, "不属实", by=by, at=later(2))
    assert changed() == [(entry.ref, ["disputed"])]
    objections.accept(objection, by=make_user(Role.OFFICE), at=later(3))
    objections.reject(objection, "查明属实", by=make_user(Role.OFFICE), at=later(4))

    assert changed() == [(entry.ref, ["disputed", "maintained"])]
    assert not other.disputed


def test_marking_twice_tells_once() -> None:
    make_receivers(1)
    entry = make_listed()

    for _ in range(2):
        service.mark_entries([entry], True, at=later(1))

    push = db.session.scalars(sa.select(Push)).one()
    assert [event.move for event in audit.history(push)].count("change") == 1


def test_a_removal_is_confirmed_only_place_by_place() -> None:
    make_receivers(1)
    entry = make_listed()
    service.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    push = removal(entry)

    with pytest.raises(answers.WrongAnswer):
        answers.confirm(push, {Part.SYSTEM: Cleared.DELETED}, by=audit.SYSTEM, at=NOW)
    answers.confirm(push, CLEARED | {Part.PRINT: Cleared.NONE}, by=audit.SYSTEM, at=NOW)

    assert push.cleared["print"] == "none"
    assert len(push.digest) == 64


def test_a_body_says_on_the_page_what_it_deleted_where(login) -> None:
    (body,) = make_receivers(1)
    entry = make_listed()
    service.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    push, client = removal(entry), login(make_user(Role.OFFICER, body))
    places = {"system": "deleted", "cache": "deleted", "print": "none", "downstream": "none"}

    assert client.post(f"/pushes/{push.id}", data=places | {"cache": ""}).status_code == 422
    assert client.post(f"/pushes/{push.id}", data=places).status_code == 302

    db.session.expire_all()
    assert push.cleared == places
    assert push.digest in client.get(f"/pushes/{push.id}").text


def test_the_subject_sees_who_has_its_entry_and_what_each_of_them_did(login) -> None:
    make_receivers(1)
    listed = make_body()
    entry = make_listed(listed, measures=(MEASURE,))
    entry.notified_on = TODAY
    push = db.session.scalars(sa.select(Push)).one()
    said = Said(PushOutcome.NOT_APPLIED, "本单位没有事项", Reason.NO_MATTER)
    by = make_user(Role.OFFICER, push.body, name="示例反馈人")
    answers.answer_whole(push, said, by=by, at=NOW)

    page = login(make_user(Role.OFFICER, listed)).get(f"/lists/entries/{entry.id}").text

    assert "示例接收单位0" in page
    assert "未执行：本单位没有涉及该主体的事项" in page
    assert by.name not in page
