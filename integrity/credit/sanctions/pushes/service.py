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
from integrity.credit.sanctions.pushes import addressees
from integrity.credit.sanctions.pushes.models import (
    PUSH_STATE_NAMES,
    Push,
    PushKind,
    PushMeasure,
    PushOutcome,
    Receiver,
)
from integrity.credit.sanctions.pushes.models import PushState as P

WAITING = {P.PENDING, P.DELIVERED}
FLOW = Flow(
    steps=dict.fromkeys(WAITING, own(Side.RECEIVER)),
    free={P.ANSWERED: "answered; it may be answered better"},
    answer=Move(WAITING | {P.ANSWERED}, P.ANSWERED, Permission.PUSHES_ANSWER),
    confirm=Move(WAITING, P.CONFIRMED, Permission.PUSHES_ANSWER),
    deliver=Move({P.PENDING}, P.DELIVERED),
    supersede=Move(WAITING, P.SUPERSEDED),
)
FLOW.names.update(PUSH_STATE_NAMES)
KEY = ("entry_id", "body_id", "kind")
LINE = ["push_id", "measure_id"]
TERMS = {PushKind.APPLY: "LOCAL-PUSH", PushKind.REMOVE: "LOCAL-REMOVE"}


class WrongAnswer(Refused):
    """The answer does not fit the push, or gives no reason where one is needed."""


def announce(entry: ListEntry, on: date) -> int:
    """One push per body that executes one of its measures or takes everything."""
    return _apply(on, ListEntry.id == entry.id)


def catch_up(body_id: int, on: date) -> int:
    """Push to a body what is in force and what it has not: it receives now, or executes more."""
    return _apply(on, Receiver.body_id == body_id)


def _apply(on: date, which: sa.ColumnElement[bool]) -> int:
    count = _send(addressees.pairs(on, which), PushKind.APPLY, on)
    lines = addressees.asked(on, which)
    changed(insert_ignore(PushMeasure.__table__, LINE, lines, LINE))
    return count


def recall(entry_ids: sa.Select[Any], on: date, at: datetime) -> int:
    """One removal per body that ever received these entries; unanswered pushes are closed."""
    reached = (Push.entry_id.in_(entry_ids), Push.kind == PushKind.APPLY)
    count = _send(sa.select(Push.entry_id, Push.body_id).where(*reached), PushKind.REMOVE, on)
    lines = addressees.asked_before(*reached)
    changed(insert_ignore(PushMeasure.__table__, LINE, lines, LINE))
    FLOW.go_all(Push, "supersede", *reached, by=audit.SYSTEM, at=at, closed_on=on)
    return count


def deliver(*, at: datetime) -> int:
    """Hand over what is pending: from now on the body has it on its desk and in the interface."""
    values: dict[str, Any] = {"delivered_at": at, "attempts": Push.attempts + 1}
    return FLOW.go_all(Push, "deliver", by=audit.SYSTEM, at=at, **values)


def answer(push: Push, outcome: PushOutcome, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What the body did; raises WrongAnswer. A removal can only be confirmed."""
    outcome = PushOutcome(outcome)
    removal = push.kind is PushKind.REMOVE
    if removal is not (outcome is PushOutcome.DROPPED):
        raise WrongAnswer(_("反馈结果与推送种类不符。"))
    if outcome is PushOutcome.NOT_APPLIED and not why.strip():
        raise WrongAnswer(_("未执行的，须写明原因。"))
    FLOW.go(push, "confirm" if removal else "answer", by=by, at=at, why=why, outcome=outcome)
    push.outcome, push.why = outcome, why.strip()
    push.answered_at, push.answered_by_name = at, by.name
    push.closed_on = push.closed_on or local_day(at)
    push.version += 1


def removal_progress(entry: ListEntry) -> tuple[int, int]:
    """How many bodies confirmed that they dropped an entry, of how many that had it."""
    confirmed = sa.func.count(sa.case((Push.state == P.CONFIRMED, 1)))
    wanted = sa.select(confirmed, sa.func.count()).where(
        Push.entry_id == entry.id, Push.kind == PushKind.REMOVE
    )
    done, whole = db.session.execute(wanted).one()
    return done, whole


def of_body(body_id: int) -> sa.Select[Any]:
    """Everything pushed to one body."""
    return sa.select(Push).where(Push.body_id == body_id)


def waiting() -> sa.ColumnElement[bool]:
    """The condition for pushes whose body still owes an answer."""
    return Push.state.in_(WAITING)


def _send(pairs: Any, kind: PushKind, on: date) -> int:
    """Push to (entry, body) pairs; a pair that has this push already is left alone."""
    span, limit = rules.due(TERMS[kind], on), rules.time_limit(TERMS[kind], on)
    extra = {
        "kind": sa.literal(kind.value, sa.String(40)),
        "state": sa.literal(P.PENDING.value, sa.String(40)),
        "starts_on": sa.literal(on, sa.Date),
        "due_on": sa.literal(span.due_on, sa.Date),
        "first_due_on": sa.literal(span.due_on, sa.Date),
        "provisional": sa.literal(span.provisional, sa.Boolean),
        "time_limit_id": sa.literal(limit.id, sa.Integer),
    }
    found = pairs.subquery()
    rows = sa.select(found.c[0], found.c[1], *extra.values())
    insert = insert_ignore(Push.__table__, ["entry_id", "body_id", *extra], rows, KEY)
    return changed(insert)
