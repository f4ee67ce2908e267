"""Interest on late payment (保障中小企业款项支付条例 第十七条): which rate, of which law."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from arrears.codes import DEPOSITS, DisputeState, InvoiceState, Nature, Size
from arrears.models import Invoice, Payment
from arrears.reckoning import NOTHING, Account, Debt, Paid, Part, account, still_disputed
from integrity.casework.rules import service as rules

DAYS_OF_YEAR = 365
NOTHING_OWED = (InvoiceState.REJECTED, InvoiceState.NOT_OWED)
Lpr = Callable[[date], Decimal | None]
"""The one-year LPR of a day."""
NEVER = date.max.replace(day=30)
FILE = Path(__file__).parent / "data" / "rates.csv"


@dataclass(frozen=True)
class Rate:
    """Interest per day where the contract says nothing, with its basis and validity."""

    code: str
    daily: Decimal
    legal_basis: str
    effective_from: date
    effective_to: date


class Terms(NamedTuple):
    """What decides which rate applies to an invoice, by the names of its columns."""

    size: Size
    nature: Nature
    starts_on: date | None
    delivered_on: date
    agreed_rate: Decimal | None
    contract_signed_on: date | None


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


def law(invoice: Invoice | Terms) -> Rate | None:
    """The version of the law that protects the supplier; None: only contract and civil code do.

    A deposit is the supplier's own money: the law says that it is returned, not at which interest.
    """
    if invoice.size is Size.LARGE or invoice.nature in DEPOSITS:
        return None
    return statutory(invoice.starts_on or invoice.delivered_on)


def is_protected(invoice: Invoice | Terms) -> bool:
    """Whether terms and interest of the law apply: a small creditor, a debt not older than it."""
    return law(invoice) is not None


def statutory(on: date) -> Rate | None:
    """The rate in force on the day from which the term runs; None before there was one."""
    return next((r for r in rates() if r.effective_from <= on <= r.effective_to), None)


def floor(invoice: Invoice | Terms, lpr: Lpr = rules.lpr) -> Decimal | None:
    """The least that may be agreed: the one-year LPR at signing; None where that is not known."""
    if invoice.agreed_rate is None or invoice.contract_signed_on is None:
        return None
    return lpr(invoice.contract_signed_on) if is_protected(invoice) else None


def daily(invoice: Invoice | Terms, lpr: Lpr = rules.lpr) -> Fraction:
    """Interest per day and yuan: as agreed (percent a year, at least LPR), else the law's rate."""
    if invoice.agreed_rate is not None:
        return by_year(max(invoice.agreed_rate, floor(invoice, lpr) or NOTHING))
    rate = law(invoice)
    return Fraction(rate.daily) if rate else Fraction(0)


def by_year(percent: Decimal) -> Fraction:
    """A rate of percent a year, by the day."""
    return Fraction(percent) / 100 / DAYS_OF_YEAR


def account_of(
    invoice: Invoice, on: date, more: Iterable[Paid] = (), without: Payment | None = None
) -> Account:
    """How an invoice stands at the end of a day, after what counts by then and `more`.

    without: a payment that counts and was mistyped.
    """
    return account(debt_of(invoice, invoice.disputed), [*invoice.counted(without), *more], on)


def whole_of(
    invoice: Invoice, on: date, more: Iterable[Paid] = (), without: Payment | None = None
) -> Account:
    """The same if nothing of it were in dispute: what settles all of it."""
    return account(debt_of(invoice, NOTHING), [*invoice.counted(without), *more], on)


def interest(invoice: Invoice, on: date) -> Decimal:
    """Interest up to and including a day, paid or not, on the part that nobody disputes."""
    return account_of(invoice, on).accrued


def parts(invoice: Invoice, on: date) -> tuple[Part, ...]:
    """On which sums interest runs, and from when to when."""
    return account_of(invoice, on).parts


def contested(invoice: Invoice, on: date) -> Decimal:
    """What the part in dispute bears by a day, if it is found to be owed."""
    if not invoice.disputed:
        return NOTHING
    return whole_of(invoice, on).accrued - interest(invoice, on)


def in_dispute(invoice: Invoice) -> Decimal:
    """What is in dispute and undecided: not what was paid of it."""
    dispute = invoice.dispute
    if dispute is None or dispute.state is DisputeState.DECIDED:
        return NOTHING
    debt = debt_of(invoice, min(dispute.amount, invoice.owed))
    return still_disputed(debt, invoice.counted())


def debt_of(invoice: Invoice, disputed: Decimal) -> Debt:
    """The debt as plain values; of what is not owed, or has no day, nothing runs."""
    bears = invoice.due_on is not None and invoice.state not in NOTHING_OWED
    due_on = invoice.due_on if bears and invoice.due_on else NEVER
    return Debt(invoice.owed - disputed, due_on, daily(invoice), disputed)
