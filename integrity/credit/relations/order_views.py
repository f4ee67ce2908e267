"""What a body must do because somebody is reached: of whom, to it alone and logged; its answer."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.relations import orders
from integrity.credit.relations.forms import OrderForm
from integrity.credit.relations.models import ROLE_NAMES, Relation
from integrity.credit.relations.reaching import measures_of
from integrity.credit.relations.reaching_models import (
    ORDER_NAMES,
    OrderState,
    Reaching,
    ReachOrder,
)
from integrity.credit.relations.reaching_views import bp
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.models import User

ACTS = {
    "answer": Act(_l("反馈"), orders.answer, OrderForm),
    "drop_order": Act(
        _l("确认已经停止并清除"),
        orders.drop,
        WhyForm,
        warning=_l("写明系统、缓存、纸质材料和下级单位中如何清除；确认后不再显示身份信息。"),
    ),
}


class OrderFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(ORDER_NAMES), default="")


def _executes_or_decides(user: User) -> bool:
    """Whether what reaches somebody is this person's business."""
    return any(map(user.can, (Permission.PUSHES_ANSWER, Permission.SANCTIONS_DECIDE)))


@bp.get("/orders/")
@requires(Permission.DESK, also=_executes_or_decides)
def orders_index() -> ResponseReturnValue:
    """A body's own; the office sees those of all, and nobody is named."""
    rows = sa.select(ReachOrder)
    if not _is_of_all():
        rows = rows.where(ReachOrder.body_id == (current_user.body_id or 0))
    return Table(
        title=_("关联人措施执行"),
        name="reach-orders",
        rows=rows,
        options=_whole(),
        link=lambda row: url_for("relations.order", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("what", _("关联关系"), lambda row: row.title),
            Column("body", _("接收单位"), lambda row: row.body.name),
            Column("state", _("状态"), lambda row: ORDER_NAMES[row.state], sort=ReachOrder.state),
            Column("due", _("办理期限"), lambda row: row.step_due_on, sort=ReachOrder.step_due_on),
        ],
        filters=OrderFilters,
        narrow={"state": lambda value: ReachOrder.state == value},
        order=(ReachOrder.step_due_on.is_(None), ReachOrder.step_due_on, ReachOrder.id),
        empty=_("没有需要对关联人执行的措施。"),
    ).respond(intro=_("关系结束或者名单移出的，须在期限内确认停止并清除。"))


@bp.get("/orders/<int:number>")
@requires(Permission.DESK, also=_executes_or_decides)
def order(number: int) -> ResponseReturnValue:
    """One of them, without the name."""
    return _page(_one(number))


@bp.post("/orders/<int:number>/look")
@requires(Permission.PUSHES_ANSWER)
def order_look(number: int) -> ResponseReturnValue:
    """Who it is, to the body that must execute; a post, because it is logged."""
    found = _one(number)
    demand(Permission.PUSHES_ANSWER, found)
    return _page(found, orders.look(found, by=current_user, at=clock.now()))


@bp.route("/orders/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.PUSHES_ANSWER)
def order_act(number: int, move: str) -> ResponseReturnValue:
    """What was done, or that it was dropped."""
    back = url_for("relations.order", number=number)
    return acts.move_page(ACTS, orders.FLOW, _one(number), move, back)


def _page(found: ReachOrder, person: tuple[str, str] | None = None) -> ResponseReturnValue:
    mine = current_user.body_id == found.body_id
    return render_template(
        "relations/order.html",
        order=found,
        person=person,
        may_look=mine and found.state is not OrderState.DROPPED,
        badges=[Badge(ORDER_NAMES[found.state]), *badges(orders.FLOW, found, clock.today())],
        facts=_facts(found),
        acts=buttons(ACTS, orders.FLOW, found, partial(_address, found)),
    )


def _facts(found: ReachOrder) -> list[tuple[object, object]]:
    reaching, relation = found.reaching, found.reaching.relation
    those = measures_of(reaching, reaching.applied_on or found.sent_on)
    return list(
        known(
            (_("列入名单的主体"), relation.subject.name),
            (_("名单编号"), reaching.entry.ref),
            (_("名单"), LIST_NAMES[reaching.entry.kind]),
            (_("关系"), ROLE_NAMES[relation.role]),
            (_("措施"), _("、").join(f"{m.name}（{m.legal_basis}）" for m in those)),
            (_("接收单位"), found.body.name),
            (_("推送日期"), i18n.day(found.sent_on)),
            (_("反馈日期"), i18n.day(found.answered_on) if found.answered_on else None),
            (_("说明"), found.why or None),
            (_("停止日期"), i18n.day(reaching.ended_on) if reaching.ended_on else None),
            (_("确认停止日期"), i18n.day(found.dropped_on) if found.dropped_on else None),
        )
    )


def _address(found: ReachOrder, move: str) -> str:
    return url_for("relations.order_act", number=found.id, move=move)


def _is_of_all() -> bool:
    return current_user.role in REACH_ALL and current_user.can(Permission.SANCTIONS_DECIDE)


def _whole() -> tuple[object, ...]:
    relation = joinedload(ReachOrder.reaching).joinedload(Reaching.relation)
    again = joinedload(ReachOrder.reaching).joinedload(Reaching.relation)
    return (
        relation.joinedload(Relation.subject),
        again.joinedload(Relation.related),
        joinedload(ReachOrder.body),
    )


def _one(number: int) -> ReachOrder:
    found = to_move(ReachOrder, number)
    if not (_is_of_all() or current_user.body_id == found.body_id):
        raise NotFound
    return found
