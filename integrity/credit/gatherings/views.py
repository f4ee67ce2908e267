"""What each body owes of the catalogue and what came: for its body, the office, and as rates."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, public, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.gatherings import duty_views, rates, service
from integrity.credit.gatherings.blueprint import bp
from integrity.credit.gatherings.imports import PREFIX
from integrity.credit.gatherings.models import GATHERING_NAMES, Gathering
from integrity.pages.forms import DayField, FilterForm, PostForm, WhyForm, no_identity_number
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

P = Permission
G = Gathering


class ZeroForm(PostForm):
    zero_by_name = StringField(
        _l("填报负责人"),
        description=_l("对本期确无应当报送的信息负责的人的姓名，不对外公开。"),
        validators=[InputRequired(_l("请填写。")), Length(max=40), no_identity_number],
    )


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(GATHERING_NAMES), default="")
    late = SelectField(_l("逾期"), choices=lambda: choices({"yes": _l("逾期未报送")}), default="")


class RateFilters(FilterForm):
    since = DayField(_l("报送期自"))
    until = DayField(_l("报送期至"))


ACTS = {
    "report_zero": Act(
        _l("零报告"),
        service.report_zero,
        ZeroForm,
        _l("零报告后，办公室发现确有信息没有报送的，仍按原期限认定逾期。"),
        primary=False,
    ),
    "find_not_zero": Act(_l("认定零报告不属实"), service.find_not_zero, WhyForm, primary=False),
}


@bp.get("/")
@requires(P.MEASURES_READ)
def index() -> ResponseReturnValue:
    """What is or was owed: by every body for the office, else by one's own."""
    today = clock.today()
    late = sa.and_(G.settled_on.is_(None), G.deliver_by < today)
    rows = sa.select(G).join(G.item).join(G.body).where(current_user.reaches(G.body_id))
    table = Table(
        title=_("信息归集"),
        name="gatherings",
        rows=rows,
        options=(contains_eager(G.item), contains_eager(G.body)),
        link=lambda row: url_for("gatherings.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("item", _("信息事项"), lambda row: row.item.name),
            Column("body", _("报送单位"), lambda row: row.body.name, sort=Subject.name),
            Column("period", _("报送期"), lambda row: row.period, sort=G.first),
            Column("due", _("报送期限"), lambda row: row.deliver_by, sort=G.deliver_by),
            Column("settled", _("报送日期"), lambda row: row.settled_on),
            Column("rows", _("条数"), lambda row: row.rows, align="right"),
            Column("state", _("状态"), lambda row: _state(row).word, _state),
        ],
        search=(CatalogueItem.name, CatalogueItem.code, Subject.name),
        filters=Filters,
        narrow={"state": lambda value: G.state == value, "late": lambda _yes: late},
        order=(G.deliver_by.desc(), G.id.desc()),
        empty=_("没有应当报送的信息。"),
    )
    links = [
        Button(_("归集情况"), url_for("gatherings.by_body")),
        Button(_("归集的数据"), url_for("gatherings.rows")),
        Button(_("归集责任"), url_for("gatherings.duties")),
    ]
    return table.respond(acts=links, intro=_("按目录规定的更新周期，应归尽归；确无信息的零报告。"))


@bp.get("/<int:number>")
@requires(P.MEASURES_READ)
def item(number: int) -> ResponseReturnValue:
    """One period of one item of one body."""
    found = _one(number)
    code = found.item.code
    address = url_for("catalogue.item", code=code, version=found.item.version)
    links = [Link(_("目录事项"), address), Link(_("返回列表"), url_for("gatherings.index"))]
    offered = buttons(ACTS, service.FLOW, found, partial(_address, found))
    if found.item.columns and current_user.can(P.CATALOGUE_DELIVER, found):
        offered.insert(
            0, Button(_("报送数据"), url_for("importing.new", kind=f"{PREFIX}{code}"), primary=True)
        )
    page = Item(
        heading=found.title,
        kicker=_("信息归集"),
        ref=found.ref,
        badges=[_state(found), *badges(service.FLOW, found, clock.today())],
        facts=known(
            (_("报送单位"), found.body.name),
            (_("报送期"), found.period),
            (_("报送期限"), i18n.day(found.deliver_by)),
            (_("报送日期"), i18n.day(found.settled_on) if found.settled_on else None),
            (_("报送方式"), _way(found.item)),
            (_("条数"), found.rows),
            (_("填报负责人"), found.zero_by_name),
        ),
        acts=offered,
        timeline=timeline(found),
        links=links,
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.MEASURES_READ)
def act(number: int, move: str) -> ResponseReturnValue:
    """Report that there is nothing, or find that there was."""
    back = url_for("gatherings.item", number=number)
    return acts.move_page(ACTS, service.FLOW, _one(number), move, back)


@bp.get("/rates/")
@public
def by_body() -> ResponseReturnValue:
    """How much of what each body owed has come."""
    return _rates(rates.by_body(clock.today()), _("单位"), _("各单位信用信息归集情况"), "by-body")


@bp.get("/rates/items")
@public
def by_item() -> ResponseReturnValue:
    """The same for each item of the catalogue."""
    return _rates(rates.by_item(clock.today()), _("信息事项"), _("各事项归集情况"), "by-item")


def _rates(rows: Any, label: str, title: str, name: str) -> ResponseReturnValue:
    table = Table(
        title=title,
        name=f"gathered-{name}",
        rows=rows,
        entities=False,
        columns=[
            Column("name", label, lambda row: row.name),
            Column("owed", _("应报送"), lambda row: row.owed, align="right"),
            Column("in-time", _("按时"), lambda row: row.in_time, align="right"),
            Column("late", _("迟报"), lambda row: row.late, align="right"),
            Column("missing", _("未报"), lambda row: row.missing, align="right"),
            Column("zero", _("其中零报告"), lambda row: row.zero, align="right"),
            Column("rate", _("归集率"), lambda r: i18n.percent(r.in_time + r.late, r.owed)),
            Column("punctual", _("及时率"), lambda row: i18n.percent(row.in_time, row.owed)),
        ],
        filters=RateFilters,
        narrow={"since": lambda day: G.first >= day, "until": lambda day: G.last <= day},
        order=(sa.literal_column("key"),),
        empty=_("还没有到期应当报送的信息。"),
    )
    links = [
        Button(_("按单位"), url_for("gatherings.by_body")),
        Button(_("按事项"), url_for("gatherings.by_item")),
    ]
    return table.respond(
        acts=links,
        intro=_(
            "应报送：报送期限已过或者已经报送的期数；归集率：已报送（含迟报和零报告）占应报送的比例；"
            "及时率：按时报送占应报送的比例。"
        ),
    )


def _state(found: Gathering) -> Badge:
    if found.step_days_late(clock.today()):
        return Badge(_("逾期未报送"), "late")
    return Badge(str(GATHERING_NAMES[found.state]), "plain")


def _way(item: CatalogueItem) -> str | None:
    """How it comes: as a table, or by the procedures here."""
    if item.columns:
        return _("按数据表报送")
    if item.stream:
        return _("在本系统登记、公示或者认定的，每日自动计入，不需要另行报送")
    return None


def _address(found: Gathering, move: str) -> str:
    return url_for("gatherings.act", number=found.id, move=move)


def _one(number: int) -> Gathering:
    found = to_move(Gathering, number)
    demand(P.MEASURES_READ, found)
    return found


__all__ = ["bp", "duty_views"]
