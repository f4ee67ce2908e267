"""The pages behind a receipt: noted, asked for, replied to, said more of. Its secret is in no
address, session, cookie or log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from integrity.base import clock, repeats
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.security import shows_form, takes_files
from integrity.base.stamps import anonymous
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
from integrity.pages.forms import PostForm
from integrity.pages.items import Badge


@dataclass(frozen=True)
class Tracking:
    """What these pages are made of for one kind of report.

    `name` is that of its blueprint and of the folder whose templates fill in the shared ones.
    `about`: what its progress page shows besides; `heard`: the words that its holder reads, and
    `handed_in` the files that came with it. Nothing is taken once it is answered (`settled`) or
    closed (`closed`). `news` is the kind of message for who asked to be told.
    """

    name: str
    model: Any
    news: str
    reply: type[PostForm]
    confirm: Callable[..., None]
    dispute: Callable[..., None]
    add: Callable[..., None]
    about: Callable[[Any], dict[str, Any]]
    heard: Callable[[Any], Sequence[Any]]
    handed_in: Callable[[Any], list[Attachment]]
    lateness: Callable[[Any, date], Badge]
    settled: LazyString
    closed: LazyString

    def find(self, form: Any) -> Any:
        """What the receipt in a form is of; raises WrongReceipt, TooManyGuesses."""
        return of_receipt(lambda ref, secret: receipts.find(self.model, ref, secret), form)

    def page(self, name: str) -> str:
        """One of its templates."""
        return f"{self.name}/{name}.html"


def pages(bp: Blueprint, kind: Tracking) -> None:
    """Add the pages to the blueprint of a stream."""

    @bp.route("/noted", methods=["GET", "POST"])
    @anonymous
    def noted() -> ResponseReturnValue:
        return _noted(kind)

    @bp.route("/track", methods=["GET", "POST"])
    @anonymous
    def track() -> ResponseReturnValue:
        return _tracked(kind)

    @bp.route("/track/reply", methods=["POST"])
    @anonymous
    @shows_form
    @takes_files(evidence.MOST)
    def reply() -> ResponseReturnValue:
        return _replied(kind)

    @bp.route("/track/say", methods=["POST"])
    @anonymous
    @shows_form
    @takes_files(evidence.MOST)
    def say() -> ResponseReturnValue:
        return _added(kind)

    @bp.route("/track/file", methods=["POST"])
    @anonymous
    def own_file() -> ResponseReturnValue:
        return _file(kind)

    @bp.errorhandler(receipts.WrongReceipt)
    def wrong_receipt(wrong: receipts.WrongReceipt) -> Response:
        return _asked_again(kind, wrong)


def _noted(kind: Tracking) -> ResponseReturnValue:
    """The receipt was noted: the proof to print, without the secret."""
    if request.method == "GET":
        return redirect(url_for(f"{kind.name}.track"))
    form = NotedForm()
    receipt = receipts.Receipt(kind.find(form), form.secret.data or "")

    def note() -> Response:
        found = receipt.thing
        receipts.note(kind.model, found.ref, receipt.secret, form.end.data or "", at=today())
        return make_response(render_template(kind.page("noted"), item=found))

    return unkept(form_page(form, note, template=kind.page("receipt"), receipt=receipt))


def _tracked(kind: Tracking) -> ResponseReturnValue:
    """Ask for a receipt, show how far its report is; what an address says is not read."""
    if request.args:
        return redirect(url_for(f"{kind.name}.track"))
    form = TrackForm()

    def progress() -> Response:
        found = kind.find(form)
        receipts.noted(found, at=today())
        return _progress(kind, found, form.secret.data)

    return unkept(form_page(form, progress, template=kind.page("track")))


def _replied(kind: Tracking) -> ResponseReturnValue:
    """Its holder agrees or disputes; the same page shows what follows from it."""
    form: Any = kind.reply()

    def act(found: Any) -> None:
        if form.reply.data == "confirm":
            kind.confirm(found, at=today())
        else:
            kind.dispute(found, form.text.data.strip(), form.kept.data, at=today())

    return _said(kind, form, act, kind.settled)


def _added(kind: Tracking) -> ResponseReturnValue:
    """Its holder answers a question or adds something; no clock stops for it."""
    form = SayForm()

    def act(found: Any) -> None:
        words = (form.words.data or "").strip()
        kind.add(found, words, form.office_only.data, form.kept.data, at=today())

    return _said(kind, form, act, kind.closed)


def _file(kind: Tracking) -> ResponseReturnValue:
    """One file of what was handed in, to whoever has the receipt."""
    form = FileForm()
    found = kind.find(form)
    pieces = [*kind.handed_in(found), *evidence.of_words(kind.heard(found))]
    piece = next((piece for piece in pieces if piece.id == form.number.data), None)
    if piece is None or not form.validate():
        raise NotFound
    return unkept(attachment_views.send(piece))


def _asked_again(kind: Tracking, wrong: receipts.WrongReceipt) -> Response:
    """The page that asks for a receipt, with what was typed: the words most of all."""
    words = request.form.get("words") or request.form.get("text") or ""
    page = {"template": kind.page("track"), "said": wrong.detail or wrong.title}
    return unkept(shown(TrackForm(), wrong.status, words=words, **page))


def _said(
    kind: Tracking, form: Any, act: Callable[[Any], None], over: LazyString
) -> ResponseReturnValue:
    """Do once what a form of the holder asks; the same page shows what follows from it."""
    found, secret = kind.find(form), form.secret.data or ""

    def once() -> Response:
        if not repeats.is_first():
            return _progress(kind, found, secret, done=True)
        if until := SAID.free_at():
            raise TooOften(wait(until))
        try:
            act(found)
        except NotAllowed as refused:
            raise Over(refused.detail or str(over)) from None
        db.session.flush()
        return SAID.spend_with(_progress(kind, found, secret, done=True))

    page = {"template": kind.page("progress")}
    return unkept(form_page(form, once, more=lambda: _around(kind, found, secret, form), **page))


def _progress(kind: Tracking, found: Any, secret: str | None, done: bool = False) -> Response:
    around = _around(kind, found, secret)
    return make_response(render_template(kind.page("progress"), done=done, **around))


def _around(kind: Tracking, found: Any, secret: str | None, typed: Any = None) -> dict[str, Any]:
    """What the page of a receipt shows, with the form that was just typed and a new other one."""
    known = {"ref": found.ref, "secret": secret}
    forms = [
        typed if isinstance(typed, form) else form(formdata=None, **known)
        for form in (kind.reply, SayForm)
    ]
    day, heard = clock.today(), kind.heard(found)
    return kind.about(found) | {
        "item": found,
        "lateness": found.due_on and replace(kind.lateness(found, day), href=None),
        "files": kind.handed_in(found),
        "messages": heard,
        "pieces": evidence.with_words(heard),
        "secret": secret,
        "reply": forms[0],
        "say": forms[1],
        "days": (day - clock.local_day(found.received_at)).days,
    }
