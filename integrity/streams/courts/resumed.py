"""恢复执行: a case that takes up the enforcement of another one is the same duty, with its day.

Its number is new; a term that began again with the number would be months won by not performing.
"""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base.db import db
from integrity.streams.courts.models import OPEN, CourtCase

BASIS = "恢复执行，沿用原执行案件的履行期限"


def take_over_days(pushed: Collection[CourtCase]) -> None:
    """Give each resumed case the day of its first one, whichever of the two came first."""
    ids, first = [case.id for case in pushed], aliased(CourtCase)
    wanted = (
        sa.select(CourtCase, first.due_on)
        .join(first, _is_first(first))
        .where(
            sa.or_(CourtCase.id.in_(ids), first.id.in_(ids)),
            CourtCase.state.in_(OPEN),
            first.due_on < CourtCase.due_on,
        )
    )
    for case, day in db.session.execute(wanted):
        case.time_limit = case.starts_on = None
        case.starts_as, case.provisional = "", False
        case.run_until(day, BASIS)
        case.assigned = True  # its dispatch begins no term


def told_by_first(on: date) -> sa.ColumnElement[bool]:
    """The condition for resumed cases whose first one was late: one duty is one breach."""
    first = aliased(CourtCase)
    return sa.exists().where(_is_first(first), first.is_late(on)).correlate(CourtCase)


def goes_on() -> sa.ColumnElement[bool]:
    """The condition for cases whose duty was open when it was resumed, and goes on as another one.

    What had ended by then was a case of its own. Of several that resume the same it is the last.
    """
    later = aliased(CourtCase)
    resumes = sa.and_(
        later.first_key == CourtCase.key,
        CourtCase.first_key.is_distinct_from(later.key),  # two that name each other are two
    )
    again = sa.and_(later.first_key == CourtCase.first_key, later.id > CourtCase.id)
    return (
        sa.exists()
        .where(
            sa.or_(resumes, again),
            later.subject_id == CourtCase.subject_id,
            later.id != CourtCase.id,
            later.stands(),
            _was_open(CourtCase, later),
        )
        .correlate(CourtCase)
    )


def received_on() -> sa.ColumnElement[date]:
    """Since when the duty of a case is known here: one that goes on is not new."""
    first = aliased(CourtCase)
    before = sa.select(sa.func.min(first.received_on)).where(
        _is_first(first),
        first.received_on < CourtCase.received_on,
        _was_open(first, CourtCase),
    )
    return sa.func.coalesce(before.correlate(CourtCase).scalar_subquery(), CourtCase.received_on)


def _was_open(case: type[CourtCase], later: type[CourtCase]) -> sa.ColumnElement[bool]:
    return sa.or_(case.closed_on.is_(None), case.closed_on >= later.received_on)


def _is_first(first: type[CourtCase]) -> sa.ColumnElement[bool]:
    return sa.and_(
        CourtCase.first_key == first.key,
        CourtCase.subject_id == first.subject_id,
        CourtCase.id != first.id,
        first.stands(),
    )
