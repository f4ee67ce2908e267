"""The pages of breach complaints: the list, one, filing and entering."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission, Role
from integrity.base.stamps import requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.files import attached
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Table
from integrity.streams.grievances import service
from integrity.streams.grievances.fields import FIELDS, Complainant
from integrity.streams.grievances.forms import EnterForm, FileForm
from integrity.streams.grievances.models import FOUND_TRUE, STATE_NAMES, TONES, Grievance
from integrity.streams.grievances.permissions import GrievancesPermission

Filters = narrowed_by(FIELDS)
bp = Blueprint("grievances", __name__, url_prefix="/grievances")


def stream() -> streams.Stream:
    return streams.named("grievances")


acts.pages(bp, stream)


@bp.get("/")
@requires(GrievancesPermission.READ)
def index() -> ResponseReturnValue:
    """The breach complaints this person may see."""
    today = clock.today()
    table = Table(
        title=_("违约失信投诉"),
        name="grievances",
        rows=sa.select(Grievance)
        .join(Grievance.subject)
        .join(Complainant, Grievance.complainant)
        .where(stream().visible(current_user)),
        options=(
            contains_eager(Grievance.subject),
            contains_eager(Grievance.complainant.of_type(Complainant)),
        ),
        link=stream().url,
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Grievance.received_on.desc(), Grievance.id.desc()),
        empty=_("没有违约失信投诉。"),
    )
    return table.respond(
        intro=_("企业认为单位没有履行协议、合同或者政策承诺的，由上级部门或者主管部门核实认定。"),
        acts=_list_acts(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(GrievancesPermission.FILE)
def new() -> ResponseReturnValue:
    """An enterprise files one of its own; the office enters what came by another channel."""
    form: Any = EnterForm() if current_user.role is Role.OFFICE else FileForm()
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))

    def enter() -> str:
        made = _filed(form)
        flash(_("已登记，编号 %(ref)s。", ref=made.ref), "success")
        return stream().url(made)

    return form_page(
        form,
        enter,
        heading=_("登记违约失信投诉"),
        intro=_("收到后立即转被投诉单位的上级部门或者主管部门核实认定；办理过程和结果在这里查看。"),
        back=url_for("grievances.index"),
    )


@bp.get("/<ref>")
@requires(GrievancesPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One breach complaint: what was said, found and put right."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=found.text,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        acts=[*stream().buttons(found), *_as_lead(found)],
    )
    return render_template("streams/item.html", page=page)


def _as_lead(item: Grievance) -> list[Button]:
    """What was found true may be a lead of a special campaign."""
    if item.state not in FOUND_TRUE or not current_user.can(Permission.CAMPAIGNS_RUN):
        return []
    return [Button(_("列为专项治理线索"), url_for("campaigns.adopt", number=item.id))]


def _filed(form: Any) -> Grievance:
    said, now = answers(form), clock.now()
    body, document = said.pop("body"), said.pop("document")
    who = said.pop("complainant", current_user.body)
    more = {
        name: said.pop(name) for name in ("channel", "channel_no", "received_on") if name in said
    }
    made = service.file(who, body, said, by=current_user, at=now, **more)
    if document:
        attached.save(
            document, made, public=False, by=current_user, at=now, body_id=made.complainant_id
        )
    return made


def _list_acts() -> list[Button]:
    if not current_user.can(GrievancesPermission.FILE):
        return []
    return [Button(_("登记违约失信投诉"), url_for("grievances.new"), primary=True)]
