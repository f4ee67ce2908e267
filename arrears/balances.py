"""What is left of an invoice after every word on it: paid, claimed, contested or open."""

from datetime import date, datetime

from arrears import interest as rates
from arrears import plans, strikings
from arrears.codes import PENDING, InvoiceOutcome, InvoiceState
from arrears.flow import FLOW
from arrears.models import Invoice
from arrears.reckoning import NOTHING, Account
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db


def lock(invoice: Invoice) -> None:
    """Read an invoice as it is now and keep others from changing it until this is over."""
    db.session.flush()
    db.session.refresh(invoice, with_for_update=True)


def reckon(invoice: Invoice, *, by: audit.Actor, at: datetime) -> None:
    """Count again what is paid, contested and claimed; what is covered with interest is closed."""
    invoice.disputed = rates.in_dispute(invoice)
    stands = rates.account_of(invoice, local_day(at))
    _note(invoice, stands)
    invoice.closed_on = invoice.contested_on = invoice.outcome = None
    invoice.deny_claim()
    if not invoice.owed:
        _dismiss(invoice, by, at)
    elif day := stands.settled_on or (invoice.waived_on if invoice.interest_owed else None):
        _close(invoice, day, by, at)
    else:
        _keep_open(invoice, by, at)
        _contest_or_claim(invoice, stands, local_day(at))


def kept(invoice: Invoice) -> bool:
    """Whether the supplier agreed to a plan and every instalment was paid by its day."""
    if invoice.plan_agreed_on is None or not invoice.instalments:
        return False
    return plans.missed(invoice, invoice.counted(), date.max) is None


def _note(invoice: Invoice, stands: Account) -> None:
    """What each payment covered, and their sums."""
    counted = [payment for payment in invoice.payments if payment.counted_on]
    for payment in invoice.payments:
        payment.principal = payment.interest = NOTHING
    counted.sort(key=lambda payment: (payment.counted_on, payment.order, payment.amount))
    for payment, found in zip(counted, stands.allotted, strict=True):
        payment.principal, payment.interest = found.principal + found.disputed, found.interest
    invoice.paid = sum((payment.principal for payment in counted), NOTHING)
    invoice.interest_paid = stands.interest_paid
    only_interest = not (stands.principal_left or stands.disputed_left)
    invoice.interest_owed = stands.interest_left if only_interest else NOTHING


def _keep_open(invoice: Invoice, by: audit.Actor, at: datetime) -> None:
    """Only interest is left of it or, after a payment was put right, principal again."""
    move = "owe_interest" if invoice.interest_owed else "reopen"
    if FLOW.allows(invoice, move):
        if invoice.state is InvoiceState.PAID:
            strikings.drop(invoice, by=by, at=at)
        invoice.waived_on = None
        FLOW.go(invoice, move, by=by, at=at, left=str(invoice.at_stake))


def _contest_or_claim(invoice: Invoice, stands: Account, today: date) -> None:
    """All that is left is in dispute, or the debtor says that the rest is paid."""
    raised_on = invoice.dispute.raised_on if invoice.disputed and invoice.dispute else None
    if raised_on and stands.clear_on:
        invoice.contested_on = max(stands.clear_on, raised_on)
    reported = [p for p in invoice.payments if p.state in PENDING and not p.corrects]
    money = [p.as_of(p.received_on) for p in reported]
    all_paid = rates.whole_of(invoice, today, money).settled_on
    claimed, said = [all_paid] if all_paid else [], rates.account_of(invoice, today, money)
    if not invoice.contested_on and raised_on and said.clear_on:
        claimed.append(max(said.clear_on, raised_on))
    if reported and claimed:  # a dispute raised later takes nothing from what was said before
        invoice.claim(max(p.paid_on for p in reported), min(claimed))


def _close(invoice: Invoice, day: date, by: audit.Actor, at: datetime) -> None:
    if invoice.state is not InvoiceState.PAID:
        FLOW.go(invoice, "pay", by=by, at=at)
    invoice.closed_on, invoice.interest_owed = day, NOTHING
    invoice.outcome = _outcome(invoice)
    strikings.ask(invoice, by=by, at=at)


def _outcome(invoice: Invoice) -> InvoiceOutcome:
    if invoice.waived_on:
        return InvoiceOutcome.WAIVED
    if kept(invoice):
        return InvoiceOutcome.PLAN_KEPT
    return InvoiceOutcome.WITH_INTEREST if invoice.interest_paid else InvoiceOutcome.PAID


def _dismiss(invoice: Invoice, by: audit.Actor, at: datetime) -> None:
    FLOW.go(invoice, "dismiss", by=by, at=at)
    invoice.closed_on = local_day(at)
    invoice.outcome = InvoiceOutcome.NOT_OWED
    strikings.settle(invoice, at=at)
