"""Payments that the finance department made, from a table: a second source beside the debtor.

A row is known by its voucher. It confirms what the debtor reported, or counts by itself. Where it
may be a payment that counts already, or one that the supplier denied, the row has to say which.
"""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, selectinload

from arrears import balances, payments
from arrears.codes import PAYMENT_NAMES, PENDING, PaymentState, Source
from arrears.errors import AlreadyRegistered
from arrears.fields import REF, STATE, UNPAID
from arrears.models import Invoice, Payment
from arrears.permissions import ArrearsPermission
from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import (
    DAY,
    FILE,
    MONEY,
    Field,
    choice,
    differences,
    heads,
    text,
    written,
)


class Which(enum.StrEnum):
    """Whether a row is a payment that is known already."""

    SAME = "same"
    OTHER = "other"


WHICH_NAMES = {Which.SAME: _l("同一笔"), Which.OTHER: _l("另一笔")}
# fmt: off
FIELDS = (
    Field(
        "voucher", _l("支付凭证号"), text(80), FILE,
        help=_l(
            "财政支付凭证号，不得重复；再次导入时据此识别。"
            "一张凭证支付几笔欠款的，各行凭证号后加序号。"
        ),
        required=FILE,
    ),
    Field(
        "invoice", REF.label, on=FILE, help=_l("拖欠账款的登记号。例如：AR-2026-000001。"),
        required=FILE, of=lambda payment: payment.invoice.ref,
    ),
    Field(
        "paid_on", _l("支付日期"), DAY, FILE, help=_l("资金支付日期。"), required=FILE,
        of=lambda payment: payment.counted_on,
    ),
    Field("amount", _l("付款金额"), MONEY, FILE, required=FILE, also=("金额",)),
    Field("which", _l("与已有付款"), choice(Which, WHICH_NAMES), FILE, of=lambda payment: None),
)
# fmt: on


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The invoices of a batch, kept from being changed by others, and what its vouchers paid."""
    refs = {row["invoice"] for row in rows}
    wanted = sa.select(Invoice).where(Invoice.ref.in_(refs)).order_by(Invoice.id)
    wanted = wanted.options(selectinload(Invoice.subject), selectinload(Invoice.creditor))
    known = sa.select(Payment).join(Payment.invoice).options(contains_eager(Payment.invoice))
    known = known.where(Payment.voucher.in_({plainly(row["voucher"]) for row in rows}))
    return {
        "invoices": {i.ref: i for i in db.session.scalars(wanted.with_for_update(of=Invoice))},
        "vouchers": {payment.voucher: payment for payment in db.session.scalars(known)},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take one payment; the same row again changes nothing, another one is refused."""
    voucher, invoice = plainly(row.text("voucher", 80)), _invoice(row)
    paid_on, amount = row.day("paid_on"), row.amount("amount")
    assert paid_on is not None  # required
    assert amount is not None
    if known := row.known["vouchers"].get(voucher):
        _demand_same(row, known, {"invoice": invoice.ref, "paid_on": paid_on, "amount": amount})
        return Loaded.UNCHANGED
    balances.lock(invoice)
    claim, unpaid = _meant(row, invoice, voucher, paid_on, amount), invoice.unpaid
    _warn(row, invoice, voucher, paid_on, amount)
    if claim and claim.state is PaymentState.CONFIRMED:
        payments.number(claim, voucher, by=by, at=at)
        payment, row.changes["voucher"] = claim, ("", voucher)
    else:
        said = (paid_on, amount, voucher)
        payment = payments.receive(invoice, *said, claim=claim, by=by, at=at)
        row.changes[str(UNPAID.label)] = (unpaid, invoice.unpaid)
        if claim:
            names = PAYMENT_NAMES[PaymentState.REPORTED], PAYMENT_NAMES[PaymentState.CONFIRMED]
            row.changes[str(STATE.label)] = (str(names[0]), str(names[1]))
    row.known["vouchers"][voucher] = payment
    return Loaded.UPDATED if claim else Loaded.ADDED


