"""The public measure lists: every incentive and sanction with its legal basis."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public
from integrity.credit.measures import described, ledger_views, resting, service
from integrity.credit.measures.blueprint import bp
from integrity.credit.measures.draft_views import may_change, owner_name
from integrity.credit.measures.models import (
    BASIS_NAMES,
    CLASS_NAMES,
    MEASURE_KIND_NAMES,
    WORD_OF_KIND,
    Measure,
    MeasureKind,
)
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import KIND_NAMES, Subject

FORCE = {"yes": _l("有效"), "no": _l("未施行、已失效或者日期不明")}


COMMON = "common"
"""In an address: the list that is no department's."""


class Filters(FilterForm):
    owner = SelectField(_l("所属清单"), choices=lambda: choices(_owners()), default="")
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
    acts = [
        Button(_("各部门清单"), url_for("measures.departments")),
        Button(_("各单位的检查频次"), url_for("inspections.rules")),
    ]
    if current_user.is_authenticated and current_user.can(Permission.MEASURES_READ):
        acts.append(Button(_("措施清单维护"), url_for("measures.drafts_index"), primary=True))
    return _table().respond(
        acts=acts,
        intro=_("每一项激励或者惩戒措施都须有现行有效的依据；没有依据的，系统不允许采用。"),
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
        higher=_higher(measure),
        facts=[(_("所属清单"), owner_name(measure)), *described.facts(measure)],
        versions=_versions(measure),
        may_change=may_change(measure),
    )


@bp.get("/departments/")
@public
def departments() -> ResponseReturnValue:
    """Whose lists there are, and how much is on each."""
    incentives = sa.func.count().filter(Measure.kind == MeasureKind.INCENTIVE)
    sanctions = sa.func.count().filter(Measure.kind == MeasureKind.SANCTION)
    columns: list[Any] = [
        Subject.id,
        Subject.name,
        incentives.label("good"),
        sanctions.label("bad"),
    ]
    rows = (
        sa.select(*columns)
        .join(Measure, Measure.owner_id == Subject.id)
        .where(Measure.is_current(), Measure.ended_on.is_(None))
        .group_by(Subject.id, Subject.name)
    )
    table = Table(
        title=_("各部门激励和惩戒措施清单"),
        name="measure-departments",
        rows=rows,
        entities=False,
        link=lambda row: url_for("measures.index", owner=row.id),
        columns=[
            Column("name", _("单位"), lambda row: row.name, sort=Subject.name),
            Column("incentives", _("激励措施"), lambda row: row.good, align="right"),
            Column("sanctions", _("惩戒措施"), lambda row: row.bad, align="right"),
        ],
        search=(Subject.name,),
        order=(Subject.name, Subject.id),
        empty=_("还没有部门编制清单。"),
    )
    common = Button(_("通用清单"), url_for("measures.index", owner=COMMON))
    return table.respond(acts=[common])


def _table() -> Table:
    return Table(
        title=_("激励和惩戒措施清单"),
        name="measures",
        rows=sa.select(Measure).where(Measure.is_current()),
        options=(joinedload(Measure.owner),),
        columns=[
            Column("name", _("措施"), lambda m: m.name, _linked, sort=Measure.name),
            Column("code", _("编号"), lambda m: m.code, sort=Measure.code),
            Column("kind", _("种类"), lambda m: MEASURE_KIND_NAMES[m.kind], sort=Measure.kind),
            Column("owner", _("所属清单"), owner_name),
            Column("category", _("类别"), lambda m: CLASS_NAMES[m.category]),
            Column("basis", _("依据"), lambda m: m.legal_basis),
            Column("level", _("依据层级"), lambda m: BASIS_NAMES[m.basis_level]),
            Column("unit", _("实施单位"), lambda m: m.executing_unit),
            Column("base", _("基础清单项目"), lambda m: m.base_item, shown=False),
            Column("conditions", _("适用条件"), lambda m: m.conditions, shown=False),
            Column("matters", _("办理事项编码"), lambda m: m.matters, shown=False),
            Column("clerk", _("窗口如何执行"), lambda m: m.clerk, shown=False),
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
            "owner": _on_list_of,
        },
        order=(Measure.code,),
        empty=(_("没有符合条件的措施。"), _("查看全部措施"), url_for("measures.index")),
    )


def _in_force(value: str) -> sa.ColumnElement[bool]:
    today = clock.today()
    begun = sa.func.coalesce(Measure.effective_from <= today, sa.false())
    ended = sa.func.coalesce(Measure.effective_to < today, sa.false())
    found = sa.and_(begun, sa.not_(ended), Measure.ended_on.is_(None))
    return found if value == "yes" else sa.not_(found)


def _on_list_of(value: str) -> sa.ColumnElement[bool]:
    if value == COMMON:
        return Measure.owner_id.is_(None)
    return Measure.owner_id == int(value) if value.isdecimal() else sa.false()


def _owners() -> dict[str, str]:
    """The lists there are: the common one, and those of departments."""
    on_lists = sa.select(Measure.owner_id).where(Measure.owner_id.is_not(None))
    wanted = sa.select(Subject.id, Subject.name).where(Subject.id.in_(on_lists))
    rows = db.session.execute(wanted.order_by(Subject.name)).all()
    return {COMMON: _("通用清单")} | {str(number): name for number, name in rows}


def _higher(measure: Measure) -> Measure | None:
    """The measure of the same content that rests on a higher basis, as far as one is known."""
    wanted = sa.select(Measure).where(Measure.code == measure.higher, Measure.code != "")
    return db.session.scalars(wanted).first()


def _versions(measure: Measure) -> list[tuple[Measure, str]]:
    """Every version of it, the newest first, and what became of each."""
    wanted = sa.select(Measure).where(Measure.family == measure.family)
    found = db.session.scalars(wanted.order_by(Measure.version.desc()))
    today = clock.today()
    return [
        (one, service.off_the_list(one, today) or service.replaced(one, today) or _("现行版本"))
        for one in found
    ]


def _linked(measure: Measure) -> Markup:
    address = url_for("measures.item", code=measure.code)
    return Markup('<a href="{}">{}</a>').format(address, measure.name)


def _state(measure: Measure) -> tuple[str, str]:
    usable = not service.unusable(measure, clock.today())
    return (_("可以采用"), "good") if usable else (_("不得采用"), "closed")


__all__ = ["bp", "ledger_views", "resting"]
