"""What one body publishes of a year by 31 March (第十八条): declared, reviewed, signed, frozen.

The figures of the register stand beside what the body declares: it explains a difference and
cannot hide it. Whoever says nothing is shown as silent.
"""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears import figures
from arrears.permissions import ArrearsPermission as P
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step, own
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

DAY = "publish_by"


class DeclarationState(enum.StrEnum):
    OPEN = "open"
    DECLARED = "declared"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    PUBLISHED = "published"


S = DeclarationState
STATE_NAMES = {
    S.OPEN: _l("没有申报"),
    S.DECLARED: _l("已申报，待复核"),
    S.RETURNED: _l("退回重新申报"),
    S.REVIEWED: _l("已复核，待主要负责人签发"),
    S.PUBLISHED: _l("已公布"),
}
TONES = {S.OPEN: "late", S.RETURNED: "late", S.PUBLISHED: "good"}


class Unexplained(Refused):
    """The body declares other figures than the register has, and does not say why."""


class Declaration(HasSteps, Model):
    """What a body says of a year; `registered_…`: what the register had when it was declared."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    year: Mapped[int]
    state: Mapped[DeclarationState] = mapped_column(default=S.OPEN, index=True)
    publish_by: Mapped[date]
    contracts: Mapped[int | None]
    amount: Mapped[Decimal | None]
    registered_contracts: Mapped[int | None]
    registered_amount: Mapped[Decimal | None]
    difference: Mapped[str] = mapped_column(default="")
    published_on: Mapped[date | None]
    signed_by_name: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship()
    notes: Mapped[list["DeclarationNote"]] = relationship(order_by="DeclarationNote.id.desc()")

    __tablename__ = "yearly_statement"
    __table_args__ = (sa.UniqueConstraint("subject_id", "year"),)

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.subject_id}"

    @property
    def title(self) -> str:
        return str(_("%(year)d 年度逾期未付款项公开", year=self.year))

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class DeclarationNote(Model):
    """A correction after publication: what it said stays beside what it says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("yearly_statement.id"), index=True)
    old_contracts: Mapped[int]
    old_amount: Mapped[Decimal]
    new_contracts: Mapped[int]
    new_amount: Mapped[Decimal]
    why: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    __tablename__ = "yearly_statement_note"


FLOW = Flow(
    steps={
        S.OPEN: own(Side.OWING, DAY),
        S.DECLARED: Step(Side.OFFICE, "LOCAL-ARR-STATEMENT"),
        S.RETURNED: own(Side.OWING, DAY),
        S.REVIEWED: own(Side.OWING, DAY),
    },
    free={S.PUBLISHED: "it is published; a correction is a note beside it"},
    declare=Move({S.OPEN, S.RETURNED}, S.DECLARED, P.DECLARE),
    review=Move({S.DECLARED}, S.REVIEWED, P.HANDLE),
    send_back=Move({S.DECLARED}, S.RETURNED, P.HANDLE),
    sign=Move({S.REVIEWED}, S.PUBLISHED, P.SIGN, paper=Makes("yearly-statement")),
    correct=Move({S.PUBLISHED}, S.PUBLISHED, P.SIGN, paper=Makes("statement-correction")),
)
FLOW.names.update(STATE_NAMES)


def obliged() -> sa.Select[Subject]:
    """The bodies of which the law asks it: organs and institutions, no 居委会 and 村委会."""
    resident = Subject.uscc.startswith("5")
    return subjects.bodies().where(sa.func.coalesce(sa.not_(resident), sa.true()))


def open_year(year: int, *, at: datetime) -> int:
    """Let every body that has none declare a year that is over; returns how many."""
    mine = sa.exists().where(Declaration.subject_id == Subject.id, Declaration.year == year)
    until = rules.due("PAY-PUBLISH", date(year, 12, 31)).due_on
    fresh = db.session.scalars(obliged().where(~mine)).all()
    made = [Declaration(subject=one, year=year, state=S.OPEN, publish_by=until) for one in fresh]
    db.session.add_all(made)
    db.session.flush()
    for one in made:
        FLOW.begin(one, local_day(at))
        audit.write(one, "open", by=audit.SYSTEM, at=at, target=one.state)
    return len(made)


