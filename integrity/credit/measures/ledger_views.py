"""The pages of the ledger: for the office every row, for a body those that it has to settle."""

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
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.measures import ledger
from integrity.credit.measures.blueprint import bp
from integrity.credit.measures.draft_views import owner_name
from integrity.credit.measures.ledger_forms import FileForm, PlanForm, ResultForm
from integrity.credit.measures.ledger_models import (
    LEDGER_NAMES,
    MATTER_NAMES,
    PLAN_NAMES,
    LedgerRow,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices

P = Permission
ACTS = {
    "plan": Act(_l("提出处理方案"), ledger.make_plan, PlanForm),
    "report": Act(_l("报告处理结果"), ledger.report, ResultForm),
    "close": Act(_l("核查完毕"), ledger.close, WhyForm),
    "send_back": Act(_l("退回处理"), ledger.send_back, WhyForm, primary=False),
}


class LedgerFilters(FilterForm):
    matter = SelectField(_l("涉及事项"), choices=lambda: choices(MATTER_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(LEDGER_NAMES), default="")


@bp.get("/ledger/")
@requires(P.MEASURES_READ)
def ledger_index() -> ResponseReturnValue:
    """Measures and files that do not conform, and what becomes of each."""
    table = Table(
        title=_("失信约束措施台账"),
        name="measure-ledger",
        rows=sa.select(LedgerRow).where(current_user.reaches(LedgerRow.owner_id)),
        options=(joinedload(LedgerRow.owner), joinedload(LedgerRow.measure)),
        link=lambda row: url_for("measures.ledger_row", number=row.id),
        columns=_columns(),
        search=(LedgerRow.file_title, LedgerRow.fault),
        filters=LedgerFilters,
        narrow={
            "matter": lambda value: LedgerRow.matter == value,
            "state": lambda value: LedgerRow.state == value,
        },
        order=(LedgerRow.settle_by, LedgerRow.id),
        empty=_("台账中没有需要处理的措施和文件。"),
    )
    new = []
    if current_user.can(P.MEASURES_DECIDE):
        new = [Button(_("登记文件"), url_for("measures.ledger_new"), primary=True)]
    late = _("现有 %(number)d 件逾期未办。", number=ledger.late(clock.today()))
    return table.respond(acts=new, intro=_("每晚核对措施依据，不符合规定的逐项列入。") + late)


@bp.route("/ledger/new", methods=["GET", "POST"])
@requires(P.MEASURES_DECIDE)
def ledger_new() -> ResponseReturnValue:
    """A file that does not conform."""
    form = FileForm()

    def enter() -> str:
        made = ledger.enter(**answers(form), by=current_user, at=clock.now())
        return url_for("measures.ledger_row", number=made.id)

    back = url_for("measures.ledger_index")
    return form_page(
        form, enter, heading=_("登记文件"), submit=_("列入台账"), back=back, done=_("已列入台账。")
    )


@bp.get("/ledger/<int:number>")
@requires(P.MEASURES_READ)
def ledger_row(number: int) -> ResponseReturnValue:
    """One row with its plan and its result."""
    row = _one(number)
    links = [Link(_("返回列表"), url_for("measures.ledger_index"))]
    if row.measure:
        links.insert(
            0, Link(_("查看清单中的措施"), url_for("measures.item", code=row.measure.code))
        )
    page = Item(
        heading=row.title,
        kicker=_("失信约束措施台账"),
        ref=row.ref,
        badges=[Badge(LEDGER_NAMES[row.state]), *badges(ledger.FLOW, row, clock.today())],
        facts=known(
            (_("涉及事项"), MATTER_NAMES[row.matter]),
            (_("不符合规定之处"), row.fault),
            (_("处理单位"), settler(row)),
            (_("列入日期"), i18n.day(row.entered_on)),
            (_("完成日期"), i18n.day(row.settle_by)),
            (_("处理方式"), PLAN_NAMES[row.plan] if row.plan else None),
            (_("处理方案"), row.plan_words),
            (_("处理结果"), row.result),
            (_("处理文件的文号"), row.paper_no),
            (_("核查日期"), i18n.day(row.settled_on) if row.settled_on else None),
        ),
        acts=buttons(_acts_on(row), ledger.FLOW, row, partial(_address, row)),
        timeline=timeline(row),
        links=links,
    )
    return render_template("streams/item.html", page=page)


@bp.route("/ledger/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.MEASURES_READ)
def ledger_act(number: int, move: str) -> ResponseReturnValue:
    """Plan, report; find settled or send back."""
    back = url_for("measures.ledger_row", number=number)
    return acts.move_page(ACTS, ledger.FLOW, _one(number), move, back)


def settler(row: LedgerRow) -> str:
    """Who has to settle it."""
    return row.owner.name if row.owner else _("领导小组办公室")


def _columns() -> list[Column]:
    today = clock.today()
    return [
        Column("ref", _("编号"), lambda row: row.ref),
        Column("title", _("措施或者文件"), lambda row: row.title),
        Column("matter", _("涉及事项"), lambda row: MATTER_NAMES[row.matter]),
        Column("fault", _("不符合规定之处"), lambda row: row.fault),
        Column("list", _("所属清单"), lambda row: owner_name(row) if row.measure_id else ""),
        Column("owner", _("处理单位"), settler),
        Column("plan", _("处理方式"), lambda row: PLAN_NAMES[row.plan] if row.plan else ""),
        Column("by", _("完成日期"), lambda row: row.settle_by, sort=LedgerRow.settle_by),
        Column("state", _("状态"), lambda row: LEDGER_NAMES[row.state], sort=LedgerRow.state),
        Column("late", _("逾期天数"), lambda row: row.step_days_late(today) or "", align="right"),
        Column("result", _("处理结果"), lambda row: row.result),
        Column("paper", _("处理文件的文号"), lambda row: row.paper_no),
    ]


def _acts_on(row: LedgerRow) -> dict[str, Act]:
    """Without what another person has to find."""
    own = row.reported_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (own and name == "close")}


def _address(row: LedgerRow, move: str) -> str:
    return url_for("measures.ledger_act", number=row.id, move=move)


def _one(number: int) -> Any:
    found = to_move(LedgerRow, number)
    demand(P.MEASURES_READ, found)
    return found
