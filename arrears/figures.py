"""What is owed on a day, as sets: breaches, ageing, and the yearly disclosure (第十八条)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from arrears.interest import rates
from arrears.models import Invoice, Payment, Size
from arrears.models import InvoiceState as S
from integrity.db import db
from integrity.deadlines import day_after
from integrity.streams import breach
from integrity.subjects.models import Subject

BUCKETS = (30, 90, 180, 365)
"""Upper bounds of ageing in days; what is older comes last."""
MONEY = sa.Numeric(18, 2)


def counted() -> sa.ColumnElement[bool]:
    """Claims that somebody has looked at; a rejected one owes nothing."""
    return Invoice.state.not_in((S.REGISTERED, S.REJECTED))


def breaches(on: date) -> sa.Select[Any]:
    """Every invoice not paid by its due day, even if it has been paid since."""
    late = Invoice.late(on).where(counted(), Invoice.disputed < Invoice.amount)
    return late.with_only_columns(
        *breach(
            "arrears",
            "unpaid-after-due-day",
            Invoice.id,
            Invoice.subject_id,
            day_after(Invoice.due_on),
            sa.literal("未在付款期限内付清中小企业款项，登记号：") + Invoice.ref,
        )
    )


def is_breach(invoice: Invoice, on: date) -> bool:
    """The rule of `breaches` for one invoice."""
    if invoice.due_on is None or invoice.due_on >= on or not invoice.days_late(on):
        return False
    looked_at = invoice.state not in (S.REGISTERED, S.REJECTED)
    return looked_at and invoice.undisputed > 0


def overdue(on: date) -> sa.Select[int, int, str, date | None, Decimal]:
    """subject_id, creditor_id, contract_no, due_on, unpaid of all that was late on a day."""
    paid = (
        sa.select(Payment.invoice_id, sa.func.sum(Payment.amount).label("paid"))
        .where(Payment.paid_on <= on)
        .group_by(Payment.invoice_id)
        .subquery()
    )
    unpaid = Invoice.amount - Invoice.disputed - sa.func.coalesce(paid.c.paid, 0)
    return (
        sa.select(
            Invoice.subject_id,
            Invoice.creditor_id,
            Invoice.contract_no,
            Invoice.due_on,
            sa.type_coerce(unpaid, MONEY).label("unpaid"),
        )
        .outerjoin(paid, paid.c.invoice_id == Invoice.id)
        .where(
            counted(),
            Invoice.due_on < on,
            sa.or_(Invoice.closed_on.is_(None), Invoice.closed_on > on),
            unpaid > sa.literal(Decimal("0.005"), sa.Numeric(18, 3)),
        )
    )


def ageing(on: date) -> list[tuple[str, int, Decimal]]:
    """(label, invoices, yuan) by days late, every bucket, in one statement."""
    late = overdue(on).subquery()
    bucket = sa.case(
        *((late.c.due_on >= on - timedelta(days=most), n) for n, most in enumerate(BUCKETS)),
        else_=len(BUCKETS),
    ).label("bucket")
    total = sa.func.sum(late.c.unpaid)
    found = {
        number: (count, amount)
        for number, count, amount in db.session.execute(
            sa.select(bucket, sa.func.count(), sa.type_coerce(total, MONEY)).group_by(bucket)
        )
    }
    nothing = (0, Decimal("0.00"))
    return [(name, *found.get(number, nothing)) for number, name in enumerate(bucket_names())]


def bucket_names() -> list[str]:
    """0—30 天 and so on, in the order of `ageing`."""
    lows = (0, *(most + 1 for most in BUCKETS[:-1]))
    pairs = zip(lows, BUCKETS, strict=True)
    names = [_("%(low)d—%(high)d 天", low=low, high=high) for low, high in pairs]
    return [*names, _("%(days)d 天以上", days=BUCKETS[-1])]


def protected() -> sa.ColumnElement[bool]:
    """interest.is_protected in SQL: what the yearly disclosure is about."""
    first = min(rate.effective_from for rate in rates())
    runs_from = sa.func.coalesce(Invoice.starts_on, Invoice.delivered_on)
    return sa.and_(Invoice.size != Size.LARGE, runs_from >= first)


def disclosure(on: date) -> sa.Select[str, str | None, int, Decimal]:
    """Per body: name, slug, contracts and yuan overdue on a day (the year's last)."""
    late = overdue(on).where(protected()).subquery()
    contracts = (
        sa.select(late.c.subject_id, sa.func.sum(late.c.unpaid).label("amount"))
        .group_by(late.c.subject_id, late.c.creditor_id, late.c.contract_no)
        .subquery()
    )
    return (
        sa.select(
            Subject.name,
            Subject.slug,
            sa.func.count().label("contracts"),
            sa.type_coerce(sa.func.sum(contracts.c.amount), MONEY).label("amount"),
        )
        .join(contracts, contracts.c.subject_id == Subject.id)
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


def disclosed(on: date) -> tuple[int, Decimal]:
    """Contracts and yuan overdue on a day, of all bodies."""
    rows = disclosure(on).subquery()
    totals = sa.select(
        sa.func.coalesce(sa.func.sum(rows.c.contracts), 0),
        sa.type_coerce(sa.func.coalesce(sa.func.sum(rows.c.amount), 0), MONEY),
    )
    count, amount = db.session.execute(totals).one()
    return int(count), amount
