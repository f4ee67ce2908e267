"""The pages behind a receipt. Its secret is in no address, session, cookie or log."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock, repeats
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.security import shows_form, takes_files
from integrity.base.stamps import anonymous
from integrity.casework.documents import giving
from integrity.casework.informants import evidence, receipts
from integrity.casework.informants.forms import FileForm, NotedForm, SayForm, TrackForm
from integrity.casework.informants.receipt_views import (
    SAID,
    Over,
    TooOften,
    of_receipt,
    today,
    unkept,
    wait,
)
from integrity.pages import attachment_views
from integrity.pages.form_pages import form_page, shown
from integrity.streams.complaints import conversation, intake, papers, service, warnings
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.forms import PaperForm, ReplyForm
from integrity.streams.complaints.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
    ComplaintState,
)


@bp.route("/noted", methods=["GET", "POST"])
@anonymous
def noted() -> ResponseReturnValue:
    """The receipt was noted: the proof to print, without the secret."""
    if request.method == "GET":
        return redirect(url_for("complaints.track"))
    form = NotedForm()
    receipt = intake.Receipt(_found(form), form.secret.data or "")

    def note() -> Response:
        found = receipt.complaint
        receipts.note(Complaint, found.ref, receipt.secret, form.end.data or "", at=today())
        return make_response(render_template("complaints/noted.html", complaint=found))

    return unkept(form_page(form, note, template="complaints/receipt.html", receipt=receipt))


@bp.route("/track", methods=["GET", "POST"])
@anonymous
def track() -> ResponseReturnValue:
    """Ask for a receipt, show how far its complaint is; what an address says is not read."""
    if request.args:
        return redirect(url_for("complaints.track"))
    form = TrackForm()

    def progress() -> Response:
        found = _found(form)
        receipts.noted(found, at=today())
        return _progress(found, form.secret.data)

    return unkept(form_page(form, progress, template="complaints/track.html"))


@bp.route("/track/reply", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def reply() -> ResponseReturnValue:
    """The complainant confirms or disputes; the same page shows what follows from it."""
    form = ReplyForm()

    def act(found: Complaint) -> None:
        if form.reply.data == "confirm":
            service.confirm(found, at=today())
        else:
            service.dispute(found, form.text.data.strip(), form.kept.data, at=today())

    return _said(form, act, _("此投诉已不在等待您答复，未作改动。"))


@bp.route("/track/say", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def say() -> ResponseReturnValue:
    """The complainant answers a question or adds something; no clock stops for it."""
    form = SayForm()

    def act(found: Complaint) -> None:
        words = (form.words.data or "").strip()
        conversation.add(found, words, form.office_only.data, form.kept.data, at=today())

    return _said(form, act, _("此投诉已经办结，不能再补充。"))


@bp.route("/track/file", methods=["POST"])
@anonymous
def own_file() -> ResponseReturnValue:
    """One file of the complaint or of what was said, to whoever has the receipt."""
    form = FileForm()
    found = _found(form)
    if not form.validate():
        raise NotFound
    response = attachment_views.send(evidence.one(found, form.number.data or 0))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/track/paper", methods=["POST"])
@anonymous
def own_paper() -> ResponseReturnValue:
    """The receipt or the answer on paper, to whoever has the receipt; neither holds its secret."""
    form = PaperForm()
    found = _found(form)
    if not form.validate():
        raise NotFound
    shown = papers.receipt(found) if form.paper.data == "receipt" else papers.answer(found)
    if shown is None:
        raise NotFound
    return unkept(giving.download(shown))


@bp.errorhandler(receipts.WrongReceipt)
def wrong_receipt(wrong: receipts.WrongReceipt) -> Response:
    """The page that asks for a receipt, with what was typed: the words most of all."""
    words = request.form.get("words") or request.form.get("text") or ""
    page = {"template": "complaints/track.html", "said": wrong.detail or wrong.title}
    return unkept(shown(TrackForm(), wrong.status, words=words, **page))


def _found(form: Any) -> Complaint:
    """The complaint of the receipt in a form; raises WrongReceipt, TooManyGuesses."""
    return of_receipt(intake.find, form)


def _said(
    form: ReplyForm | SayForm, act: Callable[[Complaint], None], over: str
) -> ResponseReturnValue:
    """Do once what a form of the complainant asks; the same page shows what follows from it."""
    found, secret = _found(form), form.secret.data or ""

    def once() -> Response:
        if not repeats.is_first():
            return _progress(found, secret, done=True)
        if until := SAID.free_at():
            raise TooOften(wait(until))
        try:
            act(found)
        except NotAllowed:
            raise Over(over) from None
        db.session.flush()
        return SAID.spend_with(_progress(found, secret, done=True))

    page = {"template": "complaints/progress.html"}
    return unkept(form_page(form, once, more=lambda: _around(found, secret, form), **page))


def _progress(found: Complaint, secret: str | None, done: bool = False) -> Response:
    around = _around(found, secret)
    return make_response(render_template("complaints/progress.html", done=done, **around))


def _around(found: Complaint, secret: str | None, typed: Any = None) -> dict[str, Any]:
    """What the page of a receipt shows, with the form that was just typed and a new other one."""
    today = clock.today()
    known = {"ref": found.ref, "secret": secret}
    forms = [
        typed if isinstance(typed, form) else form(formdata=None, **known)
        for form in (ReplyForm, SayForm)
    ]
    return {
        "complaint": found,
        "state": (STATE_NAMES[found.state], TONES.get(found.state)),
        "lateness": found.due_on and replace(warnings.lateness(found, today), href=None),
        "outcome": found.outcome and OUTCOME_NAMES[found.outcome],
        "refusal": found.refusal and REFUSAL_NAMES[found.refusal],
        "files": evidence.of(found, ()),
        "pieces": evidence.with_words(found.messages),
        "secret": secret,
        "papers": ["receipt", "answer"] if papers.answered(found) else ["receipt"],
        "earlier": found.duplicate_of and STATE_NAMES[found.duplicate_of.state],
        "sides": SIDE_NAMES,
        "reply": forms[0],
        "say": forms[1],
        "open": found.state is ComplaintState.ANSWERED,
        "talking": found.state in conversation.OPEN,
        "asked": conversation.waits_for_complainant(found),
        "days": (today - clock.local_day(found.received_at)).days,
    }
