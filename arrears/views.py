"""The pages of arrears: the register, one invoice, registering."""

import io
from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import (
    claim_views,
    contract_views,
    entry_views,
    fund_views,
    lists,
    papers,
    receivable_views,
    reconciliation_views,
    service,
    statements,
    strike_views,
    written_views,
)
from arrears import interest as rates
from arrears.blueprint import bp
from arrears.codes import STATE_NAMES, TONES
from arrears.fields import FIELDS, PREVIEW, SUMS
from arrears.forms import NewForm
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.registrations import check_past
from integrity.base import clock, i18n
from integrity.base.errors import Forbidden
from integrity.base.stamps import public, requires
from integrity.casework import streams
from integrity.casework.documents.giving import download
from integrity.casework.documents.letter_drafts import letter_page
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, facts
from integrity.pages.form_pages import form_page, shown
from integrity.pages.items import Badge, Button, Link, Section
from integrity.people.subjects.models import SubjectKind


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """The invoices a person may see; the public is led to the disclosure."""
    if not current_user.is_authenticated or not current_user.can(ArrearsPermission.READ):
        return redirect(url_for("arrears.disclosure", year=clock.today().year - 1))
    acts = entry_views.entry_buttons()
    if current_user.can(ArrearsPermission.REGISTER):
        acts = [Button(_("登记拖欠账款"), url_for("arrears.new"), primary=True)]
        acts += entry_views.own_buttons()
    return lists.invoices().respond(acts=acts)


@bp.route("/new", methods=["GET", "POST"])
@requires(ArrearsPermission.REGISTER)
def new() -> ResponseReturnValue:
    """A supplier fills in, is shown day and interest, and only then sends."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定企业。"))
    form, today = NewForm(), clock.today()
    page: dict[str, Any] = {
        "template": "arrears/new.html",
        "heading": _("登记拖欠账款"),
        "intro": _("填写后先显示应付日期和利息，确认后才会提交。"),
        "back": url_for("arrears.index"),
    }

    def register() -> ResponseReturnValue:
        invoice = _draft(form, today)
        if form.seen.data != form.digest():
            form.seen.data = form.digest()
            told = facts(PREVIEW, invoice, today)
            return shown(form, submit=_("确认登记"), preview_facts=told, **page)
        service.register(invoice, by=current_user, at=clock.now())
        flash(_("已登记，领导小组办公室审查后移送处理部门。"), "success")
        return url_for("arrears.item", ref=invoice.ref)

    return form_page(form, register, submit=_("计算应付日期和利息"), **page)


@bp.route("/<ref>")
@requires(ArrearsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One invoice: what is owed since when, interest to today, payments, plan, history."""
    stream = streams.named("arrears")
    invoice = stream.by_ref(ref)
    today = clock.today()
    page = describe(
        stream,
        invoice,
        today,
        sentence=_(
            "%(body)s应付 %(creditor)s %(amount)s。",
            body=invoice.subject.name,
            creditor=invoice.creditor.name,
            amount=i18n.money(invoice.amount),
        ),
        state=Badge(STATE_NAMES[invoice.state], TONES.get(invoice.state, "plain")),
        facts=facts(at(FIELDS, FACTS), invoice, today),
        words=[_sums(invoice, today)],
        parts=[
            claim_views.section(invoice),
            receivable_views.section(invoice),
            *reconciliation_views.parts(invoice),
            *strike_views.parts(invoice),
            *entry_views.parts(invoice),
        ],
        links=_papers(invoice),
        aside=[
            Section("arrears/_rights.html", {"protected": rates.is_protected(invoice)}),
            *entry_views.cards(invoice),
            *reconciliation_views.cards(invoice),
            *strike_views.cards(invoice),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/<ref>/receipt.pdf")
@requires(ArrearsPermission.READ)
def receipt_file(ref: str) -> Response:
    """That the claim was registered, on paper."""
    return download(papers.receipt(streams.named("arrears").by_ref(ref)))


@bp.get("/<ref>/interest.pdf")
@requires(ArrearsPermission.READ)
def interest_file(ref: str) -> Response:
    """The interest to today on paper, as both sides may hold it against their own books."""
    invoice = streams.named("arrears").by_ref(ref)
    return download(papers.statement(invoice, clock.today()))


@bp.get("/<ref>/interest.xlsx")
@requires(ArrearsPermission.READ)
def interest_sheet(ref: str) -> Response:
    """The same as a spreadsheet, to be added up again by whoever wants to."""
    invoice = streams.named("arrears").by_ref(ref)
    file = io.BytesIO(statements.sheet(statements.statement(invoice, clock.today())))
    return send_file(file, download_name=f"{invoice.ref}.xlsx", as_attachment=True)


@bp.get("/<ref>/budget.<ending>")
@requires(ArrearsPermission.READ)
def budget_file(ref: str, ending: str) -> Response:
    """The letter by which the debtor asks its finance department for the money."""
    invoice = _of_debtor(ref)
    return download(papers.budget(invoice, clock.today()), ending)


@bp.route("/<ref>/budget", methods=["GET", "POST"])
@requires(ArrearsPermission.READ)
def budget(ref: str) -> ResponseReturnValue:
    """The same letter, drafted here to be reviewed, signed and served."""
    invoice = _of_debtor(ref)
    return letter_page("budget-request", invoice, url_for("arrears.item", ref=ref))


def _of_debtor(ref: str) -> Invoice:
    """An invoice that one's own public body owes; raises NotFound, Forbidden."""
    invoice: Invoice = streams.named("arrears").by_ref(ref)
    if not _is_of_ours(invoice):
        raise Forbidden(_("只有付款单位可以办理此事项。"))
    return invoice


def _is_of_ours(invoice: Invoice) -> bool:
    """Whether one's own body owes it from its budget; an enterprise has none."""
    is_body = invoice.subject.kind is SubjectKind.BODY
    return is_body and current_user.body_id == invoice.subject_id


def _papers(invoice: Invoice) -> list[Link]:
    ref = invoice.ref
    owes = _is_of_ours(invoice) and invoice.unpaid
    letters = [
        Link(_("拟预算安排申请函"), url_for("arrears.budget", ref=ref)),
        Link(
            _("预算安排申请函草稿（Word）"),
            url_for("arrears.budget_file", ref=ref, ending="docx"),
        ),
    ]
    return [
        *(letters if owes else []),
        *contract_views.links(invoice),
        *fund_views.links(invoice),
        *written_views.links(invoice),
        *_retaliation(invoice),
        Link(_("登记回执（PDF）"), url_for("arrears.receipt_file", ref=invoice.ref)),
        Link(_("逾期利息计算书（PDF）"), url_for("arrears.interest_file", ref=invoice.ref)),
        Link(_("逾期利息计算书（XLSX）"), url_for("arrears.interest_sheet", ref=invoice.ref)),
    ]


def _retaliation(invoice: Invoice) -> list[Link]:
    """Where the supplier reports reprisals of a body (第二十条), without a name if it wants."""
    slug = invoice.subject.slug
    if current_user.body_id != invoice.creditor_id or slug is None:
        return []
    address = url_for("complaints.new", body=slug, kind="retaliation")
    return [Link(_("举报打击报复（可以不留姓名）"), address)]


def _sums(invoice: Invoice, on: date) -> Section:
    told = {"sums": facts(SUMS, invoice, on), "statement": statements.statement(invoice, on)}
    return Section("arrears/_sums.html", told)


def _draft(form: NewForm, today: date) -> Invoice:
    invoice = service.draft(current_user.body, **form.content())
    check_past(invoice, today)
    return invoice
