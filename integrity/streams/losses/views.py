"""The pages of claims for compensation: the list, one, filing and entering."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.base.stamps import requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.files import attached
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Table
from integrity.streams.losses import service
from integrity.streams.losses.fields import FIELDS, Claimant
from integrity.streams.losses.forms import EnterForm, FileForm
from integrity.streams.losses.models import STATE_NAMES, TONES, LossClaim
from integrity.streams.losses.permissions import LossesPermission

Filters = narrowed_by(FIELDS)
bp = Blueprint("losses", __name__, url_prefix="/losses")


def stream() -> streams.Stream:
    return streams.named("losses")


acts.pages(bp, stream)


@bp.get("/")
@requires(LossesPermission.READ)
def index() -> ResponseReturnValue:
    """The claims this person may see."""
    today = clock.today()
    table = Table(
        title=_("规划、政策调整补偿"),
        name="losses",
        rows=sa.select(LossClaim)
        .join(LossClaim.subject)
        .join(Claimant, LossClaim.claimant)
        .where(stream().visible(current_user)),
        options=(
            contains_eager(LossClaim.subject),
            contains_eager(LossClaim.claimant.of_type(Claimant)),
        ),
        link=stream().url,
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(LossClaim.received_on.desc(), LossClaim.id.desc()),
        empty=_("没有补偿申请。"),
    )
    new = Button(_("申请补偿"), url_for("losses.new"), primary=True)
    return table.respond(
        intro=_("企业因规划调整、政策变化受到损失、又没有合同可以主张的，在这里申请补偿。"),
        acts=[new] if current_user.can(LossesPermission.FILE) else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(LossesPermission.FILE)
def new() -> ResponseReturnValue:
    """A firm files its own; the office enters that of a firm without an account."""
    form: Any = EnterForm() if current_user.role is Role.OFFICE else FileForm()
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))

    def enter() -> str:
        said, now = answers(form), clock.now()
        body, document = said.pop("body"), said.pop("document")
        who = said.pop("claimant", current_user.body)
        made = service.file(who, body, said, by=current_user, at=now)
        if document:
            attached.save(
                document, made, public=False, by=current_user, at=now, body_id=made.claimant_id
            )
        flash(_("已登记，编号 %(ref)s。", ref=made.ref), "success")
        return stream().url(made)

    return form_page(
        form,
        enter,
        heading=_("申请补偿"),
        intro=_("由有权决定的单位在期限内书面决定；不予补偿的写明理由和救济途径。"),
        back=url_for("losses.index"),
    )


@bp.get("/<ref>")
@requires(LossesPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One claim: what was lost, decided and paid."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=found.text,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
    )
    return render_template("streams/item.html", page=page)
