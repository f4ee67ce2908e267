"""Orders to put right: the list, one order, ordering from a record, a finding or an item."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.db import db, number
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.credit.records.models import CreditRecord
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import form_page
from integrity.pages.items import Badge, Link
from integrity.pages.tables import Table
from integrity.streams.rectifications import (  # noqa: F401  some only add their pages
    check_views,
    finding_views,
    findings,
    service,
)
from integrity.streams.rectifications.blueprint import bp, stream
from integrity.streams.rectifications.fields import FIELDS, TONES
from integrity.streams.rectifications.forms import OrderForm
from integrity.streams.rectifications.models import STATE_NAMES, InspectionFinding, Rectification
from integrity.streams.rectifications.permissions import RectificationsPermission

Filters = narrowed_by(FIELDS)
acts.pages(bp, stream)


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
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Rectification.due_on, Rectification.id),
        empty=_("没有限期整改事项。"),
    )
    return table.respond()


@bp.route("/new", methods=["GET", "POST"])
@requires(RectificationsPermission.ORDER)
def new() -> ResponseReturnValue:
    """Order to put right what a record, a finding or an item says."""
    origin, form = _origin(), OrderForm()

    def order() -> str:
        asked = {name: form[name].data for name in ("demand", "until", "until_why", "effects")}
        asked["points"] = form["points"].data or [(None, form["demand"].data)]
        made = origin.order(**asked, by=current_user, at=clock.now())
        day = i18n.day(made.due_on) or _("自限期整改通知书送达之日起计算")
        flash(_("已责令整改，期限：%(day)s。", day=day), "success")
        return url_for("rectifications.item", ref=made.ref)

    return form_page(
        form,
        order,
        heading=_("责令限期整改"),
        intro=origin.summary,
        submit=_("责令整改"),
        back=origin.url,
    )


class Origin(NamedTuple):
    """What founds an order: in words, its page, and the verb that orders."""

    summary: str
    url: str
    order: Callable[..., Rectification]


def _origin() -> Origin:
    """The record, the finding or the item that the address names; raises NotFound."""
    if record := db.session.get(CreditRecord, request.args.get("record", 0, type=number)):
        address = url_for("records.item", number=record.id)
        return Origin(record.summary, address, partial(service.order, record))
    if finding := db.session.get(InspectionFinding, request.args.get("finding", 0, type=number)):
        address = url_for("rectifications.finding", number=finding.id)
        return Origin(finding.what, address, partial(service.order_finding, finding))
    name, _colon, ref = request.args.get("about", "").partition(":")
    about = streams.registered().get(name)
    if about is None or about.model is Rectification or not about.figures.of_bodies:
        raise NotFound
    item = about.by_ref(ref)
    return Origin(item.title, about.url(item), partial(service.order_item, name, item))


@bp.get("/<ref>")
@requires(RectificationsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One order with everything that happened to it."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=found.demand,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        acts=[*check_views.buttons(found), *stream().buttons(found)],
        parts=check_views.section(found),
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


def _links(found: Rectification) -> list[Link]:
    """What the order is about: the record, the finding, the item itself."""
    links = []
    if found.finding_id:
        address = url_for("rectifications.finding", number=found.finding_id)
        links.append(Link(_("检查发现"), address))
    if found.record_id:
        links.append(Link(_("信用记录"), url_for("records.item", number=found.record_id)))
    about = streams.registered().get(found.stream)
    item = about.by_ids([found.item_id]).get(found.item_id) if about and found.item_id else None
    if about and item:
        links.append(Link(about.title, about.url(item)))
    return links
