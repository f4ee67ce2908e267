"""An invoice of the example supplier, brought to a state."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import sqlalchemy as sa

from arrears import payments, service, transfers, yearly
from arrears.codes import Entry, InvoiceKind, InvoiceState, Platform, Size
from arrears.enrolments import service as enrolments
from arrears.enrolments.models import Enrolment
from arrears.interest import account_of
from arrears.models import Invoice, Payment
from arrears.yearly import Declaration
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.outbox import Channel
from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user

_numbers = count(1)


def make_draft(
    debtor: Subject | None = None, creditor: Subject | None = None, **more: Any
) -> Invoice:
    values: dict[str, Any] = {
        "kind": InvoiceKind.GOODS,
        "contract_no": f"HT-{next(_numbers)}",
        "contract_name": "示例办公设备采购合同",
        "delivered_on": date(2026, 6, 1),
        "amount": Decimal("10000.00"),
    }
    return service.draft(creditor or make_enterprise(), debtor or make_body(), **(values | more))


def make_invoice(
    state: InvoiceState = InvoiceState.VERIFIED, due_on: date | None = None, **more: Any
) -> Invoice:
    """A registered invoice; `due_on` and the state may be set outright."""
    invoice = make_draft(**more)
    service.register(invoice, by=make_user(Role.SUPPLIER), at=NOW)
    invoice.state = state
    invoice.due_on = due_on or invoice.due_on
    db.session.flush()
    return invoice


CONTESTED = {"ground": "quality", "evidence": "示例检测报告 1 号"}
"""What the debtor must say besides the sum and the reasons."""


def make_paid(
    invoice: Invoice,
    amount: Decimal,
    arrived_on: date | None = None,
    at: datetime = NOW,
    *,
    principal_first: bool = False,
) -> Payment:
    """The debtor reports a payment, the supplier has it since a day."""
    day = arrived_on or local_day(at)
    payment = service.pay(invoice, day, amount, by=clerk_of(invoice), at=at, note="示 1")
    said = {"principal_first": principal_first}
    payments.confirm(payment, day, by=supplier_of(invoice), at=at, **said)
    return payment


def all_of(invoice: Invoice, on: date = TODAY) -> Decimal:
    """What settles all of it on a day, with its interest."""
    return account_of(invoice, on).left


def clerk_of(invoice: Invoice) -> Any:
    return make_user(Role.OFFICER, invoice.subject)


def supplier_of(invoice: Invoice) -> Any:
    return make_user(Role.SUPPLIER, invoice.creditor)


def make_finder() -> Any:
    return make_user(Role.FINDER, make_body("示例工业和信息化局"))


def report(
    invoice: Invoice, day: date = TODAY, amount: Decimal | None = None, at: datetime = NOW
) -> Payment:
    """The debtor says that it paid, all of it if no sum is named."""
    said = (day, amount or invoice.amount)
    return service.pay(invoice, *said, by=clerk_of(invoice), at=at, note="示 1")


def contested(due_on: date, amount: Decimal = Decimal(10000)) -> Invoice:
    """An invoice of which the debtor disputes a part."""
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=due_on)
    service.verify(invoice, amount, "质量争议", by=clerk_of(invoice), at=NOW, **CONTESTED)
    return invoice


def late(on: date = TODAY) -> list[int]:
    """Which invoices are breaches by a day."""
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def total(on: date = TODAY) -> Decimal:
    """Everything unpaid after its day, however it is counted."""
    db.session.flush()
    return sum((amount for _label, _count, amount in service.ageing(on)), Decimal(0))


def make_transferred(number: str = "示例转 1 号", **more: Any) -> Invoice:
    """An invoice of a complaint that a province's department accepted and handed over."""
    days = (TODAY - timedelta(days=5), TODAY - timedelta(days=2))
    said = (Platform.PROVINCE, number, "示例省工业和信息化厅", *days)
    draft = make_draft(entry=Entry.TRANSFERRED, **more)
    return transfers.take_in(draft, *said, by=make_user(Role.OFFICE), at=NOW).invoice


def make_enrolment(
    name: str = "示例建材有限公司", uscc: str = "", at: datetime = NOW, **more: Any
) -> Enrolment:
    """A supplier without an account asks for one; no way to send codes is set up."""
    who: dict[str, Any] = {"size": Size.SMALL, "person": "示例联系人", "address": "0531-00000000"}
    return enrolments.ask(
        uscc=uscc or example_code(next(_numbers) + 5000, "91"),
        name=name,
        channel=Channel.GATEWAY,
        files={},
        at=at,
        **(who | more),
    )


def make_declaration(body: Subject, year: int = TODAY.year - 1) -> Declaration:
    """What a body must publish of a year, of which it has said nothing yet."""
    yearly.open_year(year, at=NOW)
    mine = sa.select(Declaration).where(Declaration.subject_id == body.id, Declaration.year == year)
    return db.session.scalars(mine).one()
