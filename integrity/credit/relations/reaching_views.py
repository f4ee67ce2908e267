"""The pages on which an entry's reach is told, applied, objected to and ended."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.relations import answering, reachings
from integrity.credit.relations.forms import RightForm, SaidForm
from integrity.credit.relations.models import ROLE_NAMES, Relation
from integrity.credit.relations.reaching import measures_of
from integrity.credit.relations.reaching_models import END_NAMES, REACHING_NAMES, Reaching
from integrity.credit.relations.views import bp
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

SEE = Permission.SANCTIONS_NOMINATE
ACTS = {
    "notify": Act(
        _l("告知关联人"),
        reachings.notify,
        warning=_l("告知书送达后开始计算陈述申辩期限；不告知的，不得适用。"),
    ),
    "defend": Act(_l("登记本人陈述"), reachings.defend, SaidForm, primary=False),
    "apply_related": Act(
        _l("复核并适用"),
        reachings.confirm,
        WhyForm,
        warning=_l("适用后告知须执行措施的单位；姓名和号码只有这些单位可以查看。"),
    ),
    "reject": Act(_l("不予适用"), reachings.reject, WhyForm, primary=False),
    "object_related": Act(_l("登记本人异议"), reachings.object_to, SaidForm, primary=False),
    "uphold_related": Act(_l("异议成立，停止适用"), answering.uphold, RightForm),
    "maintain": Act(_l("异议不成立"), reachings.maintain, WhyForm, primary=False),
    "appeal_related": Act(_l("登记本人申诉"), reachings.appeal, SaidForm, primary=False),
    "allow_appeal": Act(_l("申诉成立，停止适用"), answering.allow, RightForm),
    "dismiss_appeal": Act(_l("申诉不成立"), reachings.dismiss, WhyForm, primary=False),
}
Firm = aliased(Subject)


class ReachingFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(REACHING_NAMES), default="")


@bp.get("/reachings/")
@requires(SEE)
def reachings_index() -> ResponseReturnValue:
    """Whom entries reach: all for the office, for a body what it led; nobody is named."""
    rows = sa.select(Reaching).join(Reaching.relation).join(Firm, Firm.id == Relation.subject_id)
    return Table(
        title=_("对关联人适用"),
        name="reachings",
        rows=rows.where(_visible()),
        options=_whole(),
        link=lambda row: url_for("relations.reaching", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("subject", _("列入名单的主体"), lambda row: row.relation.subject.name),
            Column("role", _("关系"), lambda row: ROLE_NAMES[row.relation.role]),
            Column("state", _("状态"), lambda row: REACHING_NAMES[row.state], sort=Reaching.state),
            Column("due", _("办理期限"), lambda row: row.step_due_on, sort=Reaching.step_due_on),
            Column("applied", _("适用日期"), lambda row: row.applied_on),
        ],
        search=(Firm.name, Firm.uscc),
        filters=ReachingFilters,
        narrow={"state": lambda value: Reaching.state == value},
        order=(Reaching.id.desc(),),
        empty=_("没有需要对关联人适用的名单事项。"),
    ).respond(intro=_("每晚按登记的关系和措施的依据找出；先告知、听取陈述，由另一人复核后才适用。"))


@bp.get("/reachings/<int:number>")
@requires(SEE)
def reaching(number: int) -> ResponseReturnValue:
    """One of them, with what the person said and what was answered."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("对关联人适用"),
        ref=found.ref,
        badges=[
            Badge(REACHING_NAMES[found.state]),
            *badges(reachings.FLOW, found, clock.today()),
        ],
        facts=known(*_facts(found)),
        acts=buttons(_acts_on(found), reachings.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        aside=pieces.card(found.__tablename__, found.id),
        links=[
            Link(_("查看名单事项"), url_for("sanctions.entry", number=found.entry_id)),
            Link(_("返回列表"), url_for("relations.reachings_index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/reachings/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(SEE)
def reaching_act(number: int, move: str) -> ResponseReturnValue:
    """A step of it."""
    back = url_for("relations.reaching", number=number)
    return acts.move_page(ACTS, reachings.FLOW, _one(number), move, back)


def _facts(found: Reaching) -> list[tuple[Any, Any]]:
    relation = found.relation
    those = measures_of(found, clock.today())
    return [
        (_("列入名单的主体"), relation.subject.name),
        (_("名单"), LIST_NAMES[found.entry.kind]),
        (_("关系"), ROLE_NAMES[relation.role]),
        (_("开始日期"), i18n.day(relation.since)),
        (_("结束日期"), i18n.day(relation.until) if relation.until else None),
        (_("来源"), relation.source),
        (_("措施"), _("、").join(f"{m.name}（{m.legal_basis}）" for m in those) or None),
        (_("告知书送达日期"), i18n.day(found.served_on) if found.served_on else None),
        (_("陈述申辩截止"), i18n.day(found.statement_due) if found.statement_due else None),
        (_("本人陈述"), found.statement or None),
        (_("适用日期"), i18n.day(found.applied_on) if found.applied_on else None),
        (_("异议"), found.objection or None),
        (_("申诉"), found.appeal or None),
        (_("结束原因"), END_NAMES[found.outcome] if found.outcome else None),
        (_("理由"), found.ended_why or None),
    ]


def _acts_on(found: Reaching) -> dict[str, Act]:
    """Without what was done already, and what another person has to do."""
    over = {"object_related"} if found.objection else {"appeal_related"}
    if found.appeal:
        over.add("appeal_related")
    if current_user.id == found.told_by_id:
        over.add("apply_related")
    if current_user.id in {found.heard_by_id, found.taken_by_id, found.answered_by_id}:
        over |= {"uphold_related", "maintain", "allow_appeal", "dismiss_appeal"}
    return {name: act for name, act in ACTS.items() if name not in over}


def _address(found: Reaching, move: str) -> str:
    return url_for("relations.reaching_act", number=found.id, move=move)


def _visible() -> sa.ColumnElement[bool]:
    if current_user.role in REACH_ALL:
        return sa.true()
    body = current_user.body_id or 0
    led = sa.select(ListEntry.id).where(ListEntry.initiated_by_id == body)
    return sa.or_(Reaching.issuer_id == body, Reaching.entry_id.in_(led))


def _whole() -> tuple[Any, ...]:
    relation = joinedload(Reaching.relation)
    return (
        relation.joinedload(Relation.subject),
        joinedload(Reaching.relation).joinedload(Relation.related),
        joinedload(Reaching.entry),
    )


def _one(number: int) -> Any:
    return to_move(Reaching, number, _visible())
