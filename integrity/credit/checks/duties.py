"""What is owed for an answer with something to execute: that its body says what it did, in time.

Every night the results of the days before become duties, as sets. Only a report on every measure
ends one. Who the result is about reads the report and contests it, and somebody of the office who
is not of that body answers; where it was right, the body owes a new report.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, undefer

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, for_change, in_batches, insert_ignore
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.checks import partitions, register
from integrity.credit.checks.duty_models import DUTY_STATE_NAMES, CheckDuty
from integrity.credit.checks.duty_models import DutyState as S
from integrity.credit.checks.measures_asked import obliges
from integrity.credit.checks.models import ROOM, Check, CheckResult, Verdict

P = Permission
FAMILY = "LOCAL-CHECK-OUTCOME"
FLOW = Flow(
    steps={
        S.AWAITED: Step(Side.OWING, FAMILY),
        S.RETURNED: Step(Side.OWING, FAMILY),
        S.CONTESTED: Step(Side.OFFICE, "LOCAL-CHECK-CONTEST"),
    },
    free={
        S.REPORTED: "reported; who it is about contests it whenever it wants",
        S.KEPT: "the office has answered; the body may correct what it said",
    },
    say_outcome=Move({S.AWAITED, S.RETURNED}, S.REPORTED, P.CHECKS_MAKE),
    restate_outcome=Move({S.REPORTED, S.KEPT}, S.REPORTED, P.CHECKS_MAKE, corrects=True),
    contest_outcome=Move({S.REPORTED}, S.CONTESTED, P.CHECKS_CONTEST),
    return_outcome=Move({S.CONTESTED}, S.RETURNED, P.APPEALS_DECIDE),
    keep_outcome=Move({S.CONTESTED}, S.KEPT, P.APPEALS_DECIDE),
)
FLOW.names.update(DUTY_STATE_NAMES)
OWED = (S.AWAITED, S.RETURNED)
BACK = 2
"""Months, this one among them, whose results are looked at: no night that failed loses any."""
AT_ONCE = 200
COLUMNS = ["check_id", "key", "state", "body_id", "about_id", "verdict", "checked_on"]
COLUMNS += ["step_since", "step_due_on"]


class OwnMatter(Refused):
    """Nobody judges what their own body did."""

    status = 403
    title = _l("不能处理本单位的事项")


def fill(*, on: date) -> int:
    """Make duties of the results of the days before `on` that have none; returns how many."""
    by_day: dict[date, list[int]] = {}
    for day, number in _obliging(on):
        by_day.setdefault(day, []).append(number)
    return sum(_enter(ids, day) for day, ids in by_day.items())


def _enter(numbers: Sequence[int], day: date) -> int:
    """Duties of these results of one day."""
    due, made = FLOW.steps[S.AWAITED].due(day), 0
    for ids in in_batches(numbers):
        columns: list[Any] = [
            CheckResult.check_id,
            CheckResult.key,
            sa.literal(S.AWAITED.value, sa.String),
            Check.body_id,
            CheckResult.subject_id,
            CheckResult.verdict,
            sa.literal(day, sa.Date),
            sa.literal(day, sa.Date),
            sa.literal(due, sa.Date),
        ]
        rows = sa.select(*columns).join(Check, Check.id == CheckResult.check_id)
        wanted = rows.where(CheckResult.id.in_(ids))
        insert = insert_ignore(CheckDuty, COLUMNS, wanted, ["check_id", "key"])
        made += changed(insert.execution_options(preserve_rowcount=True))
    return made


def _obliging(on: date) -> Iterator[tuple[date, int]]:
    """The day and number of results that oblige and have no duty yet; one pass of each month."""
    known = sa.exists().where(
        CheckDuty.check_id == CheckResult.check_id, CheckDuty.key == CheckResult.key
    )
    cited = sa.and_(
        CheckResult.verdict.in_([Verdict.CAUTION, Verdict.ENCOURAGE]), CheckResult.cites != ""
    )
    first = _first_day(on)
    columns: list[Any] = [CheckResult.id, CheckResult.check_id, CheckResult.key]
    wanted = (
        sa.select(*columns)
        .join(Check, Check.id == CheckResult.check_id)
        .where(
            *_months_from(first),
            Check.at >= clock.at(first),
            Check.at < clock.at(on),
            CheckResult.subject_id.is_not(None),
            sa.or_(CheckResult.verdict == Verdict.RESTRICT, cited),
            ~known,
        )
        .order_by(CheckResult.id)
    )
    for some in in_batches(db.session.execute(wanted).all(), AT_ONCE):
        numbers = {row.check_id for row in some}
        found = sa.select(Check).where(Check.id.in_(numbers)).options(undefer(Check.answers))
        checks = {made.id: made for made in db.session.scalars(found)}
        for number, check_id, key in some:
            made = checks[check_id]
            if not made.is_past and obliges(made.given[key]):
                yield local_day(made.at), number


def _first_day(on: date) -> date:
    first = on.replace(day=1)
    for _month in range(BACK - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _months_from(first: date) -> list[sa.ColumnElement[bool]]:
    """The parts of the register from a month on, where it is kept in months."""
    if db.engine.dialect.name != "postgresql":
        return []
    base = partitions.base_of(first)
    return [CheckResult.id >= base * ROOM, Check.id >= base]


def settle(made: Check, key: str, whole: bool, *, by: audit.Actor, at: datetime) -> None:
    """The body said something new of a result; `whole`: it has now spoken of every measure.

    What it says before the night makes the duty is owed from the day of the check all the same.
    """
    duty = of_result(made, key) or _begun(made, key)
    if duty is None or duty.state is S.CONTESTED or not whole:
        return
    FLOW.go(duty, "say_outcome" if duty.state in OWED else "restate_outcome", by=by, at=at)


def _begun(made: Check, key: str) -> CheckDuty | None:
    wanted = sa.select(CheckResult).where(register.of(made), CheckResult.key == key)
    result = db.session.scalars(wanted).one()
    if result.subject_id is None or not obliges(made.given[key]):
        return None
    duty = CheckDuty(
        check_id=made.id,
        key=key,
        state=S.AWAITED,
        body_id=made.body_id,
        about_id=result.subject_id,
        verdict=result.verdict,
        checked_on=local_day(made.at),
    )
    FLOW.begin(duty, duty.checked_on)
    db.session.add(duty)
    db.session.flush()
    return duty


def of_result(made: Check, key: str) -> CheckDuty | None:
    """What is owed for one result, locked where it is changed."""
    wanted = sa.select(CheckDuty).where(CheckDuty.check_id == made.id, CheckDuty.key == key)
    return db.session.scalars(for_change(wanted, CheckDuty)).first()


def contest(duty: CheckDuty, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Who the result is about says that it was not dealt with as it should have been."""
    FLOW.check(duty, "contest_outcome")
    duty.contested_why, duty.answer, duty.answered_by_name = why.strip(), "", ""
    FLOW.go(duty, "contest_outcome", by=by, at=at, why=why)


