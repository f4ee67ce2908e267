"""What is owed under one contract: its deliveries, retention and deposits, and payments of several.

Each sum has its own day and its own account; one payment may be for several of them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import FileStorage

from arrears import interest as rates
from arrears import payments
from arrears.codes import InvoiceState
from arrears.errors import WrongPayment
from arrears.flow import FLOW
from arrears.models import Invoice, Payment
from arrears.reckoning import NOTHING, Share, spread
from arrears.sides import debtor_only
from integrity.base.clock import local_day
from integrity.base.db import db


def under_that_of(invoice: Invoice) -> sa.ColumnElement[bool]:
    """The condition for what was registered under the contract of an invoice."""
    same = (Invoice.subject_id, Invoice.creditor_id, Invoice.contract_no)
    return sa.and_(*(column == getattr(invoice, column.key) for column in same))


def sums(invoice: Invoice) -> list[Invoice]:
    """All that was registered under the contract of an invoice, by its day."""
    wanted = sa.select(Invoice).where(
        under_that_of(invoice), Invoice.state != InvoiceState.REJECTED
    )
    wanted = wanted.options(selectinload(Invoice.payments), selectinload(Invoice.dispute))
    return list(db.session.scalars(wanted.order_by(Invoice.due_on, Invoice.id)))


def shares(invoices: Sequence[Invoice], amount: Decimal, paid_on: date, on: date) -> list[Decimal]:
    """Which part of a payment each of these gets, by law; nothing where nothing is left."""
    found = []
    for one in invoices:
        left = rates.whole_of(one, on).left - one.pending if FLOW.allows(one, "pay") else NOTHING
        due_on = one.due_on or date.max
        found.append(Share(max(left, NOTHING), rates.daily(one), due_on, due_on <= paid_on))
    return spread(amount, found)


def pay(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    *,
    note: str,
    document: FileStorage | None = None,
    by: Any,
    at: datetime,
) -> list[Payment]:
    """The debtor says that it paid several sums of a contract at once. Raises WrongPayment."""
    debtor_only(invoice, by)
    known = sums(invoice)
    parts = shares(known, amount, paid_on, local_day(at))
    if sum(parts, NOTHING) != amount or amount <= 0:
        most = sum(shares(known, Decimal(10) ** 15, paid_on, local_day(at)), NOTHING)
        raise WrongPayment(_("付款超过本合同未付的本金和利息 %(left)s 元。", left=most))
    made = []
    for one, part in zip(known, parts, strict=True):
        if part:
            said = (one, paid_on, part)
            made.append(payments.pay(*said, by=by, at=at, note=note, document=document))
            note = note or _("银行回单附于同一合同的其他款项")
            document = None  # kept once, with the first
    return made
