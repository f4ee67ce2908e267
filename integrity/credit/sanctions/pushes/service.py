"""Pushes: one row per entry and receiving body, and another when the entry is removed."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, insert_ignore
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, own
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import addressees, changes
from integrity.credit.sanctions.pushes.models import (
    PUSH_STATE_NAMES,
    Push,
    PushKind,
    PushMeasure,
    Receiver,
)
from integrity.credit.sanctions.pushes.models import PushState as P
from integrity.people.accounts.models import AccountState, User

WAITING = {P.PENDING, P.DELIVERED}
FLOW = Flow(
    steps=dict.fromkeys(WAITING, own(Side.RECEIVER)),
    free={
        P.ANSWERED: "answered; it may be answered better, or sent back",
        P.CONFIRMED: "dropped; owed again only where two people find that it is still used",
    },
    answer=Move(WAITING | {P.ANSWERED}, P.ANSWERED, Permission.PUSHES_ANSWER),
    outcome=Move(WAITING, P.DELIVERED, Permission.PUSHES_ANSWER),
    confirm=Move(WAITING, P.CONFIRMED, Permission.PUSHES_ANSWER),
    deliver=Move({P.PENDING}, P.DELIVERED),
    add=Move(WAITING | {P.ANSWERED}, P.PENDING),
    send_back=Move({P.ANSWERED}, P.DELIVERED, Permission.SANCTIONS_DECIDE, corrects=True),
    supersede=Move(WAITING, P.SUPERSEDED),
    reopen=Move({P.CONFIRMED}, P.DELIVERED),
)
FLOW.names.update(PUSH_STATE_NAMES)
KEY = ("entry_id", "body_id", "kind")
LINE = ("push_id", "measure_id")
LINES = [*LINE, "asked_on"]
TERMS = {PushKind.APPLY: "LOCAL-PUSH", PushKind.REMOVE: "LOCAL-REMOVE"}


class NotAColleague(Refused):
    """Somebody of another body, or who may not answer pushes."""


def announce(entry: ListEntry, *, at: datetime) -> int:
    """One push per body that executes one of its measures or takes everything."""
    return _apply(ListEntry.id == entry.id, at)


def announce_all(entries: sa.ColumnElement[bool], *, at: datetime) -> int:
    """The same for all entries of a condition."""
    return _apply(entries, at)


def catch_up(body_id: int, *, at: datetime) -> int:
    """Push to a body what is in force and what it has not: it receives now, or executes more."""
    count, on = _apply(Receiver.body_id == body_id, at), local_day(at)
    more = sa.exists().where(PushMeasure.push_id == Push.id, PushMeasure.asked_on == on)
    timely = sa.or_(Push.state == P.ANSWERED, Push.due_on >= on)
    which = (Push.body_id == body_id, Push.kind == PushKind.APPLY, Push.starts_on < on)
    values = _term(PushKind.APPLY, on) | {"closed_on": None, "changed_at": at}
    FLOW.go_all(Push, "add", *which, more, timely, by=audit.SYSTEM, at=at, **values)
    return count


def _apply(which: sa.ColumnElement[bool], at: datetime) -> int:
    on = local_day(at)
    count = _send(addressees.pairs(on, which), PushKind.APPLY, at)
    lines: Any = addressees.asked(on, which)
    changed(insert_ignore(PushMeasure.__table__, LINES, lines, LINE))
    return count


def recall(entry_ids: sa.Select[Any], on: date, at: datetime) -> int:
    """One removal per body that ever received these entries; unanswered pushes are closed."""
    reached = (Push.entry_id.in_(entry_ids), Push.kind == PushKind.APPLY)
    count = _send(sa.select(Push.entry_id, Push.body_id).where(*reached), PushKind.REMOVE, at)
    values: dict[str, Any] = {"closed_on": on, "changed_at": at}
    FLOW.go_all(Push, "supersede", *reached, by=audit.SYSTEM, at=at, **values)
    changes.tell_ended(entry_ids, at)
    return count


def deliver(*, at: datetime) -> int:
    """Hand over what is pending: from now on the body has it on its desk and in the interface."""
    values: dict[str, Any] = {"delivered_at": at, "changed_at": at, "attempts": Push.attempts + 1}
    return FLOW.go_all(Push, "deliver", by=audit.SYSTEM, at=at, **values)


def send_back(push: Push, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office does not accept what was answered: the body answers again, within a new term."""
    FLOW.check(push, "send_back")
    on = local_day(at)
    for name, value in (_term(PushKind.APPLY, on) | {"closed_on": None, "changed_at": at}).items():
        setattr(push, name, value)
    FLOW.go(push, "send_back", by=by, at=at, why=why)
    for said in push.answers:
        said.superseded_at = said.superseded_at or at


