"""执行和解: an agreement with days of its own, which the court confirms, sees kept, or broken.

What the body says of one is a claim until the court has confirmed it. From then on the case is due
part by part. A part not performed by its day breaks it: all is due at once, and the old day counts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.streams.courts.errors import StillOwed, WrongCase
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.models import CaseOutcome, CourtCase
from integrity.streams.courts.sides import check_day, court_only, owing_only

Days = Sequence[tuple[date, Decimal, str]]
"""The parts of an agreement: by which day, how much, and what else is to be done."""


class Settlement(Model):
    """One agreement of a case. `old_due_on`: by when the case was due before it was confirmed.

    `ended_on`: it was kept, broken (`broken`), or never confirmed and counts no more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("court_case.id"), index=True)
    agreed_on: Mapped[date]
    old_due_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    broken: Mapped[bool] = mapped_column(default=False)

    case: Mapped[CourtCase] = relationship()
    parts: Mapped[list["SettlementPart"]] = relationship(
        order_by="SettlementPart.due_on", cascade="all, delete-orphan"
    )

    @property
    def open(self) -> list["SettlementPart"]:
        """What of it is not performed, the earliest first."""
        return [part for part in self.parts if part.performed_on is None]


class SettlementPart(Model):
    """What is to be performed by a day; `performed_on` as the court says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(sa.ForeignKey("settlement.id"), index=True)
    due_on: Mapped[date]
    amount: Mapped[Decimal]
    what: Mapped[str] = mapped_column(default="")
    performed_on: Mapped[date | None]

    __table_args__ = (
        sa.UniqueConstraint("settlement_id", "due_on"),
        sa.CheckConstraint("amount >= 0", name="amount"),
    )


def of(case: CourtCase) -> Sequence[Settlement]:
    """Every agreement of a case, the newest first."""
    wanted = sa.select(Settlement).where(Settlement.case_id == case.id)
    return db.session.scalars(wanted.order_by(Settlement.id.desc())).all()


def current(case: CourtCase) -> Settlement | None:
    """The one that waits for the court, or that is being performed."""
    return next((found for found in of(case) if found.ended_on is None), None)


def settle(
    case: CourtCase, done_on: date, why: str, parts: Days = (), *, by: audit.Actor, at: datetime
) -> None:
    """The body says that it settled with the creditor on a day; without parts, that all is done."""
    owing_only(case, by)
    check_day(case, done_on, at)
    _check(case, done_on, parts)
    FLOW.go(case, "settle", by=by, at=at, why=why, done_on=str(done_on), parts=len(parts))
    case.claim(done_on, local_day(at))
    if parts:
        _made(case, done_on, parts)


def agree(
    case: CourtCase, agreed_on: date, parts: Days = (), *, by: Any, at: datetime, why: str = ""
) -> None:
    """The court confirms an agreement: as the body told it, or with the parts that it names.

    From now on the case is due part by part. Raises WrongCase, WrongDay.
    """
    court_only(case, by)
    check_day(case, agreed_on, at)
    reported = current(case)
    if reported is None and not parts:
        raise WrongCase(_("请写明和解协议各期的日期和金额。"))
    _check(case, agreed_on, parts)
    FLOW.go(case, "agree", by=by, at=at, why=why, agreed_on=str(agreed_on))
    if parts or reported is None:
        end(case, local_day(at))
        reported = _made(case, agreed_on, parts)
    reported.agreed_on, reported.confirmed_on = agreed_on, local_day(at)
    reported.old_due_on = case.due_on
    case.deny_claim()
    _due(case, reported.parts[0].due_on)


def report_part(case: CourtCase, done_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it performed the next part; only the court can confirm it."""
    owing_only(case, by)
    check_day(case, done_on, at)
    FLOW.go(case, "report_part", by=by, at=at, why=why, done_on=str(done_on))
    case.claim(done_on, local_day(at))


