"""Decisions that must become public, by their last day; what its body says against one."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.publicity import figures, made
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.made_models import ACT_NAMES, MADE_NAMES, MadeDecision, MadeState
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices

P = Permission
ACTS = {
    "contest": Act(_l("提出异议"), made.contest, WhyForm, primary=False),
    "excuse": Act(_l("核实不予公示"), made.excuse, WhyForm, primary=False),
    "reject": Act(_l("核实应当公示"), made.reject, WhyForm),
}


class Filters(FilterForm):
    act = SelectField(_l("决定种类"), choices=lambda: choices(ACT_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(MADE_NAMES), default="")


@bp.get("/calendar")
@requires(P.POSTINGS_KEEP)
def calendar() -> ResponseReturnValue:
    """What is not public yet, by its last day: of all bodies for the office, else of one's own."""
    open_ = sa.and_(MadeDecision.state != MadeState.EXCUSED, ~figures.is_posted(clock.today()))
    body = None if current_user.role in REACH_ALL else current_user.body_id or 0
    table = table_of(open_, body)
    acts = [
        Button(_("登记作出的决定"), url_for("importing.new", kind="made-decisions"), primary=True),
        Button(_("双公示监测"), url_for("publicity.monitoring")),
    ]
    intro = _("按应当公示的最后一天排列；公示以后自动消失。")
    return table.respond(acts=acts, intro=intro)


def table_of(condition: sa.ColumnElement[bool], body: int | None) -> Table:
    """Decisions that meet a condition, of a body or of all."""
    rows = sa.select(MadeDecision).where(condition)
    today = clock.today()
    return Table(
        title=_("应当公示的决定"),
        name="publicity-calendar",
        rows=rows if body is None else rows.where(MadeDecision.body_id == body),
        options=(joinedload(MadeDecision.body),),
        link=lambda row: url_for("publicity.made_item", number=row.id),
        columns=[
            Column("due", _("应当公示的最后一天"), lambda m: m.due_on, sort=MadeDecision.due_on),
            Column("late", _("期限"), lambda m: _("已超期") if m.due_on < today else _("未到期")),
            Column("number", _("决定文号"), lambda m: m.number),
            Column("act", _("决定种类"), lambda m: ACT_NAMES[m.act]),
            Column("body", _("作出决定的单位"), lambda m: m.body.name),
            Column("source", _("来源"), lambda m: m.source),
            Column("state", _("状态"), lambda m: MADE_NAMES[m.state]),
        ],
        search=(MadeDecision.number,),
        filters=Filters,
        narrow={
            "act": lambda value: MadeDecision.act == value,
            "state": lambda value: MadeDecision.state == value,
        },
        order=(MadeDecision.due_on, MadeDecision.id),
        empty=_("没有应当公示而没有公示的决定。"),
    )


@bp.get("/made/<int:number>")
@requires(P.POSTINGS_KEEP)
def made_item(number: int) -> ResponseReturnValue:
    """One decision, what is said against it, and what was found."""
    found = one(number)
    page = Item(
        heading=found.number,
        kicker=ACT_NAMES[found.act],
        ref=found.ref,
        badges=[Badge(MADE_NAMES[found.state]), *badges(made.FLOW, found, clock.today())],
        facts=known(
            (_("作出决定的单位"), found.body.name),
            (_("决定日期"), i18n.day(found.decided_on)),
            (_("应当公示的最后一天"), i18n.day(found.due_on)),
            (_("来源"), found.source),
            (_("登记人"), found.entered_by_name),
            (_("单位的异议"), found.why),
            (_("核实结果"), found.answer),
        ),
        acts=buttons(ACTS, made.FLOW, found, partial(_address, found)),
        timeline=acts.timeline(found),
        links=[Link(_("应当公示的决定"), url_for("publicity.calendar"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/made/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.POSTINGS_KEEP)
def made_act(number: int, move: str) -> ResponseReturnValue:
    """Contest it, or find what is so."""
    back = url_for("publicity.made_item", number=number)
    return acts.move_page(ACTS, made.FLOW, one(number), move, back)


def one(number: int) -> MadeDecision:
    """A decision of one's own body, or any for the office; raises NotFound."""
    wanted = for_change(sa.select(MadeDecision).where(MadeDecision.id == number), MadeDecision)
    found = db.session.scalars(wanted).first()
    if found is None or not current_user.can(P.POSTINGS_KEEP, found):
        raise NotFound
    return found


def _address(found: Any, move: str) -> str:
    return url_for("publicity.made_act", number=found.id, move=move)
