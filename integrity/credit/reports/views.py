"""Asking for a report, verifying one by its number, and taking it away as a file."""

import hashlib
import io

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import release
from integrity.base.errors import NotFound, Refused
from integrity.base.permissions import Permission
from integrity.base.security import takes_files
from integrity.base.stamps import is_open, public, requires
from integrity.base.visitors import Budget
from integrity.credit.reports import service
from integrity.credit.reports.forms import AskForm, CompareForm, CounterForm, NumberForm, OwnForm
from integrity.credit.reports.models import KIND_NAMES, CreditReport, ReportKind
from integrity.credit.reports.papers import as_pdf
from integrity.pages.form_pages import form_page, shown

bp = Blueprint("reports", __name__, url_prefix="/credit-reports")
ASKED = Budget("credit reports", "CREDIT_REPORTS")
COMPARED = Budget("report checks", "PAPER_CHECKS")
GIVERS = {ReportKind.PUBLIC: service.give, ReportKind.CERTIFICATE: service.certify}


class TooMany(Refused):
    """From one network only so many reports are asked for, and so many files compared."""

    status = 429
    title = _l("查询次数过多")


class Outdated(Refused):
    """What it says is no longer so; it is kept as an archive, and not given out."""

    status = 410
    title = _l("报告内容已有变化")


@bp.route("/", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    """Ask for a public report or a certificate, without an account."""
    form = AskForm(data={"words": request.args.get("of", "")[:200]})

    def ask() -> str:
        _demand(ASKED)
        words, kind = form.words.data.strip(), ReportKind(form.kind.data)
        subject = service.named(words, exactly=kind is ReportKind.CERTIFICATE)
        by = current_user if current_user.is_authenticated else None
        made = GIVERS[kind](subject, by=by, at=clock.now())
        ASKED.spend()
        return url_for("reports.item", number=made.number)

    own = current_user.is_authenticated and is_open("reports.own")
    return form_page(form, ask, template="reports/ask.html", number_form=NumberForm(), own=own)


@bp.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """By the number on a print to the page that says how the report stands."""
    form = NumberForm(request.args)
    typed = (form.number.data or "").strip()[:40]
    found = service.by_number(typed) if typed else None
    if found:
        return redirect(url_for("reports.item", number=found.number))
    return render_template("reports/verify.html", form=form, typed=typed), 404 if typed else 200


@bp.route("/<number>", methods=["GET", "POST"])
@public
@takes_files(1)
def item(number: str) -> ResponseReturnValue:
    """Whether a report was given here, is whole, and would say the same today; not what it says."""
    report = _found(number)
    form = CompareForm()
    page = {
        "template": "reports/item.html",
        "report": report,
        "kind": KIND_NAMES[report.kind],
        "is_whole": service.is_whole(report),
        "is_current": service.is_current(report, clock.now()),
        "may_take": _may_take(report),
    }

    def compare() -> ResponseReturnValue:
        _demand(COMPARED)
        COMPARED.spend()
        same = _digest(form.file.data.stream) in _files(report)
        return shown(CompareForm(formdata=None), **page, same=same)

    return form_page(form, compare, **page)


@bp.get("/<number>.<ending>")
@public
def file(number: str, ending: str) -> Response:
    """A report as PDF or JSON: a public one for everybody, others for whose they are."""
    report = _found(number)
    if ending not in ("pdf", "json") or not _may_take(report):
        raise NotFound
    if not service.is_current(report, clock.now()):
        raise Outdated(_("报告出具以后信息有变化，本报告不再提供；请免费重新查询。"))
    content = report.content
    made = as_pdf(report) if ending == "pdf" else service.as_bytes(content)
    name = f"{KIND_NAMES[report.kind]} {report.number}.{ending}"
    release()
    return send_file(io.BytesIO(made), download_name=name, as_attachment=True)


@bp.route("/own", methods=["GET", "POST"])
@requires(Permission.REPORTS_OWN, lambda user: user.body_id)
def own() -> ResponseReturnValue:
    """The report of one's own body, with everything recorded about it."""

    def make() -> str:
        made = service.give_own(current_user.body, by=current_user, at=clock.now())
        return url_for("reports.item", number=made.number)

    return form_page(
        OwnForm(),
        make,
        heading=_("本单位信用报告"),
        intro=_(
            "报告含本系统记录的关于本单位的全部信息，包括不公开的；拟记入的、异议处理中的逐条注明。"
            "不收取任何费用，次数不限。"
        ),
        submit=_("生成报告"),
        back=url_for("reports.asked"),
    )


@bp.route("/counter", methods=["GET", "POST"])
@requires(Permission.REPORTS_COUNTER)
def counter() -> ResponseReturnValue:
    """The same at the office, for somebody who came with proof of who he is."""
    form = CounterForm()

    def make() -> str:
        subject, came_with = form.subject.data, form.shown.data
        made = service.give_at_counter(subject, came_with, by=current_user, at=clock.now())
        return url_for("reports.item", number=made.number)

    return form_page(
        form,
        make,
        heading=_("窗口出具本单位信用报告"),
        intro=_("核对来人代表该单位以后办理；报告含不公开的信息，只交给来人。不收取任何费用。"),
        submit=_("生成报告"),
        back=url_for("reports.register"),
    )


def _found(number: str) -> CreditReport:
    report = service.by_number(number)
    if report is None:
        raise NotFound
    return report


def _may_take(report: CreditReport) -> bool:
    """Whether whoever asks may have what it says."""
    if report.is_open:
        return True
    if not current_user.is_authenticated:
        return False
    if report.kind is ReportKind.COUNTER and current_user.can(Permission.REPORTS_COUNTER):
        return True
    mine = current_user.body_id == report.subject_id
    return mine and current_user.can(Permission.REPORTS_OWN)


def _files(report: CreditReport) -> set[str]:
    """The digests of the files of a report."""
    made = (as_pdf(report), service.as_bytes(report.content))
    return {_digest(io.BytesIO(each)) for each in made}


def _digest(stream: io.BufferedIOBase | io.BytesIO) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _demand(budget: Budget) -> None:
    if until := budget.free_at():
        when = f"{until.astimezone(clock.ZONE):%H:%M}"
        raise TooMany(_("从您的网络查询的次数过多，请在 %(time)s 后再试。", time=when))
