"""Ask every body each month for which approvals it made no check, and why; the office judges.

What is explained is told beside the rate and never counted away.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import changed, db, for_change, insert_ignore
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move, read_again
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.coverage import rates
from integrity.credit.coverage.gap_models import GAP_STATE_NAMES, CoverageGap
from integrity.credit.coverage.gap_models import GapState as S
from integrity.credit.coverage.models import Approval, GapReason
from integrity.files.spellings import has_identity_number

P = Permission
FLOW = Flow(
    steps={
        S.ASKED: Step(Side.OWING, "LOCAL-COVERAGE-EXPLAIN"),
        S.EXPLAINED: Step(Side.OFFICE, "LOCAL-COVERAGE-ACCEPT"),
        S.RETURNED: Step(Side.OWING, "LOCAL-COVERAGE-EXPLAIN"),
    },
    free={S.ACCEPTED: "done, until approvals of the month come that nobody explained"},
    explain_gap=Move({S.ASKED, S.RETURNED}, S.EXPLAINED, P.APPROVALS_REPORT),
    accept_gap=Move({S.EXPLAINED}, S.ACCEPTED, P.MATTERS_KEEP),
    return_gap=Move({S.EXPLAINED}, S.RETURNED, P.MATTERS_KEEP),
    ask_gap_again=Move({S.EXPLAINED, S.ACCEPTED}, S.ASKED),
)
FLOW.names.update(GAP_STATE_NAMES)
BACK = "LOCAL-COVERAGE-BACK"
OWED = (S.ASKED, S.RETURNED)
COLUMNS = ["body_id", "month", "number", "state", "step_since", "step_due_on"]


class WrongExplanation(Refused):
    """Nothing is left to explain, or somebody is named by number."""

    correctable = True


class OwnGap(Refused):
    """Nobody accepts what their own body explains."""

    status = 403
    title = _l("不能处理本单位的事项")


def ask(*, on: date, at: datetime) -> int:
    """Ask every body that made no check for some approvals of the months before; returns how many.

    Once for each month; again only where approvals of it came later, so that nobody is spared by
    reporting late.
    """
    month, number = rates.before(on), 0
    for _each in range(rules.number(BACK, on)):
        number += _ask(month, on) + _ask_again(month, at)
        month = rates.before(month)
    return number


def _ask(month: date, on: date) -> int:
    """The bodies that were not asked for a month yet, as a set."""
    due = FLOW.steps[S.ASKED].due(on)
    counted = rates.items().where(*_lacking(), *_in(month)).subquery()
    columns: list[Any] = [
        counted.c.body_id,
        sa.literal(month, sa.Date),
        sa.func.count(),
        sa.literal(S.ASKED.value, sa.String),
        sa.literal(on, sa.Date),
        sa.literal(due, sa.Date),
    ]
    rows = sa.select(*columns).where(sa.true()).group_by(counted.c.body_id)
    insert = insert_ignore(CoverageGap, COLUMNS, rows, ["body_id", "month"])
    return changed(insert.execution_options(preserve_rowcount=True))


def _ask_again(month: date, at: datetime) -> int:
    """Those who explained a month, and of whom approvals of it came that nobody explained."""
    left = rates.items().where(*_lacking(), *_in(month), Approval.gap_reason.is_(None)).subquery()
    wanted = sa.select(CoverageGap).where(
        CoverageGap.month == month,
        CoverageGap.state.in_([S.EXPLAINED, S.ACCEPTED]),
        CoverageGap.body_id.in_(sa.select(left.c.body_id)),
    )
    found = db.session.scalars(for_change(wanted.order_by(CoverageGap.id), CoverageGap)).all()
    for gap in found:
        gap.number = db.session.scalar(_count(missing(gap))) or 0
        FLOW.go(gap, "ask_gap_again", by=audit.SYSTEM, at=at, number=gap.number)
    return len(found)


def _count(rows: sa.Select[Any]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(rows.subquery())


def explain(
    gap: CoverageGap,
    reason: GapReason,
    why: str,
    numbers: Sequence[int] | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> int:
    """Why some approvals of the month had no check, or all that are not explained yet.

    When all are explained, the office has its turn. Returns how many; raises WrongExplanation.
    """
    FLOW.check(gap, "explain_gap")
    if has_identity_number(why):
        raise WrongExplanation(_("不要填写身份证号码。"))
    which = Approval.gap_reason.is_(None) if numbers is None else Approval.id.in_(numbers)
    ids = sa.select(missing(gap).where(which).subquery().c.id)
    said = {"gap_reason": GapReason(reason), "gap_why": why.strip(), "gap_by": by.name}
    update = sa.update(Approval).where(Approval.id.in_(ids)).values(**said, gap_at=at)
    done = changed(update)
    read_again(Approval)
    if not done:
        raise WrongExplanation(_("没有需要说明的办件。"))
    left = missing(gap).where(Approval.gap_reason.is_(None)).limit(1)
    if db.session.scalars(left).first() is None:
        FLOW.go(gap, "explain_gap", by=by, at=at, why=why, reason=reason, number=done)
    else:
        audit.write(gap, "explain_some", by=by, at=at, why=why, reason=reason, number=done)
    return done


def explain_all(
    gap: CoverageGap, reason: GapReason, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """The same of all that are not explained yet; raises WrongExplanation."""
    explain(gap, reason, why, by=by, at=at)


def accept(gap: CoverageGap, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office takes the explanation; the rate stays what it is. Raises OwnGap."""
    _answer(gap, "accept_gap", why, by, at)


def send_back(gap: CoverageGap, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office does not take it, and why: all is explained anew. Raises OwnGap."""
    _answer(gap, "return_gap", why, by, at)
    again = sa.select(missing(gap).subquery().c.id)
    changed(sa.update(Approval).where(Approval.id.in_(again)).values(gap_reason=None))
    read_again(Approval)


def _answer(gap: CoverageGap, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    if getattr(by, "body_id", None) == gap.body_id:
        raise OwnGap(_("本单位的说明，由领导小组办公室中其他单位的人员审核。"))
    gap.answer, gap.answered_by_name = why.strip(), by.name
    FLOW.go(gap, move, by=by, at=at, why=why)


def missing(gap: CoverageGap) -> sa.Select[Any]:
    """The approvals of its month that count and had no check."""
    return rates.items().where(Approval.body_id == gap.body_id, *_lacking(), *_in(gap.month))


def of_approval(approval: Approval) -> CoverageGap | None:
    """In which of them an approval is explained."""
    month = approval.decided_on.replace(day=1)
    wanted = sa.select(CoverageGap).filter_by(body_id=approval.body_id, month=month)
    return db.session.scalars(wanted).first()


def _lacking() -> list[sa.ColumnElement[bool]]:
    return [Approval.checked_by.is_(None)]


def _in(month: date) -> list[sa.ColumnElement[bool]]:
    first, end = rates.month_of(month)
    return [Approval.decided_on >= first, Approval.decided_on < end]
