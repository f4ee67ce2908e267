"""The interest of many invoices by a day: three statements, however many there are.

Interest is linear in what was paid: every yuan of principal stops bearing on the day after it was
paid. So what a payment covered, which is stored with it, is all that has to be known.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

from arrears.interest import NOTHING_OWED, Terms, daily
from arrears.models import Invoice, Payment
from arrears.reckoning import cents
from integrity.base.db import db
from integrity.casework.rules import service as rules

OWED = sa.type_coerce(Invoice.amount - Invoice.excused - Invoice.disputed, sa.Numeric(18, 2))
SUMS = (Invoice.id, Invoice.due_on, OWED)
TERMS = tuple(getattr(Invoice, name) for name in Terms._fields)


def interest_left(on: date, *which: sa.ColumnElement[bool]) -> dict[int, Decimal]:
    """What is left of the interest of each invoice at the end of a day, by its id."""
    paid, lpr, found = _paid(on, which), rules.lpr_of_days(), {}
    rate = cache(lambda *terms: daily(Terms(*terms), lpr))
    bears = (Invoice.due_on < on, Invoice.state.not_in(NOTHING_OWED), *which)
    for number, due_on, owed, *terms in db.session.execute(sa.select(*SUMS, *TERMS).where(*bears)):
        cent_days, covered = int(owed * 100) * (on - due_on).days, 0
        for counted_on, principal, interest in paid.get(number, ()):
            cent_days -= int(principal * 100) * (on - max(counted_on, due_on)).days
            covered += int(interest * 100)
        found[number] = Decimal(cents(cent_days, rate(*terms)) - covered).scaleb(-2)
    return found


def _paid(on: date, which: tuple[sa.ColumnElement[bool], ...]) -> dict[int, list[Any]]:
    """What the payments that count by a day covered, and since when, by invoice."""
    wanted = sa.select(Payment.invoice_id, Payment.counted_on, Payment.principal, Payment.interest)
    wanted = wanted.where(Payment.counted_on <= on)
    if which:
        wanted = wanted.where(Payment.invoice.has(sa.and_(*which)))
    found = defaultdict(list)
    for number, *covered in db.session.execute(wanted):
        found[number].append(covered)
    return found
