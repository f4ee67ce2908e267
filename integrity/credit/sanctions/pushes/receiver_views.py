"""Who receives pushes and who executes which measure here, for the office."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import contains_eager
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.measures import executors
from integrity.credit.measures.executors import Executor
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.pushes import receivers as service
from integrity.credit.sanctions.pushes.forms import ReceiverForm, WhichBodyForm
from integrity.credit.sanctions.pushes.models import Receiver
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject, SubjectKind

YES_NO = {"yes": _l("是"), "no": _l("否")}


class ReceiverFilters(FilterForm):
    active = SelectField(_l("接收推送"), choices=lambda: choices(YES_NO), default="")


class MeasureFilters(FilterForm):
    executed = SelectField(_l("已指定执行单位"), choices=lambda: choices(YES_NO), default="")


@bp.get("/receivers/")
@requires(Permission.RECEIVERS_MANAGE)
def receivers() -> ResponseReturnValue:
    """Every body that receives or has received, and how many measures it executes."""
    number = (
        sa.select(sa.func.count())
        .where(Executor.body_id == Receiver.body_id, Executor.ended_on.is_(None))
        .scalar_subquery()
    )
    return Table(
        title=_("接收单位"),
        name="receivers",
        rows=sa.select(Receiver, number.label("executed")).join(Receiver.body),
        columns=[
            Column("body", _("接收单位"), lambda row: row.Receiver.body.name, _linked),
            Column("executed", _("执行的措施"), lambda row: row.executed, align="right"),
            Column("everything", _("接收全部名单"), lambda row: _word(row.Receiver.everything)),
            Column("since", _("自何日起"), lambda row: row.Receiver.since),
            Column("ended", _("停止日期"), lambda row: row.Receiver.ended_on),
            Column("note", _("备注"), lambda row: row.Receiver.note),
        ],
        search=(Subject.name, Subject.uscc),
        filters=ReceiverFilters,
        narrow={"active": lambda value: Receiver.active.is_(value == "yes")},
        order=(Receiver.active.desc(), Subject.name, Receiver.body_id),
        options=(contains_eager(Receiver.body),),
        empty=_("还没有接收单位。"),
        entities=False,
    ).respond(
        intro=_(
            "名单列入后，推送给执行其措施的单位和接收全部名单的单位；新登记的单位收到现行名单。"
        ),
        acts=[
            (_("登记接收单位"), url_for("sanctions.new_receiver"), True, False),
            (_("各项措施由谁执行"), url_for("sanctions.executors_page"), False, False),
        ],
    )


@bp.get("/receivers/measures")
@requires(Permission.RECEIVERS_MANAGE)
def executors_page() -> ResponseReturnValue:
    """Every measure that can be attached, and who executes it here."""
    bodies: dict[str, list[Subject]] = {}

    def gather(rows: Sequence[Any]) -> None:
        bodies.update(executors.of_families(measure.family for measure in rows))

    def names(measure: Measure) -> str:
        return _("、").join(body.name for body in bodies[measure.family])

    executed = sa.exists().where(Executor.family == Measure.family, Executor.ended_on.is_(None))
    return Table(
        title=_("各项措施由谁执行"),
        name="executors",
        rows=sa.select(Measure).where(service.can_be_attached()),
        columns=[
            Column("name", _("措施"), lambda m: m.name, sort=Measure.name),
            Column("code", _("编号"), lambda m: m.code, sort=Measure.code),
            Column("unit", _("依据规定的实施单位"), lambda m: m.executing_unit),
            Column("bodies", _("执行单位"), names),
        ],
        link=lambda m: url_for("measures.item", code=m.code),
        search=(Measure.code, Measure.name, Measure.executing_unit),
        filters=MeasureFilters,
        narrow={"executed": lambda value: executed if value == "yes" else ~executed},
        order=(Measure.code,),
        gather=gather,
        empty=_("没有符合条件的措施。"),
    ).respond(
        intro=_("没有指定执行单位的措施，由接收全部名单的单位反馈；没有这样的单位的，没有人执行。")
    )


@bp.route("/receivers/new", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def new_receiver() -> ResponseReturnValue:
    """Which body; then what it executes."""
    form = WhichBodyForm()
    return form_page(
        form,
        lambda: url_for("sanctions.receiver", number=form.body.data.id),
        heading=_("登记接收单位"),
        submit=_("下一步"),
        back=url_for("sanctions.receivers"),
    )


@bp.route("/receivers/<int:number>", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def receiver(number: int) -> ResponseReturnValue:
    """What one body receives and executes."""
    body = db.session.get(Subject, number)
    if body is None or body.kind is SubjectKind.PERSON:
        raise NotFound
    known = db.session.get(Receiver, number)
    codes = [measure.code for measure in executors.of_body(number)]
    everything = known.everything if known and known.active else False
    form = ReceiverForm(measures=codes, everything=everything, note=known.note if known else "")

    def receive() -> None:
        said = (form.measures.data or [], form.everything.data, form.note.data or "")
        service.receive(body, *said, by=current_user, at=clock.now())

    return form_page(
        form,
        receive,
        template="sanctions/receiver.html",
        heading=body.name,
        intro=_("该单位还没有接收推送。") if not (known and known.active) else None,
        submit=_("保存"),
        back=url_for("sanctions.receivers"),
        done=_("已保存；现行名单中由该单位执行的已推送。"),
        stop=url_for("sanctions.stop_receiver", number=number) if known and known.active else "",
        hook=url_for("sanctions.hook", number=number) if known else "",
    )


@bp.route("/receivers/<int:number>/stop", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def stop_receiver(number: int) -> ResponseReturnValue:
    """Push nothing more to a body; what it has received stays its duty."""
    found = db.session.get(Receiver, number)
    if found is None:
        raise NotFound
    form = WhyForm()
    return form_page(
        form,
        lambda: service.stop(found, form.why.data, by=current_user, at=clock.now()),
        heading=_("停止推送"),
        intro=found.title,
        warning=_("以后列入的名单不再推送给该单位；已经推送的，仍须反馈，移出后仍须确认停止措施。"),
        submit=_("停止推送"),
        danger=True,
        back=url_for("sanctions.receivers"),
        done=_("已停止推送。"),
    )


def _linked(row: Any) -> Markup:
    address = url_for("sanctions.receiver", number=row.Receiver.body_id)
    return Markup('<a href="{}">{}</a>').format(address, row.Receiver.body.name)


def _word(yes: bool) -> Any:
    return YES_NO["yes" if yes else "no"]
