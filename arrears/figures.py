"""What is owed on a day, as sets: breaches, ageing, and the yearly disclosure (第十八条)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from arrears.codes import DEPOSITS, Size
from arrears.codes import InvoiceState as S
from arrears.from_contracts import recorded
from arrears.interest import NOTHING_OWED, rates
from arrears.models import Dispute, Invoice, Payment
from integrity.base.db import db
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.people.subjects.models import Subject, SubjectKind

BUCKETS = (30, 90, 180, 365)
"""Upper bounds of ageing in days; what is older comes last."""
LATE, REGISTERED, CLAIMED, CONTESTED, COURT = -1, 5, 6, 7, 8
"""How a sum is counted: late by its days (in the buckets 0 to 4), or apart, after them."""
MONEY = sa.Numeric(18, 2)
SMALLEST = sa.literal(Decimal("0.005"), sa.Numeric(18, 3))


def taken_up() -> sa.ColumnElement[bool]:
    """Claims that somebody has looked at; of a rejected one nothing is owed."""
    return Invoice.state.not_in((S.REGISTERED, *NOTHING_OWED))


def of_bodies(debtor: Any = Invoice.subject_id) -> sa.ColumnElement[bool]:
    """What public bodies owe: no figure about them has what a large enterprise owes."""
    bodies = sa.select(Subject.id).where(Subject.kind == SubjectKind.BODY)
    return debtor.in_(bodies.correlate(None))  # type: ignore[no-any-return]


def counted() -> sa.ColumnElement[bool]:
    """What figures count: claims against public bodies that somebody has looked at."""
    return sa.and_(taken_up(), of_bodies())


def breaches(on: date) -> sa.Select[Any]:
    """Every invoice that a body had not paid by its due day, even if it has been paid since.

    One debt is on record once: not again where it was, under its contract, before it was claimed.
    That a large enterprise is late makes no record: of one 第二十六条 wants 失信 to be found first,
    by who handles complaints, and such findings come as lists handed down.
    """
    late = Invoice.late(on).where(counted(), ~recorded())
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


def outstanding(on: date) -> sa.Subquery:
    """Everything unpaid after its day, as it was on a day: undisputed and disputed part apart.

    `standing`: how it is counted; nothing is in two of them and nothing in none.
    """
    paid = _paid(on)
    left = Invoice.amount - Invoice.excused - sa.func.coalesce(paid.c.paid, 0)
    disputed = _disputed(on, left)
    return (
        sa.select(
            Invoice.id,
            Invoice.subject_id,
            Invoice.creditor_id,
            Invoice.contract_no,
            Invoice.due_on,
            protected().label("protected"),
            _standing().label("standing"),
            sa.type_coerce(left - disputed, MONEY).label("unpaid"),
            sa.type_coerce(disputed, MONEY).label("disputed"),
        )
        .outerjoin(paid, paid.c.invoice_id == Invoice.id)
        .outerjoin(Dispute, Dispute.invoice_id == Invoice.id)
        .where(
            Invoice.state.not_in(NOTHING_OWED),
            Invoice.due_on < on,
            sa.or_(Invoice.closed_on.is_(None), Invoice.closed_on > on),
        )
        .subquery()
    )


def _paid(on: date) -> sa.Subquery:
    """What counted as paid on each invoice by a day."""
    return (
        sa.select(Payment.invoice_id, sa.func.sum(Payment.principal).label("paid"))
        .where(Payment.counted_on <= on)
        .group_by(Payment.invoice_id)
        .subquery()
    )


def _disputed(on: date, left: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The part of what is left that was in dispute on a day."""
    was_open = sa.or_(Dispute.decided_on.is_(None), Dispute.decided_on > on)
    raised = sa.case((sa.and_(Dispute.raised_on <= on, was_open), Dispute.amount), else_=0)
    return sa.case((raised < left, raised), else_=left)


