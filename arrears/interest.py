"""Interest on late payment (保障中小企业款项支付条例 第十七条), to the day and to the cent."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from arrears.models import Invoice, InvoiceState

CENT = Decimal("0.01")
DAYS_OF_YEAR = 365
FILE = Path(__file__).parent / "data" / "rates.csv"


@dataclass(frozen=True)
class Rate:
    """Interest per day where the contract says nothing, with its basis and validity."""

    code: str
    daily: Decimal
    legal_basis: str
    effective_from: date
    effective_to: date


@cache
def rates() -> tuple[Rate, ...]:
    """Every rate there was, as shipped."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Rate(
                row["code"],
                Decimal(row["daily"]),
                row["legal_basis"],
                date.fromisoformat(row["effective_from"]),
                date.fromisoformat(row["effective_to"] or "9999-12-31"),
            )
            for row in csv.DictReader(file)
        )


def statutory(on: date) -> Rate | None:
    """The rate in force on the day from which the term runs; None before there was one."""
    return next((r for r in rates() if r.effective_from <= on <= r.effective_to), None)


def daily(invoice: Invoice) -> Decimal:
    """Interest per day and yuan: as agreed (percent a year), else the statutory rate."""
    if invoice.agreed_rate is not None:
        return invoice.agreed_rate / 100 / DAYS_OF_YEAR
    rate = statutory(invoice.starts_on or invoice.delivered_on)
    return rate.daily if rate else Decimal(0)


def interest(invoice: Invoice, on: date) -> Decimal:
    """Interest up to and including a day, in yuan, on the unpaid part that nobody disputes.

    It runs from the day after the due day; the day of a payment still counts.
    """
    if invoice.due_on is None or invoice.state is InvoiceState.REJECTED:
        return Decimal("0.00")
    payments = [(payment.paid_on, payment.amount) for payment in invoice.payments]
    return accrued(invoice.undisputed, invoice.due_on, payments, daily(invoice), on)


def accrued(
    principal: Decimal,
    due_on: date,
    payments: Iterable[tuple[date, Decimal]],
    rate: Decimal,
    on: date,
) -> Decimal:
    """The same from plain values: each yuan bears interest until the day it is paid."""
    days = max((on - due_on).days, 0)
    yuan_days, left = principal * days, principal
    for paid_on, amount in sorted(payments):
        counted = min(amount, left)
        left -= counted
        yuan_days -= counted * max((on - max(paid_on, due_on)).days, 0)
    return (yuan_days * rate).quantize(CENT, ROUND_HALF_UP)
