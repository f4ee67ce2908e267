"""The pages of the rules: a body drafts those of its field, the office approves them."""

from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.steps import badges
from integrity.credit.grading import conditions, schemes
from integrity.credit.grading.blueprint import bp
from integrity.credit.grading.forms import RulesForm, SchemeForm
from integrity.credit.grading.models import FIELD_NAMES, SCHEME_NAMES, GradingScheme
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices

P = Permission


def said_of(scheme: GradingScheme) -> dict[str, Any]:
    """A scheme as a form shows it."""
    plain = ("matter", "public", "legal_basis", "since", "field")
    values = {name: getattr(scheme, name) for name in plain}
    words = {name: getattr(scheme, name).split(";") for name in ("fewer", "more")}
    split = {name: tuple(filter(None, letters)) for name, letters in words.items()}
    return values | split | {"rules": conditions.shown(scheme.rules)}


def _edit(act: Act, found: GradingScheme, back: str) -> ResponseReturnValue:
    """The form shows it as it is."""
    return perform(replace(act, form=partial(RulesForm, data=said_of(found))), found, back)


ACTS = {
    "submit": Act(_l("提交审核"), schemes.submit),
    "edit": Act(_l("修改"), schemes.edit, RulesForm, primary=False, page=_edit),
    "approve": Act(
        _l("批准"),
        schemes.approve,
        WhyForm,
        _l("自施行日期起按新标准定级；以前的等级和理由保留。"),
    ),
    "send_back": Act(_l("退回修改"), schemes.send_back, WhyForm, primary=False),
    "withdraw": Act(_l("撤回"), schemes.withdraw, WhyForm, primary=False),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(SCHEME_NAMES), default="")
    field = SelectField(_l("监管领域"), choices=lambda: choices(FIELD_NAMES), default="")


@bp.get("/schemes/")
@requires(P.MEASURES_READ)
def scheme_index() -> ResponseReturnValue:
    """The rules of every body for the office, else of one's own."""
    S = GradingScheme  # noqa: N806
    table = Table(
        title=_("分级监管标准"),
        name="grading-schemes",
        rows=sa.select(S).where(current_user.reaches(GradingScheme.body_id)),
        options=(joinedload(S.body),),
        link=lambda row: url_for("grading.scheme", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("监管单位"), lambda row: row.body.name),
            Column("field", _("监管领域"), lambda row: FIELD_NAMES[row.field], sort=S.field),
            Column("version", _("版本"), lambda row: row.version, align="right"),
            Column("since", _("施行日期"), lambda row: row.since, sort=S.since),
            Column("until", _("最后一日"), lambda row: row.until),
            Column("state", _("状态"), lambda row: SCHEME_NAMES[row.state]),
        ],
        search=(S.matter, S.legal_basis),
        filters=Filters,
        narrow={
            "state": lambda value: S.state == value,
            "field": lambda value: S.field == value,
        },
        order=(S.id.desc(),),
        empty=_("还没有分级监管标准。"),
    )
    new = []
    if current_user.can(P.MEASURES_DRAFT) and current_user.body is not None:
        new = [Button(_("起草分级标准"), url_for("grading.new_scheme"), primary=True)]
    return table.respond(acts=new, intro=_("由监管单位起草，另一人批准后自施行日期起据以定级。"))


@bp.route("/schemes/new", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def new_scheme() -> ResponseReturnValue:
    """The rules of one's own body in a field, or their next version."""
    body = current_user.body
    if body is None:
        raise Forbidden
    number = request.args.get("like", type=int)
    like = db.session.get(GradingScheme, number) if number else None
    if like is not None and like.body_id != body.id:
        raise NotFound
    form = SchemeForm(data=said_of(like) if like else None)

    def start() -> str:
        made = schemes.draft(body, **answers(form), by=current_user, at=clock.now())
        return url_for("grading.scheme", number=made.id)

    return form_page(
        form, start, heading=_("起草分级标准"), intro=body.name, submit=_("保存草稿"),
        back=url_for("grading.scheme_index"), done=_("已保存草稿，请提交审核。"),
    )  # fmt: skip


@bp.get("/schemes/<int:number>")
@requires(P.MEASURES_READ)
def scheme(number: int) -> ResponseReturnValue:
    """One version of the rules."""
    found = _one(number)
    closed = {"approve"} if found.drafted_by_id == current_user.id else set()
    mine = {name: act for name, act in ACTS.items() if name not in closed}
    links = [Link(_("返回列表"), url_for("grading.scheme_index"))]
    if current_user.can(P.MEASURES_DRAFT) and found.body_id == current_user.body_id:
        links.insert(0, Link(_("起草新版"), url_for("grading.new_scheme", like=found.id)))
    page = Item(
        heading=found.title,
        kicker=_("分级监管标准"),
        ref=found.ref,
        badges=[Badge(SCHEME_NAMES[found.state]), *badges(schemes.FLOW, found, clock.today())],
        facts=known(*facts(found)),
        acts=buttons(mine, schemes.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=links,
    )
    return render_template("streams/item.html", page=page)


@bp.route("/schemes/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.MEASURES_READ)
def scheme_act(number: int, move: str) -> ResponseReturnValue:
    """Submit, approve, send back, withdraw."""
    back = url_for("grading.scheme", number=number)
    return acts.move_page(ACTS, schemes.FLOW, _one(number), move, back)


def facts(found: GradingScheme) -> list[tuple[str, object]]:
    """What the rules of a field say."""
    return [
        (_("监管单位"), found.body.name),
        (_("监管领域"), FIELD_NAMES[found.field]),
        (_("分级规则"), conditions.shown(found.rules).replace("\n", _("；"))),
        (_("减少检查的等级"), found.fewer.replace(";", _("、")) or _("无")),
        (_("增加检查的等级"), found.more.replace(";", _("、")) or _("无")),
        (_("检查事项"), found.matter),
        (_("等级向社会公开"), _("是") if found.public else _("否")),
        (_("依据"), found.legal_basis),
        (_("施行日期"), i18n.day(found.since)),
        (_("最后一日"), i18n.day(found.until) if found.until else None),
    ]


def _address(found: GradingScheme, move: str) -> str:
    return url_for("grading.scheme_act", number=found.id, move=move)


def _one(number: int) -> GradingScheme:
    found = to_move(GradingScheme, number)
    demand(P.MEASURES_READ, found)
    return found
