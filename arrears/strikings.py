"""销号: no claim leaves the ledger of clearing without the word of who was owed, or the law's.

Once all is paid, the supplier is asked to sign; it signs, or says why not. Where it refuses or is
silent the department finds on the evidence. What was found not to be owed needs no word of it.
The office then reports how the claim ended. A payment put right opens the claim, and ends this.
"""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears.codes import PaymentState
from arrears.models import Invoice, OfInvoice
from arrears.permissions import ArrearsPermission
from arrears.sides import creditor_only, not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step


class StrikingState(enum.StrEnum):
    ASKED = "asked"
    CONTESTED = "contested"  # refused, or not answered in time; the department finds
    SETTLED = "settled"
    REPORTED = "reported"
    DROPPED = "dropped"  # the claim is open again


class Substitute(enum.StrEnum):
    """What stands in law for the word of who was owed."""

    JUDGMENT = "judgment"
    DEPOSIT = "deposit"
    VOUCHER = "voucher"
    GONE = "gone"
    NOT_OWED = "not_owed"


S, P = StrikingState, ArrearsPermission
NAMES = {
    S.ASKED: _l("待供应商确认销号"),
    S.CONTESTED: _l("供应商不同意或者没有答复，待认定"),
    S.SETTLED: _l("已销号，待出具办结报告"),
    S.REPORTED: _l("已销号并办结"),
    S.DROPPED: _l("账款重新计为未付，不再销号"),
}
SUBSTITUTE_NAMES = {
    Substitute.JUDGMENT: _l("生效裁判、仲裁裁决确认已经履行"),
    Substitute.DEPOSIT: _l("款项已经依法提存（民法典第五百七十条）"),
    Substitute.VOUCHER: _l("支付凭证、银行回单足以证明已经足额到账"),
    Substitute.GONE: _l("供应商已经注销，款项已付给权利义务承继人"),
    Substitute.NOT_OWED: _l("经认定、裁判或者供应商认可，不应付"),
}


class Striking(OfInvoice, HasSteps, Model):
    """That a claim which ended may leave the ledger, and on whose word.

    `substitute`: what stands in its place where the supplier has not signed; `words`: what it or
    the department said. `settled_on`: the day on which the claim left the ledger.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    state: Mapped[StrikingState] = mapped_column(default=S.ASKED)
    asked_on: Mapped[date]
    settled_on: Mapped[date | None]
    substitute: Mapped[Substitute | None]
    words: Mapped[str] = mapped_column(default="")
    report: Mapped[str] = mapped_column(default="")

    invoice: Mapped[Invoice] = relationship()

    __tablename__ = "arrears_striking"

    @property
    def ref(self) -> str:
        return self.invoice.ref

    @property
    def amount(self) -> Decimal:
        """The sum of the claim."""
        return self.invoice.amount


STRIKINGS = Flow(
    steps={
        S.ASKED: Step(Side.OWED, "LOCAL-ARR-STRIKE"),
        S.CONTESTED: Step(Side.FINDER, "LOCAL-ARR-FIND"),
        S.SETTLED: Step(Side.OFFICE, "LOCAL-ARR-CLOSE"),
    },
    free={S.REPORTED: "only a payment that was put right opens the claim again"},
    sign_off=Move({S.ASKED, S.CONTESTED}, S.SETTLED, P.CONFIRM, paper=Makes("strike-signature")),
    withhold=Move({S.ASKED}, S.CONTESTED, P.CONFIRM),
    find_settled=Move({S.CONTESTED}, S.SETTLED, P.FIND, paper=Makes("strike-finding")),
    find_open=Move({S.CONTESTED}, S.ASKED, P.FIND, paper=Makes("strike-finding")),
    close_claim=Move({S.SETTLED}, S.REPORTED, P.HANDLE, paper=Makes("arrears-closing")),
    fall_to_finder=Move({S.ASKED}, S.CONTESTED),
    drop=Move({S.ASKED, S.CONTESTED, S.SETTLED, S.REPORTED}, S.DROPPED),
)
STRIKINGS.names.update(NAMES)


def of(invoice: Invoice) -> Striking | None:
    """How it stands with an invoice, if it has ended."""
    wanted = sa.select(Striking).where(Striking.invoice_id == invoice.id)
    return db.session.scalars(wanted.where(Striking.state != S.DROPPED)).first()


def waits() -> sa.ColumnElement[bool]:
    """The condition for invoices that have ended and are still in the ledger."""
    mine = (Striking.invoice_id == Invoice.id, Striking.state.in_((S.ASKED, S.CONTESTED)))
    return sa.exists().where(*mine).correlate(Invoice)


def ask(invoice: Invoice, *, by: audit.Actor, at: datetime) -> None:
    """All is paid: whoever was owed is asked to sign, once."""
    if of(invoice) is None:
        _open(invoice, S.ASKED, local_day(at))
        audit.write(invoice, "ask_sign_off", by=by, at=at)


def settle(invoice: Invoice, *, at: datetime) -> None:
    """Nothing was owed: what said so stands for the word of the supplier."""
    made = _open(invoice, S.SETTLED, local_day(at))
    made.settled_on, made.substitute = local_day(at), Substitute.NOT_OWED


def sign_off(striking: Striking, *, by: Any, at: datetime, why: str | None = "") -> None:
    """The supplier signs that all has arrived; only who is owed can."""
    creditor_only(striking.invoice, by)
    _demand_answered(striking)
    _settle(striking, "sign_off", None, why or "", by, at)


def withhold(striking: Striking, why: str, *, by: Any, at: datetime) -> None:
    """The supplier does not sign: the claim stays in the ledger until the department has found."""
    creditor_only(striking.invoice, by)
    STRIKINGS.check(striking, "withhold")
    striking.words = why
    STRIKINGS.go(striking, "withhold", by=by, at=at, why=why)
    audit.write(striking.invoice, "sign_off_refused", by=by, at=at, why=why)


def find_settled(
    striking: Striking, substitute: Substitute, why: str, *, by: Any, at: datetime
) -> None:
    """The department finds that the law has something in place of the supplier's word."""
    not_the_debtor(striking.invoice, by)
    _demand_answered(striking)
    _settle(striking, "find_settled", Substitute(substitute), why, by, at)