def return_(duty: CheckDuty, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The objection is right: the body puts it right and reports anew. Raises OwnMatter."""
    _answer(duty, "return_outcome", why, by, at)


def keep(duty: CheckDuty, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The objection is not right, and why. Raises OwnMatter."""
    _answer(duty, "keep_outcome", why, by, at)


def _answer(duty: CheckDuty, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    if getattr(by, "body_id", None) == duty.body_id:
        raise OwnMatter(_("本单位作出的办理，由领导小组办公室中其他单位的人员答复。"))
    FLOW.check(duty, move)
    duty.answer, duty.answered_by_name = why.strip(), by.name
    FLOW.go(duty, move, by=by, at=at, why=why)


def owed_by(body_id: int, limit: int) -> Sequence[CheckDuty]:
    """What a body still owes, the soonest first."""
    wanted = sa.select(CheckDuty).where(CheckDuty.body_id == body_id, CheckDuty.state.in_(OWED))
    soonest = wanted.order_by(CheckDuty.step_due_on, CheckDuty.id).limit(limit)
    return db.session.scalars(soonest.options(*WITH)).all()


WITH: tuple[Any, ...] = (
    joinedload(CheckDuty.check),
    joinedload(CheckDuty.body),
    joinedload(CheckDuty.about),
)
