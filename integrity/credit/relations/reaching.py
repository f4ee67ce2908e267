"""What reaches somebody on a day because of others' entries: through which relation, by what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.credit.measures import service as measures
from integrity.credit.measures.models import Measure
from integrity.credit.relations.models import Held, Reach, Relation, RelationRole
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.sanctions.models import EntryState, ListEntry

RECORD = sa.table("credit_record", sa.column("id"), sa.column("since", sa.Date))
ACT: sa.ColumnElement[date] = sa.func.coalesce(
    sa.select(RECORD.c.since).where(RECORD.c.id == ListEntry.record_id).scalar_subquery(),
    ListEntry.document_on,
    ListEntry.listed_on,
)
"""The day of the act on which an entry stands: of its record, else of its paper."""


@dataclass(frozen=True)
class Reached:
    """Why something applies to somebody related: which entry, which relation, which measures."""

    reaching: Reaching
    measures: Sequence[Measure]

    @property
    def entry(self) -> ListEntry:
        return self.reaching.entry

    @property
    def relation(self) -> Relation:
        return self.reaching.relation


def reached(subject_ids: Sequence[int], on: date) -> Mapping[int, Sequence[Reached]]:
    """What reaches these subjects on a day, in two statements; none where nobody is reached.

    Only what was told, heard and applied by then, through a relation that holds when the measure
    demands it (`Held`), and by measures whose basis carries them (山东省社会信用条例 第三十一条).
    """
    wanted = _known(on).where(Relation.related_id.in_(subject_ids))
    rows = db.session.execute(wanted.order_by(Reaching.id)).all()
    reaches = all_reaches() if rows else {}
    found: dict[int, list[Reached]] = defaultdict(list)
    for reaching, act in rows:
        if those := met_by(reaching.relation, reaching.entry, act, on, reaches):
            found[reaching.relation.related_id].append(Reached(reaching, those))
    return found


def measures_of(reaching: Reaching, on: date) -> list[Measure]:
    """By which measures it reaches the person on a day."""
    wanted = sa.select(ACT).select_from(ListEntry).where(ListEntry.id == reaching.entry_id)
    act = db.session.scalars(wanted).one()
    return met_by(reaching.relation, reaching.entry, act, on, all_reaches())


def _known(on: date) -> sa.Select[Any]:
    """What was in force on a day, of entries on their lists then, with the day of the act."""
    columns: list[Any] = [Reaching, ACT]
    return (
        sa.select(*columns)
        .join(Reaching.relation)
        .join(Reaching.entry)
        .where(
            Reaching.applied_on <= on,
            sa.or_(Reaching.ended_on.is_(None), Reaching.ended_on > on),
            ListEntry.state.in_((EntryState.LISTED, EntryState.REMOVED)),
            ListEntry.shielded.is_(False),
            ListEntry.listed_on <= on,
            sa.or_(ListEntry.removed_on.is_(None), ListEntry.removed_on > on),
        )
        .options(
            joinedload(Reaching.relation).joinedload(Relation.subject),
            joinedload(Reaching.relation).joinedload(Relation.related),
            joinedload(Reaching.entry).joinedload(ListEntry.subject),
            joinedload(Reaching.entry).joinedload(ListEntry.offence),
        )
    )


def all_reaches() -> Mapping[RelationRole, Sequence[tuple[Measure, Held]]]:
    """Which measures reach whom, and when the relation must have held."""
    wanted = sa.select(Reach.role, Reach.held, Measure)
    wanted = wanted.join(Measure, Measure.family == Reach.measure).order_by(Measure.code)
    found: dict[RelationRole, list[tuple[Measure, Held]]] = defaultdict(list)
    for role, held, measure in db.session.execute(wanted):
        found[role].append((measure, held))
    return found


def met_by(
    relation: Relation,
    entry: ListEntry,
    act: date,
    on: date,
    reaches: Mapping[RelationRole, Iterable[tuple[Measure, Held]]],
) -> list[Measure]:
    """By which measures an entry reaches somebody through a relation on a day; `act` is that of
    what was done, `reaches` what all_reaches gives."""
    case = replace(entry.case, subject=relation.related)
    return [
        measure
        for measure, when in reaches.get(relation.role, ())
        if relation.reaches(when, on, act) and measures.attachable(measure, case, on)
    ]
