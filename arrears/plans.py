"""还款协议: what both agreed to is kept instalment by instalment, or it is broken.

A plan moves no legal due day: once it is broken, all that is left is owed at once, as before it.
"""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from arrears.codes import PENDING, InvoiceState
from arrears.flow import FLOW
from arrears.models import Instalment, Invoice
from arrears.reckoning import NOTHING, Paid
from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.db import db, for_change


def missed(invoice: Invoice, money: Iterable[Paid], before: date) -> date | None:
    """The first day of an instalment, before a day, by which too little of this had been paid."""
    known = list(money)
    later = sum((part.amount for part in invoice.instalments), NOTHING)
    for part in sorted(invoice.instalments, key=lambda part: part.due_on):
        later -= part.amount
        paid = sum((one.amount for one in known if one.on <= part.due_on), NOTHING)
        if part.due_on < before and paid < invoice.undisputed - later:
            return part.due_on
    return None


def break_missed(*, on: date, at: datetime) -> int:
    """End the plans of which an instalment was not paid by its day; returns how many.

    What the debtor reported in time keeps a plan until somebody denies it.
    """
    past = sa.exists().where(Instalment.invoice_id == Invoice.id, Instalment.due_on < on)
    wanted = for_change(
        sa.select(Invoice).where(Invoice.state == InvoiceState.PLANNED, past), Invoice
    )
    wanted = wanted.options(selectinload(Invoice.payments), selectinload(Invoice.instalments))
    broken = 0
    for invoice in db.session.scalars(wanted.order_by(Invoice.id)).all():
        said = [p.as_of(p.received_on) for p in invoice.payments if p.state in PENDING]
        if day := missed(invoice, [*invoice.counted(), *said], on):
            why = _("%(day)s 应付的一期没有按期足额支付。", day=i18n.day(day))
            FLOW.go(invoice, "break_plan", by=audit.SYSTEM, at=at, why=why)
            broken += 1
    return broken
