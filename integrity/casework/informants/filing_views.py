"""The form of somebody unknown: a good one is answered with the receipt, also sent again."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request
from flask_babel import gettext as _

from integrity.base import clock, repeats
from integrity.casework.informants import receipts
from integrity.casework.informants.forms import NotedForm, UnknownForm
from integrity.casework.informants.receipt_views import FILED, TooOften, today, unkept, wait
from integrity.casework.informants.tracking_views import Tracking
from integrity.casework.rules import service as rules
from integrity.pages.form_pages import form_page, shown
from integrity.people.messages import following

Around = Callable[[], dict[str, Any]]
KEPT = ("-CONTACT", "-OUT", "-UPHELD")
"""What the form says of how long something is kept."""


def file_page(
    kind: Tracking,
    form: Any,
    file: Callable[..., receipts.Receipt],
    more: Around = dict,
) -> Response:
    """The page of a form and what it becomes; `file` takes what every such form has.

    `more`: what the page shows beside the form, and how long things are kept.
    """

    def around() -> dict[str, Any]:
        return more() | {
            "kept": [rules.number(f"LOCAL-RETAIN{which}", clock.today()) for which in KEPT]
        }

    if request.method == "POST" and not g.get("stale"):
        try:
            if known := receipts.again(kind.model, form.once.data or "", on=clock.today()):
                return _filed(kind, known, form)
        except receipts.AlreadyFiled as filed:
            return _another(kind, form, filed, around)

    def save() -> Response:
        if until := FILED.free_at():
            raise TooOften(wait(until))
        made = file(**_of_everybody(form))
        if form.news and form.news.data and not made.again:
            following.ask(kind.news, made.thing.ref, form.news.data, at=today())
        return _filed(kind, made, form)

    response = unkept(form_page(form, save, more=around, template=kind.page("new")))
    if request.method == "GET":  # a browser may go back to it with what was typed
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _of_everybody(form: UnknownForm) -> dict[str, Any]:
    """What is asked of everybody; the day is all that is kept of the moment."""
    return {
        "name": form.name.data or "",
        "contact": form.contact.data or "",
        "files": form.kept.data,
        "confidential": form.confidential.data,
        "once": form.once.data,
        "at": today(),
    }


def _filed(kind: Tracking, made: receipts.Receipt, form: Any) -> Response:
    """The receipt; with what was changed since, if the form was changed and sent again."""
    asked = NotedForm(formdata=None, ref=made.thing.ref, secret=made.secret)
    page: dict[str, Any] = {"template": kind.page("receipt"), "receipt": made}
    if not made.again:
        return FILED.spend_with(unkept(shown(asked, 201, **page)))
    text = (form.text.data or "").strip()
    return unkept(shown(asked, changed=text if text != made.thing.text else "", **page))


def _another(kind: Tracking, form: Any, filed: receipts.AlreadyFiled, around: Around) -> Response:
    """Whoever goes back and writes more has another form, and knows that the first was taken."""
    form.once.data = repeats.token()
    form.validate()  # keeps the files
    said = _("这份表单已经提交过（%(ref)s）。要另行提交一件，请再次提交。", ref=filed.detail)
    return unkept(shown(form, 409, template=kind.page("new"), said=said, **around()))
