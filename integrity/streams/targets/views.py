"""The pages of targets: the list, one target with its values and inspections, setting one."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.stamps import public, requires
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import form_page
from integrity.pages.items import Badge, Button, Section
from integrity.pages.tables import Table
from integrity.streams.targets import reading_views, service
from integrity.streams.targets.blueprint import bp, stream
from integrity.streams.targets.fields import FIELDS, goal
from integrity.streams.targets.forms import NewForm
from integrity.streams.targets.models import STATE_NAMES, TONES, Target, TargetKind
from integrity.streams.targets.permissions import TargetsPermission

Filters = narrowed_by(FIELDS)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every target: all of them were published."""
    today = clock.today()
    acts = []
    if current_user.is_authenticated and current_user.can(TargetsPermission.SET):
        acts = [Button(_("登记目标"), url_for("targets.new"), primary=True)]
    table = Table(
        title=_("目标监测"),
        name="targets",
        rows=sa.select(Target).join(Target.subject),
        options=(contains_eager(Target.subject),),
        link=stream().url,
        columns=columns(FIELDS, today, public=True),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Target.due_on, Target.id),
        empty=_("没有登记目标。"),
    )
    intro = _("环境质量、政府债务等目标由监测部门公布的数据说话，单位自报不算达到。")
    return table.respond(acts=acts, intro=intro)


@bp.route("/new", methods=["GET", "POST"])
@requires(TargetsPermission.SET)
def new() -> ResponseReturnValue:
    """Set what a body must reach."""
    form = NewForm()

    def set_target() -> str:
        said = {name: form[name].data for name in form.data if name != "csrf_token"}
        body, kind = said.pop("body"), TargetKind(said.pop("kind"))
        made = service.set_target(body, kind, **said, by=current_user, at=clock.now())
        flash(_("目标已登记，由%(source)s监测。", source=made.measured_by.name), "success")
        return url_for("targets.item", ref=made.ref)

    return form_page(
        form,
        set_target,
        heading=_("登记目标"),
        intro=_("只登记公开文件下达的目标。由登记的监测部门按月登记公布的数据。"),
        submit=_("登记"),
        back=url_for("targets.index"),
    )


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One target: what was measured, what was found on the spot, what became of it."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=goal(found),
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        words=[*_warning(found, today), *reading_views.sections(found)],
        acts=[*stream().buttons(found), *reading_views.ways(found)],
    )
    return render_template("streams/item.html", page=page)


def _warning(found: Target, today: date) -> list[Any]:
    """That it is close to, or beyond, what it must not exceed."""
    last = service.latest(found)
    if last is None or found.closed_on:
        return []
    if not found.is_met_by(last.value):
        said = {"tone": "late", "words": _("预警：最近一期监测值没有达到目标。")}
    elif service.is_near(found, today):
        said = {"tone": "info", "words": _("预警：最近一期监测值接近上限。")}
    else:
        return []
    return [Section("targets/_warning.html", said)]
