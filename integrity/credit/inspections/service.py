"""Set how often a body inspects, and find whom it inspects less or more often, and why."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.measures.models import Inspected, Measure
from integrity.credit.sanctions.models import EntryMeasure, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushMeasure
from integrity.people.subjects.models import Subject, SubjectKind


class WrongFrequency(Refused):
    """Numbers that contradict each other, or fall below what a special law asks for."""

    correctable = True


def set_rule(
    body: Subject,
    matter: str,
    usual: int,
    reduced: int,
    raised: int,
    floor: int,
    floor_basis: str,
    legal_basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> InspectionRule:
    """How often a body inspects in a matter from today on; what was so before is kept.

    Raises WrongFrequency.
    """
    _demand_order(usual, reduced, raised, floor)
    if floor and not floor_basis.strip():
        raise WrongFrequency(_("请写明特别规定的依据。"))
    on = local_day(at)
    _end(body.id, matter.strip(), on)
    made = InspectionRule(
        body=body,
        matter=matter.strip(),
        usual=usual,
        reduced=reduced,
        raised=raised,
        floor=floor,
        floor_basis=floor_basis.strip(),
        legal_basis=legal_basis.strip(),
        since=on,
    )
    add_once(
        made, WrongFrequency(_("同一检查事项刚刚由他人登记，请刷新后再试。"))
    )  # a colleague set it at the same moment
    audit.write(made, "add", by=by, at=at)
    return made


def end_rule(rule: InspectionRule, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body no longer inspects in this matter."""
    if rule.ended_on is None:
        rule.ended_on = local_day(at)
        audit.write(rule, "cancel", by=by, at=at, why=why)


def times(row: Any) -> int | None:
    """How many times a year somebody of `subjects` is inspected; None where the body says nothing.

    Never below what a special law asks for.
    """
    if row.usual is None:
        return None
    wanted = row.reduced if row.inspections is Inspected.FEWER else row.raised
    return max(wanted, row.floor)


_STANDING = (ListEntry.state == EntryState.LISTED, ListEntry.shielded.is_(False))


def subjects(on: date, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Whom bodies inspect less or more often, and why: one row for each of the body's matters.

    For entries pushed to the body with a measure that says so and runs; `which` is of the push.
    """
    chosen = _chosen(on, *which)
    body = aliased(Subject)
    attached = sa.and_(
        EntryMeasure.entry_id == chosen.c.entry_id, EntryMeasure.measure_id == chosen.c.measure_id
    )
    its = sa.and_(InspectionRule.body_id == chosen.c.body_id, InspectionRule.ended_on.is_(None))
    columns: list[Any] = [
        ListEntry.id.label("entry_id"),
        ListEntry.kind.label("list"),
        Subject.name.label("subject"),
        Subject.uscc.label("code"),
        Measure.name.label("measure"),
        Measure.inspections.label("inspections"),
        Measure.legal_basis.label("basis"),
        EntryMeasure.until.label("until"),
        body.name.label("body"),
        InspectionRule.matter,
        InspectionRule.usual,
        InspectionRule.reduced,
        InspectionRule.raised,
        InspectionRule.floor,
        InspectionRule.floor_basis,
        InspectionRule.legal_basis.label("rule_basis"),
    ]
    return (
        sa.select(*columns)
        .select_from(chosen)
        .join(ListEntry, ListEntry.id == chosen.c.entry_id)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .join(Measure, Measure.id == chosen.c.measure_id)
        .join(EntryMeasure, attached)
        .join(body, body.id == chosen.c.body_id)
        .outerjoin(InspectionRule, its)
        .where(*_STANDING, Subject.kind != SubjectKind.PERSON)
    )


def of_body(body_id: int, on: date) -> sa.Select[Any]:
    """The same for one inspecting body."""
    return subjects(on, Push.body_id == body_id)


def _demand_order(usual: int, reduced: int, raised: int, floor: int) -> None:
    """Raise WrongFrequency unless less is less, more is more, and the law is kept."""
    if reduced < floor:
        raise WrongFrequency(_("减少后的次数不能低于特别规定的每年 %(floor)d 次。", floor=floor))
    if not reduced <= usual <= raised:
        raise WrongFrequency(_("减少后的次数不能多于平常次数，增加后的次数不能少于平常次数。"))


def _chosen(on: date, *which: sa.ColumnElement[bool]) -> sa.Subquery:
    """One measure of each entry that a body takes: body_id, entry_id, measure_id."""
    same = (
        EntryMeasure.entry_id == Push.entry_id,
        EntryMeasure.measure_id == PushMeasure.measure_id,
    )
    runs = sa.or_(EntryMeasure.until.is_(None), EntryMeasure.until >= on)
    columns: list[Any] = [
        Push.body_id,
        EntryMeasure.entry_id,
        sa.func.min(EntryMeasure.measure_id).label("measure_id"),
    ]
    return (
        sa.select(*columns)
        .select_from(Push)
        .join(PushMeasure, PushMeasure.push_id == Push.id)
        .join(EntryMeasure, sa.and_(*same))
        .join(Measure, Measure.id == EntryMeasure.measure_id)
        .where(Push.kind == PushKind.APPLY, Measure.inspections.is_not(None), runs, *which)
        .group_by(Push.body_id, EntryMeasure.entry_id)
        .subquery()
    )


def _end(body_id: int, matter: str, on: date) -> None:
    wanted = sa.select(InspectionRule).where(
        InspectionRule.body_id == body_id,
        InspectionRule.matter == matter,
        InspectionRule.ended_on.is_(None),
    )
    for rule in db.session.scalars(wanted):
        rule.ended_on = on
    db.session.flush()
