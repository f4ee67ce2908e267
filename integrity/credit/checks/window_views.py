"""What a clerk sees inside a page of another system: a form for codes, and the receipt."""

from flask import Blueprint, Response, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, repeats
from integrity.base.errors import NotFound
from integrity.base.security import POLICY, csrf
from integrity.base.stamps import anonymous
from integrity.casework.documents.giving import download
from integrity.credit.checks import views, windows
from integrity.credit.checks.models import Check
from integrity.credit.checks.papers import receipt
from integrity.credit.checks.windows import CheckWindow
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm

bp = Blueprint("windows", __name__)
FRAME = "checks/window.html"


class WindowForm(PostForm):
    """Codes or names; the matter and its case are those for which the window was opened."""

    class Meta(PostForm.Meta):
        csrf = False  # nothing is done with a cookie: the address of the window is the right to ask

    subjects = TextAreaField(
        _l("统一社会信用代码或者名称"),
        description=_l("每行一个，最多 1000 个；代码后可以加名称。只填名称的，须由人核对。"),
        validators=[InputRequired(_l("请填写代码或者名称。")), Length(max=100_000)],
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false"},
    )


@bp.get("/widget.js")
@anonymous
def widget() -> Response:
    """The script that puts a window into a page of another site."""
    response = current_app.send_static_file("widget.js")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@bp.route("/window/<key>", methods=["GET", "POST"])
@anonymous
@csrf.exempt
def window(key: str) -> ResponseReturnValue:
    """Ask about one or many."""
    found = _open(key)
    form = WindowForm()

    def check() -> str:
        if not repeats.is_first():  # a double click
            return url_for("windows.window", key=key)
        asked = windows.queries_of(form.subjects.data or "")
        made = windows.check(found, asked, at=clock.now())
        return url_for("windows.answer", key=key, ref=made.ref)

    return form_page(
        form,
        check,
        frame=FRAME,
        heading=_("信用核查"),
        brief=[
            (_("办理事项"), found.matter),
            (_("办件编号"), found.case_no),
            (_("查询单位"), found.token.body.name),
            (_("查询人"), found.officer),
        ],
        warning=_("测试窗口：只核查测试代码，不登记。") if found.token.test else "",
        submit=_("核查"),
    )


@bp.get("/window/<key>/<ref>")
@anonymous
def answer(key: str, ref: str) -> ResponseReturnValue:
    """The receipt, with the way back to the form."""
    made = _made(key, ref)
    trial = g.window.token.test
    return render_template(
        "checks/item.html",
        frame=FRAME,
        back=url_for("windows.window", key=key),
        trial=trial,
        file=None if trial else url_for("windows.file", key=key, ref=ref),
        told={"check_id": made.ref, "verdicts": {r.key: r.verdict.value for r in made.results}},
        **views.shown(made),
        may_report=False,
    )


@bp.get("/window/<key>/<ref>.pdf")
@anonymous
def file(key: str, ref: str) -> Response:
    """The receipt on paper, for the file of the case; there is none of a check on trial."""
    made = _made(key, ref)
    if g.window.token.test:
        raise NotFound
    return download(receipt(made))


@bp.after_request
def let_in(response: Response) -> Response:
    """The site for which a window was opened may show it, and nobody keeps its address."""
    found: CheckWindow | None = g.get("window")
    if found is not None:
        policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {found.site}")
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
    return response


def _made(key: str, ref: str) -> Check:
    made = windows.asked_in(_open(key), ref)
    if made is None:
        raise NotFound
    return made


def _open(key: str) -> CheckWindow:
    g.window = found = windows.of(key)
    if found is None or not windows.is_open(found, clock.now()):
        raise NotFound(_("这个核查窗口已经关闭，请在业务系统中重新打开。"))
    return found