def remind(*, on: date, at: datetime) -> int:
    """Remind who has not published: on the first of a month, and shortly before the day."""
    soon = rules.number("LOCAL-ARR-REMIND", on)
    waits = Declaration.state.in_((S.OPEN, S.RETURNED, S.REVIEWED))
    found = db.session.scalars(sa.select(Declaration).where(waits)).all()
    due = [one for one in found if on.day == 1 or (one.publish_by - on).days == soon]
    for one in due:
        move = "remind_head" if one.state is S.REVIEWED else "remind"
        audit.write(one, move, by=audit.SYSTEM, at=at)
    return len(due)


def of_register(body_id: int, year: int) -> tuple[int, Decimal]:
    """Contracts and yuan of a body that were overdue at a year's end, by the register."""
    wanted = figures.disclosure(date(year, 12, 31)).where(Subject.id == body_id)
    row = db.session.execute(wanted).first()
    return (row.contracts, row.amount) if row else (0, Decimal("0.00"))


def declare(
    statement: Declaration,
    contracts: int,
    amount: Decimal,
    difference: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The body says how much it owed at the year's end, zero too; raises Unexplained."""
    FLOW.check(statement, "declare")
    known = of_register(statement.subject_id, statement.year)
    if (contracts, amount) != known and not difference.strip():
        raise Unexplained(
            _(
                "登记在册的是 %(count)d 份合同、%(sum)s 元，与申报的不同，请说明原因；说明会公开。",
                count=known[0],
                sum=known[1],
            )
        )
    statement.contracts, statement.amount, statement.difference = contracts, amount, difference
    statement.registered_contracts, statement.registered_amount = known
    facts = {"contracts": contracts, "amount": str(amount)}
    FLOW.go(statement, "declare", by=by, at=at, why=difference, **facts)


def review(statement: Declaration, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office has compared it with the register."""
    FLOW.go(statement, "review", by=by, at=at, why=why)


def send_back(statement: Declaration, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office asks the body to declare it anew."""
    FLOW.go(statement, "send_back", by=by, at=at, why=why)


def sign(statement: Declaration, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The head signs it: from now on it is public, and stays as it is."""
    FLOW.check(statement, "sign")
    statement.published_on, statement.signed_by_name = local_day(at), by.name
    FLOW.go(statement, "sign", by=by, at=at, why=why)


def correct(
    statement: Declaration,
    contracts: int,
    amount: Decimal,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The head puts it right, openly: what was published stays beside. Raises Unexplained."""
    FLOW.check(statement, "correct")
    old = (statement.contracts or 0, statement.amount or Decimal(0))
    if old == (contracts, amount):
        raise Unexplained(_("更正后的数据与已公布的相同。"))
    statement.notes.append(
        DeclarationNote(
            old_contracts=old[0],
            old_amount=old[1],
            new_contracts=contracts,
            new_amount=amount,
            why=why,
            by_name=by.name,
            at=at,
        )
    )
    statement.contracts, statement.amount = contracts, amount
    FLOW.go(statement, "correct", by=by, at=at, why=why)


def of_year(year: int) -> sa.Select[Any]:
    """Every statement of a year with its body."""
    return sa.select(Declaration).join(Declaration.subject).where(Declaration.year == year)


def totals(year: int) -> tuple[int, int, int, Decimal]:
    """Bodies obliged, bodies that published, and the contracts and yuan that these published."""
    done = Declaration.state == S.PUBLISHED
    wanted = sa.select(
        sa.func.count(),
        sa.func.count().filter(done),
        sa.func.coalesce(sa.func.sum(Declaration.contracts).filter(done), 0),
        sa.type_coerce(
            sa.func.coalesce(sa.func.sum(Declaration.amount).filter(done), 0), sa.Numeric(18, 2)
        ),
    ).where(Declaration.year == year)
    every, published, contracts, amount = db.session.execute(wanted).one()
    return every, published, int(contracts or 0), amount
