"""Registering an invoice: who owes whom, and by which day it had to be paid."""

from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from arrears.codes import Condition, Entry, InvoiceState, Nature, Size
from arrears.errors import AlreadyRegistered, WrongInvoice
from arrears.flow import BEGINS, FLOW
from arrears.interest import is_protected
from arrears.models import Invoice
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Unit
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import FIRMS, SIZE_NAMES, Subject, SubjectKind
from integrity.people.subjects.models import Size as Scale

DEEMED = "视为验收合格之日（拖延验收的，为约定的验收期限届满之日）"
OWING = (SubjectKind.BODY, SubjectKind.ENTERPRISE)


def draft(
    creditor: Subject,
    debtor: Subject,
    *,
    size: Size | None = None,
    entry: Entry = Entry.LEAD,
    nature: Nature | None = None,
    condition: Condition | None = None,
    **content: Any,
) -> Invoice:
    """An invoice with its due day, not stored: what a supplier sees before sending.

    content: what it says, by the columns of Invoice. Raises WrongInvoice.
    """
    invoice = Invoice(
        state=BEGINS[entry],
        entry=entry,
        subject=debtor,
        subject_id=debtor.id,
        creditor=creditor,
        creditor_id=creditor.id,
        size=size or Size.UNKNOWN,
        nature=nature or Nature.PRICE,
        condition=condition or Condition.NONE,
        disputed=Decimal(0),
        paid=Decimal(0),
        excused=Decimal(0),
        interest_paid=Decimal(0),
        interest_owed=Decimal(0),
        **content,
    )
    _check(invoice, creditor, debtor)
    set_due_day(invoice)
    return invoice


def register(
    invoice: Invoice,
    *,
    by: audit.Actor,
    at: datetime,
    source: str | None = None,
    external_id: str | None = None,
) -> Invoice:
    """Store a draft; raises WrongInvoice for days to come, AlreadyRegistered for a second one."""
    today = local_day(at)
    check_past(invoice, today)
    _demand_owing(invoice)
    if db.session.scalar(sa.select(sa.exists().where(*_same(invoice)))):
        raise AlreadyRegistered(_("同一合同、同一交付日期、同一金额的款项已经登记。"))
    invoice.registered_on, invoice.source, invoice.external_id = today, source, external_id
    FLOW.begin(invoice, today)
    invoice.ref = f"new-{uuid4()}"  # until the row has its number
    db.session.add(invoice)
    db.session.flush()
    invoice.ref = f"AR-{today.year}-{invoice.id:06d}"
    audit.write(invoice, "register", by=by, at=at, target=invoice.state)
    return invoice


def may_owe(subject: Subject) -> bool:
    """Whether what it owes is registered here: a public body, or who is registered as large."""
    large = subject.kind is SubjectKind.ENTERPRISE and subject.size is Scale.LARGE
    return large or subject.kind is SubjectKind.BODY


def _demand_owing(invoice: Invoice) -> None:
    """What an enterprise owes is registered if it is large and the creditor not (第二条).

    Nobody guesses how large it is. Raises WrongInvoice.
    """
    debtor = invoice.subject
    if not may_owe(debtor):
        raise WrongInvoice(_unsaid(debtor) if debtor.size is Scale.UNKNOWN else _too_small(debtor))
    if debtor.kind is SubjectKind.ENTERPRISE and invoice.size is Size.LARGE:
        raise WrongInvoice(
            _(
                "供应商订立合同时不是中小企业的，大型企业欠付的款项不适用条例，请按合同协商或者起诉。"
            )
        )


def _unsaid(debtor: Subject) -> str:
    return _(
        "没有登记“%(name)s”的企业规模；只有登记为大型企业的才能作为付款单位。"
        "请向领导小组办公室提出，由其按工业和信息化部门的划型结果登记；"
        "也可以通过全国违约拖欠中小企业款项登记（投诉）平台投诉。",
        name=debtor.name,
    )


def _too_small(debtor: Subject) -> str:
    return _(
        "“%(name)s”登记为%(size)s，不是大型企业，其欠付的款项不适用条例，请按合同协商或者起诉。"
        "对企业规模有争议的，可以申请县级以上中小企业促进工作综合管理部门认定（条例第二十九条）。",
        name=debtor.name,
        size=SIZE_NAMES[debtor.size],
    )


def supplier(code: str, name: str) -> Subject:
    """Whoever has this code; one that nobody has is registered as an enterprise of this name.

    Raises subjects.WrongCode.
    """
    return subjects.by_code(code) or subjects.register(SubjectKind.ENTERPRISE, name, code)


def check_past(invoice: Invoice, today: date) -> None:
    """What has happened lies not ahead; raises WrongInvoice."""
    past = ("contract_signed_on", "delivered_on", "accepted_on", "settled_on")
    for day in (getattr(invoice, name) for name in past):
        if day and day > today:
            raise WrongInvoice(_("日期 %(day)s 还没有到。", day=day))


