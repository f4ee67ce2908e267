"""Applying for repair of a record and deciding it."""

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
from integrity.permissions import REACH_ALL, Permission, demand, public, requires
from integrity.records.models import CreditRecord
from integrity.repairs import service
from integrity.repairs.models import STATE_NAMES, Repair
from integrity.tables import Column, Table, choices

bp = Blueprint("repairs", __name__, url_prefix="/repairs")

ACTS = {
    "accept": streams.Act(_l("受理"), service.accept),
    "grant": streams.Act(
        _l("准予修复"), service.grant, WhyForm,
        _l("记录立即停止公示、共享和使用，转为档案保存；据此列入的名单移除，并通知每个收到过的单位。"),
    ),
    "refuse": streams.Act(
        _l("不予修复"), service.refuse, WhyForm,
        _l("记录继续有效。请写明理由，以及补正后可以再次申请。"), danger=True,
    ),
}  # fmt: skip


class RepairForm(FlaskForm):
    statement = TextAreaField(
        _l("整改情况"),
        description=_l("写明义务如何履行、不良影响如何消除，最多 5000 字。不收取任何费用。"),
        validators=[InputRequired(_l("请写明整改情况。")), Length(min=10, max=5000)],
    )
    promise = TextAreaField(
        _l("信用承诺"),
        description=_l("向社会公开作出，并对真实性负责。"),
        validators=[InputRequired(_l("请作出信用承诺。")), Length(min=10, max=2000)],
    )


class Filters(Form):
    state = SelectField(_l("状态"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.state.choices = choices(STATE_NAMES)


@bp.get("/")
@requires(Permission.RECORDS_READ)
def index() -> ResponseReturnValue:
    """Applications of this person's body, or all."""
    mine = CreditRecord.subject_id == (current_user.body_id or 0)
    rows = sa.select(Repair).join(CreditRecord)
    if current_user.role not in REACH_ALL:
        rows = rows.where(mine)
    table = Table(
        title=_("信用修复"),
        name="repairs",
        rows=rows,
        options=(contains_eager(Repair.record), joinedload(Repair.record, CreditRecord.subject)),
        link=lambda row: url_for("repairs.item", number=row.id),
        columns=(
            Column("record", _l("信用记录"), lambda r: r.record.summary),
            Column("subject", _l("单位"), lambda r: r.record.subject.name),
            Column("state", _l("状态"), lambda r: STATE_NAMES[r.state], sort=Repair.state),
            Column("due_on", _l("办理期限"), lambda r: r.due_on, sort=Repair.due_on),
            Column("filed_at", _l("申请时间"), lambda r: r.filed_at, filed, Repair.filed_at),
        ),
        search=(CreditRecord.summary,),
        filters=Filters,
        narrow={"state": lambda value: Repair.state == value},
        order=(Repair.id.desc(),),
        empty=_("没有修复申请。"),
    )
    return table.respond()


@bp.route("/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """Apply for repair of a record; without one, this page says how."""
    record = db.session.get(CreditRecord, request.args.get("record", 0, type=int))
    if record is None or not current_user.is_authenticated:
        return render_template("repairs/how.html", record=record)
    demand(Permission.REPAIRS_FILE, record)
    form = RepairForm()
    hindrances = service.hindrances(record, clock.today())
    if not hindrances and form.validate_on_submit():
        service.file(record, **streams.answers(form), by=current_user, at=clock.now())
        flash(_("修复申请已提交，将在规定期限内答复。"), "success")
        return redirect(url_for("records.item", number=record.id))
    page = render_template(
        "streams/form.html",
        form=form,
        heading=_("申请信用修复"),
        intro=record.summary,
        warning=" ".join(hindrances),
        submit=_("提交申请"),
        back=url_for("records.item", number=record.id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/<int:number>")
@requires(Permission.RECORDS_READ)
def item(number: int) -> ResponseReturnValue:
    """One application with what was decided."""
    repair = _load(number)
    return render_template(
        "streams/item.html",
        item=repair,
        heading=_("信用修复：%(summary)s", summary=repair.record.summary),
        kicker=_("信用修复"),
        sentence=repair.statement,
        ref=None,
        state=(STATE_NAMES[repair.state], "plain"),
        lateness=None,
        facts=[
            (_("单位"), repair.record.subject.name),
            (_("申请人"), repair.filed_by),
            (_("申请时间"), i18n.moment(repair.filed_at)),
            (_("办理期限"), i18n.day(repair.due_on)),
            (_("信用承诺"), repair.promise),
            (_("处理意见"), repair.reasons),
            (_("决定人"), repair.decided_by),
        ],
        acts=streams.buttons(
            ACTS,
            service.FLOW,
            repair,
            lambda move: url_for("repairs.act", number=number, move=move),
        ),
        timeline=[
            {"at": e.at, "what": STATE_NAMES.get(e.to_state, e.move), "who": e.by_name, "why": e.why}
            for e in audit.history(repair)
        ],
        evidence=None,
        records=None,
        links=[(_("信用记录"), url_for("records.item", number=repair.record_id))],
    )  # fmt: skip


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.REPAIRS_DECIDE)
def act(number: int, move: str) -> ResponseReturnValue:
    """Accept or decide."""
    repair = _load(number)
    if move not in ACTS:
        raise NotFound
    return streams.perform(ACTS[move], repair, back=url_for("repairs.item", number=number))


def filed(row: Repair) -> str:
    return i18n.moment(row.filed_at)


def _load(number: int) -> Repair:
    repair = db.session.get(Repair, number)
    if repair is None or not current_user.can(Permission.RECORDS_READ, repair):
        raise NotFound
    return repair
