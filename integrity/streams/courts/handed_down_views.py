"""The lists that are handed down, and 反馈表: what is answered to each row, also as a file."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.streams.courts import handed_down
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.handed_down import DECISION_NAMES, HandedDown
from integrity.streams.courts.models import STATE_NAMES
from integrity.streams.courts.permissions import CourtsPermission as P

KNOWN = {"open": _l("待比对"), "known": _l("已比对")}


class Filters(FilterForm):
    list_no = StringField(_l("名单号"))
    known = SelectField(_l("比对结果"), choices=lambda: choices(KNOWN), default="")


class DecideForm(PostForm):
    """Which case a row is, or that it is none of ours."""

    case_no = StringField(
        _l("对应本系统的案号"),
        description=_l("不属本区案件的不填，并写明核实情况。"),
        default="",
        validators=[Length(max=60)],
    )
    why = TextAreaField(
        _l("核实情况"), validators=[InputRequired(_l("请写明核实情况。")), Length(max=500)]
    )


@bp.get("/handed-down")
@requires(P.ASSIGN)
def handed_down_list() -> ResponseReturnValue:
    """Every row with what is known of it here; its export is the answer (反馈表)."""
    columns = [
        ("list_no", _("名单号"), lambda r: r.HandedDown.list_no),
        ("handed_by", _("下发单位"), lambda r: r.HandedDown.handed_by),
        ("handed_on", _("下发日期"), lambda r: r.HandedDown.handed_on),
        ("answer_by", _("反馈期限"), lambda r: r.HandedDown.answer_by),
        ("case_no", _("案号"), lambda r: r.HandedDown.case_no),
        ("body_name", _("被执行单位"), lambda r: r.HandedDown.body_name),
        ("amount", _("执行标的"), lambda r: r.HandedDown.amount),
        ("found", _("比对结果"), _found),
        ("state", _("办理情况"), _said(lambda case: str(STATE_NAMES[case.state]))),
        ("performed", _("已履行金额"), _said(lambda case: case.performed)),
        ("left", _("未履行金额"), _said(lambda case: case.outstanding)),
        ("due_on", _("履行期限"), _said(lambda case: case.due_on)),
        ("closed_on", _("办结日期"), _said(lambda case: case.closed_on)),
        ("words", _("核实情况"), lambda r: r.HandedDown.words),
    ]
    table = Table(
        title=_("上级下发名单反馈表"),
        rows=handed_down.rows(),
        entities=False,
        columns=[Column(key, label, value) for key, label, value in columns],
        link=lambda r: url_for("courts.handed_down_row", number=r.HandedDown.id),
        search=(HandedDown.case_no, HandedDown.body_name),
        filters=Filters,
        narrow={"list_no": lambda said: HandedDown.list_no == said.strip(), "known": _narrow},
        order=(HandedDown.handed_on.desc(), HandedDown.id),
        name="court-handed-down",
        empty=_("没有下发名单。可以从表格导入。"),
    )
    bring = Button(
        _("导入下发名单"), url_for("importing.new", kind="court-handed-down"), primary=True
    )
    return table.respond(acts=[bring])


@bp.route("/handed-down/<int:number>", methods=["GET", "POST"])
@requires(P.ASSIGN)
def handed_down_row(number: int) -> ResponseReturnValue:
    """A person decides which case a row is."""
    row = db.session.get(HandedDown, number)
    if row is None:
        raise NotFound
    form = DecideForm()
    return form_page(
        form,
        lambda: handed_down.decide(row, **answers(form), by=current_user, at=clock.now()),
        heading=_("比对下发案件"),
        intro=f"{row.list_no} {row.case_no} {row.body_name}",
        back=url_for("courts.handed_down_list"),
        done=_("已登记比对结果。"),
    )


def button() -> Button:
    """The way to the lists."""
    return Button(_("上级下发名单"), url_for("courts.handed_down_list"))


def _found(row: Any) -> Any:
    decision = row.HandedDown.decision
    if decision:
        return str(DECISION_NAMES[decision])
    return _("案号一致") if row.CourtCase else _("待比对")


def _said(of: Any) -> Any:
    return lambda row: of(row.CourtCase) if row.CourtCase else None


def _narrow(kind: str) -> sa.ColumnElement[bool]:
    return handed_down.open_() if kind == "open" else ~handed_down.open_()
