"""Filing an objection and deciding it."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import Form, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity import clock, i18n, streams
from integrity.audit import service as audit
from integrity.db import db
from integrity.errors import NotFound
from integrity.forms import WhyForm
from integrity.objections import service
from integrity.objections.models import STATE_NAMES, Objection
from integrity.permissions import REACH_ALL, Permission, demand, public, requires
from integrity.records.models import CreditRecord
from integrity.tables import Column, Table, choices

bp = Blueprint("objections", __name__, url_prefix="/objections")

ACTS = {
    "accept": streams.Act(_l("受理"), service.accept),
    "uphold": streams.Act(
        _l("异议成立"), service.uphold, WhyForm,
        _l("记录将被撤销；据此列入的名单将移除，并通知每个收到过的单位停止措施。"),
    ),
    "reject": streams.Act(
        _l("异议不成立"), service.reject, WhyForm,
        _l("记录确认有效。答复中将写明可依法申请行政复议或者提起行政诉讼。"), danger=True,
    ),
}  # fmt: skip


class ObjectionForm(FlaskForm):
    statement = TextAreaField(
        _l("异议事实和理由"),
        description=_l("写明哪一点不对、为什么，最多 5000 字。免费，不影响您的其他权利。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(min=10, max=5000)],
    )


class Filters(Form):
    state = SelectField(_l("状态"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.state.choices = choices(STATE_NAMES)


@bp.get("/")
@requires(Permission.RECORDS_READ)
def index() -> ResponseReturnValue:
    """Objections of this person's body, or all."""
    mine = CreditRecord.subject_id == (current_user.body_id or 0)
    rows = sa.select(Objection).join(CreditRecord)
    if current_user.role not in REACH_ALL:
        rows = rows.where(mine)
    table = Table(
        title=_("异议"),
        name="objections",
        rows=rows,
        options=(
            contains_eager(Objection.record),
            joinedload(Objection.record, CreditRecord.subject),
        ),
        link=lambda row: url_for("objections.item", number=row.id),
        columns=(
            Column("record", _l("信用记录"), lambda r: r.record.summary),
            Column("subject", _l("单位"), lambda r: r.record.subject.name),
            Column("state", _l("状态"), lambda r: STATE_NAMES[r.state], sort=Objection.state),
            Column("due_on", _l("办理期限"), lambda r: r.due_on, sort=Objection.due_on),
            Column("filed_at", _l("提出时间"), lambda r: r.filed_at, filed, Objection.filed_at),
        ),
        search=(CreditRecord.summary,),
        filters=Filters,
        narrow={"state": lambda value: Objection.state == value},
        order=(Objection.id.desc(),),
        empty=_("没有异议。"),
    )
    return table.respond()


@bp.route("/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """File an objection to a record; without one, this page says how."""
    record = db.session.get(CreditRecord, request.args.get("record", 0, type=int))
    if record is None or not current_user.is_authenticated:
        return render_template("objections/how.html", record=record)
    demand(Permission.OBJECTIONS_FILE, record)
    form = ObjectionForm()
    if form.validate_on_submit():
        service.file(record, form.statement.data, by=current_user, at=clock.now())
        flash(_("异议已提出，将在规定期限内答复。"), "success")
        return redirect(url_for("records.item", number=record.id))
    page = render_template(
        "streams/form.html",
        form=form,
        heading=_("提出异议"),
        intro=record.summary,
        submit=_("提交异议"),
        back=url_for("records.item", number=record.id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/<int:number>")
@requires(Permission.RECORDS_READ)
def item(number: int) -> ResponseReturnValue:
    """One objection with what was decided."""
    objection = _load(number)
    return render_template(
        "streams/item.html",
        item=objection,
        heading=_("异议：%(summary)s", summary=objection.record.summary),
        kicker=_("异议"),
        sentence=objection.statement,
        ref=None,
        state=(STATE_NAMES[objection.state], "plain"),
        lateness=None,
        facts=[
            (_("单位"), objection.record.subject.name),
            (_("提出人"), objection.filed_by),
            (_("提出时间"), i18n.moment(objection.filed_at)),
            (_("办理期限"), i18n.day(objection.due_on)),
            (_("处理意见"), objection.reasons),
            (_("决定人"), objection.decided_by),
        ],
        acts=streams.buttons(
            ACTS,
            service.FLOW,
            objection,
            lambda move: url_for("objections.act", number=number, move=move),
        ),
        timeline=[
            {"at": e.at, "what": STATE_NAMES.get(e.to_state, e.move), "who": e.by_name, "why": e.why}
            for e in audit.history(objection)
        ],
        evidence=None,
        records=None,
        links=[(_("信用记录"), url_for("records.item", number=objection.record_id))],
    )  # fmt: skip


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.OBJECTIONS_DECIDE)
def act(number: int, move: str) -> ResponseReturnValue:
    """Accept or decide."""
    objection = _load(number)
    if move not in ACTS:
        raise NotFound
    return streams.perform(ACTS[move], objection, back=url_for("objections.item", number=number))


def filed(row: Objection) -> str:
    return i18n.moment(row.filed_at)


def _load(number: int) -> Objection:
    objection = db.session.get(Objection, number)
    if objection is None or not current_user.can(Permission.RECORDS_READ, objection):
        raise NotFound
    return objection
