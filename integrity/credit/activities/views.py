"""The registers of publicity, education and exposure: a list with exports, one entry, its acts."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.activities import service
from integrity.credit.activities.models import KIND_NAMES, STATE_NAMES, Activity
from integrity.credit.activities.permissions import ActivitiesPermission as P
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

bp = Blueprint("activities", __name__, url_prefix="/activities")
NEEDED = InputRequired(_l("请填写。"))
ACTS = {
    "verify_activity": Act(_l("核实登记"), service.verify_activity, PostForm),
    "keep_activity": Act(_l("复核维持"), service.keep_activity, WhyForm),
    "return_activity": Act(_l("退回登记"), service.return_activity, WhyForm, primary=False),
    "contest_activity": Act(_l("对登记提出异议"), service.contest_activity, WhyForm, primary=False),
}


class ActivityForm(PostForm):
    """What was done or exposed, when, by which channel."""

    kind = ChosenField(_l("事项种类"), choices=lambda: list(KIND_NAMES.items()))
    body = SubjectField(_l("单位"))
    on = DayField(_l("日期"), validators=[NEEDED])
    title = StringField(_l("事项名称"), validators=[NEEDED, Length(max=200)])
    channel = StringField(
        _l("渠道或者对象"),
        description=_l("例如：信用网站、社区宣传栏、公职人员。"),
        validators=[NEEDED, Length(max=100)],
    )
    people = IntegerField(
        _l("人数"),
        validators=[Optional(), NumberRange(0, 10_000_000, _l("请填写 0 到 10000000 的整数。"))],
    )
    address = StringField(
        _l("链接或者出处"),
        description=_l("例如：报纸名称和日期、网址。"),
        validators=[Length(max=500)],
    )
    text = TextAreaField(
        _l("说明"),
        description=_l("不写自然人的姓名和号码。"),
        validators=[Length(max=2000)],
    )


class Filters(FilterForm):
    kind = SelectField(_l("事项种类"), choices=lambda: choices(KIND_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    since = DayField(_l("自"))
    until = DayField(_l("至"))


@bp.get("/")
@requires(P.READ)
def index() -> ResponseReturnValue:
    """The register: of one's own body, of all for the office."""
    table = Table(
        title=_("宣传、教育和曝光登记"),
        name="activities",
        rows=sa.select(Activity).join(Activity.subject).where(visible()),
        options=(contains_eager(Activity.subject),),
        link=lambda one: url_for("activities.item", number=one.id),
        columns=[
            Column("on", _("日期"), lambda one: one.on, sort=Activity.on),
            Column("kind", _("事项种类"), lambda one: KIND_NAMES[one.kind]),
            Column("title", _("事项名称"), lambda one: one.title, sort=Activity.title),
            Column("body", _("单位"), lambda one: one.subject.name, sort=Subject.name),
            Column("channel", _("渠道或者对象"), lambda one: one.channel, sort=Activity.channel),
            Column("people", _("人数"), lambda one: one.people, align="right"),
            Column("address", _("链接或者出处"), lambda one: one.address, shown=False),
            Column("state", _("状态"), lambda one: STATE_NAMES[one.state]),
        ],
        search=(Activity.title, Activity.channel, Subject.name),
        filters=Filters,
        narrow={
            "kind": lambda value: Activity.kind == value,
            "state": lambda value: Activity.state == value,
            "since": lambda day: Activity.on >= day,
            "until": lambda day: Activity.on <= day,
        },
        order=(Activity.on.desc(), Activity.id.desc()),
        empty=_("还没有登记。"),
    )
    ways = []
    if current_user.can(P.ENTER):
        ways = [
            Button(_("登记事项"), url_for("activities.new"), primary=True),
            Button(_("导入"), url_for("importing.new", kind="activities")),
        ]
    intro = _("各单位登记宣传、教育和培训，办公室登记媒体曝光；另一人核实后进入报告和考核。")
    return table.respond(acts=ways, intro=intro)


@bp.route("/new", methods=["GET", "POST"])
@requires(P.ENTER)
def new() -> ResponseReturnValue:
    """Enter one of one's own body; of any for the office."""
    form = ActivityForm(data={"body": current_user.body} if current_user.body_id else {})

    def enter() -> str:
        said = answers(form)
        if current_user.role not in REACH_ALL and said["body"].id != current_user.body_id:
            demand(P.VERIFY)
        made = service.enter(**said, by=current_user, at=clock.now())
        return url_for("activities.item", number=made.id)

    back = url_for("activities.index")
    return form_page(form, enter, heading=_("登记事项"), submit=_("登记"), back=back)


@bp.get("/<int:number>")
@requires(P.READ)
def item(number: int) -> ResponseReturnValue:
    """One entry, and what was found of it."""
    found = to_move(Activity, number, visible())
    mine = found.entered_by_id == current_user.id
    offered = {n: a for n, a in ACTS.items() if not (mine and n in ("verify_activity",))}
    page = Item(
        heading=found.title,
        kicker=KIND_NAMES[found.kind],
        ref=found.ref,
        badges=[Badge(STATE_NAMES[found.state]), *badges(service.FLOW, found, clock.today())],
        acts=buttons(offered, service.FLOW, found, lambda move: _address(found, move)),
        facts=known(
            (_("单位"), found.subject.name),
            (_("日期"), i18n.day(found.on)),
            (_("渠道或者对象"), found.channel),
            (_("人数"), found.people),
            (_("链接或者出处"), found.address),
            (_("说明"), found.text),
            (_("登记人"), found.entered_by_name),
        ),
        timeline=acts.timeline(found),
        links=[Link(_("宣传、教育和曝光登记"), url_for("activities.index"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.READ)
def act(number: int, move: str) -> ResponseReturnValue:
    """Verify, return, contest."""
    found = to_move(Activity, number, visible())
    back = url_for("activities.item", number=number)
    return acts.move_page(ACTS, service.FLOW, found, move, back)


def visible() -> sa.ColumnElement[bool]:
    """Those of one's own body; for the office all."""
    if current_user.role in REACH_ALL:
        return sa.true()
    return Activity.subject_id == (current_user.body_id or 0)


def _address(found: Any, move: str) -> str:
    return url_for("activities.act", number=found.id, move=move)
