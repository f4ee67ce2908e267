"""The pages that the two remedies against a record share: list, file, one item, decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import contains_eager
from wtforms import SelectField

from integrity import clock, i18n, streams
from integrity.audit import service as audit
from integrity.audit.words import move_name
from integrity.db import db, number
from integrity.errors import NotFound
from integrity.forms import FilterForm
from integrity.permissions import REACH_ALL, Permission, demand, public, requires
from integrity.records.models import CreditRecord
from integrity.states import Flow
from integrity.subjects.models import Subject
from integrity.tables import Column, Table, choices


@dataclass(frozen=True)
class Remedy:
    """One remedy: what it is called, what it asks, who decides, what hinders it.

    The model has record, state, statement, filed_at, filed_by, reasons, decided_by and a due day.
    `how` is the template that tells a visitor without an account what to do, `told` what it needs.
    """

    name: str
    title: Any
    heading: Any
    thanks: Any
    empty: Any
    model: Any
    flow: Flow
    acts: Mapping[str, streams.Act]
    form: type[FlaskForm]
    file: Callable[..., Any]
    filing: Permission
    deciding: Permission
    state_names: Mapping[Any, Any]
    how: str
    told: Callable[[], dict[str, Any]] = dict
    hindrances: Callable[[CreditRecord, date], list[str]] = lambda record, on: []
    more: Callable[[Any], list[tuple[Any, Any]]] = lambda item: []


def pages(remedy: Remedy) -> Blueprint:
    """The blueprint of a remedy."""
    bp = Blueprint(remedy.name, __name__, url_prefix=f"/{remedy.name}")

    @bp.get("/")
    @requires(Permission.RECORDS_READ)
    def index() -> ResponseReturnValue:
        return _table(remedy).respond()

    @bp.route("/new", methods=["GET", "POST"])
    @public
    def new() -> ResponseReturnValue:
        record = db.session.get(CreditRecord, request.args.get("record", 0, type=number))
        if record is None or not current_user.is_authenticated:
            return render_template(remedy.how, record=record, **remedy.told())
        demand(remedy.filing, record)
        return _file(remedy, record)

    @bp.get("/<int:number>")
    @requires(Permission.RECORDS_READ)
    def item(number: int) -> ResponseReturnValue:
        return _page(remedy, _load(remedy, number))

    @bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
    @requires(remedy.deciding)
    def act(number: int, move: str) -> ResponseReturnValue:
        if move not in remedy.acts:
            raise NotFound
        found = _load(remedy, number)
        back = url_for(f"{remedy.name}.item", number=number)
        return streams.perform(remedy.acts[move], found, back=back)

    return bp


def _table(remedy: Remedy) -> Table:
    model = remedy.model

    class Filters(FilterForm):
        state = SelectField(_l("状态"), choices=choices(remedy.state_names))

    rows = sa.select(model).join(model.record).join(CreditRecord.subject)
    if current_user.role not in REACH_ALL:
        rows = rows.where(CreditRecord.subject_id == (current_user.body_id or 0))
    return Table(
        title=remedy.title,
        name=remedy.name,
        rows=rows,
        options=(contains_eager(model.record).contains_eager(CreditRecord.subject),),
        link=lambda row: url_for(f"{remedy.name}.item", number=row.id),
        columns=(
            Column("record", _l("信用记录"), lambda r: r.record.summary),
            Column("subject", _l("单位"), lambda r: r.record.subject.name, sort=Subject.name),
            Column("state", _l("状态"), lambda r: remedy.state_names[r.state], sort=model.state),
            Column("due_on", _l("办理期限"), lambda r: r.due_on, sort=model.due_on),
            Column("filed_at", _l("提出时间"), lambda r: r.filed_at, _filed, model.filed_at),
        ),
        search=(CreditRecord.summary, Subject.name),
        filters=Filters,
        narrow={"state": lambda value: model.state == value},
        order=(model.id.desc(),),
        empty=remedy.empty,
    )


def _file(remedy: Remedy, record: CreditRecord) -> ResponseReturnValue:
    form = remedy.form()
    hindrances = remedy.hindrances(record, clock.today())
    back = url_for("records.item", number=record.id)
    if not hindrances and form.validate_on_submit():
        remedy.file(record, **streams.answers(form), by=current_user, at=clock.now())
        flash(remedy.thanks, "success")
        return redirect(back)
    page = render_template(
        "streams/form.html",
        form=form,
        heading=remedy.heading,
        intro=record.summary,
        warning=" ".join(hindrances),
        submit=remedy.heading,
        back=back,
    )
    return page, 422 if form.is_submitted() else 200


def _page(remedy: Remedy, found: Any) -> str:
    names = remedy.state_names
    return render_template(
        "streams/item.html",
        item=found,
        heading=found.title,
        kicker=remedy.title,
        sentence=found.statement,
        ref=found.record.ref,
        state=(names[found.state], "closed" if found.closed_on else "plain"),
        lateness=None,
        facts=[
            (_l("单位"), found.record.subject.name),
            (_l("提出人"), found.filed_by),
            (_l("提出时间"), i18n.moment(found.filed_at)),
            (_l("办理期限"), i18n.day(found.due_on)),
            *remedy.more(found),
            (_l("处理意见"), found.reasons),
            (_l("决定人"), found.decided_by),
        ],
        acts=streams.buttons(
            remedy.acts,
            remedy.flow,
            found,
            lambda move: url_for(f"{remedy.name}.act", number=found.id, move=move),
        ),
        timeline=[
            {
                "at": e.at,
                "what": names.get(e.to_state) or move_name(e.move),
                "who": e.who,
                "why": e.why,
            }
            for e in audit.history(found)
        ],
        evidence=None,
        records=None,
        links=[(_l("信用记录"), url_for("records.item", number=found.record_id))],
    )


def _load(remedy: Remedy, number: int) -> Any:
    found = db.session.get(remedy.model, number)
    if found is None or not current_user.can(Permission.RECORDS_READ, found):
        raise NotFound
    return found


def _filed(row: Any) -> str:
    return i18n.moment(row.filed_at)
