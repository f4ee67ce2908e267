"""On-the-spot checks: one person enters what both saw, the other agrees or does not."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.stamps import requires, to_move
from integrity.casework.acts import Act, move_page
from integrity.files import attached
from integrity.pages.form_pages import form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Button, Section
from integrity.streams.rectifications import checks
from integrity.streams.rectifications.blueprint import bp, stream
from integrity.streams.rectifications.checks import CHECK_NAMES, CheckState, SiteCheck
from integrity.streams.rectifications.forms import check_form
from integrity.streams.rectifications.models import Rectification, RectificationState
from integrity.streams.rectifications.permissions import RectificationsPermission

ACTS = {
    "agree": Act(
        _l("确认现场核查"),
        checks.agree,
        warning=_l("确认表示您本人到过现场，所见与录入的相同；现场核查表随即制发。"),
    ),
    "refuse": Act(_l("不予确认"), checks.refuse, WhyForm, danger=True),
}


@bp.route("/<ref>/checks/new", methods=["GET", "POST"])
@requires(RectificationsPermission.VERIFY)
def new_check(ref: str) -> ResponseReturnValue:
    """Enter what was seen on the spot."""
    order = stream().by_ref(ref)
    form, at = check_form(order.points), clock.now()

    def enter() -> None:
        said = (form.place.data, form.day.data, form.seen.data, form.done)
        made = checks.enter(order, *said, by=current_user, at=at)
        db.session.flush()
        if upload := form["evidence"].data:
            body = order.subject_id
            attached.save(upload, made, public=False, by=current_user, at=at, body_id=body)

    return form_page(
        form,
        enter,
        heading=_("现场核查"),
        intro=order.title,
        warning=_("须由两名与被核查单位无关的人员到现场核查；您录入以后，由另一人用本人账号确认。"),
        submit=_("录入"),
        back=url_for("rectifications.item", ref=ref),
        done=_("已录入，待另一核查人确认。"),
    )


@bp.route("/checks/<int:number>/<move>", methods=["GET", "POST"])
@requires(RectificationsPermission.VERIFY)
def check(number: int, move: str) -> ResponseReturnValue:
    """The second person agrees, or does not."""
    found = to_move(SiteCheck, number)
    back = url_for("rectifications.item", ref=found.order.ref)
    return move_page(ACTS, checks.FLOW, found, move, back, said=_said(found))


def _said(found: SiteCheck) -> list[tuple[str, Any]]:
    """What the first person entered."""
    said = {True: _("已整改到位"), False: _("没有整改到位")}
    return [
        (_("核查地点"), found.place),
        (_("核查日期"), i18n.day(found.day)),
        (_("现场情况"), found.seen),
        *((answer.point.what, said[answer.is_done]) for answer in found.answers),
        (_("录入人"), found.entered_by_name),
    ]


def buttons(order: Rectification) -> list[Button]:
    """What the person logged in may do about checking an order on the spot."""
    if not current_user.can(RectificationsPermission.VERIFY, order) or not order.points:
        return []
    if order.state is not RectificationState.PUT_RIGHT:
        return []
    waiting = [one for one in checks.of(order) if one.state is CheckState.ENTERED]
    if not waiting:
        return [Button(_("录入现场核查"), url_for("rectifications.new_check", ref=order.ref))]
    if waiting[0].entered_by_id == current_user.id:
        return []
    return [
        Button(act.label, url_for("rectifications.check", number=waiting[0].id, move=move))
        for move, act in ACTS.items()
    ]


def section(order: Rectification) -> list[Section]:
    """The points of an order with what was seen of them."""
    if not order.points:
        return []
    found = checks.of(order)
    files = attached.of(SiteCheck.__tablename__, [one.id for one in found])
    data = {
        "order": order,
        "checks": found,
        "check_names": CHECK_NAMES,
        "files": [file for file in files if found[0].shows(file, current_user)],
    }
    return [Section("rectifications/_points.html", data)]
