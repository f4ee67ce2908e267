"""What waits because entries reach who stands behind a firm: to tell, apply, answer, execute."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.relations import orders, reachings
from integrity.credit.relations.models import Relation
from integrity.credit.relations.order_views import ACTS as ORDER_ACTS
from integrity.credit.relations.reaching_models import (
    OrderState,
    Reaching,
    ReachingState,
    ReachOrder,
)
from integrity.credit.relations.reaching_views import ACTS
from integrity.people.accounts.models import User

MOVES = {
    ReachingState.FOUND: "notify",
    ReachingState.TOLD: "apply_related",
    ReachingState.DISPUTED: "maintain",
    ReachingState.APPEALED: "dismiss_appeal",
}


def reached(user: User) -> Iterable[Task]:
    """Whoever an entry of one's own body reaches, unless another person has to act."""
    if not user.can(Permission.SANCTIONS_FIND):
        return
    wanted = (
        sa.select(Reaching)
        .where(_waits_for(user))
        .options(
            joinedload(Reaching.relation).joinedload(Relation.subject),
            joinedload(Reaching.relation).joinedload(Relation.related),
            joinedload(Reaching.issuer),
        )
        .order_by(Reaching.step_due_on, Reaching.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        yield Task(
            day=found.step_due_on,
            kind=_("对关联人适用"),
            title=found.title,
            body=found.relation.subject.name,
            url=url_for("relations.reaching", number=found.id),
            act=ACTS[MOVES[found.state]].label,
            act_url=url_for("relations.reaching", number=found.id),
            key=f"reaching-{found.id}",
            warning=late_in(reachings.FLOW, found, clock.today()),
        )


def ordered(user: User) -> Iterable[Task]:
    """What one's own body must take, or drop, because somebody is reached."""
    if not user.can(Permission.PUSHES_ANSWER):
        return
    whole = joinedload(ReachOrder.reaching).joinedload(Reaching.relation)
    wanted = (
        sa.select(ReachOrder)
        .where(ReachOrder.body_id == (user.body_id or 0), ReachOrder.state.in_(orders.FLOW.steps))
        .options(
            whole.joinedload(Relation.subject),
            joinedload(ReachOrder.reaching)
            .joinedload(Reaching.relation)
            .joinedload(Relation.related),
            joinedload(ReachOrder.body),
        )
        .order_by(ReachOrder.step_due_on, ReachOrder.id)
        .limit(LIMIT)
    )
    for order in db.session.scalars(wanted):
        move = "answer" if order.state is OrderState.SENT else "drop_order"
        yield Task(
            day=order.step_due_on,
            kind=_("关联人措施执行"),
            title=order.title,
            body=order.body.name,
            url=url_for("relations.order", number=order.id),
            act=ORDER_ACTS[move].label,
            act_url=url_for("relations.order_act", number=order.id, move=move),
            key=f"reach-order-{order.id}",
        )


def _waits_for(user: User) -> sa.ColumnElement[bool]:
    """To tell; to apply what another told; to answer what another applied and took in."""
    others = [
        column.is_distinct_from(user.id)
        for column in (Reaching.heard_by_id, Reaching.taken_by_id, Reaching.answered_by_id)
    ]
    mine = sa.or_(
        Reaching.state == ReachingState.FOUND,
        sa.and_(
            Reaching.state == ReachingState.TOLD, Reaching.told_by_id.is_distinct_from(user.id)
        ),
        sa.and_(Reaching.state == ReachingState.DISPUTED, *others),
    )
    if user.role not in REACH_ALL:
        return sa.and_(mine, Reaching.issuer_id == (user.body_id or 0))
    appealed = sa.and_(Reaching.state == ReachingState.APPEALED, *others)
    return sa.or_(sa.and_(mine, Reaching.issuer_id.is_(None)), appealed)
