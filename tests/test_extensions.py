"""A later day has a maximum and a reason, is asked for in time, and granted by another person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from commitments import fulfilment
from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission, Role
from integrity.casework import extensions, streams
from integrity.casework.extensions import ExtensionRefused, ExtensionState, OwnExtension
from integrity.casework.rules import service as rules
from integrity.streams.complaints import service as complaints
from tests.commitments.makers import make_published
from tests.complaints.makers import make_accepted
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")


@dataclass(frozen=True)
class Extended:
    """A stream in which a later day may be proposed: by whom, how, at most until when."""

    make: Callable[[], Any]
    who: Callable[[Any], Any]
    ask: Callable[..., Any]
    grant: Callable[..., None]
    most: Callable[[Any], date]


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


EXTENDED = {
    "commitments": Extended(
        make_published,
        lambda item: office(),
        lambda item, until, **more: fulfilment.ask_extension(item, until, "law", "示例", **more),
        fulfilment.grant_extension,
        lambda item: rules.due("LOCAL-EXTEND", item.first_due_on).due_on,
    ),
    "complaints": Extended(
        make_accepted,
        lambda item: make_user(Role.HEAD, item.subject),
        lambda item, until, **more: complaints.ask_extension(item, until, "示例", **more),
        complaints.grant_extension,
        lambda item: rules.due("CMP-BIZ-EXT", item.first_due_on).due_on,
    ),
}
DAY = timedelta(days=1)
each = pytest.mark.parametrize("name", EXTENDED)


def test_every_stream_in_which_a_day_moves_is_in_the_table(app):
    found = {
        name
        for name, stream in streams.registered().items()
        for move in stream.work.flow.moves
        if "exten" in move
    }

    assert found - {"arrears"} == set(EXTENDED)  # there it is a term of the finding department


@each
def test_what_is_proposed_moves_nothing_until_another_person_grants_it(name):
    """One person of the office moved a promise's day; a head moved the day of the own answer."""
    kind = EXTENDED[name]
    item = kind.make()
    who, first, until = kind.who(item), item.due_on, item.due_on + DAY

    asked = kind.ask(item, until, by=who, at=NOW)
    stood = item.due_on
    for own in (who, make_user(Role.OFFICE, item.subject)):
        with pytest.raises(OwnExtension):
            kind.grant(asked, item, "同意", by=own, at=NOW)
    kind.grant(asked, item, "同意", by=office(), at=NOW)

    assert (stood, item.due_on, item.first_due_on) == (first, until, first)
    assert (asked.state, asked.proposed_by) == (ExtensionState.GRANTED, who.name)


@each
def test_what_another_person_refuses_moves_nothing(name):
    kind = EXTENDED[name]
    item = kind.make()
    first = item.due_on
    asked = kind.ask(item, item.due_on + DAY, by=kind.who(item), at=NOW)

    extensions.refuse(asked, item, "理由不足", by=office(), at=NOW)

    assert (item.due_on, asked.state) == (first, ExtensionState.REFUSED)


@each
def test_no_day_is_put_off_beyond_the_rule_or_to_an_earlier_one(name):
    kind = EXTENDED[name]
    item = kind.make()
    who = kind.who(item)

    for until in (item.due_on, item.due_on - DAY, kind.most(item) + DAY):
        with pytest.raises(ExtensionRefused):
            kind.ask(item, until, by=who, at=NOW)
    kind.ask(item, kind.most(item), by=who, at=NOW)


@each
def test_a_day_that_has_passed_is_neither_proposed_nor_granted_away(name):
    """A promise or an answer could be put off when it was long overdue."""
    kind = EXTENDED[name]
    item = kind.make()
    late, until = clock.at(item.due_on + DAY, 9), item.due_on + 3 * DAY
    asked = kind.ask(item, until, by=kind.who(item), at=NOW)

    with pytest.raises(ExtensionRefused):
        kind.grant(asked, item, "同意", by=office(), at=late)
    extensions.refuse(asked, item, "已过期", by=office(), at=late)
    with pytest.raises(ExtensionRefused):
        kind.ask(item, until, by=kind.who(item), at=late)


@each
def test_one_proposal_waits_at_a_time(name):
    kind = EXTENDED[name]
    item = kind.make()
    kind.ask(item, item.due_on + DAY, by=kind.who(item), at=NOW)

    with pytest.raises(ExtensionRefused):
        kind.ask(item, item.due_on + 2 * DAY, by=kind.who(item), at=NOW)


def test_no_body_proposes_to_put_off_its_own_promise():
    item = make_published()

    with pytest.raises(Forbidden):
        EXTENDED["commitments"].ask(
            item, item.due_on + DAY, by=make_user(Role.OFFICE, item.subject), at=NOW
        )


def test_only_the_office_may_decide():
    moves = extensions.FLOW.moves

    assert {name: move.permission for name, move in moves.items()} == {
        "grant": Permission.DEADLINES_EXTEND,
        "refuse": Permission.DEADLINES_EXTEND,
        "readdress": None,
    }


def test_the_proposal_waits_on_the_desk_of_the_others_with_its_day(login):
    item = make_published()
    who = office()
    asked = fulfilment.ask_extension(item, item.due_on + DAY, "law", "示例", by=who, at=NOW)
    asked.step_due_on = TODAY - DAY
    address = f"/commitments/{item.ref}/extensions/{asked.id}/grant"

    own, other = login(who).get("/desk/").text, login(office()).get("/desk/").text

    assert address not in own
    assert address in other and "办理环节逾期 1 天" in other


def test_the_whole_way_through_the_pages(login, client):
    item = make_published()
    until = item.due_on + DAY
    first = login(office())
    data = {"until": until.isoformat(), "reason": "law", "why": "示例：法律修改"}
    wrong = first.post(f"/commitments/{item.ref}/do/ask_extension", data=data | {"until": "明年"})
    asked = first.post(f"/commitments/{item.ref}/do/ask_extension", data=data)
    address = f"/commitments/{item.ref}/extensions/{extensions.pending('commitments', item).id}"
    own = first.post(f"{address}/grant", data={"why": "同意"})

    second = login(office())
    shown = second.get(f"{address}/grant").text
    done = second.post(f"{address}/grant", data={"why": "同意示例"})
    again = second.post(f"{address}/refuse", data={"why": "不同意"})
    client.post("/logout")
    page = client.get(f"/commitments/{item.ref}").text

    assert (wrong.status_code, asked.status_code, own.status_code) == (422, 302, 403)
    assert "示例：法律修改" in wrong.text and "示例：法律修改" in shown
    assert (done.status_code, again.status_code) == (302, 409)
    assert item.due_on == until and "同意示例" in page and "2026年12月31日" in page


def test_the_signed_text_keeps_the_first_day_whatever_was_granted_since():
    item = make_published()
    asked = fulfilment.ask_extension(item, date(2027, 3, 31), "law", "示例", by=office(), at=NOW)

    fulfilment.grant_extension(asked, item, "同意", by=office(), at=NOW)

    assert (item.first_due_on, item.due_on) == (date(2026, 12, 31), date(2027, 3, 31))
    assert "2026-12-31" in item.signed_text
