"""Serving papers and proving it: send, note what came back, scans compared by a second person."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework.acts import Act, is_outdated, perform
from integrity.casework.documents import deliveries, scans
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.document_views import load
from integrity.casework.documents.flow import DELIVERIES
from integrity.casework.documents.forms import ScanForm, SendForm
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.documents.scans import Shows, StampedScan
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm

ACTS = {
    "send": Act(
        _l("送达"),
        deliveries.send,
        SendForm,
        _l("发出不等于送达：以签收、送达回证或者规则规定的日期为准。"),
    ),
    "bounce": Act(
        _l("退回或者无法送达"),
        deliveries.bounce,
        WhyForm,
        _l("写明退回的原因；须改用其他方式送达。"),
        danger=True,
    ),
}


@bp.route("/desk/deliveries/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def delivery(number: int, move: str) -> ResponseReturnValue:
    """One act of who makes a paper on one delivery of it."""
    found = load_delivery(number)
    if move not in ACTS:
        raise NotFound
    if not is_outdated(found):
        DELIVERIES.check(found, move)
    intro = f"{found.title} · {found.name}"
    return perform(ACTS[move], found, _back(found.document_id), intro=intro)


@bp.route("/desk/documents/<int:number>/seal", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def seal(number: int) -> ResponseReturnValue:
    """Send in the scan of the page with the seal on it."""
    return _enter(load(number), Shows.SEAL, _("上传盖章件"), number)


@bp.route("/desk/deliveries/<int:number>/proof", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def proof(number: int) -> ResponseReturnValue:
    """Send in the scan of what proves that a paper was served."""
    found = load_delivery(number)
    DELIVERIES.check(found, "prove")
    return _enter(found, Shows.SERVICE, _("上传送达回证"), found.document_id)


@bp.route("/desk/scans/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def scan(number: int, move: str) -> ResponseReturnValue:
    """Compare a scan that somebody else has sent in."""
    wanted = sa.select(StampedScan).where(StampedScan.id == number)
    found = db.session.scalars(for_change(wanted, StampedScan)).first()
    thing = found.owner if found else None
    if found is None or move not in ("agree", "refuse"):
        raise NotFound
    if not isinstance(thing, Document | Delivery):
        raise NotFound
    document = thing if isinstance(thing, Document) else thing.document
    load(document.id)
    form = PostForm() if move == "agree" else WhyForm()

    def decide() -> None:
        at = clock.now()
        if move == "refuse":
            scans.refuse(found, form.why.data, by=current_user, at=at)  # type: ignore[attr-defined]
            return
        scans.agree(found, by=current_user, at=at)
        if isinstance(thing, Delivery):
            deliveries.prove(thing, found.day, by=current_user, at=at)

    return form_page(
        form,
        decide,
        heading=_("核对一致") if move == "agree" else _("核对不一致"),
        intro=_(
            "%(what)s：纸质件上的日期为 %(day)s。请打开扫描件，与文书逐项核对。",
            what=scans.SHOWS_NAMES[found.shown],
            day=found.day,
        ),
        submit=_("确认"),
        danger=move == "refuse",
        back=_back(document.id),
    )


def _enter(
    thing: Document | Delivery, shown: Shows, heading: str, number: int
) -> ResponseReturnValue:
    form = ScanForm()

    def enter() -> None:
        at = clock.now()
        scans.enter(thing, shown, form.upload.data, form.day.data, by=current_user, at=at)

    return form_page(
        form,
        enter,
        heading=heading,
        intro=_("须由另一人核对后才有效。"),
        submit=_("上传"),
        back=_back(number),
    )


def load_delivery(number: int) -> Delivery:
    """A delivery of a paper of this person's body, locked for an act; raises NotFound."""
    found = to_move(Delivery, number)
    load(found.document_id)
    return found


def _back(number: int) -> str:
    return url_for("documents.item", number=number)
