"""The pages on which two people adopt the tax office's list of taxpayers by grade."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import BooleanField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.sanctions import tax_lists as verbs
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.tax_models import TAX_LIST_NAMES, TaxGrade, TaxList, TaxRow
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject

DECIDE = Permission.SANCTIONS_DECIDE


class WholeForm(PostForm):
    whole = BooleanField(
        _l("这是该年度的全部A级纳税人"),
        description=_l("勾选的，采用后，没有列入这份名单的，不再列为守信激励对象。"),
    )


ACTS = {
    "agree": Act(_l("核对无误"), verbs.agree, WholeForm),
    "adopt": Act(
        _l("采用"),
        verbs.adopt,
        warning=_l("采用后A级纳税人当日列为守信激励对象并推送；不再是A级的，当日退出。"),
    ),
    "abandon": Act(_l("不采用"), verbs.abandon, WhyForm, danger=True),
}


@bp.get("/sanctions/tax-lists/")
@requires(DECIDE)
def tax_lists() -> ResponseReturnValue:
    """Every list that came in."""
    table = Table(
        title=_("纳税信用等级名单"),
        name="tax-lists",
        rows=sa.select(TaxList),
        options=(joinedload(TaxList.body),),
        link=lambda row: url_for("sanctions.tax_list", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("year", _("评价年度"), lambda row: row.year, sort=TaxList.year),
            Column("on", _("公布日期"), lambda row: row.published_on, sort=TaxList.published_on),
            Column("from", _("来源"), _source),
            Column("state", _("状态"), lambda row: TAX_LIST_NAMES[row.state]),
        ],
        order=(TaxList.id.desc(),),
        empty=_("没有收到纳税信用等级名单。"),
    )
    return table.respond(
        intro=_("由税务机关的系统推送，或者用“纳税信用等级名单”表格导入；一人核对，另一人采用。")
    )


@bp.get("/sanctions/tax-lists/<int:number>")
@requires(DECIDE)
def tax_list(number: int) -> ResponseReturnValue:
    """One of them: how many of each grade, and what may be done."""
    found = _one(number)
    counted = sa.select(TaxRow.grade, sa.func.count()).where(TaxRow.list_id == found.id)
    counts: dict[TaxGrade, int] = dict(
        db.session.execute(counted.group_by(TaxRow.grade)).all()  # type: ignore[arg-type]
    )
    graded = _("、").join(f"{grade}: {counts[grade]}" for grade in TaxGrade if grade in counts)
    page = Item(
        heading=found.title,
        kicker=_("纳税信用等级名单"),
        ref=found.ref,
        badges=[
            Badge(TAX_LIST_NAMES[found.state]),
            *badges(verbs.TAX_LISTS, found, clock.today()),
        ],
        facts=known(
            (_("公布日期"), i18n.day(found.published_on)),
            (_("来源"), _source(found)),
            (_("登记人"), found.entered_by_name),
            (_("各等级户数"), graded),
            (_("是否全部A级纳税人"), _("是") if found.whole else _("否")),
            (_("采用日期"), i18n.day(found.adopted_on)),
        ),
        acts=buttons(_acts_on(found), verbs.TAX_LISTS, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("查看名单中的纳税人"), url_for("sanctions.tax_rows", number=number)),
            Link(_("返回列表"), url_for("sanctions.tax_lists")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/sanctions/tax-lists/<int:number>/rows")
@requires(DECIDE)
def tax_rows(number: int) -> ResponseReturnValue:
    """Every taxpayer of a list, and why one of grade A is not honoured."""
    found = _one(number)
    table = Table(
        title=found.title,
        name="tax-rows",
        rows=sa.select(TaxRow)
        .join(Subject, Subject.id == TaxRow.subject_id)
        .where(TaxRow.list_id == found.id),
        options=(joinedload(TaxRow.subject),),
        columns=[
            Column("name", _("名称"), lambda row: row.subject.name, sort=Subject.name),
            code_column(lambda row: row.subject.uscc),
            Column("grade", _("等级"), lambda row: row.grade, sort=TaxRow.grade),
            Column("note", _("没有列入的原因"), lambda row: row.note),
        ],
        search=(Subject.name, Subject.uscc),
        order=(TaxRow.id,),
        empty=_("名单中没有纳税人。"),
    )
    return table.respond()


@bp.route("/sanctions/tax-lists/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(DECIDE)
def tax_list_act(number: int, move: str) -> ResponseReturnValue:
    """Compare, adopt, or leave it."""
    back = url_for("sanctions.tax_list", number=number)
    return acts.move_page(ACTS, verbs.TAX_LISTS, _one(number), move, back)


def _source(found: TaxList) -> str:
    return found.body.name if found.body else _("表格导入")


def _acts_on(found: TaxList) -> dict[str, Act]:
    """Without what another person has to do."""
    own = found.first_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (own and name == "adopt")}


def _address(found: TaxList, move: str) -> str:
    return url_for("sanctions.tax_list_act", number=found.id, move=move)


def _one(number: int) -> TaxList:
    return to_move(TaxList, number)
