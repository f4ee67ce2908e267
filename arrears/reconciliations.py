"""三方对账单: the sums of a contract, each confirmed or contested by debtor, supplier, finance.

The sums are those of the day on which it was drawn. What the debtor confirmed on a sheet that was
certified it contests no more; what somebody contests stays as it is, and is put right there.
"""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears import contracts
from arrears.errors import WrongInvoice
from arrears.interest import account_of
from arrears.models import Invoice, OfInvoice
from arrears.permissions import ArrearsPermission
from arrears.sides import creditor_only, debtor_only, not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db, one_at_a_time
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step


class ReconciliationState(enum.StrEnum):
    DRAWN = "drawn"
    STATED = "stated"  # the debtor has spoken
    ANSWERED = "answered"  # the supplier, too
    AGREED = "agreed"
    DIFFERING = "differing"
    ENDED = "ended"


class Party(enum.StrEnum):
    """Who speaks of a line."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"
    FINANCE = "finance"


S, P = ReconciliationState, ArrearsPermission
NAMES = {
    S.DRAWN: _l("待付款单位逐笔核对"),
    S.STATED: _l("待供应商逐笔核对"),
    S.ANSWERED: _l("待财政或者清欠部门核定"),
    S.AGREED: _l("三方核对一致"),
    S.DIFFERING: _l("已核定，有差异"),
    S.ENDED: _l("对账终止"),
}
PARTY_NAMES = {
    Party.DEBTOR: _l("付款单位"),
    Party.CREDITOR: _l("供应商"),
    Party.FINANCE: _l("财政或者清欠部门"),
}
OPEN = (S.DRAWN, S.STATED, S.ANSWERED)


class Said(NamedTuple):
    """What a party says of a line: whether it is so, and if not, why."""

    agrees: bool
    words: str


class Reconciliation(OfInvoice, HasSteps, Model):
    """A sheet of all sums under the contract of an invoice, at the end of a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    state: Mapped[ReconciliationState] = mapped_column(default=S.DRAWN)
    as_of: Mapped[date]
    certified_on: Mapped[date | None]

    invoice: Mapped[Invoice] = relationship()
    lines: Mapped[list["Line"]] = relationship(
        order_by="Line.id", cascade="all, delete-orphan", back_populates="sheet"
    )

    __tablename__ = "arrears_sheet"

    @property
    def amount(self) -> Decimal:
        """What is unpaid of all of it."""
        return sum((line.unpaid for line in self.lines), Decimal(0))

    @property
    def is_agreed(self) -> bool:
        """Whether nobody contests anything."""
        return all(word.agrees for line in self.lines for word in line.words)


class Line(Model):
    """One sum of it: what was owed, paid and left, in principal and interest."""

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("arrears_sheet.id"), index=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal]
    paid: Mapped[Decimal]
    excused: Mapped[Decimal]
    disputed: Mapped[Decimal]
    unpaid: Mapped[Decimal]
    interest: Mapped[Decimal]

    sheet: Mapped[Reconciliation] = relationship(back_populates="lines")
    invoice: Mapped[Invoice] = relationship()
    words: Mapped[list["Word"]] = relationship(order_by="Word.id", cascade="all, delete-orphan")

    __tablename__ = "arrears_sheet_line"

    def of(self, party: Party) -> "Word | None":
        """What a party said of it."""
        return next((word for word in self.words if word.party is party), None)


class Word(Model):
    """What one party says of one line."""

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("arrears_sheet_line.id"))
    party: Mapped[Party]
    agrees: Mapped[bool]
    words: Mapped[str] = mapped_column(default="")

    __tablename__ = "arrears_sheet_word"
    __table_args__ = (sa.UniqueConstraint("line_id", "party"),)


SHEETS = Flow(
    steps={
        S.DRAWN: Step(Side.OWING, "LOCAL-ARR-SHEET"),
        S.STATED: Step(Side.OWED, "LOCAL-ARR-SHEET"),
        S.ANSWERED: Step(Side.OFFICE, "LOCAL-ARR-SHEET"),
    },
    state_lines=Move({S.DRAWN}, S.STATED, P.PAY),
    answer_lines=Move({S.STATED}, S.ANSWERED, P.CONFIRM),
    certify=Move({S.ANSWERED}, S.AGREED, P.FINANCE, paper=Makes("account-sheet")),
    note_differences=Move({S.ANSWERED}, S.DIFFERING, paper=Makes("account-sheet")),
    end_sheet=Move(OPEN, S.ENDED, P.HANDLE),
)
SHEETS.names.update(NAMES)


def of(invoice: Invoice) -> list[Reconciliation]:
    """The sheets on which an invoice stands, the last one first."""
    mine = sa.select(Line.sheet_id).where(Line.invoice_id == invoice.id)
    wanted = sa.select(Reconciliation).where(Reconciliation.id.in_(mine))
    return list(db.session.scalars(wanted.order_by(Reconciliation.id.desc())))


