"""上报率, 迟报率 and 合规率 of every body in a month or a quarter, each from its items.

What is due in a period is what has its last day for publication in it. Of a decision that was
corrected the first row counts, for it says when the decision became public.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.errors import NotFound
from integrity.casework.workdays import Unit, calendar_end
from integrity.credit.publicity.made_models import Act, MadeDecision, MadeState
from integrity.credit.publicity.models import PENALTIES, Posting, PostingFile
from integrity.people.subjects.models import Subject

ONE = timedelta(days=1)
PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2]|Q[1-4])", re.ASCII)
NAMES = ("reported", "late", "missing", "refused")
"""The figures that have items; `refused` are rows of files."""


@dataclass(frozen=True)
class Period:
    """A month (2026-10) or a quarter (2026-Q3)."""

    name: str
    first: date
    last: date

    @property
    def is_quarter(self) -> bool:
        return "Q" in self.name

    @property
    def title(self) -> str:
        if self.is_quarter:
            said = {"year": self.first.year, "quarter": self.name[-1]}
            return _("%(year)s年第%(quarter)s季度", **said)
        return _("%(year)s年%(month)s月", year=self.first.year, month=self.first.month)


def period(name: str) -> Period:
    """A period by its name; raises NotFound."""
    found = PERIOD.fullmatch(name)
    if found is None:
        raise NotFound
    year, part = int(found[1]), found[2]
    quarter = part.startswith("Q")
    first = date(year, 3 * int(part[1]) - 2 if quarter else int(part), 1)
    last = calendar_end(first, 3 if quarter else 1, Unit.MONTH) - ONE
    return Period(name, first, last)


def periods(on: date) -> list[Period]:
    """The month of a day and the eleven before it, and the quarters that they are in."""
    first = on.replace(day=1)
    months = [calendar_end(first, -n, Unit.MONTH) for n in range(12)]
    quarters = dict.fromkeys(f"{m.year}-Q{(m.month + 2) // 3}" for m in months)
    return [period(name) for name in (*(f"{m:%Y-%m}" for m in months), *quarters)]


def posted(within: Period, on: date) -> sa.ColumnElement[bool]:
    """The condition for what was due in a period and is public by a day, the first of each."""
    return sa.and_(
        Posting.due_on.between(within.first, within.last),
        Posting.on <= on,
        Posting.corrects_id.is_(None),
    )


def late(within: Period, on: date) -> sa.ColumnElement[bool]:
    """The condition for those of them that came after their last day."""
    return sa.and_(posted(within, on), Posting.on > Posting.due_on)


def missing(within: Period, on: date) -> sa.ColumnElement[bool]:
    """The condition for decisions that were due in a period, are over their last day, and of which
    nothing was public by a day.
    """
    return sa.and_(
        MadeDecision.due_on.between(within.first, within.last),
        MadeDecision.due_on < on,
        MadeDecision.state != MadeState.EXCUSED,
        ~is_posted(on),
    )


def is_posted(on: date) -> sa.ColumnElement[bool]:
    """The condition for decisions of whose number something is public by a day."""
    penal = Posting.layout.in_(PENALTIES)
    return (
        sa.exists()
        .where(
            Posting.body_id == MadeDecision.body_id,
            Posting.number == MadeDecision.number,
            Posting.on <= on,
            sa.case((penal, Act.PENALTY.value), else_=Act.LICENCE.value)
            == sa.cast(MadeDecision.act, sa.Text),
        )
        .correlate(MadeDecision)
    )


def overdue(on: date) -> sa.ColumnElement[bool]:
    """The condition for decisions of whatever period that are over their last day unpublished."""
    known = MadeDecision.state != MadeState.EXCUSED
    return sa.and_(MadeDecision.due_on < on, known, ~is_posted(on))


def sent(within: Period, on: date) -> sa.ColumnElement[bool]:
    """The condition for the files of a period."""
    return PostingFile.on.between(within.first, min(within.last, on))


def by_body(within: Period, on: date) -> Any:
    """Every body of which something was due or sent, with its figures, as a SELECT."""
    count = sa.func.count()
    reported = (
        sa.select(
            Posting.body_id.label("of"),
            count.label("reported"),
            sa.func.sum(sa.case((Posting.on > Posting.due_on, 1), else_=0)).label("late"),
        )
        .where(posted(within, on))
        .group_by(Posting.body_id)
        .subquery()
    )
    lacking = (
        sa.select(MadeDecision.body_id.label("of"), count.label("missing"))
        .where(missing(within, on))
        .group_by(MadeDecision.body_id)
        .subquery()
    )
    files = (
        sa.select(
            PostingFile.body_id.label("of"),
            sa.func.sum(PostingFile.rows).label("rows"),
            sa.func.sum(PostingFile.refused).label("refused"),
        )
        .where(sent(within, on))
        .group_by(PostingFile.body_id)
        .subquery()
    )
    return _joined(
        (reported, ("reported", "late")), (lacking, ("missing",)), (files, ("rows", "refused"))
    )


def _joined(*tables: tuple[Any, tuple[str, ...]]) -> Any:
    """Everybody of whom one of these tables has something, with their columns, 0 for nothing."""
    counts = [
        sa.func.coalesce(table.c[name], 0).label(name) for table, names in tables for name in names
    ]
    joined = sa.select(Subject.id, Subject.name, *counts)
    for table, _names in tables:
        joined = joined.outerjoin(table, table.c.of == Subject.id)
    return joined.where(sa.or_(*(table.c.of.is_not(None) for table, _names in tables)))


def rate(part: int, whole: int) -> str:
    """A share in percent with two decimals, "" where there is nothing to have a share of."""
    return f"{100 * part / whole:.2f}%" if whole else ""


def rates(row: Any) -> tuple[str, str, str]:
    """上报率, 迟报率, 合规率 of the figures of a body."""
    return (
        rate(row.reported, row.reported + row.missing),
        rate(row.late, row.reported),
        rate(row.rows - row.refused, row.rows),
    )
