"""What the page of an invoice says in words: its source, its plan, its term, its rate."""

from decimal import Decimal

from flask_babel import gettext as _

from arrears import interest as rates
from arrears.models import Invoice
from integrity.base import i18n
from integrity.casework.rules import service as rules

SOURCE = "file"
"""The source of what came in a table that names none."""


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
    known = {"agreed": agreed, "lpr": _percent(least), "day": _published(invoice)}
    if least <= invoice.agreed_rate:  # type: ignore[operator]
        return _("%(agreed)s（不低于订立合同时一年期LPR %(lpr)s%%，%(day)s公布）", **known)
    return _(
        "订立合同时一年期LPR %(lpr)s%%（%(day)s公布；%(agreed)s，低于法定下限，依据%(basis)s）",
        basis=law.legal_basis,
        **known,
    )


def _published(invoice: Invoice) -> str:
    """The day on which the LPR of the contract's day was published."""
    found = rules.lpr_published(invoice.contract_signed_on or invoice.delivered_on)
    return i18n.day(found.published_on) if found else ""


def _percent(rate: Decimal | None) -> str:
    return f"{(rate or Decimal(0)).normalize():f}"
