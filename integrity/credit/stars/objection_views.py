"""What anybody says against a candidate, by a receipt; the pages on which the office answers."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import anonymous, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.informants.doubt_views import doubt_page, doubt_tracked
from integrity.casework.steps import badges
from integrity.credit.stars import objections as verbs
from integrity.credit.stars import visibility
from integrity.credit.stars.models import (
    OBJECTION_NAMES,
    CandidateState,
    StarCandidate,
    StarObjection,
)
from integrity.credit.stars.service import OBJECTIONS
from integrity.credit.stars.views import bp
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices

DECIDE = Permission.SANCTIONS_DECIDE
ACTS = {
    "uphold": Act(
        _l("异议成立，不予评定"),
        verbs.uphold,
        WhyForm,
        warning=_l("确认后候选主体不予评定，提出异议的人凭回执看到理由。"),
        danger=True,
    ),
    "reject": Act(_l("异议不成立"), verbs.reject, WhyForm),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(OBJECTION_NAMES), default="")


@bp.route("/candidates/<int:number>/object", methods=["GET", "POST"])
@anonymous
def object_to(number: int) -> ResponseReturnValue:
    """Object to a candidate, whoever one is; a good form is answered with the receipt."""
    shown = StarCandidate.state == CandidateState.SHOWN
    wanted = sa.select(StarCandidate).where(StarCandidate.id == number, shown, visibility.public())
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return doubt_page(
        found,
        found.title,
        verbs.file,
        track=url_for("stars.track"),
        back=url_for("stars.item", number=number),
    )


@bp.route("/objections/track", methods=["GET", "POST"])
@anonymous
def track() -> ResponseReturnValue:
    """What became of an objection, for whoever has its receipt."""
    return doubt_tracked(StarObjection, OBJECTION_NAMES, back=url_for("stars.index"))


@bp.get("/objections/")
@requires(DECIDE)
def objections() -> ResponseReturnValue:
    """What was said against candidates, the open ones first."""
    table = Table(
        title=_("评选公示异议"),
        name="star-objections",
        rows=sa.select(StarObjection),
        options=(joinedload(StarObjection.candidate).joinedload(StarCandidate.subject),),
        link=lambda row: url_for("stars.objection", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("who", _("候选主体"), lambda row: row.title),
            Column("at", _("收到日期"), lambda row: clock.local_day(row.received_at)),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: OBJECTION_NAMES[row.state]),
        ],
        search=(StarObjection.ref, StarObjection.text),
        filters=Filters,
        narrow={"state": lambda value: StarObjection.state == value},
        order=(StarObjection.closed_on.is_not(None), StarObjection.id.desc()),
        empty=_("没有对候选主体的异议。"),
    )
    return table.respond(intro=_("没有答复以前，候选主体不能评定。"))


@bp.get("/objections/<int:number>")
@requires(DECIDE)
def objection(number: int) -> ResponseReturnValue:
    """One of them."""
    found = to_move(StarObjection, number)
    page = Item(
        heading=found.title,
        kicker=_("评选公示异议"),
        ref=found.ref,
        badges=[Badge(OBJECTION_NAMES[found.state]), *badges(OBJECTIONS, found, clock.today())],
        facts=known(
            (_("评选"), found.candidate.round.title),
            (_("收到日期"), i18n.day(clock.local_day(found.received_at))),
            (_("异议的事实和理由"), found.text or _("保存期满，已删除")),
            (_("答复"), found.answer),
            (_("办结日期"), i18n.day(found.closed_on)),
        ),
        acts=buttons(ACTS, OBJECTIONS, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("查看候选主体"), url_for("stars.item", number=found.candidate_id)),
            Link(_("返回列表"), url_for("stars.objections")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/objections/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(DECIDE)
def objection_act(number: int, move: str) -> ResponseReturnValue:
    """Uphold or reject it, with reasons that who filed it reads."""
    back = url_for("stars.objection", number=number)
    return acts.move_page(ACTS, OBJECTIONS, to_move(StarObjection, number), move, back)


def _address(found: StarObjection, move: str) -> str:
    return url_for("stars.objection_act", number=found.id, move=move)
