"""The pages of arrears: the register, one invoice, registering."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from arrears import claim_views, lists, service
from arrears import interest as rates
from arrears.blueprint import bp
from arrears.codes import SIZE_NAMES
from arrears.forms import NewForm
from arrears.imports import SOURCE
from arrears.models import KIND_NAMES, OUTCOME_NAMES, REJECTION_NAMES, STATE_NAMES, TONES, Invoice
from arrears.permissions import ArrearsPermission
from arrears.registrations import check_past
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden, Refused
from integrity.base.stamps import public, requires
from integrity.casework import streams
from integrity.credit.described import describe
from integrity.pages.items import Badge, Button, Section
from integrity.people.subjects.models import Subject


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """The invoices a person may see; the public is led to the disclosure."""
    if not current_user.is_authenticated or not current_user.can(ArrearsPermission.READ):
        return redirect(url_for("arrears.disclosure", year=clock.today().year - 1))
    acts = []
    if current_user.can(ArrearsPermission.REGISTER):
        acts = [Button(_("登记拖欠账款"), url_for("arrears.new"), primary=True)]
    return lists.invoices().respond(acts=acts)


@bp.route("/new", methods=["GET", "POST"])
@requires(ArrearsPermission.REGISTER)
def new() -> ResponseReturnValue:
    """A supplier fills in, is shown day and interest, and only then sends."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定企业。"))
    form, preview, today = NewForm(), None, clock.today()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            preview = _draft(form, today)
            if form.seen.data == form.digest():
                service.register(preview, by=current_user, at=clock.now())
                flash(_("已登记，领导小组办公室将审查是否受理。"), "success")
                return redirect(url_for("arrears.item", ref=preview.ref))
            form.seen.data, status = form.digest(), 200
        except Refused as refused:
            preview = None
            form.form_errors.append(refused.detail)
    page = render_template(
        "arrears/new.html",
        form=form,
        heading=_("登记拖欠账款"),
        intro=_("填写后先显示应付日期和利息，确认后才会提交。"),
        submit=_("确认登记") if preview else _("计算应付日期和利息"),
        back=url_for("arrears.index"),
        preview=preview,
        preview_facts=_preview_facts(preview, today) if preview else [],
    )
    return page, status


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
        facts=facts(invoice),
        parts=[_sums(invoice, today), claim_views.section(invoice)],
        aside=[Section("arrears/_rights.html", {"protected": rates.is_protected(invoice)})],
    )
    return render_template("streams/item.html", page=page)


def _sums(invoice: Invoice, on: date) -> Section:
    told = {"sums": sums(invoice, on), "interest": rates.parts(invoice, on)}
    return Section("arrears/_sums.html", told | {"rate": rate_words(invoice)})


def facts(invoice: Invoice) -> list[tuple[Any, Any]]:
    """The contract and the days, as label and value; days that are not known are left out."""
    pairs = [
        (_("付款单位"), invoice.subject.name),
        (_("供应商"), invoice.creditor.name),
        (_("类别"), KIND_NAMES[invoice.kind]),
        (_("合同编号"), invoice.contract_no),
        (_("供应商规模（订立合同时）"), SIZE_NAMES[invoice.size]),
        (_("合同签订日期"), i18n.day(invoice.contract_signed_on)),
        (_("交付日期"), i18n.day(invoice.delivered_on)),
        (_("约定的验收期限届满日"), i18n.day(invoice.acceptance_by)),
        (_("验收合格日期"), i18n.day(invoice.accepted_on)),
        (_("确认结算金额日期"), i18n.day(invoice.settled_on)),
        (_("付款期限"), i18n.day(invoice.due_on)),
        (_("合同约定的付款期限"), term_words(invoice)),
        (_("登记日期"), i18n.day(invoice.registered_on)),
        (_("来源"), source_words(invoice)),
        (_("付款计划"), plan_words(invoice)),
        (_("法院案号"), invoice.court_case_no),
        (_("不予受理的情形"), invoice.rejection and REJECTION_NAMES[invoice.rejection]),
        (_("结果"), invoice.outcome and OUTCOME_NAMES[invoice.outcome]),
    ]
    return [(label, value) for label, value in pairs if value]


