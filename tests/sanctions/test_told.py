"""Who is to be listed hears of every step from the notice on, and of nothing before it (B17)."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts.models import User
from tests.factories import NOW, TODAY, make_enterprise, make_user
from tests.messages.test_inbox import told
from tests.sanctions.makers import make_nominated


@pytest.fixture
def entry(app: Any) -> ListEntry:
    found = make_nominated(make_enterprise(), kind=ListKind.SERIOUS, record=False)
    db.session.commit()
    return found


@pytest.fixture
def party(entry: ListEntry) -> User:
    return make_user(Role.SUPPLIER, entry.subject)


def office() -> User:
    return make_user(Role.OFFICE)


def step(verb: Any, *arguments: Any, by: User, party: User) -> list[str]:
    """What the party hears of one step."""
    before = len(told(party))
    verb(*arguments, by=by, at=NOW)
    db.session.commit()
    return told(party)[before:]


def test_nobody_of_the_party_finds_a_nomination_before_the_notice(
    entry: ListEntry, party: User, client: FlaskClient, login: Any
) -> None:
    login(party)

    pages = [
        client.get(address) for address in (f"/lists/entries/{entry.id}", "/desk/", "/sanctions/")
    ]

    assert told(party) == []
    assert pages[0].status_code == 404
    assert not any(entry.ref in page.text for page in pages[1:])
    assert f"/lists/entries/{entry.id}" not in pages[2].text


def test_the_party_hears_of_every_step_from_the_notice_to_the_end(
    entry: ListEntry, party: User
) -> None:
    first, second = office(), office()

    noted = step(service.notify, entry, by=first, party=party)
    step(service.state_defence, entry, "示例申辩", True, by=party, party=party)
    service.hear(entry, "示例", by=first, at=NOW)
    service.decide_first(entry, "示例理由", (), by=first, at=NOW)
    listed = step(service.decide_second, entry, "示例复核", by=second, party=party)
    entry.until = TODAY - timedelta(days=1)
    db.session.commit()
    before = len(told(party))
    service.expire(on=TODAY, at=NOW)
    db.session.commit()

    # the paper of a step is told of besides
    assert f"拟列入名单（{entry.ref}），请登录查看理由和陈述申辩的期限。" in noted
    assert f"已决定列入名单（{entry.ref}），请登录查看依据、措施和救济途径。" in listed
    assert f"名单事项 {entry.ref} 期限届满，已移出名单。" in told(party)[before:]


def test_the_notice_stands_on_the_desk_of_the_party(
    entry: ListEntry, party: User, client: FlaskClient, login: Any
) -> None:
    step(service.notify, entry, by=office(), party=party)
    login(party)

    assert "陈述申辩" in client.get("/desk/").text