def find_open(striking: Striking, why: str, *, by: Any, at: datetime) -> None:
    """The department finds that the supplier is right: the claim stays until it signs."""
    not_the_debtor(striking.invoice, by)
    STRIKINGS.check(striking, "find_open")
    STRIKINGS.go(striking, "find_open", by=by, at=at, why=why)
    audit.write(striking.invoice, "kept_in_ledger", by=by, at=at, why=why)


def close_claim(striking: Striking, report: str, *, by: Any, at: datetime) -> None:
    """The office reports how the claim ended."""
    not_the_debtor(striking.invoice, by)
    STRIKINGS.check(striking, "close_claim")
    striking.report = report
    STRIKINGS.go(striking, "close_claim", by=by, at=at)


def drop(invoice: Invoice, *, by: audit.Actor, at: datetime) -> None:
    """The claim is open again: nobody has to sign, and what nobody has received is void."""
    if known := of(invoice):
        why = _("账款经更正付款后重新计为未付。")
        STRIKINGS.go(known, "drop", by=by, at=at, why=why)
        making.void(known, by=by, at=at, why=why)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Leave to the department what no supplier answered in time; returns how many."""
    late = Striking.step_due_on < on
    return STRIKINGS.go_all(Striking, "fall_to_finder", late, by=audit.SYSTEM, at=at)


def _open(invoice: Invoice, state: StrikingState, today: date) -> Striking:
    made = Striking(invoice=invoice, state=state, asked_on=today)
    STRIKINGS.begin(made, today)
    db.session.add(made)
    db.session.flush()
    return made


def _settle(
    striking: Striking,
    move: str,
    substitute: Substitute | None,
    why: str,
    by: audit.Actor,
    at: datetime,
) -> None:
    STRIKINGS.check(striking, move)
    striking.settled_on, striking.substitute = local_day(at), substitute  # which the paper says
    striking.words = why
    STRIKINGS.go(striking, move, by=by, at=at, why=why)
    audit.write(striking.invoice, "struck_off", by=by, at=at, why=why)


def _demand_answered(striking: Striking) -> None:
    """Nothing is struck off while a payment of it is said to be wrong; raises NotAllowed."""
    waiting = (PaymentState.REPORTED, PaymentState.DOUBTED, PaymentState.LEFT)
    if any(p.corrects and p.state in waiting for p in striking.invoice.payments):
        raise NotAllowed(_("有一笔付款的更正正在等待答复，有结论以后才能销号。"))
