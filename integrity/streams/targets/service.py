"""Set a target, measure, contest, inspect; the body's word ends where a measured value begins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework import streams
from integrity.casework.deadlines import day_after
from integrity.casework.rules import service as rules
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject
from integrity.streams.targets.errors import Measured, NotTheSource, WrongReading, WrongTarget
from integrity.streams.targets.flow import FLOW, READINGS
from integrity.streams.targets.models import (
    FIELD_OF,
    Direction,
    Inspection,
    Level,
    Reading,
    Target,
    TargetKind,
    TargetOutcome,
    TargetState,
)


def set_target(
    body: Subject, kind: TargetKind, due_on: date, *, by: audit.Actor, at: datetime, **content: Any
) -> Target:
    """What a body must reach; the competent department of its kind measures. Raises WrongTarget."""
    source = competence.body_of(kind)
    if source is None:
        raise WrongTarget(_("没有登记这类目标的监测部门，请先在“认定单位”中登记。"))
    if source == body.id:
        raise WrongTarget(_("监测部门不能监测本单位的目标。"))
    if due_on <= local_day(at):
        raise WrongTarget(_("完成期限应在今日以后。"))
    target = Target(
        ref=f"new-{uuid4()}",
        kind=kind,
        key_field=FIELD_OF[kind],
        subject_id=body.id,
        measured_by_id=source,
        set_on=local_day(at),
        **content,
    )
    target.run_until(due_on, target.basis)
    db.session.add(target)
    db.session.flush()
    target.ref = f"MB-{target.set_on.year}-{target.id:05d}"
    audit.write(target, "set_target", by=by, at=at, target=target.state)
    return target


@dataclass(frozen=True)
class Value:
    """What was published for a month."""

    month: date
    value: Decimal
    source: str
    published_on: date
    level: Level | None = None


def measure(target: Target, said: Value, *, by: audit.Actor, at: datetime) -> Reading:
    """The department enters what it published; a claim that it refutes is none any more.

    Raises WrongReading, NotTheSource.
    """
    _source_only(target, by)
    month = said.month.replace(day=1)
    if not _end(month) < said.published_on <= local_day(at):
        raise WrongReading(_("只登记已经结束的月份、已经公布的数据。"))
    if any(known.month == month for known in target.readings):
        raise WrongReading(_("这个月份已经登记；有误的，请更正。"))
    reading = Reading(
        target=target,
        month=month,
        value=said.value,
        level=said.level,
        source=said.source,
        published_on=said.published_on,
    )
    db.session.add(reading)
    audit.write(reading, "measure", by=by, at=at, target=reading.state, value=str(said.value))
    _refute(target, at)
    return reading


def report(target: Target, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is reached: a claim, unless the last value says otherwise.

    Raises Measured.
    """
    if (last := latest(target)) and not target.is_met_by(last.value):
        raise Measured(_said(target, last))
    FLOW.check(target, "report")
    target.claim(local_day(at), local_day(at))
    target.report = why
    FLOW.go(target, "report", by=by, at=at, why=why)


def find_met(target: Target, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The department finds it reached, since the month whose value shows it; raises Measured."""
    _source_only(target, by)
    last = latest(target)
    if last is None:
        raise Measured(_("还没有监测值。"))
    if not target.is_met_by(last.value):
        raise Measured(_said(target, last))
    FLOW.check(target, "find_met")
    FLOW.go(target, "find_met", by=by, at=at, why=why, value=str(last.value))
    target.outcome, target.closed_on = TargetOutcome.MET, _end(last.month)


def question(reading: Reading, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says why a value is wrong; it stands until the department has checked it."""
    READINGS.check(reading, "question")
    reading.answer = why
    READINGS.go(reading, "question", by=by, at=at, why=why)


def keep_value(reading: Reading, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The department has checked it: the value stands."""
    _source_only(reading.target, by)
    READINGS.check(reading, "keep_value")
    reading.review = why
    READINGS.go(reading, "keep_value", by=by, at=at, why=why)


def correct(reading: Reading, value: Decimal, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The department corrects its value; the old one stays in the log."""
    _source_only(reading.target, by)
    READINGS.check(reading, "correct")
    old, reading.value, reading.review = reading.value, value, why
    READINGS.go(reading, "correct", by=by, at=at, why=why, old=str(old), new=str(value))
    _refute(reading.target, at)


def inspect(
    target: Target,
    on_day: date,
    inspectors: str,
    problem: bool,
    finding: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> Inspection:
    """What an inspection on the spot found; the body never inspects itself. Raises NotTheSource.

    Raises WrongReading.
    """
    if getattr(by, "body_id", None) == target.subject_id:
        raise NotTheSource(_("被检查单位不能登记检查结果。"))
    if on_day > local_day(at):
        raise WrongReading(_("日期 %(day)s 还没有到。", day=on_day))
    made = Inspection(
        target_id=target.id,
        on_day=on_day,
        inspectors=inspectors,
        problem=problem,
        finding=finding,
        by_name=by.name,
    )
    db.session.add(made)
    target.inspections.append(made)
    audit.write(target, "inspect", by=by, at=at, problem=problem)  # not everybody reads it
    return made


def latest(target: Target) -> Reading | None:
    """The value of the last month that is known."""
    return max(target.readings, key=lambda reading: reading.month, default=None)


def is_near(target: Target, on: date) -> bool:
    """Whether the last value is so near to what it must not exceed that the rule warns."""
    last = latest(target)
    if last is None or target.direction is Direction.AT_LEAST:
        return False
    share = rules.number("LOCAL-TARGET-NEAR", on)
    return target.limit * share <= last.value * 100 and target.is_met_by(last.value)


def breaches(on: date) -> sa.Select[Any]:
    """Every target that was not measured to be reached by its day."""
    columns = streams.breach(
        "targets",
        "missed",
        Target.id,
        Target.subject_id,
        day_after(Target.due_on),
        sa.literal("经监测未按期达到目标：") + Target.title,
    )
    return Target.late(on).with_only_columns(*columns)


def _refute(target: Target, at: datetime) -> None:
    """What the body said is not so, by what was measured last: open again, with its old day."""
    last = latest(target)
    if target.state is TargetState.REPORTED and last and not target.is_met_by(last.value):
        target.deny_claim()
        FLOW.go(target, "refute", by=audit.SYSTEM, at=at, why=_said(target, last))


def _said(target: Target, last: Reading) -> str:
    return _(
        "%(month)s监测值为 %(value)s%(unit)s，没有达到目标。",
        month=f"{last.month:%Y-%m} ",
        value=f"{last.value.normalize():f}",
        unit=target.unit,
    )


def _end(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _source_only(target: Target, by: audit.Actor) -> None:
    if getattr(by, "body_id", None) not in (None, target.measured_by_id):
        raise NotTheSource(_("监测值只由监测部门登记。"))