def plainly(text: str) -> str:
    """A number without what depends on who typed it: width and spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _invoice(row: Row) -> Invoice:
    found: Invoice | None = row.known["invoices"].get(row["invoice"])
    if found is None:
        raise BadValue("invoice", _("没有这个登记号。"))
    names = _("%(debtor)s应付%(creditor)s", debtor=found.subject.name, creditor=found.creditor.name)
    row.understood["invoice"] = _("%(name)s（%(note)s）", name=found.ref, note=names)
    return found


def _demand_same(row: Row, known: Payment, said: Mapping[str, Any]) -> None:
    """What a voucher paid is not changed by a file, raises AlreadyRegistered with what differs."""
    if known.source is not Source.FINANCE:  # counts from the day that the supplier named
        said = {name: value for name, value in said.items() if name != "paid_on"}
    if other := differences(FIELDS, known, said, row):
        raise AlreadyRegistered(
            _(
                "该支付凭证号已经以其他内容登记，不能由导入更改：%(names)s。",
                names=_("、").join(str(field.label) for field in other),
            )
        )


def _meant(
    row: Row, invoice: Invoice, voucher: str, paid_on: date, amount: Decimal
) -> Payment | None:
    """The payment that a row speaks of, None if nobody spoke of it yet; raises BadValue."""
    which = row.choice("which", Which, WHICH_NAMES) if row["which"] else None
    without = [payment for payment in invoice.payments if payment.voucher is None]
    alike = [payment for payment in without if payment.amount == amount]
    named = [payment for payment in alike if plainly(payment.note) == voucher]
    reported = [payment for payment in alike if payment.state in PENDING]
    if which is None and not named:
        _ask(_answered(without, amount))
    found = named or (
        [p for p in alike if p not in reported] or reported if which is Which.SAME else reported
    )
    if which is Which.SAME and not found:
        raise BadValue("which", _("这个登记号下没有同额的付款，不能是同一笔。"))
    meant = _only(found, paid_on)
    if meant and meant.state is PaymentState.DENIED:
        raise BadValue(
            "which", _("供应商否认收到这笔付款，由处理部门凭支付凭证认定，不能由导入认定。")
        )
    return meant


def _answered(known: Iterable[Payment], amount: Decimal) -> list[Payment]:
    """What may be the same: payments that count, and those of this sum that were denied."""
    denied = PaymentState.DENIED
    return [
        p
        for p in known
        if p.state is PaymentState.CONFIRMED or (p.state is denied and p.amount == amount)
    ]


def _ask(known: Sequence[Payment]) -> None:
    if known:
        said = _("、").join(
            _(
                "%(day)s %(sum)s（%(state)s）",
                day=p.counted_on or p.paid_on,
                sum=i18n.money(p.amount),
                state=PAYMENT_NAMES[p.state],
            )
            for p in known
        )
        raise BadValue(
            "which", _("已有付款：%(said)s。请在这一列填写是“同一笔”还是“另一笔”。", said=said)
        )


def _only(found: list[Payment], paid_on: date) -> Payment | None:
    """The one payment that is meant, of several the one of that day; raises BadValue."""
    if len(found) > 1:
        found = [p for p in found if paid_on in (p.paid_on, p.counted_on)]
        if len(found) != 1:
            raise BadValue(
                "paid_on",
                _(
                    "有几笔同额的付款，日期和凭证号不能确定是哪一笔；请由供应商或者处理部门逐笔认定。"
                ),
            )
    return found[0] if found else None


def _warn(row: Row, invoice: Invoice, voucher: str, paid_on: date, amount: Decimal) -> None:
    """What should not be confirmed without a second look."""
    if paid_on < invoice.registered_on:
        row.warnings.append(
            _(
                "支付日期早于登记日期 %(day)s，登记的未付金额可能已经扣除。",
                day=invoice.registered_on,
            )
        )
    for payment in invoice.payments:
        if plainly(payment.note) == voucher and payment.amount != amount:
            sum_ = i18n.money(payment.amount)
            row.warnings.append(_("单位自报的同一凭证号金额是 %(sum)s。", sum=sum_))


def dump() -> Iterator[Mapping[str, Any]]:
    """Every payment with a voucher, with the columns in which it can be imported again."""
    wanted = sa.select(Payment).join(Payment.invoice).options(contains_eager(Payment.invoice))
    wanted = wanted.where(Payment.voucher.is_not(None)).order_by(Payment.id)
    found = db.session.scalars(wanted.execution_options(yield_per=1000))
    return (written(FIELDS, payment) for payment in found)


IMPORTERS = {
    "finance-payments": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("voucher",),
        prepare=prepare,
        dump=dump,
        title=_l("财政支付记录"),
        permission=ArrearsPermission.FINANCE,
    )
}
