"""What came by the procedures of this system counts as having come: licences and penalties,
records, entries of the lists, and what the streams say that bodies send in.

Only of items that are not delivered as a table; of a stream of which nobody sends things in, the
records that a body decided count. A thing belongs to the period of its fact, and has
come on the day on which it was entered here.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework import streams
from integrity.casework.streams import Delivered
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.gatherings import periods, service
from integrity.credit.gatherings.models import Gathering, GatheringState, SourceDuty
from integrity.credit.measures.lists import ListKind
from integrity.credit.publicity.models import PENALTIES, Posting
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import ListEntry

Came = dict[tuple[int, date], tuple[date, int]]
"""By duty and first day of a period: the day on which something first came, and how much."""
ALL = "*"
POSTINGS = Delivered(
    Posting.source_id,
    Posting.decided_on,
    Posting.on,
    {
        "penalty": lambda: Posting.layout.in_(PENALTIES) & Posting.corrects_id.is_(None),
        "licence": lambda: Posting.layout.not_in(PENALTIES) & Posting.corrects_id.is_(None),
    },
)
ENTRIES = Delivered(
    ListEntry.initiated_by_id,
    ListEntry.listed_on,
    ListEntry.listed_on,
    {kind.value: partial(ListEntry.kind.__eq__, kind) for kind in ListKind},
)

RECORDS = Delivered(
    CreditRecord.found_by_id,
    CreditRecord.decided_on,
    CreditRecord.decided_on,
    {},  # by the stream and the rule of each record, see _of_item
)


def feed(*, at: datetime) -> int:
    """Let arrive what came since; what is there already stays. Returns how many periods did."""
    named = {"postings": POSTINGS, "entries": ENTRIES} | {
        stream.name: stream.work.delivered
        for stream in streams.registered().values()
        if stream.work.delivered
    }
    wanted = sa.select(CatalogueItem).where(
        CatalogueItem.until.is_(None), CatalogueItem.columns == "", CatalogueItem.stream != ""
    )
    done = 0
    for item in db.session.scalars(wanted.order_by(CatalogueItem.id)).all():
        mine = sa.select(SourceDuty).where(SourceDuty.code == item.code).order_by(SourceDuty.id)
        if duties := db.session.scalars(mine).all():
            done += _arrived(item, duties, _came(item, duties, named.get(item.stream)), at=at)
    return done


def _arrived(item: CatalogueItem, duties: Sequence[SourceDuty], came: Came, *, at: datetime) -> int:
    """Settle the periods of which something came, on its first day."""
    by_id = {duty.id: duty for duty in duties}
    opened = sa.select(Gathering).where(Gathering.duty_id.in_(by_id))
    known = {(one.duty_id, one.first): one for one in db.session.scalars(opened)}
    done = 0
    for (number, first), (on, count) in sorted(came.items()):
        found = known.get((number, first)) or service.gathering(by_id[number], item, first)
        found.rows = count
        settled = found.settled_on
        if found.state is not GatheringState.ARRIVED or settled is None or on < settled:
            service.arrive(found, by=audit.SYSTEM, at=at, came_on=on)
            done += 1
    return done


def _came(item: CatalogueItem, duties: Sequence[SourceDuty], source: Delivered | None) -> Came:
    """What came of an item from those that owe it."""
    since = min(periods.around(item.cycle, duty.since)[0] for duty in duties)
    bodies = {duty.body_id for duty in duties}
    found: Came = {}
    for body, fact, on, count in _days(item, source, bodies, since):
        for duty in duties:
            first, _last = periods.around(item.cycle, fact)
            owed = periods.around(item.cycle, duty.since)[0] <= first
            if duty.body_id == body and owed and not (duty.ended_on and fact > duty.ended_on):
                before = found.get((duty.id, first), (on, 0))
                found[duty.id, first] = min(before[0], on), before[1] + count
    return found


def _days(
    item: CatalogueItem, source: Delivered | None, bodies: Collection[int], since: date
) -> list[Any]:
    """Body, day of the fact, first day on which something of that day came, and how much did."""
    which = source.rules.get(item.rule, sa.false)() if source else _of_item(item)
    body, fact, on = (source or RECORDS).body, (source or RECORDS).fact, (source or RECORDS).on
    days = sa.select(body, fact, sa.func.min(on), sa.func.count()).group_by(body, fact)
    come = days.where(which, body.in_(bodies), fact >= since, on.is_not(None))
    return list(db.session.execute(come))


def _of_item(item: CatalogueItem) -> sa.ColumnElement[bool]:
    """The condition for records of an item that a body decided; of classes, for all of them."""
    mine = sa.and_(CreditRecord.stream == item.stream, CreditRecord.decided_on.is_not(None))
    if item.rule == ALL:
        return mine
    rule = CreditRecord.rule
    return sa.and_(mine, sa.or_(rule == item.rule, rule.startswith(f"{item.rule}.")))