def may_draw(invoice: Invoice, user: Any) -> bool:
    """Whether somebody may have one drawn now: either party, or the office, one of a contract."""
    known = invoice.id is not None and invoice.rejection is None
    ours = user.body_id in invoice.parties and (user.can(P.PAY) or user.can(P.CONFIRM))
    return known and (ours or user.can(P.HANDLE)) and not _is_open(invoice)


def draw(invoice: Invoice, *, by: Any, at: datetime) -> Reconciliation:
    """Put down how all sums of its contract stand today. Raises NotAllowed."""
    whose = f"{invoice.subject_id} {invoice.creditor_id} {invoice.contract_no}"
    one_at_a_time(f"account sheet {whose}")
    if not may_draw(invoice, by):
        raise NotAllowed(_("本合同的账款正在对账，或者您不是当事人。"))
    today = local_day(at)
    made = Reconciliation(invoice=invoice, state=S.DRAWN, as_of=today)
    made.lines = [_line(one, today) for one in contracts.sums(invoice)]
    SHEETS.begin(made, today)
    db.session.add(made)
    db.session.flush()
    audit.write(invoice, "sheet_drawn", by=by, at=at)
    return made


def state_lines(sheet: Reconciliation, said: Mapping[int, Said], *, by: Any, at: datetime) -> None:
    """The debtor says of each line whether it is so. Raises WrongInvoice."""
    debtor_only(sheet.invoice, by)
    _speak(sheet, "state_lines", Party.DEBTOR, said)
    _go(sheet, "state_lines", "sheet_stated", by, at)


def answer_lines(sheet: Reconciliation, said: Mapping[int, Said], *, by: Any, at: datetime) -> None:
    """The supplier does; its silence confirms nothing. Raises WrongInvoice."""
    creditor_only(sheet.invoice, by)
    _speak(sheet, "answer_lines", Party.CREDITOR, said)
    _go(sheet, "answer_lines", "sheet_answered", by, at)


def certify(sheet: Reconciliation, said: Mapping[int, Said], *, by: Any, at: datetime) -> None:
    """Finance, or who clears, does; with that the sheet stands, agreed or with its differences."""
    not_the_debtor(sheet.invoice, by)
    _speak(sheet, "certify", Party.FINANCE, said)
    sheet.certified_on = local_day(at)  # which the paper says
    _go(sheet, "certify" if sheet.is_agreed else "note_differences", "sheet_certified", by, at)


def end_sheet(sheet: Reconciliation, why: str, *, by: Any, at: datetime) -> None:
    """The office ends one that leads nowhere: it confirms nothing."""
    not_the_debtor(sheet.invoice, by)
    SHEETS.go(sheet, "end_sheet", by=by, at=at, why=why)


def acknowledged(invoice: Invoice) -> bool:
    """Whether the debtor has confirmed its line on a sheet that was certified."""
    mine = (Line.invoice_id == invoice.id, Word.party == Party.DEBTOR, Word.agrees.is_(True))
    stands = Reconciliation.state.in_((S.AGREED, S.DIFFERING))
    wanted = sa.select(Word.id).join(Line, Line.id == Word.line_id).join(Line.sheet)
    return db.session.scalars(wanted.where(*mine, stands).limit(1)).first() is not None


def _is_open(invoice: Invoice) -> bool:
    """Whether a sheet of its contract is open, from whichever sum, known then or not."""
    theirs = sa.exists().where(
        Line.sheet_id == Reconciliation.id,
        Line.invoice_id == Invoice.id,
        contracts.under_that_of(invoice),
        Reconciliation.state.in_(OPEN),
    )
    return bool(db.session.scalar(sa.select(theirs)))


def _line(invoice: Invoice, today: date) -> Line:
    stands = account_of(invoice, today)
    left = Decimal(0) if invoice.closed_on else stands.principal_left + stands.disputed_left
    return Line(
        invoice=invoice,
        amount=invoice.amount,
        paid=invoice.paid,
        excused=invoice.excused,
        disputed=invoice.disputed,
        unpaid=left,
        interest=Decimal(0) if invoice.closed_on else stands.interest_left,
    )


def _speak(sheet: Reconciliation, move: str, party: Party, said: Mapping[int, Said]) -> None:
    """Keep what a party says of every line; what it contests needs its reasons."""
    SHEETS.check(sheet, move)
    for line in sheet.lines:
        word = said.get(line.id)
        if word is None:
            raise WrongInvoice(_("请逐笔核对，每一笔都要选择。"))
        if not word.agrees and not word.words.strip():
            raise WrongInvoice(_("有异议的，须写明理由和认为正确的金额。"))
        line.words.append(Word(party=party, agrees=word.agrees, words=word.words.strip()))
    db.session.flush()


def _go(sheet: Reconciliation, move: str, told: str, by: audit.Actor, at: datetime) -> None:
    SHEETS.go(sheet, move, by=by, at=at)
    audit.write(sheet.invoice, told, by=by, at=at)
