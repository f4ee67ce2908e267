"""Interest on late payment (保障中小企业款项支付条例 第十七条), to the day and to the cent."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from arrears.codes import Size
from arrears.models import Invoice, InvoiceState
from integrity.casework.rules import service as rules

CENT = Decimal("0.01")
DAYS_OF_YEAR = 365
NOTHING_OWED = (InvoiceState.REJECTED, InvoiceState.NOT_OWED)
ONE = timedelta(days=1)
FILE = Path(__file__).parent / "data" / "rates.csv"


@dataclass(frozen=True)
class Rate:
    """Interest per day where the contract says nothing, with its basis and validity."""

    code: str
    daily: Decimal
    legal_basis: str
    effective_from: date
    effective_to: date


@dataclass(frozen=True)
class Part:
    """A sum that was owed unchanged from a day to another, both counted."""

    principal: Decimal
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


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


def law(invoice: Invoice) -> Rate | None:
    """The version of the law that protects the supplier; None: only contract and civil code do."""
    if invoice.size is Size.LARGE:
        return None
    return statutory(invoice.starts_on or invoice.delivered_on)


def is_protected(invoice: Invoice) -> bool:
    """Whether terms and interest of the law apply: a small creditor, a debt not older than it."""
    return law(invoice) is not None


def statutory(on: date) -> Rate | None:
    """The rate in force on the day from which the term runs; None before there was one."""
    return next((r for r in rates() if r.effective_from <= on <= r.effective_to), None)


def floor(invoice: Invoice) -> Decimal | None:
    """The least that may be agreed: the one-year LPR at signing; None where that is not known."""
    if invoice.agreed_rate is None or invoice.contract_signed_on is None:
        return None
    return rules.lpr(invoice.contract_signed_on) if is_protected(invoice) else None


def daily(invoice: Invoice) -> Decimal:
    """Interest per day and yuan: as agreed (percent a year, at least LPR), else the law's rate."""
    if invoice.agreed_rate is not None:
        return max(invoice.agreed_rate, floor(invoice) or Decimal(0)) / 100 / DAYS_OF_YEAR
    rate = law(invoice)
    return rate.daily if rate else Decimal(0)


def interest(invoice: Invoice, on: date) -> Decimal:
    """Interest up to and including a day, in yuan, on the unpaid part that nobody disputes.

    It runs from the day after the due day; the day of a payment still counts.
    """
    return bearing(parts(invoice, on), daily(invoice))


def parts(invoice: Invoice, on: date) -> list[Part]:
    """On which sums interest runs, and from when to when."""
    if invoice.due_on is None or invoice.state in NOTHING_OWED:
        return []
    return owed(invoice.undisputed, invoice.due_on, invoice.confirmed(), on)


def contested(invoice: Invoice, on: date) -> Decimal:
    """What the part in dispute bears by a day, if it is found to be owed."""
    if invoice.due_on is None or not invoice.disputed:
        return Decimal("0.00")
    all_ = bearing(owed(invoice.owed, invoice.due_on, invoice.confirmed(), on), daily(invoice))
    return all_ - interest(invoice, on)


def owed(
    principal: Decimal, due_on: date, payments: Iterable[tuple[date, Decimal]], on: date
) -> list[Part]:
    """The same from plain values: each yuan is owed until the day it is paid."""
    found, first, left = [], due_on + ONE, principal
    for paid_on, amount in sorted(payments):
        last = min(paid_on, on)
        if left > 0 and last >= first:
            found.append(Part(left, first, last))
            first = last + ONE
        left -= min(amount, left)
    return [*found, Part(left, first, on)] if left > 0 and on >= first else found


def bearing(found: Iterable[Part], rate: Decimal) -> Decimal:
    """What these parts bear at a rate per day, rounded once."""
    yuan_days = sum((part.principal * part.days for part in found), Decimal(0))
    return (yuan_days * rate).quantize(CENT, ROUND_HALF_UP)
