"""Whom a body inspects less or more often, for itself, for who is inspected, and for the office."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import public, requires
from integrity.credit.inspections import service
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.measures.models import INSPECTED_NAMES, Measure
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject, SubjectKind

bp = Blueprint("inspections", __name__, url_prefix="/inspections")
P = Permission
NEEDED = InputRequired(_l("请填写。"))
MOST = 366
"""Times a year: once a day."""


class Filters(FilterForm):
    inspections = SelectField(_l("检查频次"), choices=lambda: choices(INSPECTED_NAMES), default="")
    list = SelectField(_l("名单"), choices=lambda: choices(LIST_NAMES), default="")


def _times(label: Any, hint: Any = "") -> IntegerField:
    return IntegerField(label, description=hint, validators=[NEEDED, NumberRange(min=0, max=MOST)])


class RuleForm(PostForm):
    matter = StringField(
        _l("检查事项"),
        description=_l("同一事项再次登记的，原来的频次自今日起停止使用。"),
        validators=[NEEDED, Length(max=200)],
    )
    usual = _times(_l("平常每年检查次数"))
    reduced = _times(_l("对守信激励对象每年检查次数"))
    raised = _times(_l("对重点监管对象每年检查次数"))
    floor = _times(_l("特别规定的每年最少次数"), _l("没有特别规定的填 0。"))
    floor_basis = StringField(_l("特别规定的依据"), default="", validators=[Length(max=400)])
    legal_basis = StringField(
        _l("依据"),
        description=_l("确定检查频次的文件名称、文号和条款。"),
        validators=[NEEDED, Length(max=400)],
    )


@bp.get("/")
@requires(P.DESK)
def index() -> ResponseReturnValue:
    """All for the office, its own for who inspects, and for who is inspected what it may expect."""
    body = current_user.body
    if current_user.role not in REACH_ALL and body is None:
        raise Forbidden
    inspected = body is not None and body.kind is not SubjectKind.BODY
    rows = service.subjects(clock.today())
    if current_user.role not in REACH_ALL and body is not None:
        mine = ListEntry.subject_id == body.id
        rows = rows.where(mine) if inspected else service.of_body(body.id, clock.today())
    acts = [Button(_("各单位的检查频次"), url_for("inspections.rules"))]
    intro = _("按名单采取的减少或者增加检查频次的措施，逐个主体列出每年应当检查的次数和理由。")
    if inspected:
        intro = _("本单位应当受到的检查频次。检查单位没有照办的，可以投诉举报。")
    table = Table(
        title=_("检查频次"),
        name="inspections",
        rows=rows,
        entities=False,
        link=lambda row: url_for("sanctions.entry", number=row.entry_id),
        columns=_columns(),
        search=(Subject.name, Subject.uscc),
        filters=Filters,
        narrow={
            "inspections": lambda value: Measure.inspections == value,
            "list": lambda value: ListEntry.kind == value,
        },
        order=(ListEntry.id, InspectionRule.id),
        empty=_("没有减少或者增加检查频次的主体。"),
    )
    return table.respond(acts=acts, intro=intro)


@bp.get("/rules/")
@public
def rules() -> ResponseReturnValue:
    """How often each body inspects, by which basis, and what no measure goes below."""
    may = current_user.is_authenticated and current_user.can(P.MEASURES_DRAFT)
    own = current_user.body_id if may else None
    table = Table(
        title=_("各单位的检查频次"),
        name="inspection-rules",
        rows=sa.select(InspectionRule).where(InspectionRule.ended_on.is_(None)),
        options=(joinedload(InspectionRule.body),),
        link=lambda row: url_for("inspections.end", number=row.id) if row.body_id == own else None,
        columns=[
            Column("body", _("检查单位"), lambda row: row.body.name),
            Column("matter", _("检查事项"), lambda row: row.matter, sort=InspectionRule.matter),
            Column("usual", _("平常每年"), lambda row: row.usual, align="right"),
            Column("reduced", _("减少后每年"), lambda row: row.reduced, align="right"),
            Column("raised", _("增加后每年"), lambda row: row.raised, align="right"),
            Column("floor", _("特别规定的最少次数"), _floor),
            Column("basis", _("依据"), lambda row: row.legal_basis),
            Column("since", _("开始日期"), lambda row: row.since),
        ],
        search=(InspectionRule.matter, InspectionRule.legal_basis),
        order=(InspectionRule.body_id, InspectionRule.id),
        empty=_("还没有单位登记检查频次。"),
    )
    acts = []
    if may and current_user.body is not None:
        acts.append(Button(_("登记检查频次"), url_for("inspections.new"), primary=True))
    return table.respond(acts=acts)


@bp.route("/rules/new", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def new() -> ResponseReturnValue:
    """How often one's own body inspects in a matter."""
    form, body = RuleForm(), current_user.body
    if body is None:
        raise Forbidden

    def enter() -> str:
        service.set_rule(body, **answers(form), by=current_user, at=clock.now())
        return url_for("inspections.rules")

    return form_page(
        form, enter, heading=_("登记检查频次"), intro=body.name, submit=_("保存"),
        back=url_for("inspections.rules"), done=_("已登记检查频次。"),
    )  # fmt: skip


@bp.route("/rules/<int:number>/end", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def end(number: int) -> ResponseReturnValue:
    """One's own body no longer inspects in a matter."""
    found = db.session.get(InspectionRule, number)
    if found is None or found.body_id != current_user.body_id:
        raise NotFound
    form = WhyForm()

    def stop() -> str:
        service.end_rule(found, **answers(form), by=current_user, at=clock.now())
        return url_for("inspections.rules")

    return form_page(
        form, stop, heading=_("停止使用检查频次"), intro=found.matter, submit=_("停止使用"),
        back=url_for("inspections.rules"), danger=True, done=_("已停止使用。"),
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("subject", _("主体"), lambda row: row.subject, sort=Subject.name),
        Column("code", _("统一社会信用代码"), lambda row: row.code),
        Column("body", _("检查单位"), lambda row: row.body),
        Column("matter", _("检查事项"), lambda row: row.matter or _("检查单位没有登记")),
        Column("usual", _("平常每年"), lambda row: row.usual, align="right"),
        Column("times", _("现在每年"), service.times, align="right"),
        Column("how", _("检查频次"), lambda row: INSPECTED_NAMES[row.inspections]),
        Column("list", _("名单"), lambda row: LIST_NAMES[row.list]),
        Column("measure", _("措施"), lambda row: row.measure),
        Column("basis", _("依据"), lambda row: row.basis),
        Column("floor", _("特别规定的最少次数"), _floor),
        Column("until", _("截止日期"), lambda row: row.until),
    ]


def _floor(row: Any) -> str:
    if not row.floor:
        return ""
    return _("%(name)s（%(note)s）", name=row.floor, note=row.floor_basis)
