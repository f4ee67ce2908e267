"""Removal is as strong as listing; what other bodies did is on record."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import answers, receivers
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.models import (
    Push,
    PushKind,
    PushOutcome,
    PushState,
    Receiver,
)
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_user
from tests.sanctions.makers import CLEARED, later, make_listed, make_receivers


def bodies_of(entry: ListEntry, kind: PushKind) -> set[int]:
    wanted = sa.select(Push.body_id).where(Push.entry_id == entry.id, Push.kind == kind)
    return set(db.session.scalars(wanted))


def push_of(entry: ListEntry, kind: PushKind = PushKind.APPLY) -> Push:
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == kind)
    return db.session.scalars(wanted).one()


def stop(body: Subject) -> None:
    receivers.stop(db.session.get(Receiver, body.id), "停止", by=audit.SYSTEM, at=NOW)


@pytest.mark.slow
@given(
    active=st.lists(st.booleans(), min_size=1, max_size=6),
    answered=st.sets(st.integers(0, 5)),
    stopped=st.sets(st.integers(0, 5)),
    expires=st.booleans(),
)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_there_is_one_removal_for_every_body_that_ever_received_the_entry(
    active: list[bool], answered: set[int], stopped: set[int], expires: bool
) -> None:
    savepoint = db.session.begin_nested()
    known = make_receivers(len(active))
    for body, yes in zip(known, active, strict=True):
        if not yes:
            stop(body)
    entry = make_listed()
    wanted = sa.select(Push).where(Push.entry_id == entry.id).order_by(Push.id)
    for place, push in enumerate(db.session.scalars(wanted)):
        if place in answered:
            answers.answer_whole(push, Said(PushOutcome.APPLIED), by=audit.SYSTEM, at=NOW)
    for place, body in enumerate(known):
        if active[place] and place in stopped:
            stop(body)
    make_receivers(1)  # came later, and got what was in force

    if expires:
        service.expire(on=date(2030, 1, 1), at=later(1200))
    else:
        service.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)

    assert bodies_of(entry, PushKind.REMOVE) == bodies_of(entry, PushKind.APPLY)
    assert pushes.removal_progress(entry) == (0, sum(active) + 1)
    savepoint.rollback()


def test_a_body_that_did_not_apply_must_say_why() -> None:
    make_receivers(1)
    push = push_of(make_listed())

    with pytest.raises(answers.WrongAnswer):
        answers.answer_whole(push, Said(PushOutcome.NOT_APPLIED, "  "), by=audit.SYSTEM, at=NOW)
    answers.answer_whole(
        push, Said(PushOutcome.NOT_APPLIED, "未涉及该主体的事项"), by=audit.SYSTEM, at=NOW
    )

    assert (push.state, push.version) == (PushState.ANSWERED, 1)


def test_an_answer_given_later_replaces_the_first_and_both_are_on_record() -> None:
    make_receivers(1)
    push = push_of(make_listed())
    answers.answer_whole(push, Said(PushOutcome.NOT_APPLIED, "尚无事项"), by=audit.SYSTEM, at=NOW)

    answers.answer_whole(
        push, Said(PushOutcome.APPLIED, "已在采购中执行"), by=audit.SYSTEM, at=later(1)
    )

    assert (push.outcome, push.version) == (PushOutcome.APPLIED, 2)
    assert [event.why for event in audit.history(push)] == ["已在采购中执行", "尚无事项"]


def test_a_removal_can_only_be_confirmed_and_only_once() -> None:
    make_receivers(1)
    entry = make_listed()
    service.revoke(entry, "撤销", by=make_user(Role.OFFICE), at=NOW)
    push = push_of(entry, PushKind.REMOVE)

    with pytest.raises(answers.WrongAnswer):
        answers.answer_whole(push, Said(PushOutcome.APPLIED), by=audit.SYSTEM, at=NOW)
    answers.confirm(push, CLEARED, by=audit.SYSTEM, at=NOW)
    with pytest.raises(NotAllowed):
        answers.confirm(push, CLEARED, by=audit.SYSTEM, at=NOW)

    assert pushes.removal_progress(entry) == (1, 1)


def test_an_answer_is_due_in_ten_working_days_and_a_removal_in_three() -> None:
    make_receivers(1)
    entry = make_listed()
    service.revoke(entry, "撤销", by=make_user(Role.OFFICE), at=NOW)

    assert push_of(entry).due_on == date(2026, 12, 4)
    assert push_of(entry, PushKind.REMOVE).due_on == date(2026, 11, 25)


def test_delivery_is_counted_and_harmless_when_repeated() -> None:
    make_receivers(2)
    make_listed()

    assert pushes.deliver(at=NOW) == 2
    assert pushes.deliver(at=NOW) == 0
