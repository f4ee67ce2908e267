"""Filing without an account: whoever is logged in files as anybody."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.security import takes_files
from integrity.base.stamps import anonymous
from integrity.base.visitors import limiter, visitor
from integrity.casework.informants import evidence
from integrity.casework.informants.filing_views import file_page
from integrity.casework.informants.receipts import Receipt
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import intake, me_too
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.forms import NewForm, answerer, item_of
from integrity.streams.complaints.models import ComplaintKind
from integrity.streams.complaints.tracking_views import TRACKING


@bp.route("/new", methods=["GET", "POST"])
@anonymous
@takes_files(evidence.MOST)
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt itself, and sent again with it again."""
    form = NewForm(data=_suggested()) if request.method == "GET" else NewForm()

    def file(**said: Any) -> Receipt:
        what = (ComplaintKind(form.kind.data), form.body.data.id, form.text.data.strip())
        return intake.file(*what, about=_about(form), **said)

    def around() -> dict[str, Any]:
        about = form.about.data or ""
        return {"item": item_of(about), "same": me_too.told(about, clock.today())}

    return file_page(TRACKING, form, file, around)


@bp.post("/same")
@anonymous
@limiter.shared_limit(
    "1 per day", scope="same", key_func=lambda: visitor(request.form.get("about", ""))
)
@limiter.shared_limit("20 per day", scope="same", key_func=lambda: visitor("same"))
def same() -> ResponseReturnValue:
    """ "I too": counted once a day for an item that everybody may see; nothing else is kept."""
    about = request.form.get("about", "")
    if item_of(about) is None:
        raise NotFound
    me_too.count(about)
    flash(_("已计入。本系统不记录是谁。"), "success")
    return redirect(url_for("complaints.new", about=about))


def _suggested() -> dict[str, Any]:
    """What the address proposes: an item, or a body."""
    about = request.args.get("about", "")
    if item := item_of(about):
        return {"about": about, "body": db.session.get(Subject, answerer(about, item) or 0)}
    slug, kind = request.args.get("body", ""), request.args.get("kind", "")
    body = db.session.scalar(sa.select(Subject).where(Subject.slug == slug))
    return {"body": body} | ({"kind": kind} if kind in list(ComplaintKind) else {})


def _about(form: NewForm) -> tuple[str, str] | None:
    stream, _colon, ref = (form.about.data or "").partition(":")
    return (stream, ref) if ref else None
