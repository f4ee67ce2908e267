"""What may be done with an invoice: register, pass on, verify, plan, judge, reject.

What the debtor pays and contests is in `payments` and `disputes`; each ends in `balances.reckon`.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from arrears import balances, disputes, receivables, reconciliations
from arrears.codes import InvoiceOutcome, Rejection
from arrears.errors import WrongInvoice, WrongPlan
from arrears.figures import ageing, breaches, disclosed, disclosure
from arrears.flow import FLOW
from arrears.interest import interest
from arrears.models import Instalment, Invoice
from arrears.payments import pay
from arrears.registrations import draft, register
from arrears.sides import creditor_only, debtor_only, not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.casework.rules import service as rules

__all__ = [
    "FLOW",
    "ageing",
    "breaches",
    "disclosed",
    "disclosure",
    "draft",
    "interest",
    "pay",
    "register",
]


def refer(invoice: Invoice, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office passes a lead on to the department that handles it, which answers in writing."""
    not_the_debtor(invoice, by)
    FLOW.go(invoice, "refer", by=by, at=at, why=why)


def take_on(invoice: Invoice, why: str, *, by: Any, at: datetime) -> None:
    """The department handles it: the debtor must say what it owes."""
    not_the_debtor(invoice, by)
    FLOW.go(invoice, "take_on", by=by, at=at, why=why)
    invoice.forwarded_on = local_day(at)


