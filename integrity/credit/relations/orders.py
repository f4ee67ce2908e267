"""What the executing bodies do because somebody is reached, and that they drop it after its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.measures.executors import Executor
from integrity.credit.relations.reaching import measures_of
from integrity.credit.relations.reaching_models import ORDER_NAMES, OrderState, Reaching, ReachOrder
from integrity.credit.relations.reaching_models import OrderState as S
from integrity.credit.sanctions.pushes.models import Receiver
from integrity.people.subjects import identifiers, persons

ANSWER = Permission.PUSHES_ANSWER
FLOW = Flow(
    steps={
        S.SENT: Step(Side.RECEIVER, "LOCAL-PUSH"),
        S.RECALLED: Step(Side.RECEIVER, "LOCAL-REMOVE"),
    },
    free={S.ANSWERED: "answered; it may be answered better"},
    answer=Move({S.SENT, S.ANSWERED}, S.ANSWERED, ANSWER),
    recall_order=Move({S.SENT, S.ANSWERED}, S.RECALLED),
    drop_order=Move({S.RECALLED}, S.DROPPED, ANSWER),
)
FLOW.names.update(ORDER_NAMES)


class NotYours(Refused):
    """Only the body that must take the measures is told of whom, and only while it must."""

    status = 403
    title = _l("不能查看身份信息")


class SayWhy(Refused):
    """What was not taken needs a reason."""

    title = _l("请写明原因")


def send(reaching: Reaching, *, at: datetime) -> None:
    """One to each body that executes a measure; what nobody executes goes to who takes everything.

    Never to the subject of the entry.
    """
    on = local_day(at)
    families = {measure.family for measure in measures_of(reaching, on)}
    named = sa.select(Executor.body_id).where(
        Executor.family.in_(families), Executor.ended_on.is_(None)
    )
    wanted = sa.select(Receiver.body_id).where(
        Receiver.active, Receiver.body_id != reaching.entry.subject_id
    )
    bodies = db.session.scalars(wanted.where(Receiver.body_id.in_(named))).all()
    for body_id in bodies or db.session.scalars(wanted.where(Receiver.everything)).all():
        order = ReachOrder(reaching_id=reaching.id, body_id=body_id, sent_on=on)
        FLOW.begin(order, on)
        db.session.add(order)
        db.session.flush()
        audit.write(order, "send_order", by=audit.SYSTEM, at=at, target=OrderState.SENT)


def answer(order: ReachOrder, applied: bool, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What the body did; raises SayWhy for what it did not take."""
    if not applied and not why.strip():
        raise SayWhy(_("没有执行的，须写明原因。"))
    order.applied, order.why, order.answered_on = applied, why.strip(), local_day(at)
    FLOW.go(order, "answer", by=by, at=at)


def recall(reaching_ids: Sequence[int], *, at: datetime) -> int:
    """Every body that was ever told must drop it."""
    which = ReachOrder.reaching_id.in_(reaching_ids)
    return FLOW.go_all(ReachOrder, "recall_order", which, by=audit.SYSTEM, at=at)


def drop(order: ReachOrder, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body has dropped it; where it was kept is in its words."""
    order.dropped_on = local_day(at)
    FLOW.go(order, "drop_order", by=by, at=at, why=why)


def look(order: ReachOrder, *, by: Any, at: datetime) -> tuple[str, str]:
    """Name and number of the person, to the body that must execute; logged. Raises NotYours."""
    person = order.reaching.relation.related
    if by.body_id != order.body_id or order.state is S.DROPPED:
        raise NotYours(_("只有须执行措施的单位可以查看，确认停止以后不再显示。"))
    audit.write(order, "look", by=by, at=at)
    sealed = person.identifier_sealed
    return persons.name_of(person), identifiers.unseal(sealed) if sealed else person.uscc or ""
