"""What a court says it pushed against what came, day by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import Heartbeat
from integrity.streams.courts.receipts import Kind, Receipt, digest_of

SHOWN = "LOCAL-COURT-COMPARE"


@dataclass(frozen=True)
class Day:
    """One day of one court. `cases`: how many came, new or updated, each once."""

    on: date
    reported: int | None
    filled_in_on: date | None
    cases: int
    received: int
    updated: int
    withdrawn: int
    digest: str

    @property
    def difference(self) -> int | None:
        """What was reported less what came; None while nothing was reported."""
        return None if self.reported is None else self.reported - self.cases


@dataclass(frozen=True)
class Difference:
    """A day on which a court reported another number than came."""

    court: Subject
    on: date
    reported: int
    cases: int


def days(court_id: int, first: date, last: date) -> list[Day]:
    """Every day of a span, first to last."""
    beats = {
        beat.on: beat
        for beat in db.session.scalars(
            sa.select(Heartbeat).where(
                Heartbeat.court_id == court_id, Heartbeat.on.between(first, last)
            )
        )
    }
    came: dict[date, list[Receipt]] = defaultdict(list)
    wanted = sa.select(Receipt).where(Receipt.court_id == court_id)
    for receipt in db.session.scalars(wanted.where(Receipt.on.between(first, last))):
        came[receipt.on].append(receipt)
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [_day(on, beats.get(on), came[on]) for on in span]


def differences(on: date, court_id: int | None = None) -> list[Difference]:
    """Where the numbers differ, of the days before one, of one court or of all."""
    since = on - timedelta(days=rules.number(SHOWN, on))
    came = (
        sa.select(sa.func.count(Receipt.case_id.distinct()))
        .where(
            Receipt.court_id == Heartbeat.court_id,
            Receipt.on == Heartbeat.on,
            Receipt.kind != Kind.WITHDRAWN,
        )
        .scalar_subquery()
    )
    wanted = (
        sa.select(Subject, Heartbeat.on, Heartbeat.cases, came)
        .join(Heartbeat, Heartbeat.court_id == Subject.id)
        .where(Heartbeat.on >= since, Heartbeat.on < on, Heartbeat.cases != came)
        .order_by(Heartbeat.on.desc(), Subject.name)
    )
    if court_id is not None:
        wanted = wanted.where(Subject.id == court_id)
    return [Difference(*row) for row in db.session.execute(wanted)]


def _day(on: date, beat: Heartbeat | None, came: list[Receipt]) -> Day:
    kinds = [receipt.kind for receipt in came]
    return Day(
        on,
        beat.cases if beat else None,
        beat.filled_in_on if beat else None,
        cases=len({one.case_id for one in came if one.kind is not Kind.WITHDRAWN}),
        received=kinds.count(Kind.RECEIVED),
        updated=kinds.count(Kind.UPDATED),
        withdrawn=kinds.count(Kind.WITHDRAWN),
        digest=digest_of(one.line for one in came),
    )