def set_due_day(invoice: Invoice) -> None:
    """The day by which it must be paid (第九条、第十条), by the rule of the day it runs from.

    What is no debt to a small or medium enterprise, or older than the law, has the contract's day.
    A term that waits for a third party's money is none (第九条第二款). Raises WrongInvoice.
    """
    invoice.starts_on, invoice.starts_as = starts(invoice)
    usual, most = (_rule(family, invoice.starts_on) for family in _families(invoice))
    is_void = invoice.condition is Condition.THIRD_PARTY and usual is not None
    if is_void or (invoice.agreed_days is None and invoice.agreed_due_on is None):
        if usual is None:
            raise WrongInvoice(
                _(
                    "这笔款项不适用条例的法定期限（起算时条例没有规定，或者供应商不是中小企业）。"
                    "请填写合同约定的付款期限或者付款日。"
                )
            )
        invoice.run_from(usual.family, invoice.starts_on, invoice.starts_as)
    elif most and most.amount and _is_beyond(invoice, most):
        basis = f"合同约定{_agreed(invoice)}，超过法定上限，按 {most.amount} 日计算"
        _run(invoice, most.amount, f"{basis}（{most.legal_basis}）")
    elif invoice.agreed_days:
        basis = f"合同约定{_agreed(invoice)}"
        _run(invoice, invoice.agreed_days, f"{basis}（{most.legal_basis}）" if most else basis)
    else:
        invoice.run_until(invoice.agreed_due_on, f"合同约定{_agreed(invoice)}")


def _families(invoice: Invoice) -> tuple[str | None, str | None]:
    """The families of the term that the law gives, and of the longest that may be agreed."""
    if invoice.nature is not Nature.PRICE:
        return "LOCAL-ARR-RETURN", None
    if not is_protected(invoice):
        return None, None
    is_body = invoice.subject.kind is SubjectKind.BODY
    return ("PAY-GOV", "PAY-GOV-MAX") if is_body else ("PAY-LARGE", None)


def _rule(family: str | None, on: date) -> TimeLimit | None:
    """The version in force on a day, if there was one."""
    try:
        return rules.time_limit(family, on) if family else None
    except rules.NoRuleInForce:
        return None


def _run(invoice: Invoice, days: int, basis: str) -> None:
    start = invoice.starts_on or invoice.delivered_on
    invoice.run_agreed(days, Unit.DAY, start, basis, invoice.starts_as)


def _is_beyond(invoice: Invoice, limit: TimeLimit) -> bool:
    """Whether the contract's term is longer than the law allows."""
    if invoice.agreed_days is not None:
        return invoice.agreed_days > (limit.amount or 0)
    last = rules.count(limit, invoice.starts_on or invoice.delivered_on).due_on
    return invoice.agreed_due_on is not None and invoice.agreed_due_on > last


def _agreed(invoice: Invoice) -> str:
    if invoice.agreed_due_on:
        return f"于 {invoice.agreed_due_on} 付款"
    return f"自 {invoice.starts_on} 起 {invoice.agreed_days} 日"


def starts(invoice: Invoice) -> tuple[date, str]:
    """The day from which the term runs, and what day that is (第十条).

    Acceptance that drags on past the agreed period counts as given on the period's last day.
    Retention and deposits run from the day on which they are released. Raises WrongInvoice.
    """
    if invoice.nature is not Nature.PRICE:
        if invoice.released_on is None:
            raise WrongInvoice(_("质保金、保证金须填写保证期届满或者应当返还之日。"))
        return invoice.released_on, "保证期届满或者应当返还之日"
    if invoice.settled_on:
        return invoice.settled_on, "双方确认结算金额之日"
    found = [(invoice.accepted_on, "验收合格之日"), (invoice.acceptance_until, DEEMED)]
    acceptance = [(day, word) for day, word in found if day]
    return min(acceptance, default=(invoice.delivered_on, "交付之日"), key=itemgetter(0))


def _check(invoice: Invoice, creditor: Subject, debtor: Subject) -> None:
    if debtor.kind not in OWING:
        raise WrongInvoice(_("付款方必须是机关、事业单位，或者大型企业。"))
    if debtor is creditor:
        raise WrongInvoice(_("付款方和收款方不能是同一单位。"))
    if creditor.kind not in FIRMS:
        raise WrongInvoice(_("收款方必须是企业或者社会组织。"))
    if invoice.amount <= 0:
        raise WrongInvoice(_("金额必须大于 0。"))
    if invoice.agreed_days is not None and invoice.agreed_days < 1:
        raise WrongInvoice(_("约定的付款期限至少 1 日。"))
    if invoice.agreed_rate is not None and not 0 <= invoice.agreed_rate <= 100:
        raise WrongInvoice(_("约定的年利率应在 0 到 100% 之间。"))
    if invoice.agreed_days is not None and invoice.agreed_due_on is not None:
        raise WrongInvoice(_("付款期限和付款日只填一项。"))
    _check_order(invoice)


def _check_order(invoice: Invoice) -> None:
    """Nothing is accepted or settled before it was delivered, nor delivered before the contract."""
    days = [invoice.contract_signed_on, invoice.delivered_on, invoice.accepted_on]
    known = [day for day in days if day]
    if known != sorted(known):
        raise WrongInvoice(_("日期先后应为：签订合同、交付、验收。"))
    if invoice.acceptance_until and invoice.acceptance_until < invoice.delivered_on:
        raise WrongInvoice(
            _("约定的验收期限在交付以前已经届满的，不能视为拖延验收；请不填，自交付之日起算。")
        )
    if invoice.settled_on and invoice.settled_on < invoice.delivered_on:
        raise WrongInvoice(_("确认结算金额的日期不能早于交付日期。"))
    if invoice.released_on and invoice.released_on < invoice.delivered_on:
        raise WrongInvoice(_("应当返还之日不能早于交付或者交纳日期。"))
    if invoice.agreed_due_on and invoice.agreed_due_on < invoice.delivered_on:
        raise WrongInvoice(_("合同约定的付款日不能早于交付日期。"))


def _same(invoice: Invoice) -> list[sa.ColumnElement[bool]]:
    names = ("subject_id", "creditor_id", "contract_no", "nature", "delivered_on", "amount")
    same = [getattr(Invoice, name) == getattr(invoice, name) for name in names]
    return [*same, Invoice.state != InvoiceState.REJECTED]
