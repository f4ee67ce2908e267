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
from integrity.casework import deadlines
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
from integrity.files.attached import Attachment
from integrity.pages import attachment_views
from integrity.pages.form_pages import form_page, shown
from integrity.streams.tips import intake, service
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.forms import ReplyForm
from integrity.streams.tips.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Tip,
    TipMessage,
    TipState,
)

ANSWERED = (TipState.FOUND, TipState.REFUSED)


@bp.route("/noted", methods=["GET", "POST"])
@anonymous
def noted() -> ResponseReturnValue:
    """The receipt was noted: the proof to print, without the secret."""
    if request.method == "GET":
        return redirect(url_for("tips.track"))
    form = NotedForm()
    receipt = intake.Receipt(_found(form), form.secret.data or "")

    def note() -> Response:
        found = receipt.tip
        receipts.note(Tip, found.ref, receipt.secret, form.end.data or "", at=today())
        return make_response(render_template("tips/noted.html", tip=found))

    return unkept(form_page(form, note, template="tips/receipt.html", receipt=receipt))


@bp.route("/track", methods=["GET", "POST"])
@anonymous
def track() -> ResponseReturnValue:
    """Ask for a receipt, show how far its report is; what an address says is not read."""
    if request.args:
        return redirect(url_for("tips.track"))
    form = TrackForm()

    def progress() -> Response:
        found = _found(form)
        receipts.noted(found, at=today())
        return _progress(found, form.secret.data)

    return unkept(form_page(form, progress, template="tips/track.html"))


@bp.route("/track/reply", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def reply() -> ResponseReturnValue:
    """The reporter agrees or disputes; the same page shows what follows from it."""
    form = ReplyForm()

    def act(found: Tip) -> None:
        if form.reply.data == "confirm":
            service.confirm(found, at=today())
        else:
            service.dispute(found, form.text.data.strip(), form.kept.data, at=today())

    return _said(form, act, _("此举报已不在等待您答复，未作改动。"))


@bp.route("/track/say", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def say() -> ResponseReturnValue:
    """The reporter answers a question or adds something; no clock stops for it."""
    form = SayForm()

    def act(found: Tip) -> None:
        words = (form.words.data or "").strip()
        intake.add(found, words, form.office_only.data, form.kept.data, at=today())

    return _said(form, act, _("此举报已经办结，不能再补充。"))


@bp.route("/track/file", methods=["POST"])
@anonymous
def own_file() -> ResponseReturnValue:
    """One file of what the reporter handed in, to whoever has the receipt."""
    form = FileForm()
    found = _found(form)
    if not form.validate():
        raise NotFound
    piece = evidence.one(found, form.number.data or 0)
    heard = {message.id for message in _heard(found)}
    own = piece.stored.startswith(evidence.FOLDER)
    if not own or (piece.thing == TipMessage.__tablename__ and piece.thing_id not in heard):
        raise NotFound
    return unkept(attachment_views.send(piece))


@bp.errorhandler(receipts.WrongReceipt)
def wrong_receipt(wrong: receipts.WrongReceipt) -> Response:
    """The page that asks for a receipt, with what was typed: the words most of all."""
    words = request.form.get("words") or request.form.get("text") or ""
    page = {"template": "tips/track.html", "said": wrong.detail or wrong.title}
    return unkept(shown(TrackForm(), wrong.status, words=words, **page))


def _found(form: Any) -> Tip:
    """The report of the receipt in a form; raises WrongReceipt, TooManyGuesses."""
    return of_receipt(intake.find, form)


def _said(form: ReplyForm | SayForm, act: Callable[[Tip], None], over: str) -> ResponseReturnValue:
    """Do once what a form of the reporter asks; the same page shows what follows from it."""
    found, secret = _found(form), form.secret.data or ""

    def once() -> Response:
        if not repeats.is_first():
            return _progress(found, secret, done=True)
        if until := SAID.free_at():
            raise TooOften(wait(until))
        try:
            act(found)
        except NotAllowed as refused:
            raise Over(refused.detail or over) from None
        db.session.flush()
        return SAID.spend_with(_progress(found, secret, done=True))

    page = {"template": "tips/progress.html"}
    return unkept(form_page(form, once, more=lambda: _around(found, secret, form), **page))


def _progress(found: Tip, secret: str | None, done: bool = False) -> Response:
    around = _around(found, secret)
    return make_response(render_template("tips/progress.html", done=done, **around))


def _around(found: Tip, secret: str | None, typed: Any = None) -> dict[str, Any]:
    """What the page of a receipt shows, with the form that was just typed and a new other one."""
    day = clock.today()
    known = {"ref": found.ref, "secret": secret}
    forms = [
        typed if isinstance(typed, form) else form(formdata=None, **known)
        for form in (ReplyForm, SayForm)
    ]
    heard = _heard(found)
    late = deadlines.lateness("tips", found, day) if found.due_on else None
    return {
        "tip": found,
        "act": found.act.title,
        "state": (STATE_NAMES[found.state], TONES.get(found.state)),
        "lateness": late and replace(late, href=None),
        "outcome": found.outcome and OUTCOME_NAMES[found.outcome],
        "refusal": found.refusal and REFUSAL_NAMES[found.refusal],
        "files": _handed_in(found),
        "messages": heard,
        "pieces": evidence.with_words(heard),
        "secret": secret,
        "sides": SIDE_NAMES,
        "reply": forms[0],
        "say": forms[1],
        "open": found.state in ANSWERED,
        "talking": found.state in intake.OPEN,
        "asked": intake.waits_for_reporter(found),
        "days": (day - clock.local_day(found.received_at)).days,
    }


def _heard(found: Tip) -> list[TipMessage]:
    """What the reporter reads: its own words, and what was said to it."""
    return [m for m in found.messages if m.side == "reporter" or not m.office_only]


def _handed_in(found: Tip) -> list[Attachment]:
    """The reporter's own files: what the department or the enterprise added is not shown here."""
    return [p for p in evidence.of(found, ()) if p.stored.startswith(evidence.FOLDER)]
