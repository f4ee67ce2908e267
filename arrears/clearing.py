"""清欠: what is unpaid today, by age, by body and by month, every figure from the same items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from arrears import figures, strikings
from arrears.codes import FUNDING_NAMES
from arrears.figures import BUCKETS
from arrears.interest import NOTHING_OWED, account_of
from arrears.models import Invoice, Payment
from integrity.base.db import db

NOTHING = Decimal("0.00")
NOT_DUE = 0
MONTHS = 12
"""So many month's ends are looked back upon."""


@dataclass(frozen=True)
class Unpaid:
    """What is left of one invoice at the end of a day, and how old it is.

    age: 0 before its day, then one more for each upper bound that it is beyond. existing: whether
    it was overdue already when the year began (存量), else it came in this year (增量).
    """

    invoice: Invoice
    days: int
    age: int
    undisputed: Decimal
    disputed: Decimal
    interest: Decimal
    existing: bool

    @property
    def left(self) -> Decimal:
        return self.undisputed + self.disputed

    @property
    def is_paid(self) -> bool:
        """Whether all is paid and nobody has said yet that it may leave the ledger (待销号)."""
        return self.invoice.closed_on is not None


@dataclass(frozen=True)
class Sums:
    """The items of one body, or of all: by age, in dispute, with interest, existing and new.

    number: of those unpaid; paid: of those that are, and have not left the ledger.
    """

    name: str
    number: int
    paid: int
    ages: tuple[Decimal, ...]
    disputed: Decimal
    interest: Decimal
    existing: Decimal
    new: Decimal

    @property
    def left(self) -> Decimal:
        return sum(self.ages, NOTHING)


@dataclass(frozen=True)
class Month:
    """A month: unpaid after its day when it began, what was paid in it, and unpaid when it ended.

    added: what became overdue in it, less what was found not to be owed. existing, disputed: so
    much of what was unpaid when it ended.
    """

    month: str
    opening: Decimal
    paid: Decimal
    closing: Decimal
    existing: Decimal
    disputed: Decimal

    @property
    def added(self) -> Decimal:
        return self.closing - self.opening + self.paid


def items(which: sa.ColumnElement[bool], on: date) -> list[Unpaid]:
    """Everything of these invoices that is unpaid, or not struck off, the oldest first."""
    wanted = sa.select(Invoice).where(
        which,
        Invoice.state.not_in(NOTHING_OWED),
        sa.or_(Invoice.closed_on.is_(None), strikings.waits()),
        Invoice.due_on.is_not(None),
    )
    wanted = wanted.options(
        selectinload(Invoice.payments),
        joinedload(Invoice.dispute),
        joinedload(Invoice.subject),
        joinedload(Invoice.creditor),
    )
    found = db.session.scalars(wanted.order_by(Invoice.due_on, Invoice.id))
    return [_unpaid(invoice, on) for invoice in found]


def _unpaid(invoice: Invoice, on: date) -> Unpaid:
    stands = account_of(invoice, on)
    due_on = invoice.due_on or on
    days = max(((invoice.closed_on or on) - due_on).days, 0)
    return Unpaid(
        invoice,
        days,
        age_of(days),
        stands.principal_left,
        stands.disputed_left,
        stands.interest_left,
        due_on.year < on.year,
    )


def age_of(days: int) -> int:
    """In which column a sum stands that is so many days late."""
    return NOT_DUE if days < 1 else 1 + sum(days > most for most in BUCKETS)


def age_names() -> list[str]:
    """未到期, 1—30 天 and so on, in the order of `Sums.ages`."""
    lows = (1, *(most + 1 for most in BUCKETS[:-1]))
    pairs = zip(lows, BUCKETS, strict=True)
    names = [_("%(low)d—%(high)d 天", low=low, high=high) for low, high in pairs]
    return [_("未到期"), *names, _("%(days)d 天以上", days=BUCKETS[-1])]


def by_body(found: Iterable[Unpaid]) -> list[Sums]:
    """The items by the body that owes them, the largest sum first."""
    groups: dict[int, list[Unpaid]] = {}
    for one in found:
        groups.setdefault(one.invoice.subject_id, []).append(one)
    made = [summed(group[0].invoice.subject.name, group) for group in groups.values()]
    return sorted(made, key=lambda sums: (-sums.left, sums.name))


def summed(name: str, found: Sequence[Unpaid]) -> Sums:
    """These items in one row; what is not due yet is neither existing nor new."""

    def total(which: Iterable[Decimal]) -> Decimal:
        return sum(which, NOTHING)

    late = [one for one in found if one.age != NOT_DUE]
    return Sums(
        name,
        sum(not one.is_paid for one in found),
        sum(one.is_paid for one in found),
        tuple(total(o.left for o in found if o.age == age) for age in range(len(BUCKETS) + 2)),
        total(one.disputed for one in found),
        total(one.interest for one in found),
        total(one.left for one in late if one.existing),
        total(one.left for one in late if not one.existing),
    )


def by_funding(found: Iterable[Unpaid]) -> list[Sums]:
    """The same by the money from which it is to be paid."""
    groups: dict[str, list[Unpaid]] = {}
    for one in found:
        code = one.invoice.funding
        groups.setdefault(str(FUNDING_NAMES[code] if code else _("没有填写")), []).append(one)
    made = [summed(name, group) for name, group in groups.items()]
    return sorted(made, key=lambda sums: (-sums.left, sums.name))


def forecast(found: Iterable[Unpaid]) -> list[tuple[str, int, Decimal]]:
    """(month, number, yuan) of what falls due, month by month."""
    months: dict[str, list[Unpaid]] = {}
    for one in found:
        if one.age == NOT_DUE and one.invoice.due_on:
            months.setdefault(f"{one.invoice.due_on:%Y-%m}", []).append(one)
    return [
        (month, len(group), sum((one.left for one in group), NOTHING))
        for month, group in sorted(months.items())
    ]


def way_down(on: date, which: sa.ColumnElement[bool]) -> list[Month]:
    """Month by month, the last one as far as it has come; `which` narrows the invoices."""
    ends = [on]
    while len(ends) <= MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    sums = [_outstanding(day, which) for day in ends]
    return [
        Month(f"{end:%Y-%m}", sums[n + 1][0], _paid(ends[n + 1], end, which), *sums[n])
        for n, end in reversed(list(enumerate(ends[:-1])))
    ]


def _outstanding(on: date, which: sa.ColumnElement[bool]) -> tuple[Decimal, Decimal, Decimal]:
    """Yuan that were unpaid after their day on a day: all, existing before the year, disputed."""
    found = figures.outstanding(on)
    left, year = found.c.unpaid + found.c.disputed, on.replace(month=1, day=1)
    existing = sa.case((found.c.due_on < year, left), else_=0)
    mine = found.c.id.in_(sa.select(Invoice.id).where(which))
    sums = sa.select(*(sa.func.sum(column) for column in (left, existing, found.c.disputed)))
    row = db.session.execute(sums.where(mine)).one()
    return _money(row[0]), _money(row[1]), _money(row[2])


def _paid(after: date, until: date, which: sa.ColumnElement[bool]) -> Decimal:
    """Principal that counts from a day of the month, of what was due by its end."""
    wanted = sa.select(sa.func.coalesce(sa.func.sum(Payment.principal), 0)).join(Payment.invoice)
    days = (Payment.counted_on > after, Payment.counted_on <= until, Invoice.due_on <= until)
    return _money(db.session.scalar(wanted.where(which, *days)))


def _money(value: Any) -> Decimal:
    return Decimal(value or 0).quantize(NOTHING)
