"""To whom an entry goes is said by who executes its measures; who joins later gets what is in
force."""

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import executors
from integrity.credit.measures.models import CONTENT, Measure
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import receivers
from integrity.credit.sanctions.pushes.models import Push, PushKind, Receiver
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_user
from tests.sanctions.makers import later, make_listed, make_receivers

MEALS, ROOMS = "M-S-GOV-16", "M-S-GOV-17"
"""限制公务消费, 限制办公用房."""


def executes(body: Subject, *codes: str, at=NOW) -> Subject:
    receivers.receive(body, codes, by=audit.SYSTEM, at=at)
    return body


def asked(entry: ListEntry, kind: PushKind = PushKind.APPLY) -> dict[int, list[str]]:
    """What is asked of whom because of an entry."""
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == kind)
    found = db.session.scalars(wanted.execution_options(populate_existing=True))
    return {push.body_id: [line.measure.code for line in push.asked] for push in found}


def test_a_body_is_asked_only_for_the_measures_that_it_executes() -> None:
    meals, rooms = executes(make_body(), MEALS), executes(make_body(), ROOMS)
    executes(make_body(), "M-S-GOV-18")

    entry = make_listed(measures=(MEALS, ROOMS))

    assert asked(entry) == {meals.id: [MEALS], rooms.id: [ROOMS]}


def test_who_takes_everything_is_asked_for_what_nobody_else_is_named_for() -> None:
    (whole,) = make_receivers(1)
    meals = executes(make_body(), MEALS)

    entry = make_listed(measures=(MEALS, ROOMS))
    without = make_listed()

    assert asked(entry) == {meals.id: [MEALS], whole.id: [ROOMS]}
    assert asked(without) == {whole.id: []}


def test_the_subject_is_never_asked_to_act_against_itself() -> None:
    (whole,) = make_receivers(1)
    listed = executes(make_body(), MEALS)

    entry = make_listed(listed, measures=(MEALS,))

    assert asked(entry) == {whole.id: [MEALS]}


def test_who_joins_later_gets_what_is_in_force_and_nothing_that_ended() -> None:
    """Seen: a receiver registered after the listings got none of them."""
    ended, running = make_listed(measures=(MEALS,)), make_listed(measures=(MEALS,))
    service.repair(ended, "修复", by=make_user(Role.OFFICE), at=NOW)

    body = executes(make_body(), MEALS, at=later(1))

    assert (asked(ended), asked(running)) == ({}, {body.id: [MEALS]})
    assert db.session.scalars(sa.select(Push)).one().starts_on == later(1).date()


def test_who_executes_one_measure_more_is_asked_for_it_too() -> None:
    body = executes(make_body(), MEALS)
    entry = make_listed(measures=(MEALS, ROOMS))

    executes(body, MEALS, ROOMS)
    executes(body, MEALS, ROOMS)

    assert asked(entry) == {body.id: [MEALS, ROOMS]}


def test_a_removal_asks_for_what_was_asked_before() -> None:
    meals, rooms = executes(make_body(), MEALS), executes(make_body(), ROOMS)
    entry = make_listed(measures=(MEALS, ROOMS))
    receivers.stop(db.session.get(Receiver, rooms.id), "撤并", by=audit.SYSTEM, at=NOW)

    service.revoke(entry, "撤销", by=make_user(Role.OFFICE), at=NOW)

    assert asked(entry, PushKind.REMOVE) == {meals.id: [MEALS], rooms.id: [ROOMS]}


def test_who_stopped_is_sent_nothing_new_and_executes_nothing() -> None:
    body = executes(make_body(), MEALS)
    receivers.stop(db.session.get(Receiver, body.id), "撤并", by=audit.SYSTEM, at=NOW)

    assert asked(make_listed(measures=(MEALS,))) == {}
    assert executors.of_body(body.id) == []
    with pytest.raises(receivers.NotReceiving):
        receivers.stop(db.session.get(Receiver, body.id), "再次", by=audit.SYSTEM, at=NOW)


def test_nobody_is_registered_for_nothing_or_for_what_cannot_be_attached() -> None:
    for codes in ((), ("M-X",)):
        with pytest.raises(receivers.NothingToReceive):
            receivers.receive(make_body(), codes, by=audit.SYSTEM, at=NOW)


def test_the_office_says_on_a_page_who_executes_what(login) -> None:
    body, client = make_body("示例机关事务局"), login(make_user(Role.OFFICE))
    entry = make_listed(measures=(MEALS,))

    chosen = client.post("/receivers/new", data={"body": body.slug or body.uscc})
    refused = client.post(chosen.location, data={"note": "什么也不收"})
    saved = client.post(chosen.location, data={"measures": [MEALS], "note": "示例"})

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert asked(entry) == {body.id: [MEALS]}
    assert "示例机关事务局" in client.get("/receivers/").text
    assert "示例机关事务局" in client.get("/receivers/measures?executed=yes").text
    stopped = client.post(f"{chosen.location}/stop", data={"why": "撤并"})
    assert stopped.status_code == 302
    assert db.session.get(Receiver, body.id).ended_on == TODAY


def test_only_the_office_says_who_receives(login) -> None:
    client = login(make_user(Role.OFFICER))

    assert client.get("/receivers/").status_code == 403
    assert client.get("/receivers/1").status_code == 403


def test_a_push_says_on_which_facts_basis_and_decision_it_stands(login) -> None:
    body = executes(make_body(), MEALS)
    entry = make_listed(measures=(MEALS,))
    push = db.session.scalars(sa.select(Push)).one()

    page = login(make_user(Role.OFFICER, body)).get(f"/pushes/{push.id}").text

    assert entry.ref in page
    assert entry.reasons in page
    assert f"/lists/entries/{entry.id}" in page


def test_who_executes_a_measure_executes_its_later_versions_too() -> None:
    body = executes(make_body(), MEALS)
    old = db.session.scalars(sa.select(Measure).where(Measure.code == MEALS)).one()
    old.superseded_on = TODAY
    content = {name: getattr(old, name) for name in CONTENT}
    later_one = Measure(code=f"{MEALS}-V2", family=old.family, version=2, **content)
    db.session.add(later_one)
    db.session.flush()

    entry = make_listed(measures=(later_one.code,))

    assert asked(entry) == {body.id: [later_one.code]}
    assert [measure.code for measure in executors.of_body(body.id)] == [later_one.code]
