"""The pages behind a receipt. Its secret is in no address, session, cookie or log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock, repeats
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.security import shows_form, takes_files
from integrity.base.stamps import anonymous
from integrity.base.visitors import Budget
from integrity.pages import attachment_views
from integrity.streams.complaints import conversation, evidence, intake, service, warnings
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.forms import FileForm, NotedForm, ReplyForm, SayForm, TrackForm
from integrity.streams.complaints.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
    ComplaintState,
)

SAID = Budget("complaint words", "COMPLAINT_WORDS")
GUESSED = Budget("wrong receipts", "WRONG_RECEIPTS")
"""Wrong receipts only; a limit per receipt would let anybody lock somebody out."""


class TooManyGuesses(intake.WrongReceipt):
    """Nobody of this network may try another receipt for some time; no right one is told apart."""

    status = 429

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.title = wait(until)


def unkept(page: str, status: int = 200) -> Response:
    """A page that no browser and no proxy stores."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def today() -> datetime:
    """When a complainant does something: a finer moment would lead to who was at a desk then."""
    return clock.at(clock.today())


@bp.route("/noted", methods=["GET", "POST"])
@anonymous
def noted() -> ResponseReturnValue:
    """The receipt was noted: the proof to print, without the secret."""
    if request.method == "GET":
        return redirect(url_for("complaints.track"))
    form = NotedForm()
    secret = form.secret.data or ""
    found = _found(form)
    if not form.validate():
        return unkept(receipt_page(intake.Receipt(found, secret), form), 422)
    try:
        intake.note(found.ref, secret, form.end.data or "", at=today())
    except intake.WrongEnd as wrong:
        form.form_errors.append(wrong.title)
        return unkept(receipt_page(intake.Receipt(found, secret), form), 422)
    return unkept(render_template("complaints/noted.html", complaint=found))


@bp.route("/track", methods=["GET", "POST"])
@anonymous
def track() -> ResponseReturnValue:
    """Ask for a receipt, show how far its complaint is; what an address says is not read."""
    if request.args:
        return redirect(url_for("complaints.track"))
    form = TrackForm()
    if form.validate_on_submit():
        found = _found(form)
        intake.noted(found, at=today())
        return unkept(_progress(found, form.secret.data))
    return unkept(_asking(form), 422 if form.is_submitted() else 200)


@bp.route("/track/reply", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def reply() -> ResponseReturnValue:
    """The complainant confirms or disputes; the same page shows what follows from it."""
    form = ReplyForm()
    found = _found(form)

    def act() -> None:
        if form.reply.data == "confirm":
            service.confirm(found, at=today())
        else:
            service.dispute(found, form.text.data.strip(), form.kept.data, at=today())

    return _said(found, act, _("此投诉已不在等待您答复，未作改动。"), reply=form)


@bp.route("/track/say", methods=["POST"])
@anonymous
@shows_form
@takes_files(evidence.MOST)
def say() -> ResponseReturnValue:
    """The complainant answers a question or adds something; no clock stops for it."""
    form = SayForm()
    found = _found(form)

    def act() -> None:
        words = (form.words.data or "").strip()
        conversation.add(found, words, form.office_only.data, form.kept.data, at=today())

    return _said(found, act, _("此投诉已经办结，不能再补充。"), say=form)


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


@bp.errorhandler(intake.WrongReceipt)
def wrong_receipt(wrong: intake.WrongReceipt) -> Response:
    """The page that asks for a receipt, with what was typed: the words most of all."""
    form = TrackForm()
    form.form_errors.append(wrong.title)
    words = request.form.get("words") or request.form.get("text") or ""
    return unkept(_asking(form, words), wrong.status)


def receipt_page(made: intake.Receipt, form: NotedForm, changed: str = "") -> str:
    return render_template("complaints/receipt.html", receipt=made, form=form, changed=changed)


def wait(until: datetime) -> str:
    time = until.astimezone(clock.ZONE).strftime("%H:%M")
    return _(
        "您所在的网络刚才提交较多，请在 %(time)s 后再次提交。您填写的内容还在，请不要关闭本页。",
        time=time,
    )


def _found(form: Any) -> Complaint:
    """The complaint of the receipt in a form; raises WrongReceipt, TooManyGuesses."""
    if until := GUESSED.free_at():
        raise TooManyGuesses(until)
    try:
        return intake.find(form.ref.data or "", form.secret.data or "")
    except intake.WrongReceipt:
        GUESSED.spend()
        raise


def _said(
    found: Complaint, act: Callable[[], None], over: str, **form: ReplyForm | SayForm
) -> ResponseReturnValue:
    """Do once what a form of the complainant asks, or show it again with what was typed."""
    (typed,) = form.values()
    secret = typed.secret.data or ""

    def refused(words: str | None, status: int) -> Response:
        if words is not None:
            typed.form_errors.append(words)
        return unkept(_progress(found, secret, **form), status)  # type: ignore[arg-type]

    if not typed.validate():
        return refused(None, 422)
    if not repeats.is_first():
        return unkept(_progress(found, secret, done=True))
    if until := SAID.free_at():
        return refused(wait(until), 429)
    try:
        act()
    except evidence.TooMany as many:
        return refused(many.detail, 422)
    except NotAllowed:
        return refused(over, 409)
    db.session.flush()
    return SAID.spend_with(unkept(_progress(found, secret, done=True)))


def _asking(form: TrackForm, words: str = "") -> str:
    return render_template("complaints/track.html", form=form, words=words)


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
