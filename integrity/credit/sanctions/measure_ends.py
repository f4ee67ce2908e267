"""A measure whose own time is over ends before its entry: who takes it is told the same night."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.states import read_again
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import EntryMeasure, EntryOutcome, EntryState, ListEntry
from integrity.credit.sanctions.nominations import THING
from integrity.credit.sanctions.pushes.changes import Change, EntryChange, noted_by
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushMeasure

INSERTED = ("entry_id", "measure_id", "kind", "at", "due_on")


def tell_ended(*, on: date, at: datetime) -> int:
    """Tell every body of the measures that it took until yesterday; returns how many ended.

    What ends with its entry is told by the removal. Six statements, whatever the number.
    """
    over = _over(on)
    if not db.session.scalar(sa.select(over.exists())):
        return 0
    ids = over.with_only_columns(ListEntry.id).distinct()
    taken = (
        over.join(Push, Push.entry_id == ListEntry.id)
        .join(PushMeasure, PushMeasure.push_id == Push.id)
        .where(PushMeasure.measure_id == EntryMeasure.measure_id, Push.kind == PushKind.APPLY)
        .with_only_columns(Push.id)
        .distinct()
    )
    told: Any = {"target": None, "by": audit.SYSTEM, "at": at}
    audit.write_all(ids, THING, "end_measure", **told)
    audit.write_all(taken, Push.__tablename__, "change", **told)
    changed(sa.update(Push).where(Push.id.in_(taken)).values(changed_at=at))
    values = {
        "kind": sa.literal(Change.MEASURE_ENDED.value, sa.String(40)),
        "at": sa.literal(at, EntryChange.at.type),
        "due_on": sa.literal(noted_by(on), sa.Date),
    }
    rows = over.with_only_columns(ListEntry.id, EntryMeasure.measure_id, *values.values())
    changed(sa.insert(EntryChange).from_select(INSERTED, rows))
    one = sa.tuple_(EntryMeasure.entry_id, EntryMeasure.measure_id)
    these = over.with_only_columns(EntryMeasure.entry_id, EntryMeasure.measure_id)
    count = changed(sa.update(EntryMeasure).where(one.in_(these)).values(told_on=on))
    read_again(Push, "changed_at")
    read_again(EntryMeasure, "told_on")
    return count


def _over(on: date) -> sa.Select[Any]:
    """Measures that ended by yesterday while their entry stands, or that outlasted it."""
    outlasts = sa.and_(
        ListEntry.state == EntryState.REMOVED,
        ListEntry.outcome != EntryOutcome.REVOKED,
        Measure.period != "",
    )
    return (
        sa.select(ListEntry.id)
        .select_from(EntryMeasure)
        .join(ListEntry, ListEntry.id == EntryMeasure.entry_id)
        .join(Measure, Measure.id == EntryMeasure.measure_id)
        .where(EntryMeasure.until < on, EntryMeasure.told_on.is_(None))
        .where(sa.or_(ListEntry.state == EntryState.LISTED, outlasts))
    )
