"""What is left of an invoice after every word on it: paid, claimed, contested or open."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from arrears.codes import PENDING, DisputeState
from arrears.flow import FLOW
from arrears.models import Invoice, InvoiceOutcome, InvoiceState
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db

NOTHING = Decimal(0)


def lock(invoice: Invoice) -> None:
    """Read an invoice as it is now and keep others from changing it until this is over."""
    db.session.flush()
    db.session.refresh(invoice, with_for_update=True)


def reckon(invoice: Invoice, *, by: audit.Actor, at: datetime) -> None:
    """Count again what is paid, contested and claimed; what is covered is closed."""
    confirmed = invoice.confirmed()
    invoice.paid = sum((amount for _day, amount in confirmed), NOTHING)
    invoice.disputed = _disputed(invoice)
    invoice.closed_on = invoice.contested_on = None
    invoice.deny_claim()
    if not invoice.owed:
        _dismiss(invoice, by, at)
    elif not invoice.disputed and (day := _covered(confirmed, invoice.owed)):
        _close(invoice, day, by, at)
    else:
        _contest_or_claim(invoice, confirmed)


def kept(invoice: Invoice) -> bool:
    """Whether the supplier agreed to a plan and every instalment was paid by its day."""
    if invoice.plan_agreed_on is None:
        return False
    later = sum((part.amount for part in invoice.instalments), NOTHING)
    for part in sorted(invoice.instalments, key=lambda part: part.due_on):
        later -= part.amount
        paid = sum(amount for day, amount in invoice.confirmed() if day <= part.due_on)
        if paid < invoice.undisputed - later:
            return False
    return bool(invoice.instalments)


def _disputed(invoice: Invoice) -> Decimal:
    dispute = invoice.dispute
    if dispute is None or dispute.state is DisputeState.DECIDED:
        return NOTHING
    return min(dispute.amount, max(invoice.owed - invoice.paid, NOTHING))


def _contest_or_claim(invoice: Invoice, confirmed: list[tuple[date, Decimal]]) -> None:
    """All that is left is in dispute, or the debtor says that the rest is paid."""
    raised_on = invoice.dispute.raised_on if invoice.disputed and invoice.dispute else None
    if raised_on and (day := _covered(confirmed, invoice.undisputed, raised_on)):
        invoice.contested_on = max(day, raised_on)
    reported = [p for p in invoice.payments if p.state in PENDING]
    said = [*confirmed, *((p.received_on, p.amount) for p in reported)]
    claimed = [day] if (day := _covered(said, invoice.owed)) else []
    if not invoice.contested_on and raised_on and (day := _covered(said, invoice.undisputed)):
        claimed.append(max(day, raised_on))
    if reported and claimed:  # a dispute raised later takes nothing from what was said before
        invoice.claim(max(p.paid_on for p in reported), min(claimed))


def _covered(
    payments: Iterable[tuple[date, Decimal]], target: Decimal, at_once: date | None = None
) -> date | None:
    """The day on which payments reached a sum; nothing is reached at once."""
    if target <= 0:
        return at_once
    total = NOTHING
    for day, amount in sorted(payments):
        total += amount
        if total >= target:
            return day
    return None


def _close(invoice: Invoice, day: date, by: audit.Actor, at: datetime) -> None:
    if invoice.state is not InvoiceState.PAID:
        FLOW.go(invoice, "pay", by=by, at=at)
    invoice.closed_on = day
    invoice.outcome = InvoiceOutcome.PLAN_KEPT if kept(invoice) else InvoiceOutcome.PAID


def _dismiss(invoice: Invoice, by: audit.Actor, at: datetime) -> None:
    FLOW.go(invoice, "dismiss", by=by, at=at)
    invoice.closed_on = local_day(at)
    invoice.outcome = InvoiceOutcome.NOT_OWED
