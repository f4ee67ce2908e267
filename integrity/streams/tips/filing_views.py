"""Reporting an enterprise without an account: whoever is logged in reports as anybody."""

from typing import Any

from flask import Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock, repeats
from integrity.base.security import takes_files
from integrity.base.stamps import anonymous
from integrity.casework.informants import evidence, receipts
from integrity.casework.informants.forms import NotedForm
from integrity.casework.informants.receipt_views import FILED, TooOften, today, unkept, wait
from integrity.casework.rules import service as rules
from integrity.pages.form_pages import form_page, shown
from integrity.people.messages import following
from integrity.streams.tips import intake, news
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.forms import NewForm


@bp.route("/new", methods=["GET", "POST"])
@anonymous
@takes_files(evidence.MOST)
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt itself, and sent again with it again."""
    form = NewForm()
    if request.method == "POST" and not g.get("stale"):
        try:
            if known := intake.again(form.once.data or "", on=clock.today()):
                return _filed(known, form)
        except receipts.AlreadyFiled as filed:
            return _another(form, filed)
    page = {"template": "tips/new.html"}
    response = unkept(form_page(form, lambda: _file(form), more=_around, **page))
    if request.method == "GET":  # a browser may go back to it with what was typed
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _file(form: NewForm) -> Response:
    if until := FILED.free_at():
        raise TooOften(wait(until))
    made = intake.file(
        form.act.data,
        form.reported.data,
        form.text.data.strip(),
        name=form.name.data or "",
        contact=form.contact.data or "",
        files=form.kept.data,
        confidential=form.confidential.data,
        once=form.once.data,
        at=today(),
    )
    if form.news and form.news.data and not made.again:
        following.ask(news.KIND, made.tip.ref, form.news.data, at=today())
    return _filed(made, form)


def _filed(made: intake.Receipt, form: NewForm) -> Response:
    """The receipt; with what was changed since, if the form was changed and sent again."""
    asked = NotedForm(formdata=None, ref=made.tip.ref, secret=made.secret)
    page: dict[str, Any] = {"template": "tips/receipt.html", "receipt": made}
    if not made.again:
        return FILED.spend_with(unkept(shown(asked, 201, **page)))
    text = (form.text.data or "").strip()
    return unkept(shown(asked, changed=text if text != made.tip.text else "", **page))


def _another(form: NewForm, filed: receipts.AlreadyFiled) -> Response:
    """Whoever goes back and writes more has another form, and knows that the first was taken."""
    form.once.data = repeats.token()
    form.validate()  # keeps the files
    said = _("这份表单已经提交过（%(ref)s）。要另行提交一件，请再次提交。", ref=filed.detail)
    return unkept(shown(form, 409, template="tips/new.html", said=said, **_around()))


def _around() -> dict[str, Any]:
    day = clock.today()
    kept = [rules.number(f"LOCAL-RETAIN{which}", day) for which in ("-CONTACT", "-OUT", "-UPHELD")]
    return {"kept": kept}
