"""Whom the entries of a day reach through which relations: a statement finds them all, by night."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base.db import db
from integrity.credit.measures import service as measures
from integrity.credit.measures.models import Measure
from integrity.credit.relations.models import Held, Reach, Relation
from integrity.credit.relations.reaching import ACT, all_reaches, met_by
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.relations.reachings import FLOW, lapse
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects.models import Subject

Related = aliased(Subject)


def carrying(on: date) -> list[tuple[Reach, Measure]]:
    """What reaches whom by a measure that anybody may be met with on a day."""
    wanted = sa.select(Reach, Measure).join(Measure, Measure.family == Reach.measure)
    rows = db.session.execute(wanted.order_by(Measure.code)).all()
    return [(reach, measure) for reach, measure in rows if not measures.unusable(measure, on)]


def spot_all(*, on: date, at: datetime) -> dict[str, int]:
    """Find everybody whom an entry reaches by now, and end what carries no more."""
    ended = lapse(~_still(on), on=on, at=at)
    known = sa.exists().where(
        Reaching.entry_id == ListEntry.id, Reaching.relation_id == Relation.id
    )
    made = 0
    fresh = db.session.execute(_pairs(on).where(~known).add_columns(ACT)).all()
    reaches = all_reaches() if fresh else {}
    for entry, relation, act in fresh:
        if not met_by(relation, entry, act, on, reaches):
            continue  # what it carries is out of proportion to what was done
        body_id = entry.initiated_by_id
        found = Reaching(entry=entry, relation=relation, issuer_id=body_id, found_on=on)
        FLOW.begin(found, on)
        db.session.add(found)
        made += 1
    db.session.flush()
    return {"reached": made, "released": ended}


def release(relation_id: int, *, on: date, at: datetime) -> int:
    """End at once what carries no more of one relation."""
    return lapse(Reaching.relation_id == relation_id, ~_still(on), on=on, at=at)


def _pairs(on: date) -> sa.Select[Any]:
    """Every entry in force and each relation through which one of its measures reaches somebody."""
    reaching = [_fits(reach, measure, on) for reach, measure in carrying(on)]
    columns: list[Any] = [ListEntry, Relation]
    return (
        sa.select(*columns)
        .join(Relation, Relation.subject_id == ListEntry.subject_id)
        .join(Related, Related.id == Relation.related_id)
        .where(ListEntry.state == EntryState.LISTED, sa.or_(sa.false(), *reaching))
    )


def _still(on: date) -> sa.ColumnElement[bool]:
    """Whether what was found is so on a day."""
    same = (Reaching.entry_id == ListEntry.id, Reaching.relation_id == Relation.id)
    return _pairs(on).where(*same).correlate(Reaching).exists()


def _fits(reach: Reach, measure: Measure, on: date) -> sa.ColumnElement[bool]:
    grounds = measure.grounds.split(";") if measure.grounds else None
    return sa.and_(
        Relation.role == reach.role,
        Related.kind.in_(measure.subject_kinds),
        ListEntry.kind.in_(measure.lists.split(";")),
        ListEntry.ground.in_(grounds) if grounds else sa.true(),
        *_held(reach.held, on),
    )


def _held(when: Held, on: date) -> Iterator[sa.ColumnElement[bool]]:
    days: dict[Held, list[Any]] = {Held.NOW: [on], Held.AT_ACT: [ACT], Held.BOTH: [on, ACT]}
    for day in days[when]:
        yield Relation.since <= day
        yield sa.or_(Relation.until.is_(None), Relation.until >= day)