def _standing() -> sa.ColumnElement[int]:
    return sa.case(
        (Invoice.state == S.REGISTERED, REGISTERED),
        (Invoice.state == S.DISPUTED, COURT),
        (Invoice.claimed_in_time(), CLAIMED),
        else_=LATE,
    )


def overdue(on: date) -> sa.Select[Any]:
    """What was late on a day without being in dispute, also while a court has it."""
    late = outstanding(on)
    return sa.select(late).where(late.c.standing.in_((LATE, COURT)), late.c.unpaid > SMALLEST)


def ageing(on: date) -> list[tuple[str, int, Decimal]]:
    """(label, invoices, yuan) of bodies by days late, then all counted apart, in one statement."""
    found = outstanding(on)
    mine = of_bodies(found.c.subject_id)
    bucket = sa.case(
        (found.c.standing != LATE, found.c.standing),
        *((found.c.due_on >= on - timedelta(days=most), n) for n, most in enumerate(BUCKETS)),
        else_=len(BUCKETS),
    )
    apart = sa.case((found.c.standing.in_((REGISTERED, COURT)), found.c.standing), else_=CONTESTED)
    rows = sa.union_all(
        sa.select(bucket.label("bucket"), found.c.unpaid).where(found.c.unpaid > SMALLEST, mine),
        sa.select(apart, found.c.disputed).where(found.c.disputed > SMALLEST, mine),
    ).subquery()
    total = sa.type_coerce(sa.func.sum(rows.c.unpaid), MONEY)
    wanted = sa.select(rows.c.bucket, sa.func.count(), total).group_by(rows.c.bucket)
    sums = {number: (count, amount) for number, count, amount in db.session.execute(wanted)}
    nothing = (0, Decimal("0.00"))
    return [(name, *sums.get(number, nothing)) for number, name in enumerate(bucket_names())]


def bucket_names() -> list[str]:
    """0—30 天 and so on, in the order of `ageing`."""
    lows = (0, *(most + 1 for most in BUCKETS[:-1]))
    pairs = zip(lows, BUCKETS, strict=True)
    names = [_("%(low)d—%(high)d 天", low=low, high=high) for low, high in pairs]
    names.append(_("%(days)d 天以上", days=BUCKETS[-1]))
    return [*names, _("待受理"), _("自报已付，待确认"), _("有分歧，待认定"), _("诉讼中（未清偿）")]


def protected() -> sa.ColumnElement[bool]:
    """interest.is_protected in SQL: what the yearly disclosure is about."""
    first = min(rate.effective_from for rate in rates())
    runs_from = sa.func.coalesce(Invoice.starts_on, Invoice.delivered_on)
    lent = Invoice.nature.in_(DEPOSITS)
    return sa.and_(Invoice.size != Size.LARGE, ~lent, runs_from >= first)


def disclosure(on: date) -> sa.Select[str, str | None, int, Decimal]:
    """Per body: name, slug, contracts and yuan overdue on a day (the year's last)."""
    late = overdue(on).subquery()
    contracts = (
        sa.select(late.c.subject_id, sa.func.sum(late.c.unpaid).label("amount"))
        .where(late.c.protected)
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
        .where(Subject.kind == SubjectKind.BODY)  # an enterprise discloses in its yearly report
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


def disclosed(on: date) -> tuple[int, Decimal]:
    """Contracts and yuan overdue on a day, of all bodies."""
    return total(disclosure(on))


def total(rows: sa.Select[str, str | None, int, Decimal]) -> tuple[int, Decimal]:
    """Contracts and yuan of all bodies, from the rows of a disclosure."""
    found = rows.subquery()
    totals = sa.select(
        sa.func.coalesce(sa.func.sum(found.c.contracts), 0),
        sa.type_coerce(sa.func.coalesce(sa.func.sum(found.c.amount), 0), MONEY),
    )
    count, amount = db.session.execute(totals).one()
    return int(count), amount
