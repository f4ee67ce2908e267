"""Orders to put right: the list, one order, ordering from a record."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db, number
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework import acts, deadlines, streams
from integrity.credit.described import describe
from integrity.credit.records.models import CreditRecord
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Link
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications import service
from integrity.streams.rectifications.forms import OrderForm
from integrity.streams.rectifications.models import OUTCOME_NAMES, STATE_NAMES, Rectification
from integrity.streams.rectifications.permissions import RectificationsPermission

bp = Blueprint("rectifications", __name__, url_prefix="/rectifications")


def stream() -> streams.Stream:
    return streams.named("rectifications")


acts.pages(bp, stream)


class Filters(FilterForm):
    state = SelectField(_l("状态"))
    lateness = SelectField(_l("期限情况"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.state.choices = choices(STATE_NAMES)
        self.lateness.choices = choices(deadlines.LATENESS)


@bp.get("/")
@requires(RectificationsPermission.READ)
def index() -> ResponseReturnValue:
    """The orders this person may see."""
    today = clock.today()
    table = Table(
        title=_("限期整改"),
        name="rectifications",
        rows=sa.select(Rectification)
        .join(Rectification.subject)
        .where(stream().visible(current_user)),
        options=(contains_eager(Rectification.subject),),
        link=stream().url,
        columns=(
            Column("title", _l("事项"), lambda r: r.title),
            Column("subject", _l("单位"), lambda r: r.subject.name, sort=Subject.name),
            Column("state", _l("状态"), lambda r: STATE_NAMES[r.state], sort=Rectification.state),
            Column("due_on", _l("期限"), lambda r: r.due_on, sort=Rectification.due_on),
            Column("days", _l("逾期天数"), lambda r: r.days_late(today), align="right"),
            Column("outcome", _l("结果"), lambda r: OUTCOME_NAMES.get(r.outcome, "")),
        ),
        search=(Rectification.title, Subject.name),
        filters=Filters,
        narrow={
            "state": lambda value: Rectification.state == value,
            "lateness": lambda kind: deadlines.narrow(Rectification, kind, today),
        },
        order=(Rectification.due_on, Rectification.id),
        empty=_("没有限期整改事项。"),
    )
    return table.respond()


@bp.route("/new", methods=["GET", "POST"])
@requires(RectificationsPermission.ORDER)
def new() -> ResponseReturnValue:
    """Order to put right what a record says."""
    record = db.session.get(CreditRecord, request.args.get("record", 0, type=number))
    if record is None:
        raise NotFound
    form = OrderForm()

    def order() -> str:
        made = service.order(record, form.demand.data, by=current_user, at=clock.now())
        flash(_("已责令整改，期限 %(day)s。", day=i18n.day(made.due_on)), "success")
        return url_for("rectifications.item", ref=made.ref)

    return form_page(
        form,
        order,
        heading=_("责令限期整改"),
        intro=record.summary,
        submit=_("责令整改"),
        back=url_for("records.item", number=record.id),
    )


@bp.get("/<ref>")
@requires(RectificationsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One order with everything that happened to it."""
    found = stream().by_ref(ref)
    page = describe(
        stream(),
        found,
        clock.today(),
        sentence=found.demand,
        state=Badge(STATE_NAMES[found.state], "good" if found.state == "verified" else "plain"),
        facts=[
            (_("单位"), found.subject.name),
            (_("责令单位"), found.ordered_by),
            (_("责令时间"), i18n.moment(found.ordered_at)),
            (_("期限"), i18n.day(found.due_on)),
            (_("整改方案"), found.plan),
            (_("整改情况"), found.report),
            (_("收到报告之日"), i18n.day(found.claim_received_on)),
            (_("核验的完成日期"), i18n.day(found.closed_on)),
            (_("结果"), OUTCOME_NAMES.get(found.outcome, "")),
        ],
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


def _links(found: Rectification) -> list[Link]:
    """What the order is about: the record, the item itself."""
    links = []
    if found.record_id:
        links.append(Link(_("信用记录"), url_for("records.item", number=found.record_id)))
    about = streams.registered().get(found.stream)
    item = about.by_ids([found.item_id]).get(found.item_id) if about and found.item_id else None
    if about and item:
        links.append(Link(about.title, about.url(item)))
    return links
