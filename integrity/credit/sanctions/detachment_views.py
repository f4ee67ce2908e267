"""The pages on which two people end what lost its basis."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.credit.sanctions import detachments
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.detachment_models import DETACHMENT_NAMES, Detachment
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices

DECIDE = Permission.SANCTIONS_DECIDE
ACTS = {
    "agree": Act(_l("同意停止"), detachments.agree, WhyForm),
    "remove": Act(
        _l("复核并停止"),
        detachments.detach,
        WhyForm,
        warning=_l("停止后通知当事人和接收单位；名单事项本身不变。"),
    ),
    "maintain": Act(_l("依据有效，继续采取"), detachments.keep, WhyForm, primary=False),
}


class DetachmentFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(DETACHMENT_NAMES), default="")


@bp.get("/sanctions/detachments/")
@requires(DECIDE)
def detachment_index() -> ResponseReturnValue:
    """Measures on entries that lost their basis, and what became of each."""
    whole = joinedload(Detachment.entry).joinedload(ListEntry.subject)
    table = Table(
        title=_("失去依据的措施"),
        name="detachments",
        rows=sa.select(Detachment),
        options=(whole, joinedload(Detachment.measure)),
        link=lambda row: url_for("sanctions.detachment", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("subject", _("主体"), lambda row: row.entry.subject.name),
            Column("measure", _("措施"), lambda row: row.measure.name),
            Column("fault", _("原因"), lambda row: row.fault),
            Column("found_on", _("发现日期"), lambda row: row.found_on),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: DETACHMENT_NAMES[row.state]),
        ],
        search=(Detachment.fault,),
        filters=DetachmentFilters,
        narrow={"state": lambda value: Detachment.state == value},
        order=(Detachment.id.desc(),),
        empty=_("名单上的措施都有现行有效的依据。"),
    )
    return table.respond(intro=_("每晚核对；停止须由两人办理，停止后通知当事人和接收单位。"))


@bp.get("/sanctions/detachments/<int:number>")
@requires(DECIDE)
def detachment(number: int) -> ResponseReturnValue:
    """One of them."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("失去依据的措施"),
        ref=found.ref,
        badges=[
            Badge(DETACHMENT_NAMES[found.state]),
            *badges(detachments.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("主体"), found.entry.subject.name),
            (_("措施"), found.measure.name),
            (_("依据"), found.measure.legal_basis),
            (_("原因"), found.fault),
            (_("发现日期"), i18n.day(found.found_on)),
            (_("办结日期"), i18n.day(found.ended_on) if found.ended_on else None),
        ),
        acts=buttons(_acts_on(found), detachments.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        aside=pieces.card(found.__tablename__, found.id),
        links=[
            Link(_("查看名单事项"), url_for("sanctions.entry", number=found.entry_id)),
            Link(_("查看清单中的措施"), url_for("measures.item", code=found.measure.code)),
            Link(_("返回列表"), url_for("sanctions.detachment_index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/sanctions/detachments/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(DECIDE)
def detachment_act(number: int, move: str) -> ResponseReturnValue:
    """Agree, confirm, or find that it has a basis."""
    back = url_for("sanctions.detachment", number=number)
    return acts.move_page(ACTS, detachments.FLOW, _one(number), move, back)


def _acts_on(found: Detachment) -> dict[str, Act]:
    """Without what another person has to confirm."""
    own = found.first_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (own and name == "remove")}


def _address(found: Detachment, move: str) -> str:
    return url_for("sanctions.detachment_act", number=found.id, move=move)


def _one(number: int) -> Any:
    return to_move(Detachment, number)
