"""What is owed of one sum on a day, from plain values alone.

Each yuan is owed until the day it is paid, that day counted, and bears interest from the day after
the due day. A payment covers the interest that has run up to its day, then principal (民法典
第五百六十一条), unless the parties agreed that it is principal first. Interest bears no interest.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

ONE = timedelta(days=1)
NOTHING = Decimal("0.00")


class Order(enum.StrEnum):
    """What a payment covers first."""

    LAW = "law"  # interest, then principal
    PRINCIPAL = "principal"  # principal, then interest, as the supplier agreed


@dataclass(frozen=True)
class Debt:
    """What is owed by a day, at which interest per day; `disputed` bears none until it is found."""

    principal: Decimal
    due_on: date
    daily: Fraction
    disputed: Decimal = NOTHING


@dataclass(frozen=True)
class Paid:
    """Money that counts from a day; of two of one day, the lawful order comes first."""

    on: date
    amount: Decimal
    order: Order = Order.LAW


@dataclass(frozen=True)
class Part:
    """A sum that was owed unchanged from a day to another, both counted."""

    principal: Decimal
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Allotted:
    """What became of a payment; `over` is more than was owed."""

    paid: Paid
    interest: Decimal
    principal: Decimal
    disputed: Decimal

    @property
    def over(self) -> Decimal:
        return self.paid.amount - self.interest - self.principal - self.disputed


@dataclass(frozen=True)
class Account:
    """How a debt stands at the end of a day.

    `parts`: on which sums interest ran; `clear_on`: the day on which all but the disputed part was
    paid with its interest, the first day there is if there never was any; `settled_on`: the day on
    which everything was.
    """

    debt: Debt
    parts: tuple[Part, ...]
    allotted: tuple[Allotted, ...]
    clear_on: date | None
    settled_on: date | None

    @property
    def accrued(self) -> Decimal:
        """All interest there was, paid or not."""
        return bearing(self.parts, self.debt.daily)

    @property
    def interest_paid(self) -> Decimal:
        return sum((a.interest for a in self.allotted), NOTHING)

    @property
    def interest_left(self) -> Decimal:
        return self.accrued - self.interest_paid

    @property
    def principal_left(self) -> Decimal:
        """What nobody disputes and nobody has paid."""
        return self.debt.principal - sum((a.principal for a in self.allotted), NOTHING)

    @property
    def disputed_left(self) -> Decimal:
        return self.debt.disputed - sum((a.disputed for a in self.allotted), NOTHING)

    @property
    def left(self) -> Decimal:
        """What would settle all of it on this day, also what is in dispute."""
        return self.interest_left + self.principal_left + self.disputed_left


def account(debt: Debt, payments: Iterable[Paid], on: date) -> Account:
    """How a debt stands at the end of a day, after the payments that count by then."""
    parts: list[Part] = []
    allotted: list[Allotted] = []
    left, disputed, first, covered = debt.principal, debt.disputed, debt.due_on + ONE, NOTHING
    clear_on = date.min if left == 0 else None
    settled_on = None
    for paid in in_order(payments):
        if paid.on > on:
            break
        parts += _since(left, first, paid.on)
        first = max(first, paid.on + ONE)
        found = _allot(paid, bearing(parts, debt.daily) - covered, left, disputed)
        allotted.append(found)
        left, disputed = left - found.principal, disputed - found.disputed
        covered += found.interest
        if left == 0 and covered == bearing(parts, debt.daily):
            clear_on = clear_on or paid.on
            settled_on = settled_on or (paid.on if disputed == 0 else None)
    parts += _since(left, first, on)
    return Account(debt, tuple(parts), tuple(allotted), clear_on, settled_on)


def still_disputed(debt: Debt, payments: Iterable[Paid]) -> Decimal:
    """What is left in dispute: whatever was paid of it is owed like the rest, from its first day.

    The most that no payment reaches after the interest and principal of all the rest.
    """
    known = in_order(payments)
    owed = debt.principal + debt.disputed
    none, least = 0, int(debt.disputed * 100)  # of the first no payment takes any
    if not known or not _reaches(debt, known):
        return debt.disputed
    while least - none > 1:
        middle = (none + least) // 2
        part = Decimal(middle).scaleb(-2)
        if _reaches(replace(debt, principal=owed - part, disputed=part), known):
            least = middle
        else:
            none = middle
    return Decimal(none).scaleb(-2) + NOTHING


def _reaches(debt: Debt, payments: list[Paid]) -> bool:
    return any(found.disputed for found in account(debt, payments, payments[-1].on).allotted)


def in_order(payments: Iterable[Paid]) -> list[Paid]:
    """The order in which payments cover: by day, whenever they were entered."""
    return sorted(payments, key=lambda paid: (paid.on, paid.order, paid.amount))


def bearing(parts: Iterable[Part], daily: Fraction) -> Decimal:
    """What these parts bear, rounded once, a half cent upwards."""
    yuan_days = sum((part.principal * part.days for part in parts), NOTHING)
    return Decimal(cents(int(yuan_days * 100), daily)).scaleb(-2) + NOTHING


def cents(cent_days: int, daily: Fraction) -> int:
    """The interest of so many cents over so many days, in cents, a half upwards."""
    return (2 * cent_days * daily.numerator + daily.denominator) // (2 * daily.denominator)


def _since(left: Decimal, first: date, last: date) -> list[Part]:
    return [Part(left, first, last)] if left > 0 and last >= first else []


def _allot(paid: Paid, interest: Decimal, left: Decimal, disputed: Decimal) -> Allotted:
    if paid.order is Order.LAW:
        to_interest = min(paid.amount, interest)
        to_principal = min(paid.amount - to_interest, left)
    else:
        to_principal = min(paid.amount, left)
        to_interest = min(paid.amount - to_principal, interest)
    rest = paid.amount - to_interest - to_principal
    return Allotted(paid, to_interest, to_principal, min(rest, disputed))


@dataclass(frozen=True)
class Share:
    """One of several debts to the same creditor: what is left of it, and whether it is due."""

    left: Decimal
    daily: Fraction
    due_on: date
    is_due: bool


def spread(money: Decimal, debts: Iterable[Share]) -> list[Decimal]:
    """How a payment of several debts to one creditor is shared (民法典 第五百六十条).

    What is due comes first, the heavier before the lighter, the earlier before the later; alike
    ones get by what is left of them, to the cent.
    """
    known = list(debts)
    shares, rest = [NOTHING] * len(known), money
    ranks = [(not debt.is_due, -debt.daily, debt.due_on) for debt in known]
    for rank in sorted(set(ranks)):
        alike = [place for place, other in enumerate(ranks) if other == rank]
        for place, share in zip(
            alike, _proportionally(rest, [known[place].left for place in alike]), strict=True
        ):
            shares[place] = share
            rest -= share
    return shares


def _proportionally(money: Decimal, wanted: list[Decimal]) -> list[Decimal]:
    """Parts of a sum by what is wanted, in whole cents; the first that lack get what is over."""
    total = sum(wanted, NOTHING)
    if money >= total:
        return wanted
    shares = [Decimal(int(money * 100 * part / total)).scaleb(-2) + NOTHING for part in wanted]
    lacking = [place for place, part in enumerate(wanted) if shares[place] < part]
    for place in lacking[: int((money - sum(shares, NOTHING)) * 100)]:
        shares[place] += Decimal("0.01")
    return shares
