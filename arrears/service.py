"""What may be done with an invoice: register, pass on, verify, plan, pay, reject."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from arrears.errors import WrongInvoice, WrongPayment, WrongPlan
from arrears.figures import ageing, breaches, disclosed, disclosure, is_breach
from arrears.interest import interest
from arrears.models import Instalment, Invoice, InvoiceOutcome, Payment, Rejection
from arrears.models import InvoiceState as S
from arrears.registrations import draft, register
from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.db import db
from integrity.errors import Forbidden, NotAllowed
from integrity.permissions import Permission
from integrity.rules import service as rules
from integrity.states import Flow, Move

__all__ = [
    "ageing",
    "breaches",
    "disclosed",
    "disclosure",
    "draft",
    "interest",
    "is_breach",
    "register",
]

P = Permission
FLOW = Flow(
    accept=Move({S.REGISTERED}, S.ACCEPTED, P.ARREARS_HANDLE),
    forward=Move({S.ACCEPTED}, S.FORWARDED, P.ARREARS_HANDLE),
    verify=Move({S.FORWARDED, S.VERIFIED}, S.VERIFIED, P.ARREARS_PAY),
    pay=Move({S.REGISTERED, S.ACCEPTED, S.FORWARDED, S.VERIFIED, S.PLANNED}, S.PAID, P.ARREARS_PAY),
    plan=Move({S.VERIFIED, S.PLANNED}, S.PLANNED, P.ARREARS_PAY),
    extend=Move({S.FORWARDED}, S.FORWARDED, P.ARREARS_HANDLE),
    dispute=Move({S.FORWARDED, S.VERIFIED, S.PLANNED}, S.DISPUTED, P.ARREARS_HANDLE),
    reject=Move({S.REGISTERED, S.ACCEPTED, S.FORWARDED}, S.REJECTED, P.ARREARS_HANDLE),
)


def accept(invoice: Invoice, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office finds the claim admissible; it has ARR-TRANSFER to pass it on."""
    FLOW.go(invoice, "accept", by=by, at=at, why=why)
    invoice.forward_by = _due("ARR-TRANSFER", local_day(at))


