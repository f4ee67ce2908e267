"""Say which body owes which item; open what is owed; take what comes; hold nothing against who
says in its name that there was nothing, until the office finds otherwise."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.catalogue.service import newest
from integrity.credit.gatherings import periods
from integrity.credit.gatherings.models import GATHERING_NAMES, Gathering, SourceDuty
from integrity.credit.gatherings.models import GatheringState as S
from integrity.people.subjects.models import Subject

P = Permission
FLOW = Flow(
    steps={S.OWED: Step(Side.OWING, day="deliver_by")},
    free={
        S.ZERO: "the office may find otherwise at any time, and data may still come",
        S.ARRIVED: "more may still come",
    },
    report_zero=Move({S.OWED}, S.ZERO, P.CATALOGUE_DELIVER),
    find_not_zero=Move({S.ZERO}, S.OWED, P.MEASURES_DECIDE),
    arrive=Move({S.OWED, S.ZERO, S.ARRIVED}, S.ARRIVED),
)
FLOW.names.update(GATHERING_NAMES)


class WrongDuty(Refused):
    """A duty that cannot be: of no item, or twice."""

    correctable = True


def assign(code: str, body: Subject, since: date, *, by: audit.Actor, at: datetime) -> SourceDuty:
    """A body has to deliver an item from a day on; raises WrongDuty."""
    if newest(code) is None:
        raise WrongDuty(_("目录中没有编号为 %(code)s 的现行事项。", code=code))
    made = SourceDuty(code=code, body=body, since=since)
    add_once(made, WrongDuty(_("该单位已负责报送这一事项。")))
    audit.write(made, "add", by=by, at=at, code=code)
    return made


def end_duty(duty: SourceDuty, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office ends it: no later period is owed, those before it stay owed."""
    if duty.ended_on is None:
        duty.ended_on = local_day(at)
        audit.write(duty, "cancel", by=by, at=at, why=why)


def open_all(*, on: date, at: datetime) -> int:
    """Open what is owed for every period that is over by a day; returns how many."""
    opened = dict(
        db.session.execute(
            sa.select(Gathering.duty_id, sa.func.max(Gathering.first)).group_by(Gathering.duty_id)
        ).all()
    )
    items = _items(on)
    made = 0
    for duty in db.session.scalars(sa.select(SourceDuty).order_by(SourceDuty.id)):
        item = items.get(duty.code)
        if item is None:
            continue
        until = min(on, duty.ended_on or on)
        for first, last in periods.ended(item.cycle, duty.since, until):
            if duty.id not in opened or first > opened[duty.id]:
                _open(duty, item, first, last)
                made += 1
    db.session.flush()
    return made


def gathering(duty: SourceDuty, item: CatalogueItem, day: date) -> Gathering:
    """What is owed for the period around a day, opened early where something comes early."""
    first, last = periods.around(item.cycle, day)
    wanted = sa.select(Gathering).where(Gathering.duty_id == duty.id, Gathering.first == first)
    found = db.session.scalars(wanted).first()
    if found is None:
        found = _open(duty, item, first, last)
        db.session.flush()
    return found


def arrive(found: Gathering, *, by: audit.Actor, at: datetime, came_on: date | None = None) -> None:
    """Data of the period came, today unless a day is told; the first day counts."""
    came_on = came_on or local_day(at)
    found.settled_on = min(found.settled_on or came_on, came_on)
    FLOW.go(found, "arrive", by=by, at=at)


def report_zero(found: Gathering, zero_by_name: str, *, by: audit.Actor, at: datetime) -> None:
    """Its body says that there was nothing to report in the period, and who answers for that."""
    found.zero_by_name, found.settled_on = zero_by_name.strip(), local_day(at)
    FLOW.go(found, "report_zero", by=by, at=at)


def find_not_zero(found: Gathering, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office found that there was something: it is owed again, by the same day."""
    found.settled_on = None
    FLOW.go(found, "find_not_zero", by=by, at=at, why=why)


def duties_of(code: str) -> dict[int, SourceDuty]:
    """The bodies that have to deliver an item now, by their id."""
    wanted = sa.select(SourceDuty).where(SourceDuty.code == code, SourceDuty.ended_on.is_(None))
    return {duty.body_id: duty for duty in db.session.scalars(wanted)}


def listed() -> sa.Select[Any]:
    """Everything that is or was owed, with its item and its body."""
    eager = (joinedload(Gathering.item), joinedload(Gathering.body))
    return sa.select(Gathering).options(*eager)


def _items(on: date) -> dict[str, CatalogueItem]:
    """The items that are in the catalogue on a day, by code."""
    wanted = sa.select(CatalogueItem).where(CatalogueItem.on(on))
    return {item.code: item for item in db.session.scalars(wanted)}


def _open(duty: SourceDuty, item: CatalogueItem, first: date, last: date) -> Gathering:
    made = Gathering(
        duty=duty,
        item=item,
        body_id=duty.body_id,
        first=first,
        last=last,
        deliver_by=rules.due("LOCAL-GATHER", last).due_on,
    )
    FLOW.begin(made, last)
    db.session.add(made)
    return made
