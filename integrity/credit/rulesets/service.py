"""Draft a rule set, put it in force by two, and let it hold for older records where lighter."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, one_at_a_time
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import RULE_SET_NAMES, RuleSet
from integrity.casework.rules.models import RuleSetState as S
from integrity.casework.steps import Side, Step
from integrity.casework.workdays import ONE
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord
from integrity.credit.rulesets.comparing import Grading, compare, conditions
from integrity.credit.rulesets.models import Outcome, Regrading
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import EntryState, ListEntry

DECIDE = Permission.RECORDS_DECIDE
FLOW = Flow(
    steps={S.PROPOSED: Step(Side.OFFICE, "LOCAL-DECIDE")},
    free={S.DRAFTED: "a draft decides nothing"},
    put_forward=Move({S.DRAFTED}, S.PROPOSED, DECIDE),
    enact=Move({S.PROPOSED}, S.IN_FORCE, DECIDE),
    send_back=Move({S.PROPOSED}, S.DRAFTED, DECIDE),
    abandon=Move({S.DRAFTED}, S.ABANDONED, DECIDE),
)
FLOW.names.update(RULE_SET_NAMES)


class KnownSet(Refused):
    """A rule set with this code is there."""

    status = 409
    correctable = True


class NotComplete(Refused):
    """The set does not say what becomes of every breach, or names a period without a number."""

    title = _l("认定标准不完整")
    correctable = True


class TooLate(Refused):
    """A set begins on a day that is yet to come: nobody is judged by rules not yet in force."""

    title = _l("施行日期已过")
    correctable = True


def draft(
    code: str,
    document: str,
    effective_from: date,
    lenient: bool = False,
    *,
    by: audit.Actor,
    at: datetime,
) -> RuleSet:
    """Begin a set; its grades come in by a table. Raises KnownSet, TooLate."""
    _demand_future(effective_from, at)
    if db.session.scalar(sa.select(sa.exists().where(RuleSet.code == code.strip()))):
        raise KnownSet(_("编号“%(code)s”已经有一套认定标准。", code=code.strip()))
    made = RuleSet(
        code=code.strip(), document=document.strip(), effective_from=effective_from, lenient=lenient
    )
    db.session.add(made)
    db.session.flush()
    audit.write(
        made, "draft", by=by, at=at, target=S.DRAFTED, effective_from=effective_from.isoformat()
    )
    return made


def put_forward(found: RuleSet, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Ask a second person to put it in force; raises NotComplete, TooLate."""
    _demand_future(found.effective_from, at)
    _demand_complete(found)
    found.proposed_by_id = by.id
    FLOW.go(found, "put_forward", by=by, at=at, why=why)


def enact(found: RuleSet, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A second person puts it in force; the set before ends on the day before.

    Raises NotComplete, TooLate, KnownSet, SamePerson.
    """
    if by.id is None or by.id == found.proposed_by_id:
        raise SamePerson(_("提请启用的人不能同时决定启用。"))
    _demand_future(found.effective_from, at)
    _demand_complete(found)
    one_at_a_time("rule sets")
    found.effective_to = _end(found)
    found.decided_by_id, found.decided_at = by.id, at
    FLOW.go(found, "enact", by=by, at=at, why=why)
    earlier = sa.update(RuleSet).where(
        RuleSet.state == S.IN_FORCE,
        RuleSet.effective_from < found.effective_from,
        sa.or_(RuleSet.effective_to.is_(None), RuleSet.effective_to >= found.effective_from),
    )
    changed(earlier.values(effective_to=found.effective_from - ONE))


def send_back(found: RuleSet, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The second person does not agree as it stands."""
    found.proposed_by_id = None
    FLOW.go(found, "send_back", by=by, at=at, why=why)


def abandon(found: RuleSet, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Nobody will put it in force."""
    FLOW.go(found, "abandon", by=by, at=at, why=why)


def apply_lenient(*, on: date, at: datetime) -> int:
    """Let every set that has begun hold for older records where it is lighter, once; how many."""
    begun = sa.select(RuleSet).where(
        RuleSet.state == S.IN_FORCE,
        RuleSet.lenient,
        RuleSet.applied_on.is_(None),
        RuleSet.effective_from <= on,
    )
    count = 0
    for found in db.session.scalars(begun.order_by(RuleSet.effective_from)).all():
        for which, would in conditions(compare(Grading(found))):
            count += _regrade(which, would, on, at)
        found.applied_on = on
    _shorten(on, at)
    return count


def _regrade(which: sa.ColumnElement[bool], would: Outcome, on: date, at: datetime) -> int:
    """Keep what a group of records was, log it, and set what it is from now on."""
    old = [getattr(CreditRecord, name) for name in Outcome._fields]
    new = [sa.literal(on, sa.Date), sa.literal(would.scale, sa.Text)]
    names = ["record_id", "on", "scale", *(f"old_{name}" for name in Outcome._fields)]
    kept = sa.select(CreditRecord.id, *new, *old).where(which)
    insert = sa.insert(Regrading).from_select(names, kept)
    count = changed(insert.execution_options(preserve_rowcount=True))
    moved: Any = sa.select(CreditRecord.id, CreditRecord.state).where(which)
    audit.write_all(
        moved, CreditRecord.__tablename__, "regrade", target=None, by=audit.SYSTEM, at=at
    )
    changed(sa.update(CreditRecord).where(which).values(**would._asdict()))
    histories.keep(RecordVersion, histories.moved(CreditRecord, "regrade", at), at=at)
    return count


def _shorten(on: date, at: datetime) -> None:
    """An entry never goes beyond the record on which it stands."""
    until = (
        sa.select(CreditRecord.until)
        .join(Regrading, Regrading.record_id == CreditRecord.id)
        .where(CreditRecord.id == ListEntry.record_id, Regrading.on == on)
        .limit(1)
        .scalar_subquery()
    )
    beyond = (ListEntry.state == EntryState.LISTED, ListEntry.until > until)
    changed(sa.update(ListEntry).where(*beyond).values(until=until))
    regraded = sa.select(Regrading.record_id).where(Regrading.on == on)
    histories.keep(EntryVersion, ListEntry.record_id.in_(regraded), at=at)


def _end(found: RuleSet) -> date | None:
    """The day before the next set begins that was put in force already; raises KnownSet."""
    later = sa.select(sa.func.min(RuleSet.effective_from)).where(
        RuleSet.state == S.IN_FORCE, RuleSet.effective_from >= found.effective_from
    )
    first = db.session.scalar(later)
    if first == found.effective_from:
        raise KnownSet(_("同一天已经有另一套认定标准启用。"))
    return first - ONE if first else None


def _demand_future(day: date, at: datetime) -> None:
    if day <= local_day(at):
        raise TooLate(_("施行日期须晚于今天；已经施行的认定标准不能补办。"))


def _demand_complete(found: RuleSet) -> None:
    grades = rules.grades_of(found.code)
    if not any(grade.stream == "*" for grade in grades):
        raise NotComplete(_("缺少适用于其他失信行为的一行（来源和失信行为都填 *）。"))
    for family in {f for grade in grades for f in (grade.minimum, grade.maximum) if f}:
        _demand_number(family, found.effective_from)


def _demand_number(family: str, on: date) -> None:
    try:
        rules.number(family, on)
    except rules.NoRuleInForce as unknown:
        raise NotComplete(str(unknown.detail)) from None
