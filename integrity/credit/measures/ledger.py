"""Enter what does not conform, plan what becomes of it, report it, and find it settled."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.measures import service
from integrity.credit.measures.ledger_models import (
    LEDGER_NAMES,
    OPEN_STATES,
    LedgerRow,
    Matter,
    Plan,
)
from integrity.credit.measures.ledger_models import LedgerState as S
from integrity.credit.measures.models import Measure, MeasureKind
from integrity.people.subjects.models import Subject

P = Permission
FLOW = Flow(
    steps={
        S.ENTERED: Step(Side.OWING, "LOCAL-LEDGER-PLAN"),
        S.PLANNED: Step(Side.OWING, day="settle_by"),
        S.REPORTED: Step(Side.OFFICE, "LOCAL-LEDGER-CHECK"),
    },
    plan=Move({S.ENTERED, S.PLANNED}, S.PLANNED, P.MEASURES_DRAFT),
    report=Move({S.PLANNED}, S.REPORTED, P.MEASURES_DRAFT),
    send_back=Move({S.REPORTED}, S.PLANNED, P.MEASURES_DECIDE),
    close=Move({S.REPORTED}, S.SETTLED, P.MEASURES_DECIDE),
    become_moot=Move(set(OPEN_STATES), S.MOOT),
)
FLOW.names.update(LEDGER_NAMES)


class TooLate(Refused):
    """A plan brings the day forward; nobody puts it off."""


def enter(
    file_title: str, matter: Matter, fault: str, owner: Subject, *, by: audit.Actor, at: datetime
) -> LedgerRow:
    """A file was found that does not conform; its owner has to settle it."""
    row = _row(local_day(at), file_title=file_title.strip(), matter=Matter(matter), owner=owner)
    row.fault = fault.strip()
    db.session.add(row)
    db.session.flush()
    audit.write(row, "register", by=by, at=at, target=S.ENTERED)
    return row


def make_plan(
    row: LedgerRow, plan: Plan, plan_words: str, settle_by: date | None,
    *, by: audit.Actor, at: datetime,
) -> None:  # fmt: skip
    """Its owner says what becomes of it, and by which day; raises TooLate for a later one."""
    if settle_by and row.settle_by and settle_by > row.settle_by:
        raise TooLate(_("处理期限是 %(day)s，方案只能提前，不能推后。", day=row.settle_by))
    row.plan, row.plan_words = Plan(plan), plan_words.strip()
    row.settle_by = settle_by or row.settle_by
    FLOW.go(row, "plan", by=by, at=at, how=plan, settle_by=str(row.settle_by))


def report(row: LedgerRow, result: str, paper_no: str, *, by: audit.Actor, at: datetime) -> None:
    """Its owner says that it is settled, and by which paper; that ends nothing yet."""
    row.result, row.paper_no, row.reported_by_id = result.strip(), paper_no.strip(), by.id
    FLOW.go(row, "report", by=by, at=at, paper=row.paper_no)


def send_back(row: LedgerRow, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not settled: the day stays what it was."""
    FLOW.go(row, "send_back", by=by, at=at, why=why)


def close(row: LedgerRow, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Somebody else has looked: it is settled. Raises SamePerson."""
    if by.id is None or by.id == row.reported_by_id:
        raise SamePerson(_("报告处理结果的人不能自己核查。"))
    row.settled_on = local_day(at)
    FLOW.go(row, "close", by=by, at=at, why=why)


def review_all(*, on: date, at: datetime) -> int:
    """Enter every measure whose basis does not carry it by a day; returns how many are new.

    What is carried again, or is on no list any more, needs no settling.
    """
    faults = {finding.code: finding.reason for finding in service.lint(on)}
    wanted = sa.select(Measure).where(Measure.code.in_(faults)).order_by(Measure.id)
    found = {measure.id: measure for measure in db.session.scalars(wanted)}
    stale = (LedgerRow.measure_id.is_not(None), LedgerRow.measure_id.not_in(found))
    FLOW.go_all(LedgerRow, "become_moot", *stale, by=audit.SYSTEM, at=at, settled_on=on)
    is_open = LedgerRow.state.in_(OPEN_STATES)
    kept = sa.or_(is_open, LedgerRow.plan == Plan.KEEP)
    known = set(db.session.scalars(sa.select(LedgerRow.measure_id).where(kept)))
    fresh = [measure for number, measure in found.items() if number not in known]
    for measure in fresh:
        matter = Matter.INCENTIVE if measure.kind is MeasureKind.INCENTIVE else Matter.SANCTION
        row = _row(on, file_title="", matter=matter, owner=measure.owner, measure=measure)
        row.fault = faults[measure.code]
        db.session.add(row)
    db.session.flush()
    return len(fresh)


def late(on: date) -> int:
    """How many rows are late by a day, whoever has to act."""
    wanted = sa.select(sa.func.count()).select_from(LedgerRow)
    return db.session.scalar(wanted.where(LedgerRow.is_step_late(on))) or 0


def _row(on: date, **said: object) -> LedgerRow:
    row = LedgerRow(entered_on=on, settle_by=rules.due("LOCAL-LEDGER-SETTLE", on).due_on, **said)
    FLOW.begin(row, on)
    return row
