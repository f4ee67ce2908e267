"""The public measure lists: every incentive and sanction with its legal basis."""

from collections.abc import Mapping
from typing import Any

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
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.measures import service
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES
from integrity.credit.measures.models import (
    BASIS_NAMES,
    CLASS_NAMES,
    MEASURE_KIND_NAMES,
    SIZE_NAMES,
    WORD_OF_KIND,
    Measure,
)
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import KIND_NAMES

bp = Blueprint("measures", __name__, url_prefix="/measures")

FORCE = {"yes": _l("有效"), "no": _l("未施行、已失效或者日期不明")}


class Filters(FilterForm):
    kind = SelectField(_l("种类"), choices=lambda: choices(MEASURE_KIND_NAMES), default="")
    category = SelectField(_l("类别"), choices=lambda: choices(CLASS_NAMES), default="")
    basis = SelectField(_l("依据层级"), choices=lambda: choices(BASIS_NAMES), default="")
    subject = SelectField(
        _l("适用对象"),
        choices=lambda: choices({WORD_OF_KIND[kind]: name for kind, name in KIND_NAMES.items()}),
        default="",
    )
    force = SelectField(_l("今日效力"), choices=lambda: choices(FORCE), default="")


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """Every measure, narrowed as asked; what is shown can be downloaded."""
    return _table().respond(
        intro=_("每一项激励或者惩戒措施都须有现行有效的依据；没有依据的，系统不允许采用。")
    )


@bp.route("/<code>")
@public
def item(code: str) -> ResponseReturnValue:
    """One measure: content, who does it, under which article, whether it may be used today."""
    measure = db.session.scalars(sa.select(Measure).where(Measure.code == code)).first()
    if measure is None:
        raise NotFound
    today = clock.today()
    return render_template(
        "measures/item.html",
        measure=measure,
        state=_state(measure),
        reason=service.unusable(measure, today),
        facts=_facts(measure),
    )


def _table() -> Table:
    return Table(
        title=_("激励和惩戒措施清单"),
        name="measures",
        rows=sa.select(Measure),
        columns=[
            Column("name", _("措施"), lambda m: m.name, _linked, sort=Measure.name),
            Column("code", _("编号"), lambda m: m.code, sort=Measure.code),
            Column("kind", _("种类"), lambda m: MEASURE_KIND_NAMES[m.kind], sort=Measure.kind),
            Column("category", _("类别"), lambda m: CLASS_NAMES[m.category]),
            Column("basis", _("依据"), lambda m: m.legal_basis),
            Column("level", _("依据层级"), lambda m: BASIS_NAMES[m.basis_level]),
            Column("unit", _("实施单位"), lambda m: m.executing_unit),
            Column("from", _("施行日期"), lambda m: m.effective_from, sort=Measure.effective_from),
            Column("usable", _("今日能否采用"), lambda m: _state(m)[0]),
        ],
        search=(Measure.code, Measure.name, Measure.content, Measure.legal_basis),
        filters=Filters,
        narrow={
            "kind": lambda value: Measure.kind == value,
            "category": lambda value: Measure.category == value,
            "basis": lambda value: Measure.basis_level == value,
            "subject": lambda value: Measure.applies_to.contains(value),
            "force": _in_force,
        },
        order=(Measure.code,),
        empty=(_("没有符合条件的措施。"), _("查看全部措施"), url_for("measures.index")),
    )


def _in_force(value: str) -> sa.ColumnElement[bool]:
    today = clock.today()
    begun = sa.func.coalesce(Measure.effective_from <= today, sa.false())
    ended = sa.func.coalesce(Measure.effective_to < today, sa.false())
    found = sa.and_(begun, sa.not_(ended))
    return found if value == "yes" else sa.not_(found)


def _linked(measure: Measure) -> Markup:
    address = url_for("measures.item", code=measure.code)
    return Markup('<a href="{}">{}</a>').format(address, measure.name)


def _state(measure: Measure) -> tuple[str, str]:
    usable = not service.unusable(measure, clock.today())
    return (_("可以采用"), "good") if usable else (_("不得采用"), "closed")


def _facts(measure: Measure) -> list[tuple[str, object]]:
    kinds = [str(name) for kind, name in KIND_NAMES.items() if kind in measure.subject_kinds]
    return [
        (_("内容"), measure.content),
        (_("种类"), MEASURE_KIND_NAMES[measure.kind]),
        (_("类别"), CLASS_NAMES[measure.category]),
        (_("适用对象"), _("、").join(kinds)),
        (_("适用名单"), _names(measure.lists, LIST_NAMES)),
        (_("适用的列入事由"), _names(measure.grounds, GROUND_NAMES) or _("不限")),
        (_("企业规模"), _names(measure.sizes, SIZE_NAMES) or _("不限")),
        (_("决定机关"), measure.organ or _("列入名单的机关")),
        (_("措施期限"), _period(measure)),
        (_("实施单位"), measure.executing_unit),
        (_("依据"), measure.legal_basis),
        (_("依据层级"), BASIS_NAMES[measure.basis_level]),
        (_("施行日期"), i18n.day(measure.effective_from) or _("未登记")),
        (_("失效日期"), i18n.day(measure.effective_to) or _("现行有效")),
        (_("核对情况"), VERIFIED_NAMES[measure.verified]),
    ]


def _names(words: str, names: Mapping[Any, Any]) -> str:
    return _("、").join(str(name) for word, name in names.items() if word in words.split(";"))


def _period(measure: Measure) -> str:
    """How long it lasts by the rule in force today."""
    if not measure.period:
        return _("至移出名单之日")
    rule = rules.time_limit(measure.period, clock.today())
    return _("%(what)s，最迟至移出名单之日", what=rule.what)
