"""The public pages of the information catalogue."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public
from integrity.credit.catalogue import at_once_views, described, service
from integrity.credit.catalogue.blueprint import bp
from integrity.credit.catalogue.draft_views import may_change
from integrity.credit.catalogue.models import (
    CATEGORY_NAMES,
    CYCLE_NAMES,
    PUBLICITY_NAMES,
    SENSE_NAMES,
    SHARING_NAMES,
    CatalogueItem,
)
from integrity.credit.measures.models import WORD_OF_KIND
from integrity.pages.forms import DayField, FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import KIND_NAMES


class Filters(FilterForm):
    category = SelectField(_l("类别"), choices=lambda: choices(CATEGORY_NAMES), default="")
    sense = SelectField(_l("性质"), choices=lambda: choices(SENSE_NAMES), default="")
    subject = SelectField(
        _l("适用对象"),
        choices=lambda: choices({WORD_OF_KIND[kind]: name for kind, name in KIND_NAMES.items()}),
        default="",
    )
    sharing = SelectField(_l("共享属性"), choices=lambda: choices(SHARING_NAMES), default="")
    publicity = SelectField(_l("公开属性"), choices=lambda: choices(PUBLICITY_NAMES), default="")
    as_of = DayField(_l("哪一日的目录"), description=_l("不填的，是今天的目录。"))


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """Every item in its version of a day, narrowed as asked; what is shown can be downloaded."""
    acts = []
    if current_user.is_authenticated and current_user.can(Permission.MEASURES_READ):
        acts.append(Button(_("目录修订"), url_for("catalogue.drafts_index"), primary=True))
    return _table().respond(
        acts=acts, intro=_("信用记录只归集目录以内的信息；目录没有列明可以公开的，不公开。")
    )


@bp.route("/<code>")
@public
def item(code: str) -> ResponseReturnValue:
    """One version of an item, today's unless another is asked for, and what the others are."""
    wanted = sa.select(CatalogueItem).where(CatalogueItem.code == code)
    versions = db.session.scalars(wanted.order_by(CatalogueItem.version.desc())).all()
    found = _asked(versions)
    if found is None:
        raise NotFound
    return render_template(
        "catalogue/item.html",
        item=found,
        state=_state(found),
        facts=described.facts(found),
        versions=[(one, _became(one)) for one in versions],
        may_change=may_change(found),
    )


def _table() -> Table:
    I = CatalogueItem  # noqa: E741, N806  a dozen columns of one model
    day = _day_asked()
    return Table(
        title=_("公共信用信息目录"),
        name="catalogue",
        rows=sa.select(I).where(I.on(day)),
        columns=[
            Column("name", _("信息事项"), lambda i: i.name, _linked, sort=I.name),
            Column("code", _("编号"), lambda i: i.code, sort=I.code),
            Column("category", _("类别"), lambda i: CATEGORY_NAMES[i.category], sort=I.category),
            Column("sense", _("性质"), lambda i: SENSE_NAMES[i.sense], sort=I.sense),
            Column("kinds", _("适用对象"), described.kinds),
            Column("source", _("归集单位"), lambda i: i.source),
            Column("cycle", _("更新周期"), lambda i: CYCLE_NAMES[i.cycle], shown=False),
            Column("sharing", _("共享属性"), lambda i: SHARING_NAMES[i.sharing]),
            Column("publicity", _("公开属性"), lambda i: PUBLICITY_NAMES[i.publicity]),
            Column("basis", _("依据"), lambda i: i.legal_basis),
            Column("version", _("版本"), lambda i: i.version, align="right"),
            Column("state", _("今日效力"), lambda i: _state(i)[0]),
        ],
        search=(I.code, I.name, I.source, I.legal_basis),
        filters=Filters,
        narrow={
            "category": lambda value: I.category == value,
            "sense": lambda value: I.sense == value,
            "subject": lambda value: I.applies_to.contains(value),
            "sharing": lambda value: I.sharing == value,
            "publicity": lambda value: I.publicity == value,
            "as_of": I.on,
        },
        order=(I.code,),
        empty=(_("没有符合条件的目录事项。"), _("查看全部目录事项"), url_for("catalogue.index")),
    )


def _day_asked() -> date:
    """The day whose catalogue is asked for; a day that cannot be read is today."""
    asked = Filters(request.args).as_of
    return asked.data or clock.today()


def _asked(versions: Sequence[CatalogueItem]) -> CatalogueItem | None:
    """The version that the address asks for: by number, or that of today, or the newest."""
    if number := request.args.get("version", ""):
        return next((one for one in versions if str(one.version) == number), None)
    today = clock.today()
    begun = (one for one in versions if one.since is None or one.since <= today)
    return next(begun, versions[0] if versions else None)


def _linked(item: CatalogueItem) -> Markup:
    address = url_for("catalogue.item", code=item.code, version=item.version)
    return Markup('<a href="{}">{}</a>').format(address, item.name)


def _state(item: CatalogueItem) -> tuple[str, str]:
    today = clock.today()
    if item.until and item.until < today:
        return _("已停止归集或者由新的版本代替"), "closed"
    if service.in_force(item, today) and not (item.since and item.since > today):
        return _("现行有效"), "good"
    return _("未施行、已失效或者日期不明"), "closed"


def _became(item: CatalogueItem) -> str:
    """From when until when a version stood in the catalogue."""
    first = i18n.day(item.since) or _("依据施行之日")
    if item.until:
        return _("%(first)s至%(last)s", first=first, last=i18n.day(item.until))
    return _("自%(first)s起", first=first)


__all__ = ["at_once_views", "bp"]
