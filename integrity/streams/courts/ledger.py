"""台账 and 府院联动联席会议表: every case with its reason and next step; each month, by body.

动态清零 rate of a month = closed in it / (open when it began + new in it). One duty is one case:
one that goes on under another number is that one, received when the first was.
"""

import calendar as months
from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.people.subjects.models import Subject
from integrity.streams.courts import resumed
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.notes import CaseNote

PARTS = ("start", "new", "cleared", "end", "late")
"""What of a month may be looked at: each is a set of cases."""


def span(month: str, today: date) -> tuple[date, date]:
    """The first and last day of a month as 2026-11; of this month for anything else."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = today.replace(day=1)
    return first, first.replace(day=months.monthrange(first.year, first.month)[1])


def of_part(part: str, first: date, last: date) -> sa.ColumnElement[bool]:
    """The condition for the cases of one part of a month."""
    received, closed = resumed.received_on(), CourtCase.closed_on
    conditions: dict[str, sa.ColumnElement[bool]] = {
        "start": sa.and_(received < first, sa.or_(closed.is_(None), closed >= first)),
        "new": received.between(first, last),
        "cleared": sa.and_(received <= last, closed.between(first, last)),
        "end": sa.and_(received <= last, sa.or_(closed.is_(None), closed > last)),
        "late": sa.and_(received <= last, closed.is_(None), CourtCase.due_on < last),
    }
    return sa.and_(_is_one(), conditions.get(part, sa.true()))


def by_body(visible: sa.ColumnElement[bool], first: date, last: date) -> sa.Select[Any]:
    """Per body the number of each part of a month, and what was not performed at its end."""
    counted = [sa.func.count().filter(of_part(p, first, last)).label(p) for p in PARTS]
    left = CourtCase.owed - CourtCase.performed
    sums = sa.func.coalesce(sa.func.sum(left).filter(of_part("end", first, last)), 0)
    columns: list[Any] = [Subject.id, Subject.name, Subject.slug, *counted, sums.label("left")]
    return (
        sa.select(*columns)
        .join(CourtCase, CourtCase.subject_id == Subject.id)
        .where(visible, _is_one(), resumed.received_on() <= last)
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


def cases(visible: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Every case with its last note, and how often that reason was given."""
    last = (
        sa.select(sa.func.max(CaseNote.id))
        .where(CaseNote.case_id == CourtCase.id)
        .correlate(CourtCase)
        .scalar_subquery()
    )
    again = sa.orm.aliased(CaseNote)
    times = (
        sa.select(sa.func.count())
        .where(again.case_id == CourtCase.id, again.reason == CaseNote.reason)
        .correlate(CourtCase, CaseNote)
        .scalar_subquery()
    )
    return (
        sa.select(CourtCase, CaseNote, times.label("times"))
        .join(CourtCase.subject)
        .outerjoin(CaseNote, CaseNote.id == last)
        .where(visible, ~resumed.goes_on())
    )


def _is_one() -> sa.ColumnElement[bool]:
    return sa.and_(CourtCase.stands(), ~resumed.goes_on())


def rate(row: Any) -> str:
    """The rate of a row of by_body, with its two numbers; nothing where there was no case."""
    whole = row.start + row.new
    return f"{row.cleared * 100 / whole:.1f}%（{row.cleared}/{whole}）" if whole else ""