def sums(invoice: Invoice, on: date) -> list[tuple[Any, Any]]:
    """What is owed, disputed, paid and left, and the interest up to a day."""
    pairs = [
        (_("应付金额"), i18n.money(invoice.amount)),
        (_("认定不应付金额"), invoice.excused and i18n.money(invoice.excused)),
        (_("有分歧账款（待认定）"), i18n.money(invoice.disputed)),
        (_("已付金额（已确认）"), i18n.money(invoice.paid)),
        (_("单位自报已付，待确认"), invoice.pending and i18n.money(invoice.pending)),
        (_("未付的无争议金额"), i18n.money(invoice.unpaid)),
        (_("逾期利息（计至今日）"), i18n.money(service.interest(invoice, on))),
        (
            _("有分歧部分如认定应付的利息"),
            invoice.disputed and i18n.money(rates.contested(invoice, on)),
        ),
        (_("利率"), rate_words(invoice)),
    ]
    return [(label, value) for label, value in pairs if value]


def source_words(invoice: Invoice) -> str:
    """From which system or list it came, under which number there."""
    if not invoice.source:
        return ""
    name = _("导入的表格") if invoice.source == SOURCE else invoice.source
    return f"{name} {invoice.external_id}"


def plan_words(invoice: Invoice) -> str:
    """Whether the supplier agreed to the plan."""
    if not invoice.instalments:
        return ""
    if invoice.plan_agreed_on:
        return _("供应商于 %(day)s 同意", day=i18n.day(invoice.plan_agreed_on))
    return _("供应商没有同意")


def term_words(invoice: Invoice) -> str:
    """That the contract's term is longer than the law allows, and how it counts."""
    if not invoice.has_unlawful_term:
        return ""
    return _("%(basis)s。超出部分违反条例，不予计算。", basis=invoice.due_basis)


def rate_words(invoice: Invoice) -> str:
    """Which rate applies and why."""
    law = rates.law(invoice)
    if invoice.agreed_rate is not None:
        return _agreed_words(invoice)
    if law is None:
        return _("合同没有约定，不适用条例的利率；逾期损失依照民法典另行主张，此处不计算")
    daily = f"{(law.daily * 100).normalize():f}"
    return _("日利率 %(rate)s%%（%(basis)s）", rate=daily, basis=law.legal_basis)


def _agreed_words(invoice: Invoice) -> str:
    law, least = rates.law(invoice), rates.floor(invoice)
    agreed = _("合同约定年利率 %(rate)s%%", rate=_percent(invoice.agreed_rate))
    if law is None:
        return agreed
    if invoice.contract_signed_on is None:
        return _("%(agreed)s（没有填写合同签订日期，未与一年期LPR比较）", agreed=agreed)
    if least is None:
        return _("%(agreed)s（没有订立合同时的一年期LPR，未作比较）", agreed=agreed)
    if least <= invoice.agreed_rate:  # type: ignore[operator]
        lpr = _percent(least)
        return _("%(agreed)s（不低于订立合同时一年期LPR %(lpr)s%%）", agreed=agreed, lpr=lpr)
    return _(
        "订立合同时一年期LPR %(lpr)s%%（%(agreed)s，低于法定下限，依据%(basis)s）",
        lpr=_percent(least),
        agreed=agreed,
        basis=law.legal_basis,
    )


def _percent(rate: Decimal | None) -> str:
    return f"{(rate or Decimal(0)).normalize():f}"


def _draft(form: NewForm, today: date) -> Invoice:
    values = form.content()
    debtor = db.session.get_one(Subject, values.pop("debtor"))
    invoice = service.draft(current_user.body, debtor, **values)
    check_past(invoice, today)
    return invoice


def _preview_facts(invoice: Invoice, on: date) -> list[tuple[Any, Any]]:
    days = invoice.days_late(on)
    pairs = [
        (_("付款单位"), db.session.get_one(Subject, invoice.subject_id).name),
        (_("应付金额"), i18n.money(invoice.amount)),
        (_("付款期限自"), i18n.day(invoice.starts_on)),
        (_("应于此日前付清"), i18n.day(invoice.due_on)),
        (_("依据"), invoice.time_limit.legal_basis if invoice.time_limit else invoice.due_basis),
        (_("提示"), term_words(invoice)),
        (_("已逾期"), ngettext("%(num)d 天", "%(num)d 天", days) if days else _("未到期")),
        (_("逾期利息（计至今日）"), i18n.money(service.interest(invoice, on))),
        (_("利率"), rate_words(invoice)),
    ]
    return [(label, value) for label, value in pairs if value]