def deny_part(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court finds that the part was not performed."""
    court_only(case, by)
    FLOW.go(case, "deny_part", by=by, at=at, why=why)
    case.deny_claim()


def keep_part(case: CourtCase, performed_on: date, *, by: Any, at: datetime, why: str = "") -> None:
    """The court confirms the next part; the last one ends the case as settled."""
    court_only(case, by)
    check_day(case, performed_on, at)
    FLOW.check(case, "keep_part")
    agreement = _confirmed(case)
    part, *rest = agreement.open
    FLOW.go(case, "keep_part", by=by, at=at, why=why, due=str(part.due_on), on=str(performed_on))
    part.performed_on = performed_on
    case.performed = min(case.performed + part.amount, case.owed)
    case.deny_claim()
    if rest:
        _due(case, rest[0].due_on)
        return
    agreement.ended_on = local_day(at)
    case.outcome = CaseOutcome.SETTLED
    FLOW.go(case, "confirm", by=by, at=at, why=why, performed_on=str(performed_on))
    case.closed_on = performed_on


def break_off(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """恢复执行: the agreement is not kept. All is due at once, and late since the old day."""
    court_only(case, by)
    agreement, today = _confirmed(case), local_day(at)
    FLOW.go(case, "break_off", by=by, at=at, why=why)
    agreement.broken, agreement.ended_on = True, today
    case.deny_claim()
    _due(case, min(agreement.old_due_on or today, today))


def end(case: CourtCase, on: date) -> None:
    """Another end of the case, or another agreement: what there was counts no more."""
    if found := current(case):
        found.ended_on = on


def demand_done(case: CourtCase, by_day: date) -> None:
    """Raises StillOwed where an agreement has parts that are due later: it is to be kept first."""
    found = current(case)
    if found and found.open and found.open[-1].due_on > by_day:
        raise StillOwed(
            _(
                "和解协议最后一期到 %(day)s，请先确认和解协议，再逐期确认。",
                day=found.open[-1].due_on,
            )
        )


def settled() -> sa.ColumnElement[bool]:
    """The condition for cases that had an agreement with days of its own, kept or not."""
    return sa.exists().where(
        Settlement.case_id == CourtCase.id, Settlement.confirmed_on.is_not(None)
    )


def settled_late() -> sa.Select[Any]:
    """What was agreed on only after the day had passed was not performed in time."""
    wanted = sa.select(
        *breach(
            "courts",
            "not-performed",
            CourtCase.id,
            CourtCase.subject_id,
            day_after(Settlement.old_due_on),
            sa.literal("未在期限内履行生效法律文书确定的义务：") + CourtCase.case_no,
        )
    )
    confirmed = (CourtCase.stands(), Settlement.confirmed_on.is_not(None))
    made = (*confirmed, Settlement.agreed_on > Settlement.old_due_on)
    return wanted.join(Settlement, Settlement.case_id == CourtCase.id).where(*made)


def missed(on: date) -> sa.Select[Any]:
    """Confirmed agreements of which a part was not performed by its day, once for each case.

    What the body has reported by that day waits for the court and is no breach yet.
    """
    early = sa.and_(Settlement.broken, SettlementPart.due_on > Settlement.ended_on)
    day = sa.case((early, Settlement.ended_on), else_=SettlementPart.due_on)
    performed = SettlementPart.performed_on
    counts = sa.or_(Settlement.ended_on.is_(None), Settlement.broken, performed.is_not(None))
    late = (day < on, sa.func.coalesce(performed, on) > day, counts, ~CourtCase.waiting())
    columns = breach(
        "courts",
        "settlement-broken",
        CourtCase.id,
        CourtCase.subject_id,
        day_after(sa.func.min(day)),
        sa.literal("未按期履行经法院确认的和解协议：") + CourtCase.case_no,
    )
    return (
        sa.select(*columns)
        .join(Settlement, Settlement.case_id == CourtCase.id)
        .join(SettlementPart, SettlementPart.settlement_id == Settlement.id)
        .where(CourtCase.stands(), Settlement.confirmed_on.is_not(None), *late)
        .group_by(CourtCase.id, CourtCase.subject_id, CourtCase.case_no)
    )


def _confirmed(case: CourtCase) -> Settlement:
    found = current(case)
    if found is None or found.confirmed_on is None:
        raise WrongCase(_("没有经法院确认的和解协议。"))
    return found


def _made(case: CourtCase, agreed_on: date, parts: Days) -> Settlement:
    rows = [SettlementPart(due_on=day, amount=sum_, what=what) for day, sum_, what in sorted(parts)]
    made = Settlement(case=case, agreed_on=agreed_on, parts=rows)
    db.session.add(made)
    db.session.flush()
    return made


def _due(case: CourtCase, day: date) -> None:
    """The day of a part, or again the old one: no later count of a rule moves it."""
    case.time_limit = case.starts_on = None
    case.starts_as, case.provisional = "", False
    case.run_until(day, _("法院确认的和解协议；没有按期履行的，恢复执行，按原期限计算"))


def _check(case: CourtCase, agreed_on: date, parts: Days) -> None:
    if any(amount < 0 or (not amount and not what) for _day, amount, what in parts):
        raise WrongCase(_("每一期须写明金额或者应履行的行为。"))
    if any(day < agreed_on for day, _amount, _what in parts):
        raise WrongCase(_("各期日期不能早于和解之日。"))
    if len({day for day, _amount, _what in parts}) < len(parts):
        raise WrongCase(_("同一日期只能有一期。"))
    if sum(amount for _day, amount, _what in parts) > case.outstanding:
        raise WrongCase(_("各期金额之和不能超过未履行金额 %(sum)s 元。", sum=case.outstanding))
