"""Six invented invoices, each at another point of the way from a debt to its end."""

import io
from datetime import date, timedelta
from decimal import Decimal

from werkzeug.datastructures import FileStorage

from arrears import corrections, disclosures, disputes, finance, payments, receivables
from arrears import service as arrears
from arrears.codes import InvoiceKind, Size
from arrears.grounds import Ground
from arrears.models import Invoice
from integrity.base import clock
from integrity.base.db import db
from integrity.doors.importing import service as importing
from integrity.files.exports import as_csv
from integrity.people.accounts.models import User
from jobs.demo.participants import Participants

TEN_THOUSAND = Decimal(10_000)
DELIVERED, REGISTERED, VERIFIED = 150, 70, 60
"""So many days ago."""


def disclose(players: Participants, last: date) -> None:
    """The office publishes last year's figures on the day by which the law asks for it."""
    if (last.month, last.day) == (3, 31):
        disclosures.publish(last.year - 1, by=players.people["office2"], at=clock.at(last, 10))


def leave_open(players: Participants, today: date) -> None:
    """A plan, a court, a finding, a payment denied, one made by finance, one put right."""
    _plan(players, _invoice(players, 1, "道路保洁服务", 24, today), today)
    _go_to_court(players, _invoice(players, 2, "河道清淤工程", 86, today, contested=True), today)
    _find(players, _invoice(players, 3, "校服采购", 12, today, contested=True), today)
    _deny(players, _invoice(players, 4, "路灯维护服务", 9, today), today)
    _pay_by_finance(players, _invoice(players, 5, "办公家具采购", 6, today), today)
    _ask_to_confirm(players, _invoice(players, 6, "绿化养护服务", 18, today), today)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _invoice(
    players: Participants,
    number: int,
    name: str,
    sum_: int,
    today: date,
    *,
    contested: bool = False,
) -> Invoice:
    """A debt that the office passed on and the body has verified or contests."""
    invoice = arrears.draft(
        players.suppliers[0],
        players.bodies[number],
        kind=InvoiceKind.SERVICES,
        contract_no=f"SL-{today.year}-{number:03d}",
        contract_name=f"{name}（示例）",
        contract_signed_on=_ago(today, 300),
        size=Size.SMALL,
        delivered_on=_ago(today, DELIVERED),
        amount=sum_ * TEN_THOUSAND,
    )
    office, at = players.people["office1"], clock.at(_ago(today, REGISTERED), 9)
    arrears.register(invoice, by=players.people["supplier"], at=at)
    arrears.refer(invoice, by=office, at=at)
    arrears.take_on(invoice, "已督促付款单位核实（示例）", by=players.people["finder"], at=at)
    arrears.verify(
        invoice,
        invoice.amount / 2 if contested else Decimal(0),
        "部分成果检测不合格（示例）" if contested else "",
        by=players.officer(invoice.subject_id),
        at=clock.at(_ago(today, VERIFIED), 9),
        ground=Ground.QUALITY,
        evidence="示例检测报告",
    )
    return invoice


def _plan(players: Participants, invoice: Invoice, today: date) -> None:
    """Three parts, agreed to by the supplier; the first has been paid and arrived."""
    part, officer, supplier = (
        invoice.amount / 3,
        players.officer(invoice.subject_id),
        _supplier(players),
    )
    days = [_ago(today, days) for days in (30, -30, -90)]
    at = clock.at(_ago(today, 50), 9)
    arrears.plan(
        invoice, [(day, part) for day in days], "已与供应商协商（示例）", by=officer, at=at
    )
    arrears.agree_plan(invoice, by=supplier, at=clock.at(_ago(today, 48), 9))
    at = clock.at(_ago(today, 31), 9)
    payment = arrears.pay(invoice, _ago(today, 31), part, by=officer, at=at, note="示例凭证 1 号")
    payments.confirm(payment, _ago(today, 31), by=supplier, at=clock.at(_ago(today, 29), 9))


def _go_to_court(players: Participants, invoice: Invoice, today: date) -> None:
    assert invoice.dispute is not None
    at = clock.at(_ago(today, 40), 9)
    disputes.contest(invoice.dispute, "工程已经验收（示例）", by=_supplier(players), at=at)
    number = f"（{today.year}）示0199民初{invoice.id}号"
    at = clock.at(_ago(today, 20), 9)
    arrears.dispute(invoice, number, "供应商已起诉（示例）", by=players.people["office1"], at=at)


def _find(players: Participants, invoice: Invoice, today: date) -> None:
    assert invoice.dispute is not None
    at = clock.at(_ago(today, 45), 9)
    disputes.contest(invoice.dispute, "校服经第三方检测合格（示例）", by=_supplier(players), at=at)
    found, finder = invoice.dispute.amount * 3 / 4, players.people["finder"]
    why = "经核对检测报告，四分之三应付（示例）"
    disputes.find(invoice.dispute, found, why, by=finder, at=clock.at(_ago(today, 20), 9))


def _deny(players: Participants, invoice: Invoice, today: date) -> None:
    """The body names a day before the due day; the supplier has nothing on its account."""
    said, at = _ago(today, DELIVERED - 20), clock.at(_ago(today, 15), 9)
    officer = players.officer(invoice.subject_id)
    payment = arrears.pay(invoice, said, invoice.amount, by=officer, at=at, note="示例凭证 2 号")
    at = clock.at(_ago(today, 13), 9)
    payments.deny(payment, "账户没有收到（示例）", by=_supplier(players), at=at)


def _pay_by_finance(players: Participants, invoice: Invoice, today: date) -> None:
    """What the body reported is in the list of the finance department, which waits for a check."""
    day, at = _ago(today, 4), clock.at(_ago(today, 3), 9)
    officer = players.officer(invoice.subject_id)
    arrears.pay(invoice, day, invoice.amount, by=officer, at=at, note="示例支付凭证 7 号")
    db.session.flush()
    rows = [
        ("示例支付凭证7号", invoice.ref, day, invoice.amount, ""),
        ("示例支付凭证8号", "AR-0000-000000", day, invoice.amount, ""),
    ]
    content = as_csv(
        [field.name for field in finance.FIELDS], iter([list(map(str, row)) for row in rows])
    )
    file, at = FileStorage(io.BytesIO(content), "财政支付记录（示例）.csv"), clock.at(today, 9)
    upload = importing.receive("finance-payments", file, by=players.people["finder"], at=at)
    db.session.flush()
    importing.work(upload.id, at=at)


def _ask_to_confirm(players: Participants, invoice: Invoice, today: date) -> None:
    """The supplier wants to raise money on it; a payment of it was mistyped and is put right."""
    officer, supplier = players.officer(invoice.subject_id), _supplier(players)
    day, at = _ago(today, 12), clock.at(_ago(today, 12), 9)
    typed = arrears.pay(invoice, day, Decimal(2_000), by=officer, at=at, note="示例凭证 9 号")
    payments.confirm(typed, day, by=supplier, at=clock.at(_ago(today, 11), 9))
    why, at = "少打了一个零（示例）", clock.at(_ago(today, 6), 9)
    corrections.correct(typed, day, Decimal(20_000), why, by=officer, at=at)
    receivables.ask(invoice, "示例银行", by=supplier, at=clock.at(_ago(today, 5), 9))


def _supplier(players: Participants) -> User:
    return players.people["supplier"]
