"""What nobody objected to in time: a person of the finding body confirms it (谁认定谁负责).

The night prepares, a person decides: who finds a kind of breach is a table of the installation,
and where nothing is said, or the body is itself concerned, the office of the leading group does.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission, Role
from integrity.credit.records import grading, service
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.models import RecordState as S
from integrity.credit.sanctions import service as sanctions
from integrity.files.traces import traces
from integrity.people.accounts.models import User
from integrity.people.subjects import competence


class NothingChosen(Refused):
    """No record of the batch was chosen, or others have confirmed them all."""


@dataclass(frozen=True)
class Batch:
    """Records of one kind that wait for one person's word: how many, and by when."""

    stream: str
    rule: str
    number: int
    told_until: date | None
    due_on: date | None


def prepare(*, on: date) -> int:
    """Start the clock of every record whose time to object has passed; returns how many."""
    ripe = (*_ripe(on), CreditRecord.step_since.is_(None))
    clock = {"step_since": on, "step_due_on": service.FLOW.steps[S.PROPOSED].due(on)}
    return changed(sa.update(CreditRecord).where(*ripe).values(**clock))


def batches(user: User, on: date) -> list[Batch]:
    """What this person may confirm on a day, kind by kind, the most urgent first."""
    if not user.can(Permission.RECORDS_CONFIRM):
        return []
    kind = (CreditRecord.stream, CreditRecord.rule)
    last, first = sa.func.max(CreditRecord.object_until), sa.func.min(CreditRecord.step_due_on)
    wanted = (
        sa.select(*kind, sa.func.count(), last, first)
        .where(*_ripe(on), falls_to(user))
        .group_by(*kind)
        .order_by(first.is_(None), first, *kind)
    )
    return [Batch(*row) for row in db.session.execute(wanted)]


def of_batch(user: User, stream: str, rule: str, on: date) -> sa.Select[CreditRecord]:
    """The records of one batch, the oldest first."""
    kind = (CreditRecord.stream == stream, CreditRecord.rule == rule)
    wanted = sa.select(CreditRecord).where(*kind, *_ripe(on), falls_to(user))
    return wanted.order_by(CreditRecord.object_until, CreditRecord.id)


def confirm_all(
    stream: str, rule: str, ids: Sequence[int], why: str, *, by: User, at: datetime
) -> int:
    """Confirm these records of a batch with one reason; raises NothingChosen.

    Their summaries are released as they stand; one that may name a person is confirmed by itself.
    Who has a public one by now leaves the red list.
    """
    on = local_day(at)
    chosen = of_batch(by, stream, rule, on).where(CreditRecord.id.in_(ids)).order_by(None)
    these = chosen.with_only_columns(CreditRecord.id, CreditRecord.ruled_on, CreditRecord.summary)
    days: dict[date | None, list[int]] = defaultdict(list)
    for number, ruled_on, summary in db.session.execute(these):
        if not traces(summary):
            days[ruled_on].append(number)
    count = 0
    for ruled_on, numbers in days.items():
        values = grading.consequence(stream, rule, on, ruled_on=ruled_on) | service.decider(by)
        values["public_text"] = CreditRecord.summary
        which = (CreditRecord.id.in_(numbers), *_ripe(on))
        count += service.FLOW.go_all(
            CreditRecord, "confirm", *which, by=by, at=at, why=why, **values
        )
    if not count:
        raise NothingChosen(_("没有选中可以成批确认的记录，或者已由他人确认。"))
    sanctions.forfeit(on=on, at=at)
    return count


def falls_to(user: User) -> sa.ColumnElement[bool]:
    """The condition for records that this person's body finds; the rest are the office's."""
    found_by = sa.func.coalesce(CreditRecord.found_by_id, competence.of(CreditRecord.stream))
    own = user.body_id or 0
    if user.role is Role.OFFICE:
        return sa.or_(found_by.is_(None), found_by.in_((CreditRecord.subject_id, own)))
    return sa.and_(found_by == own, CreditRecord.subject_id != own)


def may_confirm(user: User, record: CreditRecord) -> bool:
    """Whether it is this person's to confirm one record."""
    if not (user.is_authenticated and user.can(Permission.RECORDS_CONFIRM)):
        return False
    this = sa.exists().where(CreditRecord.id == record.id, falls_to(user))
    return bool(db.session.scalar(sa.select(this)))


def _ripe(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (CreditRecord.state == S.PROPOSED, CreditRecord.object_until < on)
