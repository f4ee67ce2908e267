"""A change of an entry has a number, and who has the entry takes note of it by a day."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import changes, notes, owed
from integrity.credit.sanctions.pushes.changes import Change, EntryChange
from integrity.credit.sanctions.pushes.models import Push, PushKind
from tests.api.makers import bearer, make_token, post
from tests.factories import NOW, TODAY, make_body, make_user
from tests.sanctions.makers import later, make_listed, make_receivers

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def push() -> Push:
    """An entry that was disputed, and the one body that has it."""
    make_receivers(1)
    entry = make_listed()
    service.mark_entries([entry], True, at=NOW)
    return db.session.scalars(sa.select(Push).where(Push.entry_id == entry.id)).one()


def officer(push: Push) -> Any:
    return make_user(Role.OFFICER, push.body)


def read(client: Any, push: Push) -> list[dict[str, Any]]:
    token = make_token("pushes", push.body)
    (item,) = client.get("/api/v1/pushes?state=pending", headers=bearer(token)).json["items"]
    return item["changes"]


def test_changes_are_numbered_in_their_order_and_have_a_day(client, push: Push) -> None:
    service.mark_entries([push.entry], False, at=later(1))

    told = read(client, push)

    assert [(one["number"], one["kind"]) for one in told] == [(1, "disputed"), (2, "maintained")]
    assert told[0]["due_on"] == str(changes.noted_by(TODAY)) == "2026-11-25"
    assert told[0]["noted_at"] is None


def test_who_took_note_is_not_asked_again_until_something_else_changes(push: Push) -> None:
    assert notes.is_waiting(push)

    fresh = notes.take(push, by=officer(push), at=NOW)
    assert ([one.kind for one in fresh], notes.is_waiting(push)) == ([Change.DISPUTED], False)
    assert notes.take(push, by=officer(push), at=later(1)) == []
    service.mark_entries([push.entry], False, at=later(1))

    assert notes.is_waiting(push)
    assert [event.move for event in audit.history(push)].count("note_change") == 1


def test_nobody_notes_what_was_not_told(push: Push) -> None:
    for numbers in ((2,), (0,), (1, 2)):
        with pytest.raises(notes.NothingToNote):
            notes.take(push, numbers, by=officer(push), at=NOW)


def test_a_system_takes_note_by_the_interface_and_only_of_its_own(client, push: Push) -> None:
    token, other = make_token("pushes", push.body), make_token("pushes", make_body("示例别的局"))

    assert post(client, f"pushes/{push.id}/notes", {"changes": [1]}, other).status_code == 404
    assert post(client, f"pushes/{push.id}/notes", {"changes": [9]}, token).status_code == 422
    assert post(client, f"pushes/{push.id}/notes", {"changes": [1]}, token).status_code == 200

    (one,) = read(client, push)
    assert one["noted_at"] is not None


def test_people_take_note_on_the_page_and_have_it_on_their_desk(login, push: Push) -> None:
    client = login(officer(push))
    address = f"/pushes/{push.id}/note"

    assert address in client.get(f"/pushes/{push.id}").text
    assert "名单变动" in client.get("/desk/").text
    assert client.post(address).status_code == 302

    page = client.get(f"/pushes/{push.id}").text
    assert address not in page and "知悉" in page
    stranger = login(make_user(Role.OFFICER, make_body("示例别的局")))
    assert stranger.post(address).status_code == 404


def test_what_is_not_noted_by_its_day_is_counted_of_the_body(push: Push) -> None:
    last = changes.noted_by(TODAY)

    def late(on: date) -> list[int]:
        return [row.notes for row in db.session.execute(owed.late_by_body(on))]

    assert (late(last), late(last + timedelta(days=1))) == ([], [1])
    notes.take(push, by=officer(push), at=NOW)
    assert late(last + timedelta(days=1)) == []


def test_who_got_the_entry_after_a_change_need_not_note_it(push: Push) -> None:
    wanted = sa.select(Push).where(Push.entry_id == push.entry_id, Push.id != push.id)
    db.session.execute(sa.update(EntryChange).values(due_on=TODAY))
    make_receivers(1)
    db.session.execute(sa.update(Push).where(Push.id != push.id).values(starts_on=later(9).date()))

    newer = db.session.scalars(wanted).one()

    db.session.refresh(newer)
    assert notes.is_waiting(push) and not notes.is_waiting(newer)


def end(entry: ListEntry, kind: str) -> None:
    office = make_user(Role.OFFICE)
    if kind == "repaired":
        service.repair(entry, "修复", by=office, at=NOW)
    elif kind == "revoked":
        service.revoke(entry, "撤销", by=office, at=NOW)
    else:
        service.expire(on=date(2030, 1, 1), at=later(1200))


@pytest.mark.parametrize("kind", ["repaired", "revoked", "expired"])
def test_an_end_is_the_last_number_and_is_confirmed_and_not_noted(push: Push, kind: str) -> None:
    entry: ListEntry = push.entry
    end(entry, kind)
    service.expire(on=date(2030, 1, 2), at=later(1201))

    found = changes.of_entries([entry.id])[entry.id]
    assert [one.kind for one in found] == ["disputed", kind]
    assert found[-1].due_on is None and not notes.is_waiting(push)
    removal = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == PushKind.REMOVE)
    with pytest.raises(notes.NothingToNote):
        notes.take(db.session.scalars(removal).one(), by=officer(push), at=NOW)