def turn_down(
    invoice: Invoice, rejection: Rejection, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """The department does not handle the lead, for one of the coded reasons."""
    _refuse(invoice, "turn_down", rejection, why, by=by, at=at)


def forward(invoice: Invoice, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The debtor gets what was handed over and has ARR-RESULT to answer."""
    not_the_debtor(invoice, by)
    FLOW.go(invoice, "forward", by=by, at=at, why=why)
    invoice.forwarded_on = local_day(at)


def extend(
    invoice: Invoice, until: date, approver: str, why: str, *, by: Any, at: datetime
) -> None:
    """More time for the answer, never for the payment; at most ARR-RESULT-MAX (第二十五条).

    The head of the department approves, and not who handles it. Raises WrongInvoice.
    """
    not_the_debtor(invoice, by)
    old, today = invoice.step_due_on, local_day(at)
    most = rules.due("ARR-RESULT-MAX", invoice.forwarded_on or today).due_on
    if approver.strip() == by.name:
        raise WrongInvoice(_("延期须由处理部门负责人批准，不能由经办人自己批准。"))
    if old is not None and today > old:
        raise WrongInvoice(_("答复期限已过，不能再延期。"))
    if old is None or until <= old:
        raise WrongInvoice(_("新的期限必须晚于原期限。"))
    if until > most:
        raise WrongInvoice(_("处理期限最长到 %(day)s。", day=most))
    facts = {"old": str(old), "new": str(until), "approver": approver.strip()}
    FLOW.go(invoice, "extend", by=by, at=at, why=why, **facts)
    invoice.step_due_on = until


def verify(
    invoice: Invoice,
    disputed: Decimal,
    why: str | None = "",
    *,
    by: audit.Actor,
    at: datetime,
    ground: str = "",
    evidence: str | None = "",
    document: FileStorage | None = None,
) -> None:
    """The debtor says which part it contests; the rest must be paid (第十五条).

    Raises WrongInvoice.
    """
    debtor_only(invoice, by)
    said = (disputed, ground, why or "", evidence or "", document)
    verified(invoice, "verify", *said, by=by, at=at)


def verified(
    invoice: Invoice,
    move: str,
    disputed: Decimal,
    ground: str,
    why: str,
    evidence: str,
    document: FileStorage | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The debtor has said it, in whichever way. Raises WrongInvoice."""
    most = invoice.owed - invoice.paid
    if not 0 <= disputed <= most:
        raise WrongInvoice(_("争议金额只能在 0 到 %(most)s 元之间。", most=most))
    FLOW.check(invoice, move)
    if disputed and (receivables.acknowledged(invoice) or reconciliations.acknowledged(invoice)):
        raise WrongInvoice(_("付款单位已经书面确认这笔账款，不能再提出分歧。"))
    if disputed:
        said = (disputed, ground, why, evidence, document)
        disputes.contested(invoice, *said, by=by, at=at)
    FLOW.go(invoice, move, by=by, at=at, why=why, disputed=str(disputed))
    balances.reckon(invoice, by=by, at=at)


def plan(
    invoice: Invoice,
    instalments: list[tuple[date, Decimal]],
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The debtor proposes to pay the rest in parts; the legal due day stays what it is.

    Raises WrongPlan.
    """
    debtor_only(invoice, by)
    planned(invoice, "plan", instalments, why, by=by, at=at)


def planned(
    invoice: Invoice,
    move: str,
    instalments: list[tuple[date, Decimal]],
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The debtor has proposed it, in whichever way. Raises WrongPlan."""
    today = local_day(at)
    last = rules.period_end("LOCAL-ARR-PLAN", today)
    if sum(amount for _day, amount in instalments) != invoice.unpaid:
        raise WrongPlan(_("各期金额之和必须等于未付的无争议金额 %(sum)s 元。", sum=invoice.unpaid))
    if any(day < today or amount <= 0 for day, amount in instalments):
        raise WrongPlan(_("各期日期不能早于今天，金额必须大于 0。"))
    if any(day > last for day, _amount in instalments):
        raise WrongPlan(_("付款计划最长到 %(day)s。", day=last))
    if len({day for day, _amount in instalments}) < len(instalments):
        raise WrongPlan(_("同一日期只能有一期。"))
    FLOW.go(invoice, move, by=by, at=at, why=why, instalments=len(instalments))
    invoice.plan_agreed_on = None
    invoice.instalments = [Instalment(due_on=day, amount=amount) for day, amount in instalments]


def agree_plan(invoice: Invoice, *, by: Any, at: datetime, why: str = "") -> None:
    """The supplier agrees to be paid in parts, as both sign; it still may have interest."""
    creditor_only(invoice, by)
    FLOW.check(invoice, "agree_plan")
    invoice.plan_agreed_on = local_day(at)  # which the agreement says
    FLOW.go(invoice, "agree_plan", by=by, at=at, why=why)


def decline_plan(invoice: Invoice, why: str, *, by: Any, at: datetime) -> None:
    """The supplier does not agree: there is no plan."""
    creditor_only(invoice, by)
    FLOW.go(invoice, "decline_plan", by=by, at=at, why=why)
    invoice.instalments = []


def waive(invoice: Invoice, why: str, *, by: Any, at: datetime) -> None:
    """The supplier asks for no interest: only who is owed can, and only what has ceased to run."""
    creditor_only(invoice, by)
    FLOW.check(invoice, "waive")
    invoice.waived_on = local_day(at)
    FLOW.go(invoice, "waive", by=by, at=at, why=why, interest=str(invoice.interest_owed))
    balances.reckon(invoice, by=by, at=at)


def dispute(
    invoice: Invoice, court_case_no: str, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """A court or arbitrators have it; until they have spoken all of it stays owed, and late."""
    not_the_debtor(invoice, by)
    FLOW.go(invoice, "dispute", by=by, at=at, why=why, court_case_no=court_case_no)
    invoice.court_case_no = court_case_no


def judge(invoice: Invoice, not_owed: Decimal, why: str, *, by: Any, at: datetime) -> None:
    """The department enters what was judged; what it orders comes back as a court case."""
    not_the_debtor(invoice, by)
    FLOW.check(invoice, "judge")
    disputes.judged(invoice, not_owed, by=by, at=at)
    FLOW.go(invoice, "judge", by=by, at=at, why=why, not_owed=str(not_owed))
    balances.reckon(invoice, by=by, at=at)


def reject(
    invoice: Invoice, rejection: Rejection, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office does not take the claim, for one of the coded reasons."""
    _refuse(invoice, "reject", rejection, why, by=by, at=at)


def _refuse(
    invoice: Invoice, move: str, rejection: Rejection, why: str, *, by: audit.Actor, at: datetime
) -> None:
    not_the_debtor(invoice, by)
    rejection = Rejection(rejection)
    FLOW.go(invoice, move, by=by, at=at, why=why, rejection=rejection)
    invoice.rejection = rejection
    invoice.outcome = InvoiceOutcome.REJECTED
    invoice.closed_on = local_day(at)
