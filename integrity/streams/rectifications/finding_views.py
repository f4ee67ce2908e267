"""What inspections found: the list, one finding, entering one."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.credit.described import events
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.fields import FACTS, at, columns, facts
from integrity.pages.form_pages import form_page
from integrity.pages.items import Badge, Button, Fact, Item, Link
from integrity.pages.tables import Table
from integrity.streams.rectifications import findings
from integrity.streams.rectifications.blueprint import bp
from integrity.streams.rectifications.fields import FINDING_FIELDS
from integrity.streams.rectifications.forms import FindingForm
from integrity.streams.rectifications.models import InspectionFinding
from integrity.streams.rectifications.permissions import RectificationsPermission

P = RectificationsPermission


@bp.get("/findings", endpoint="findings")
@requires(P.READ)
def finding_list() -> ResponseReturnValue:
    """The findings this person may see."""
    rows = (
        sa.select(InspectionFinding)
        .join(InspectionFinding.subject)
        .where(findings.visible(current_user))
    )
    new = Button(_("登记检查发现"), url_for("rectifications.new_finding"), primary=True)
    return Table(
        title=_("检查发现"),
        name="findings",
        rows=rows,
        options=(contains_eager(InspectionFinding.subject),),
        link=lambda finding: url_for("rectifications.finding", number=finding.id),
        columns=columns(FINDING_FIELDS, clock.today()),
        search=(InspectionFinding.place, InspectionFinding.what),
        order=(InspectionFinding.found_on.desc(), InspectionFinding.id.desc()),
        empty=_("没有登记检查发现。"),
    ).respond("desk/list.html", acts=[new] if current_user.can(P.ORDER) else [])


@bp.route("/findings/new", methods=["GET", "POST"])
@requires(P.ORDER)
def new_finding() -> ResponseReturnValue:
    """Enter what an inspection found at a body."""
    form, at_ = FindingForm(), clock.now()

    def enter() -> str:
        names = ("inspection", "subject", "place", "found_on", "inspectors", "what")
        said = (form[name].data for name in names)
        made = findings.enter(*said, by=current_user, at=at_)
        db.session.flush()
        if upload := form.evidence.data:
            body = made.subject_id
            attached.save(upload, made, public=False, by=current_user, at=at_, body_id=body)
        return url_for("rectifications.finding", number=made.id)

    return form_page(
        form,
        enter,
        heading=_("登记检查发现"),
        intro=_("登记以后告知被检查单位；需要整改的，再责令限期整改。"),
        submit=_("登记"),
        back=url_for("rectifications.findings"),
    )


@bp.get("/findings/<int:number>")
@requires(P.READ)
def finding(number: int) -> ResponseReturnValue:
    """One finding and the order that it led to."""
    mine = (InspectionFinding.id == number, findings.visible(current_user))
    found = db.session.scalar(sa.select(InspectionFinding).where(*mine))
    if found is None:
        raise NotFound
    order = findings.order_from(found)
    page = Item(
        heading=found.title,
        kicker=_("检查发现"),
        sentence=found.what,
        ref=found.ref,
        badges=[
            Badge(_("已责令整改") if order else _("尚未责令整改"), "plain" if order else "soon")
        ],
        facts=[Fact(*pair) for pair in facts(at(FINDING_FIELDS, FACTS), found, clock.today())],
        acts=[] if order else _acts(found),
        timeline=events(found),
        evidence=shown_to(attached.of(found.__tablename__, [found.id]), current_user),
        links=[
            *([Link(order.title, url_for("rectifications.item", ref=order.ref))] if order else []),
            Link(_("返回列表"), url_for("rectifications.findings")),
        ],
    )
    return render_template("streams/item.html", page=page)


def _acts(found: InspectionFinding) -> list[Button]:
    if not current_user.can(P.ORDER):
        return []
    address = url_for("rectifications.new", finding=found.id)
    return [Button(_("责令限期整改"), address, primary=True)]
