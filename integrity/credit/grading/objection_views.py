"""The pages of objections to a grade: its subject files, who graded answers, then the office."""

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

from integrity.base import clock
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.grading import objections
from integrity.credit.grading.blueprint import bp
from integrity.credit.grading.forms import AnswerForm, AppealForm, ObjectionForm, UpholdForm
from integrity.credit.grading.models import (
    GRADE_OBJECTION_NAMES,
    GradeObjection,
    SubjectGrade,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices

P = Permission
ACTS = {
    "reject": Act(_l("认定异议不成立"), objections.reject, AnswerForm),
    "uphold": Act(_l("认定异议成立"), objections.uphold, UpholdForm, primary=False),
    "go_on": Act(_l("申请办公室复核"), objections.go_on, AppealForm),
    "let_be": Act(_l("接受答复"), objections.let_be, primary=False),
    "keep_grade": Act(_l("复核维持"), objections.keep_grade, AnswerForm),
    "uphold_appeal": Act(_l("认定异议成立"), objections.uphold_appeal, UpholdForm, primary=False),
}
FIRST, OWN, SECOND = ("uphold", "reject"), ("go_on", "let_be"), ("uphold_appeal", "keep_grade")
"""The moves of who graded, of who objects, and of the office."""
O = GradeObjection  # noqa: E741


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(GRADE_OBJECTION_NAMES), default="")


@bp.get("/objections/")
@requires(P.RECORDS_READ)
def objections_index() -> ResponseReturnValue:
    """One's own, those against one's own grades, all for the office."""
    graded = joinedload(O.graded)
    table = Table(
        title=_("等级异议"),
        name="grade-objections",
        rows=sa.select(O).where(_mine()),
        options=(graded, joinedload(O.applicant), joinedload(O.deciding)),
        link=lambda row: url_for("grading.objection", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("grade", _("等级"), lambda row: row.title),
            Column("subject", _("申请人"), lambda row: row.applicant.name),
            Column("body", _("监管单位"), lambda row: row.deciding.name),
            Column("filed", _("提出日期"), lambda row: row.filed_on, sort=O.filed_on),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: GRADE_OBJECTION_NAMES[row.state]),
        ],
        search=(O.text,),
        filters=Filters,
        narrow={"state": lambda value: O.state == value},
        order=(O.id.desc(),),
        empty=_("没有等级异议。"),
    )
    return table.respond()


@bp.route("/<int:number>/object", methods=["GET", "POST"])
@requires(P.OBJECTIONS_FILE)
def object_to(number: int) -> ResponseReturnValue:
    """The subject says why its own grade is not right."""
    own = SubjectGrade.subject_id == (current_user.body_id or 0)
    found = to_move(SubjectGrade, number, own)
    form = ObjectionForm()

    def send() -> str:
        made = objections.file(found, **answers(form), by=current_user, at=clock.now())
        return url_for("grading.objection", number=made.id)

    return form_page(
        form, send, heading=_("对等级提出异议"), intro=found.title, submit=_("提出异议"),
        back=url_for("grading.grade", number=number),
        done=_("已提出异议，由定级的单位在期限内答复；对答复不服的，可以申请办公室复核。"),
    )  # fmt: skip


@bp.get("/objections/<int:number>")
@requires(P.RECORDS_READ)
def objection(number: int) -> ResponseReturnValue:
    """One objection, the answers to it, and who must act."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("等级异议"),
        ref=found.ref,
        badges=[
            Badge(GRADE_OBJECTION_NAMES[found.state]),
            *badges(objections.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("申请人"), found.applicant.name),
            (_("监管单位"), found.deciding.name),
            (_("异议的事实和理由"), found.text or _("保存期满，已删除")),
            (_("申请复核的理由"), found.appeal),
            (_("答复和理由"), found.answer),
        ),
        acts=buttons(_acts_on(found), objections.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("查看等级"), url_for("grading.grade", number=found.grade_id)),
            Link(_("返回列表"), url_for("grading.objections_index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/objections/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.RECORDS_READ)
def objection_act(number: int, move: str) -> ResponseReturnValue:
    """Answer it, go on to the office, answer there."""
    back = url_for("grading.objection", number=number)
    found = _one(number)
    return acts.move_page(_acts_on(found), objections.FLOW, found, move, back)


def _acts_on(found: GradeObjection) -> dict[str, Act]:
    """What is this side's to do: nobody answers for the other side, or an own objection."""
    mine = current_user.body_id or 0
    sides = {FIRST: found.body_id == mine, OWN: found.applicant_id == mine, SECOND: True}
    names = {name for side, is_mine in sides.items() if is_mine for name in side}
    return {name: act for name, act in ACTS.items() if name in names}


def _address(found: GradeObjection, move: str) -> str:
    return url_for("grading.objection_act", number=found.id, move=move)


def _mine() -> sa.ColumnElement[bool]:
    if current_user.role in REACH_ALL:
        return sa.true()
    mine = current_user.body_id or 0
    return sa.or_(O.body_id == mine, O.applicant_id == mine)


def _one(number: int) -> Any:
    found = to_move(GradeObjection, number)
    demand(P.RECORDS_READ, found)
    return found
