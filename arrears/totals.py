"""The interest of many invoices by a day: two statements, however many there are.

Interest is linear in what was paid: every yuan of principal stops bearing on the day after it was
paid. So what a payment covered, which is stored with it, is all that has to be known.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import sqlalchemy as sa

from arrears.codes import DisputeState
from arrears.interest import NOTHING_OWED, Terms, daily
from arrears.models import Dispute, Invoice, Payment
from arrears.reckoning import cents
from integrity.base.db import db
from integrity.casework.rules import service as rules

SUMS = (Invoice.id, Invoice.due_on, Invoice.amount, Invoice.excused)
TERMS = tuple(getattr(Invoice, name) for name in Terms._fields)


def interest_left(on: date, *which: sa.ColumnElement[bool]) -> dict[int, Decimal]:
    """What is left of the interest of each invoice at the end of a day, by its id."""
    bears = (Invoice.due_on < on, Invoice.state.not_in(NOTHING_OWED), *which)
    paid, lpr = _paid(on, bears), rules.lpr_of_days()
    rate = cache(lambda *terms: daily(Terms(*terms), lpr))
    undecided = sa.case((Dispute.state != DisputeState.DECIDED, Dispute.amount), else_=0)
    wanted = sa.select(*SUMS, *TERMS, sa.func.coalesce(undecided, 0).label("disputed"))
    wanted = wanted.outerjoin(Dispute, Dispute.invoice_id == Invoice.id).where(*bears)
    return {
        row.id: _left(row, on, paid.get(row.id, ()), rate(*row[len(SUMS) : -1]))
        for row in db.session.execute(wanted)
    }


def _left(row: Any, on: date, paid: Iterable[Any], rate: Fraction) -> Decimal:
    """All that was owed bears to the end; what was paid takes off the days after its own."""
    owed = row.amount - row.excused
    principal = int((owed - min(row.disputed, owed)) * 100)
    cent_days, covered = principal * (on - row.due_on).days, 0
    for payment in paid:
        part = min(int(payment.principal * 100), principal)
        principal -= part
        cent_days -= part * (on - max(payment.counted_on, row.due_on)).days
        covered += int(payment.interest * 100)
    return Decimal(cents(cent_days, rate) - covered).scaleb(-2)


def _paid(on: date, which: tuple[Any, ...]) -> dict[int, list[Any]]:
    """What the payments that count by a day covered, by invoice, in their order."""
    wanted = sa.select(
        Payment.invoice_id, Payment.counted_on, Payment.principal, Payment.interest
    ).where(Payment.counted_on <= on, Payment.invoice.has(sa.and_(*which)))
    found = defaultdict(list)
    for row in db.session.execute(wanted.order_by(Payment.counted_on, Payment.id)):
        found[row.invoice_id].append(row)
    return found
