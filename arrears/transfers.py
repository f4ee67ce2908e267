"""A complaint that was accepted elsewhere and handed over: its number, its clock, its answer.

Only a department of a province accepts one in law (第二十四条). What was accepted has the terms of
第二十五条: a result in writing, to who complained and to who handed it over.
"""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears import registrations
from arrears.codes import Platform
from arrears.errors import AlreadyRegistered, WrongInvoice
from arrears.flow import FLOW
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.sides import not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step


class TransferState(enum.StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"


S = TransferState
TRANSFER_NAMES = {S.RECEIVED: _l("待反馈处理结果"), S.ANSWERED: _l("已反馈处理结果")}
RECEIPT = "transfer-receipt"


class Transfer(HasSteps, Model):
    """From where an invoice was handed over, under which number, and what was answered.

    `sender`: the department that accepted it on `accepted_on`; `received_on`: when its materials
    came here, from which the term of the result runs.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), unique=True)
    state: Mapped[TransferState] = mapped_column(default=S.RECEIVED)
    platform: Mapped[Platform]
    number: Mapped[str] = mapped_column(sa.String(80))
    sender: Mapped[str] = mapped_column(sa.String(200))
    accepted_on: Mapped[date]
    received_on: Mapped[date]
    result: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]

    invoice: Mapped[Invoice] = relationship()

    __tablename__ = "arrears_transfer"
    __table_args__ = (sa.UniqueConstraint("platform", "number"),)

    @property
    def parties(self) -> set[int]:
        return self.invoice.parties

    @property
    def subject_id(self) -> int:
        return self.invoice.subject_id

    @property
    def ref(self) -> str:
        return self.invoice.ref


TRANSFERS = Flow(
    steps={S.RECEIVED: Step(Side.OFFICE, "ARR-RESULT")},
    report=Move({S.RECEIVED}, S.ANSWERED, ArrearsPermission.HANDLE, paper=Makes("transfer-result")),
)
TRANSFERS.names.update(TRANSFER_NAMES)


def take_in(
    invoice: Invoice,
    platform: Platform,
    number: str,
    sender: str,
    accepted_on: date,
    received_on: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> Transfer:
    """Store a draft that was handed over, under its number there, and write the receipt for it.

    Raises WrongInvoice, AlreadyRegistered.
    """
    if not accepted_on <= received_on <= local_day(at):
        raise WrongInvoice(_("日期先后应为：受理、收到材料，并且不晚于今天。"))
    known = sa.exists().where(Transfer.platform == platform, Transfer.number == number)
    if db.session.scalar(sa.select(known)):
        raise AlreadyRegistered(_("转办编号 %(number)s 已经登记。", number=number))
    registrations.register(invoice, by=by, at=at)
    FLOW.begin(invoice, accepted_on)
    made = Transfer(
        invoice=invoice,
        state=S.RECEIVED,
        platform=platform,
        number=number,
        sender=sender,
        accepted_on=accepted_on,
        received_on=received_on,
    )
    TRANSFERS.begin(made, received_on)
    db.session.add(made)
    db.session.flush()
    audit.write(made, "receive", by=by, at=at, target=made.state, number=number)
    making.issue((RECEIPT,), [made], by=by, at=at)
    return made


def report(transfer: Transfer, result: str, *, by: Any, at: datetime) -> None:
    """The result goes in writing to who complained and to who handed it over (第二十五条)."""
    not_the_debtor(transfer.invoice, by)
    TRANSFERS.check(transfer, "report")
    transfer.result, transfer.answered_on = result, local_day(at)
    TRANSFERS.go(transfer, "report", by=by, at=at)


def of(invoice: Invoice) -> Transfer | None:
    """From where an invoice was handed over."""
    return db.session.scalars(sa.select(Transfer).where(Transfer.invoice_id == invoice.id)).first()
