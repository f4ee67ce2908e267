"""The codes of serious acts for everybody: what each means, and where it leads on which basis."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.measures.models import BASIS_NAMES
from integrity.credit.offences import service
from integrity.credit.offences.models import LEVEL_NAMES, Offence
from integrity.credit.sanctions import bases
from integrity.credit.sanctions.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices


class OffenceFilters(FilterForm):
    level = SelectField(_l("层级"), choices=lambda: choices(LEVEL_NAMES), default="")
    ground = SelectField(_l("列入事由"), choices=lambda: choices(GROUND_NAMES), default="")
    list = SelectField(_l("名单"), choices=lambda: choices(LIST_NAMES), default="")


@bp.get("/offences/")
@public
def offences() -> ResponseReturnValue:
    """Every code, narrowed as asked; what is shown can be downloaded."""
    return _table().respond(
        intro=_(
            "列入名单应当写明属于哪一种严重失信行为；代码本身不是列入依据，须另有现行有效的依据。"
        )
    )


@bp.get("/offences/<code>")
@public
def offence(code: str) -> ResponseReturnValue:
    """One code: its place in the tree, its source, and the lists that it can lead to."""
    found = service.named(code)
    if found is None:
        raise NotFound
    ways = [
        (LIST_NAMES[kind], url_for("sanctions.listing", kind=kind), _carried(found, kind))
        for kind in found.kinds
    ]
    return render_template("offences/item.html", item=found, facts=_facts(found), ways=ways)


def _table() -> Table:
    return Table(
        title=_("失信行为代码"),
        name="offences",
        rows=sa.select(Offence),
        columns=[
            Column("code", _("编号"), lambda c: c.code, sort=Offence.code),
            Column("name", _("名称"), lambda c: c.name, _linked, sort=Offence.name),
            Column("level", _("层级"), lambda c: LEVEL_NAMES[c.level], sort=Offence.level),
            Column("ground", _("列入事由"), lambda c: GROUND_NAMES[c.ground] if c.ground else ""),
            Column("lists", _("可以列入的名单"), _lists),
            Column("basis", _("来源"), lambda c: c.legal_basis),
            Column("state", _("今日效力"), _state),
        ],
        search=(Offence.code, Offence.name),
        filters=OffenceFilters,
        narrow={
            "level": lambda value: Offence.level == value,
            "ground": lambda value: Offence.ground == value,
            "list": lambda value: Offence.lists.contains(value),
        },
        order=(Offence.code,),
        empty=_("没有符合条件的失信行为代码。"),
    )


def _linked(code: Offence) -> Markup:
    address = url_for("sanctions.offence", code=code.code)
    return Markup('<a href="{}">{}</a>').format(address, code.name)


def _lists(code: Offence) -> str:
    return _("、").join(str(LIST_NAMES[kind]) for kind in code.kinds)


def _state(code: Offence) -> str:
    return service.without_force(code, clock.today()) or _("现行有效")


def _carried(code: Offence, kind: ListKind) -> list[str]:
    """What carries a listing for this act today, or that nothing does."""
    carried = [
        _("%(cited)s（%(level)s）", cited=basis.cited, level=BASIS_NAMES[basis.level])
        for basis in bases.in_force(kind, clock.today())
        if code.ground is None or code.ground in basis.carries
    ]
    return carried or [_("没有现行有效的列入依据，目前不能据此列入。")]


def _facts(code: Offence) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [
        (_("层级"), LEVEL_NAMES[code.level]),
        (_("列入事由"), GROUND_NAMES[code.ground] if code.ground else _("不限")),
    ]
    if above := service.named(code.parent):
        pairs.append((_("上级代码"), _linked(above)))
    if code.lead:
        pairs.append((_("牵头单位"), code.lead))
    return [
        *pairs,
        (_("来源"), code.legal_basis),
        (_("依据层级"), BASIS_NAMES[code.basis_level]),
        (_("施行日期"), i18n.day(code.effective_from) or _("未登记")),
        (_("失效日期"), i18n.day(code.effective_to) or _("现行有效")),
        (_("核对情况"), VERIFIED_NAMES[code.verified]),
    ]
