"""Which departments have confirmed the rules of repair: one's own, and all for the office."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires, to_move
from integrity.casework.acts import Act, buttons, move_page, timeline
from integrity.casework.steps import badges
from integrity.credit.repairs import briefings
from integrity.credit.repairs.briefing_models import (
    BRIEFING_NAMES,
    BriefingState,
    RulesBriefing,
)
from integrity.credit.repairs.views import bp
from integrity.pages.forms import FilterForm, PostForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

__all__ = ["bp"]
DECIDE = Permission.REPAIRS_DECIDE


class ConfirmForm(PostForm):
    handling = TextAreaField(
        _l("受理修复的科室和渠道"),
        description=_l("写明由哪个科室按新规则受理、办理，从哪里提交申请；不写个人姓名。"),
        validators=[InputRequired(_l("请写明由谁受理。")), Length(max=1000)],
    )


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(BRIEFING_NAMES), default="")


ACTS = {
    "confirm_rules": Act(
        _l("确认收到并按规则办理"),
        briefings.confirm_rules,
        ConfirmForm,
        _l("先阅读现行的信用修复规则。确认的是本部门，办公室不能代为确认。"),
    )
}


@bp.get("/briefings/")
@requires(DECIDE)
def briefing_index() -> ResponseReturnValue:
    """Who was given which rules when; the unconfirmed ones first."""
    every = current_user.role in REACH_ALL
    own = sa.true() if every else RulesBriefing.body_id == (current_user.body_id or 0)
    waits = RulesBriefing.state == BriefingState.GIVEN
    return Table(
        title=_("修复规则的确认"),
        name="rules-briefings",
        rows=sa.select(RulesBriefing).join(Subject, Subject.id == RulesBriefing.body_id).where(own),
        options=(joinedload(RulesBriefing.body),),
        link=lambda row: url_for("repairs.briefing", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("部门"), lambda row: row.body.name, sort=Subject.name),
            Column("given", _("告知日期"), lambda row: row.given_on, sort=RulesBriefing.given_on),
            Column("due", _("确认期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: BRIEFING_NAMES[row.state]),
            Column("confirmed", _("确认日期"), lambda row: row.confirmed_on),
        ],
        search=(Subject.name,),
        filters=Filters,
        narrow={"state": lambda value: RulesBriefing.state == value},
        order=(sa.not_(waits), RulesBriefing.step_due_on, RulesBriefing.id.desc()),
        empty=_("没有告知过修复规则。"),
    ).respond(intro=_("修复规则有变动的，告知每个有处罚、认定权的部门，由部门按期确认。"))


@bp.get("/briefings/<int:number>")
@requires(DECIDE)
def briefing(number: int) -> ResponseReturnValue:
    """One department and its word."""
    found = _one(number)
    mine = found.body_id == current_user.body_id
    page = Item(
        heading=found.title,
        kicker=_("修复规则的确认"),
        ref=found.ref,
        badges=[
            Badge(BRIEFING_NAMES[found.state]),
            *badges(briefings.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("部门"), found.body.name),
            (_("告知日期"), i18n.day(found.given_on)),
            (_("受理修复的科室和渠道"), found.handling),
            (_("确认人"), found.confirmed_by_name),
            (_("确认日期"), i18n.day(found.confirmed_on)),
        ),
        acts=buttons(ACTS if mine else {}, briefings.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("修复规则和程序"), url_for("site.repair_rules")),
            Link(_("返回列表"), url_for("repairs.briefing_index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/briefings/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(DECIDE)
def briefing_act(number: int, move: str) -> ResponseReturnValue:
    """The department confirms."""
    back = url_for("repairs.briefing", number=number)
    return move_page(ACTS, briefings.FLOW, _one(number), move, back)


def _address(found: RulesBriefing, move: str) -> str:
    return url_for("repairs.briefing_act", number=found.id, move=move)


def _one(number: int) -> RulesBriefing:
    found = to_move(RulesBriefing, number)
    if not current_user.can(DECIDE, found):
        raise NotFound
    return found
