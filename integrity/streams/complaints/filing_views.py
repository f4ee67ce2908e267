"""Filing without an account: whoever is logged in files as anybody."""

from typing import Any

import sqlalchemy as sa
from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock, repeats
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.security import takes_files
from integrity.base.stamps import anonymous
from integrity.base.visitors import limiter, visitor
from integrity.casework.informants import evidence, receipts
from integrity.casework.informants.forms import NotedForm
from integrity.casework.informants.receipt_views import FILED, TooOften, today, unkept, wait
from integrity.casework.rules import service as rules
from integrity.pages.form_pages import form_page, shown
from integrity.people.messages import following
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import intake, me_too, news
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.forms import NewForm, answerer, item_of
from integrity.streams.complaints.models import ComplaintKind


@bp.route("/new", methods=["GET", "POST"])
@anonymous
@takes_files(evidence.MOST)
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt itself, and sent again with it again."""
    form = NewForm(data=_suggested()) if request.method == "GET" else NewForm()
    if request.method == "POST" and not g.get("stale"):
        try:
            if known := intake.again(form.once.data or "", on=clock.today()):
                return _filed(known, form)
        except receipts.AlreadyFiled as filed:
            return _another(form, filed)
    page = {"template": "complaints/new.html"}
    response = unkept(form_page(form, lambda: _file(form), more=lambda: _around(form), **page))
    if request.method == "GET":  # a browser may go back to it with what was typed
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _file(form: NewForm) -> Response:
    if until := FILED.free_at():
        raise TooOften(wait(until))
    made = intake.file(
        ComplaintKind(form.kind.data),
        form.body.data.id,
        form.text.data.strip(),
        about=_about(form),
        name=form.name.data or "",
        contact=form.contact.data or "",
        files=form.kept.data,
        confidential=form.confidential.data,
        once=form.once.data,
        at=today(),
    )
    if form.news and form.news.data and not made.again:
        following.ask(news.KIND, made.complaint.ref, form.news.data, at=today())
    return _filed(made, form)


def _filed(made: intake.Receipt, form: NewForm) -> Response:
    """The receipt; with what was changed since, if the form was changed and sent again."""
    asked = NotedForm(formdata=None, ref=made.complaint.ref, secret=made.secret)
    page: dict[str, Any] = {"template": "complaints/receipt.html", "receipt": made}
    if not made.again:
        return FILED.spend_with(unkept(shown(asked, 201, **page)))
    text = (form.text.data or "").strip()
    changed = text if text != made.complaint.text else ""
    return unkept(shown(asked, changed=changed, **page))


def _another(form: NewForm, filed: receipts.AlreadyFiled) -> Response:
    """Whoever goes back and writes more has another form, and knows that the first was taken."""
    form.once.data = repeats.token()
    form.validate()  # keeps the files
    said = _("这份表单已经提交过（%(ref)s）。要另行提交一件，请再次提交。", ref=filed.detail)
    return unkept(shown(form, 409, template="complaints/new.html", said=said, **_around(form)))


def _around(form: NewForm) -> dict[str, Any]:
    about = form.about.data or ""
    day = clock.today()
    kept = [rules.number(f"LOCAL-RETAIN{which}", day) for which in ("-CONTACT", "-OUT", "-UPHELD")]
    return {"item": item_of(about), "same": me_too.told(about, day), "kept": kept}


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
