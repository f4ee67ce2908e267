"""The public pages of the information catalogue."""

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.catalogue import service
from integrity.credit.catalogue.models import (
    CATEGORY_NAMES,
    PUBLICITY_NAMES,
    SENSE_NAMES,
    SHARING_NAMES,
    CatalogueItem,
)
from integrity.credit.measures.models import BASIS_NAMES, WORD_OF_KIND
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import KIND_NAMES

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")


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


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """Every item, narrowed as asked; what is shown can be downloaded."""
    return _table().respond(
        intro=_("信用记录只归集目录以内的信息；目录没有列明可以公开的，不公开。")
    )


@bp.route("/<code>")
@public
def item(code: str) -> ResponseReturnValue:
    """One item: what is recorded, of whom, by whom, on which basis, and who may see it."""
    found = db.session.scalars(sa.select(CatalogueItem).where(CatalogueItem.code == code)).first()
    if found is None:
        raise NotFound
    return render_template(
        "catalogue/item.html", item=found, state=_state(found), facts=_facts(found)
    )


def _table() -> Table:
    I = CatalogueItem  # noqa: E741, N806  a dozen columns of one model
    return Table(
        title=_("公共信用信息目录"),
        name="catalogue",
        rows=sa.select(I),
        columns=[
            Column("name", _("信息事项"), lambda i: i.name, _linked, sort=I.name),
            Column("code", _("编号"), lambda i: i.code, sort=I.code),
            Column("category", _("类别"), lambda i: CATEGORY_NAMES[i.category], sort=I.category),
            Column("sense", _("性质"), lambda i: SENSE_NAMES[i.sense], sort=I.sense),
            Column("kinds", _("适用对象"), _kinds),
            Column("source", _("归集单位"), lambda i: i.source),
            Column("sharing", _("共享属性"), lambda i: SHARING_NAMES[i.sharing]),
            Column("publicity", _("公开属性"), lambda i: PUBLICITY_NAMES[i.publicity]),
            Column("basis", _("依据"), lambda i: i.legal_basis),
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
        },
        order=(I.code,),
        empty=(_("没有符合条件的目录事项。"), _("查看全部目录事项"), url_for("catalogue.index")),
    )


def _linked(item: CatalogueItem) -> Markup:
    address = url_for("catalogue.item", code=item.code)
    return Markup('<a href="{}">{}</a>').format(address, item.name)


def _kinds(item: CatalogueItem) -> str:
    return _("、").join(
        str(name) for kind, name in KIND_NAMES.items() if kind in item.subject_kinds
    )


def _state(item: CatalogueItem) -> tuple[str, str]:
    if service.in_force(item, clock.today()):
        return _("现行有效"), "good"
    return _("未施行、已失效或者日期不明"), "closed"


def _facts(item: CatalogueItem) -> list[tuple[str, object]]:
    return [
        (_("类别"), CATEGORY_NAMES[item.category]),
        (_("性质"), SENSE_NAMES[item.sense]),
        (_("适用对象"), _kinds(item)),
        (_("归集单位"), item.source),
        (_("更新周期"), item.cycle or _("未登记")),
        (_("共享属性"), SHARING_NAMES[item.sharing]),
        (_("共享条件"), item.condition or _("无")),
        (_("公开属性"), PUBLICITY_NAMES[item.publicity]),
        (_("依据"), item.legal_basis),
        (_("依据层级"), BASIS_NAMES[item.basis_level]),
        (_("施行日期"), i18n.day(item.effective_from) or _("未登记")),
        (_("失效日期"), i18n.day(item.effective_to) or _("现行有效")),
        (_("核对情况"), VERIFIED_NAMES[item.verified]),
    ]