def reopen(push: Push, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body was found to use the entry all the same: it confirms again, within a new term."""
    FLOW.check(push, "reopen")
    on, before = local_day(at), {"cleared": push.cleared, "digest": push.digest}
    values = _term(PushKind.REMOVE, on) | {"closed_on": None, "changed_at": at, "reused_on": on}
    for name, value in (values | {"outcome": None, "cleared": {}, "digest": ""}).items():
        setattr(push, name, value)
    FLOW.go(push, "reopen", by=by, at=at, why=why, **before)


def assign(push: Push, person: User | None, *, by: audit.Actor, at: datetime) -> None:
    """Leave a push to a colleague of the same body, or to nobody in particular.

    Raises NotAColleague.
    """
    if person is not None and not is_colleague(push, person):
        raise NotAColleague(_("只能交给本单位有权反馈的人员。"))
    push.assigned_to = person
    audit.write(push, "assign", by=by, at=at, to=person.name if person else None)


def is_colleague(push: Push, person: User) -> bool:
    """Whether somebody in use may answer for the body of a push."""
    in_use = person.state is AccountState.ACTIVE and person.body_id == push.body_id
    return in_use and person.can(Permission.PUSHES_ANSWER, push)


def removal_progress(entry: ListEntry) -> tuple[int, int]:
    """How many bodies confirmed that they dropped an entry, of how many that had it."""
    confirmed = sa.func.count(sa.case((Push.state == P.CONFIRMED, 1)))
    wanted = sa.select(confirmed, sa.func.count()).where(
        Push.entry_id == entry.id, Push.kind == PushKind.REMOVE
    )
    done, whole = db.session.execute(wanted).one()
    return done, whole


def reused(entry: ListEntry) -> int:
    """How many bodies were found to use an entry after they had confirmed that they dropped it."""
    found = sa.select(sa.func.count()).where(Push.entry_id == entry.id, Push.reused_on.is_not(None))
    return db.session.scalar(found) or 0


def of_body(body_id: int) -> sa.Select[Any]:
    """Everything pushed to one body."""
    return sa.select(Push).where(Push.body_id == body_id)


def waiting() -> sa.ColumnElement[bool]:
    """The condition for pushes whose body still owes an answer."""
    return Push.state.in_(WAITING)


def _send(pairs: Any, kind: PushKind, at: datetime) -> int:
    """Push to (entry, body) pairs; a pair that has this push already is left alone."""
    values = {
        "kind": kind.value,
        "state": P.PENDING.value,
        "changed_at": at,
        **_term(kind, local_day(at)),
    }
    columns = Push.__table__.c
    found = pairs.subquery()
    extra = {name: sa.literal(value, columns[name].type) for name, value in values.items()}
    rows = sa.select(found.c[0], found.c[1], *extra.values())
    insert = insert_ignore(Push.__table__, ["entry_id", "body_id", *extra], rows, KEY)
    return changed(insert)


def _term(kind: PushKind, on: date) -> dict[str, Any]:
    """By when what is asked on a day must be answered."""
    span, limit = rules.due(TERMS[kind], on), rules.time_limit(TERMS[kind], on)
    return {
        "starts_on": on,
        "due_on": span.due_on,
        "first_due_on": span.due_on,
        "provisional": span.provisional,
        "time_limit_id": limit.id,
    }