def forward(invoice: Invoice, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The debtor gets it and has ARR-RESULT to answer."""
    FLOW.go(invoice, "forward", by=by, at=at, why=why)
    invoice.forwarded_on = local_day(at)
    invoice.answer_by = _due("ARR-RESULT", local_day(at))


def extend(invoice: Invoice, until: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """More time for the answer, never for the payment; at most ARR-RESULT-MAX."""
    old = invoice.answer_by
    most = _due("ARR-RESULT-MAX", invoice.forwarded_on or local_day(at))
    if old is None or until <= old:
        raise WrongInvoice(_("新的期限必须晚于原期限。"))
    if most and until > most:
        raise WrongInvoice(_("处理期限最长到 %(day)s。", day=most))
    FLOW.go(invoice, "extend", by=by, at=at, why=why, old=str(old), new=str(until))
    invoice.answer_by = until


def verify(invoice: Invoice, disputed: Decimal, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The debtor says which part it disputes; later it may only dispute less (第十五条)."""
    _debtor_only(invoice, by)
    most = invoice.disputed if invoice.state is S.VERIFIED else invoice.amount - invoice.paid
    if not 0 <= disputed <= most:
        raise WrongInvoice(_("争议金额只能在 0 到 %(most)s 元之间。", most=most))
    if disputed and not why.strip():
        raise WrongInvoice(_("有争议的，必须写明争议的内容和理由。"))
    FLOW.go(invoice, "verify", by=by, at=at, why=why, disputed=str(disputed))
    invoice.disputed = disputed
    _close_when_covered(invoice, by, at)


def plan(
    invoice: Invoice,
    instalments: list[tuple[date, Decimal]],
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The debtor plans to pay the rest in parts; the legal due day stays what it is."""
    _debtor_only(invoice, by)
    if sum(amount for _day, amount in instalments) != invoice.unpaid:
        raise WrongPlan(_("各期金额之和必须等于未付的无争议金额 %(sum)s 元。", sum=invoice.unpaid))
    if any(day < local_day(at) or amount <= 0 for day, amount in instalments):
        raise WrongPlan(_("各期日期不能早于今天，金额必须大于 0。"))
    if len({day for day, _amount in instalments}) < len(instalments):
        raise WrongPlan(_("同一日期只能有一期。"))
    FLOW.go(invoice, "plan", by=by, at=at, why=why, instalments=len(instalments))
    invoice.instalments = [Instalment(due_on=day, amount=amount) for day, amount in instalments]


def pay(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    *,
    by: audit.Actor,
    at: datetime,
    note: str = "",
) -> Payment:
    """Record money paid; when it covers the undisputed part, the invoice is paid."""
    _debtor_only(invoice, by)
    db.session.flush()
    db.session.refresh(invoice, ["state", "paid"], with_for_update=True)
    if not FLOW.allows(invoice, "pay"):
        raise NotAllowed(_("当前状态不能记录付款。"))
    _check_payment(invoice, paid_on, amount, at)
    payment = Payment(paid_on=paid_on, amount=amount, note=note)
    invoice.payments.append(payment)
    invoice.paid += amount
    invoice.disputed = min(invoice.disputed, invoice.amount - invoice.paid)
    facts = {"amount": str(amount), "paid_on": str(paid_on)}
    audit.write(invoice, "payment", by=by, at=at, source=invoice.state, why=note, **facts)
    _close_when_covered(invoice, by, at)
    return payment


def dispute(
    invoice: Invoice, court_case_no: str, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """A court decides about all that is unpaid; what it orders comes back as a court case."""
    FLOW.go(invoice, "dispute", by=by, at=at, why=why, court_case_no=court_case_no)
    invoice.court_case_no = court_case_no
    invoice.disputed = invoice.amount - invoice.paid
    invoice.outcome = InvoiceOutcome.DISPUTED
    invoice.closed_on = covered_on(invoice) or local_day(at)


def reject(
    invoice: Invoice, rejection: Rejection, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office does not take the claim, for one of the coded reasons."""
    rejection = Rejection(rejection)
    FLOW.go(invoice, "reject", by=by, at=at, why=why, rejection=rejection)
    invoice.rejection = rejection
    invoice.outcome = InvoiceOutcome.REJECTED
    invoice.closed_on = local_day(at)


def covered_on(invoice: Invoice) -> date | None:
    """The day on which payments covered the undisputed part."""
    paid = Decimal(0)
    for payment in sorted(invoice.payments, key=lambda payment: payment.paid_on):
        paid += payment.amount
        if paid >= invoice.undisputed:
            return payment.paid_on
    return None


def kept(invoice: Invoice) -> bool:
    """Whether there was a plan and every instalment was paid by its day."""
    later = sum((part.amount for part in invoice.instalments), Decimal(0))
    for part in sorted(invoice.instalments, key=lambda part: part.due_on):
        later -= part.amount
        paid = sum(p.amount for p in invoice.payments if p.paid_on <= part.due_on)
        if paid < invoice.undisputed - later:
            return False
    return bool(invoice.instalments)


def _close_when_covered(invoice: Invoice, by: audit.Actor, at: datetime) -> None:
    if invoice.unpaid or not invoice.undisputed:
        return
    FLOW.go(invoice, "pay", by=by, at=at)
    invoice.closed_on = covered_on(invoice)
    invoice.outcome = InvoiceOutcome.PLAN_KEPT if kept(invoice) else InvoiceOutcome.PAID


def _check_payment(invoice: Invoice, paid_on: date, amount: Decimal, at: datetime) -> None:
    if amount <= 0:
        raise WrongPayment(_("付款金额必须大于 0。"))
    if amount > invoice.amount - invoice.paid:
        left = invoice.amount - invoice.paid
        raise WrongPayment(_("付款超过未付金额 %(left)s 元。", left=left))
    if paid_on > local_day(at):
        raise WrongPayment(_("日期 %(day)s 还没有到。", day=paid_on))
    if invoice.contract_signed_on and paid_on < invoice.contract_signed_on:
        raise WrongPayment(_("付款日期不能早于合同签订日期。"))


def _debtor_only(invoice: Invoice, by: Any) -> None:
    if getattr(by, "body_id", None) not in (None, invoice.subject_id):
        raise Forbidden(_("只有付款单位可以办理此事项。"))


def _due(family: str, start: date) -> date | None:
    """The end of a time limit; None before there was one."""
    try:
        return rules.due(family, start).due_on
    except rules.NoRuleInForce:
        return None
