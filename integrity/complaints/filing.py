"""Filing and tracking without an account. The secret is in no address, session, cookie or log."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity import clock, files
from integrity.complaints import conversation, evidence, matters, receipts, service, warnings
from integrity.complaints.blueprint import bp, somebody
from integrity.complaints.forms import (
    FileForm,
    NewForm,
    NotedForm,
    ReplyForm,
    SayForm,
    TrackForm,
    answerer,
    item_of,
)
from integrity.complaints.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
    ComplaintKind,
    ComplaintState,
)
from integrity.db import db
from integrity.errors import NotAllowed, NotFound
from integrity.permissions import public
from integrity.security import limiter, takes_files
from integrity.subjects.models import Subject

guesses = limiter.shared_limit(
    "20 per hour",
    scope="receipts",
    key_func=somebody,
    methods=["POST"],
    deduct_when=lambda response: response.status_code == 422,
)
"""Wrong receipts only; a limit per receipt would let anybody lock somebody out."""


def unkept(page: str, status: int = 200) -> Response:
    """A page that no browser and no proxy stores."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/new", methods=["GET", "POST"])
@public
@takes_files(evidence.MOST)
@limiter.limit("10 per hour", key_func=somebody, methods=["POST"])
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt itself, which is shown this once."""
    form = NewForm(data=_suggested()) if request.method == "GET" else NewForm()
    if form.validate_on_submit():
        made = receipts.file(
            ComplaintKind(form.kind.data),
            int(form.body.data),
            form.text.data.strip(),
            about=_about(form),
            name=form.name.data or "",
            contact=form.contact.data or "",
            files=form.kept.data,
            confidential=form.confidential.data,
            once=form.once.data,
            at=clock.now(),
        )
        asked = NotedForm(formdata=None, ref=made.complaint.ref, secret=made.secret)
        return unkept(_receipt(made, asked), 201)
    about = form.about.data or ""
    page = render_template(
        "complaints/new.html",
        form=form,
        item=item_of(about),
        same=matters.figures(about),
    )
    if form.is_submitted():
        return unkept(page, 422)
    response = make_response(page)  # nobody's yet; a browser may go back to it with what was typed
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post("/same")
@public
@limiter.limit("1 per day", key_func=lambda: f"{somebody()} {request.form.get('about', '')[:170]}")
@limiter.limit("20 per day", key_func=somebody)
def same() -> ResponseReturnValue:
    """ "I too": counted once a day for an item that everybody may see; nothing else is kept."""
    about = request.form.get("about", "")
    if item_of(about) is None:
        raise NotFound
    matters.count(about)
    flash(_("已计入。本系统不记录是谁。"), "success")
    return redirect(url_for("complaints.new", about=about))


@bp.route("/noted", methods=["GET", "POST"])
@public
@guesses
def noted() -> ResponseReturnValue:
    """The receipt was noted: the proof to print, without the secret."""
    if request.method == "GET":
        return redirect(url_for("complaints.track"))
    form = NotedForm()
    secret = form.secret.data or ""
    try:
        found = receipts.find(form.ref.data or "", secret)
        if not form.validate():
            return unkept(_receipt(receipts.Receipt(found, secret), form), 422)
        receipts.note(found.ref, secret, form.end.data or "", at=clock.now())
    except receipts.WrongReceipt as wrong:
        return _wrong(wrong)
    except receipts.WrongEnd as wrong:
        form.form_errors.append(wrong.title)
        return unkept(_receipt(receipts.Receipt(found, secret), form), 422)
    return unkept(render_template("complaints/noted.html", complaint=found))


@bp.route("/track", methods=["GET", "POST"])
@public
@guesses
def track() -> ResponseReturnValue:
    """Ask for a receipt, show how far its complaint is; what an address says is not read."""
    if request.args:
        return redirect(url_for("complaints.track"))
    form = TrackForm()
    if form.validate_on_submit():
        try:
            found = receipts.find(form.ref.data, form.secret.data)
        except receipts.WrongReceipt as wrong:
            form.form_errors.append(wrong.title)
        else:
            receipts.noted(found, at=clock.now())
            return unkept(_progress(found, form.secret.data))
    return unkept(_asking(form), 422 if form.is_submitted() else 200)


@bp.route("/track/reply", methods=["POST"])
@public
@takes_files(evidence.MOST)
@guesses
def reply() -> ResponseReturnValue:
    """The complainant confirms or disputes; the same page shows what follows from it."""
    form = ReplyForm()
    secret = form.secret.data or ""
    try:
        found = receipts.find(form.ref.data or "", secret)
    except receipts.WrongReceipt as wrong:
        return _wrong(wrong)
    if not form.validate():
        return unkept(_progress(found, secret, reply=form), 422)
    try:
        if form.reply.data == "confirm":
            service.confirm(found, at=clock.now())
        else:
            service.dispute(found, form.text.data.strip(), form.kept.data, at=clock.now())
    except evidence.TooMany as refused:
        form.form_errors.append(refused.detail)
        return unkept(_progress(found, secret, reply=form), 422)
    except NotAllowed:
        form.form_errors.append(_("此投诉已不在等待您答复，未作改动。"))
        return unkept(_progress(found, secret, reply=form), 409)
    db.session.flush()
    return unkept(_progress(found, secret, done=True))


@bp.route("/track/say", methods=["POST"])
@public
@takes_files(evidence.MOST)
@limiter.limit("20 per hour", key_func=somebody)
@guesses
def say() -> ResponseReturnValue:
    """The complainant answers a question or adds something; no clock stops for it."""
    form = SayForm()
    secret = form.secret.data or ""
    try:
        found = receipts.find(form.ref.data or "", secret)
    except receipts.WrongReceipt as wrong:
        return _wrong(wrong)
    if not form.validate():
        return unkept(_progress(found, secret, say=form), 422)
    try:
        words = (form.words.data or "").strip()
        conversation.add(found, words, form.office_only.data, form.kept.data, at=clock.now())
    except evidence.TooMany as refused:
        form.form_errors.append(refused.detail)
        return unkept(_progress(found, secret, say=form), 422)
    except NotAllowed:
        form.form_errors.append(_("此投诉已经办结，不能再补充。"))
        return unkept(_progress(found, secret, say=form), 409)
    db.session.flush()
    return unkept(_progress(found, secret, done=True))


@bp.route("/track/file", methods=["POST"])
@public
@guesses
def own_file() -> ResponseReturnValue:
    """One file of the complaint or of what was said, to whoever has the receipt."""
    form = FileForm()
    try:
        found = receipts.find(form.ref.data or "", form.secret.data or "")
    except receipts.WrongReceipt as wrong:
        return _wrong(wrong)
    if not form.validate():
        raise NotFound
    response = files.send(evidence.one(found, found.messages, form.number.data or 0))
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(wrong: receipts.WrongReceipt) -> Response:
    asking = TrackForm(formdata=None)
    asking.form_errors.append(wrong.title)
    return unkept(_asking(asking), 422)


def _receipt(made: receipts.Receipt, form: NotedForm) -> str:
    return render_template("complaints/receipt.html", receipt=made, form=form)


def _suggested() -> dict[str, Any]:
    """What the address proposes: an item, or a body."""
    about = request.args.get("about", "")
    if item := item_of(about):
        return {"about": about, "body": answerer(about, item) or ""}
    slug = request.args.get("body", "")
    number = db.session.scalar(sa.select(Subject.id).where(Subject.slug == slug))
    return {"body": str(number or "")}


def _about(form: NewForm) -> tuple[str, str] | None:
    stream, _colon, ref = (form.about.data or "").partition(":")
    return (stream, ref) if ref else None


def _asking(form: TrackForm) -> str:
    return render_template("complaints/track.html", form=form)


def _progress(
    found: Complaint,
    secret: str | None,
    *,
    reply: ReplyForm | None = None,
    say: SayForm | None = None,
    done: bool = False,
) -> str:
    today = clock.today()
    known = {"ref": found.ref, "secret": secret}
    return render_template(
        "complaints/progress.html",
        complaint=found,
        state=(STATE_NAMES[found.state], TONES.get(found.state)),
        lateness=found.due_on and replace(warnings.lateness(found, today), href=None),
        outcome=OUTCOME_NAMES.get(found.outcome),  # type: ignore[arg-type]
        refusal=REFUSAL_NAMES.get(found.refusal),  # type: ignore[arg-type]
        files=evidence.of(found, ()),
        pieces=evidence.with_words(found.messages),
        secret=secret,
        earlier=found.duplicate_of and STATE_NAMES[found.duplicate_of.state],
        sides=SIDE_NAMES,
        form=reply or ReplyForm(formdata=None, **known),
        say=say or SayForm(formdata=None, prefix="", **known),
        open=found.state is ComplaintState.ANSWERED,
        talking=found.state in conversation.OPEN,
        asked=conversation.waits_for_complainant(found),
        done=done,
        days=(today - clock.local_day(found.received_at)).days,
    )
