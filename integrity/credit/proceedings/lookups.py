"""What was pending, and what was suspended, on an earlier day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.annotations import Pending
from integrity.credit.sanctions.models import ListEntry

Thing = CreditRecord | ListEntry


@dataclass(frozen=True)
class Noted:
    """Which things were annotated on a day, as what, and of which execution was suspended."""

    kinds: Mapping[Any, Pending] = field(default_factory=dict)
    stopped: frozenset[Any] = frozenset()

    def acting(self, things: Iterable[Any]) -> list[Any]:
        """Those of several that are carried out."""
        return [thing for thing in things if thing not in self.stopped]

    def of(self, thing: Thing) -> dict[str, Any]:
        """The same of one thing, for the answer to a query."""
        kind = self.kinds.get(thing)
        return {"pending": kind and kind.value, "suspended": thing in self.stopped}


def on_day(
    records: Sequence[CreditRecord], entries: Sequence[ListEntry], on: date, today: date
) -> Noted:
    """What was noted of these things at the end of a day; on an earlier one, one query."""
    things: list[Thing] = [*records, *entries]
    if on == today:
        noted = {thing: thing.pending for thing in things if thing.pending}
        return Noted(noted, frozenset(thing for thing in things if thing.suspended))
    founding = {record.id for record in records} | {e.record_id for e in entries if e.record_id}
    mine = sa.or_(
        Proceeding.record_id.in_(founding), Proceeding.entry_id.in_([e.id for e in entries])
    )
    wanted = sa.select(Proceeding).where(
        mine,
        Proceeding.filed_at < clock.at(on + timedelta(days=1)),
        sa.or_(Proceeding.closed_on.is_(None), Proceeding.closed_on > on),
    )
    kinds, stopped = {}, set()
    for proceeding in db.session.scalars(wanted):
        for thing in things:
            if _is_of(proceeding, thing):
                kinds[thing] = proceeding.kind
                if _is_suspended(proceeding, on):
                    stopped.add(thing)
    return Noted(kinds, frozenset(stopped))


def _is_of(proceeding: Proceeding, thing: Thing) -> bool:
    if isinstance(thing, CreditRecord):
        return proceeding.record_id == thing.id
    by_record = thing.record_id is not None and proceeding.record_id == thing.record_id
    return by_record or proceeding.entry_id == thing.id


def _is_suspended(proceeding: Proceeding, on: date) -> bool:
    since, until = proceeding.suspended_on, proceeding.resumed_on
    return since is not None and since <= on and (until is None or until > on)
