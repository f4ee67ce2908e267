"""Which approvals count, and how many of them were checked, by body, matter and month."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.credit.coverage.models import Approval
from integrity.credit.matters.models import Matter, matter_body
from integrity.people.subjects.models import Subject

YEAR = sa.extract("year", Approval.decided_on)
MONTH = sa.extract("month", Approval.decided_on)
CHECKED = sa.func.count(Approval.checked_by)
TOTAL = sa.func.count()
EXPLAINED = TOTAL.filter(Approval.checked_by.is_(None), Approval.gap_reason.is_not(None))
"""Those without a check whose body says why: told beside the rate, never taken from it."""
COUNTED = (TOTAL.label("total"), CHECKED.label("checked"), EXPLAINED.label("explained"))


def counted() -> list[sa.ColumnElement[bool]]:
    """The conditions under which an approval counts, with `Matter` joined by `its_matter`.

    The list of its day says that its body had to check in its matter, and it is not withdrawn.
    """
    named = sa.exists().where(
        matter_body.c.matter_id == Matter.id, matter_body.c.body_id == Approval.body_id
    )
    return [Approval.withdrawn_at.is_(None), sa.or_(Matter.everybody, named)]


def its_matter() -> sa.ColumnElement[bool]:
    """The version of the matter that held on the day of decision."""
    return sa.and_(Matter.code == Approval.matter_code, Matter.holds(Approval.decided_on))


def by_month(*which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """A row for each body, matter and month: how many approvals, how many of them checked."""
    columns: list[Any] = [
        Approval.matter_code,
        sa.func.max(Matter.name).label("matter"),
        YEAR.label("year"),
        MONTH.label("month"),
    ]
    return _counts(*columns).where(*which).group_by(Approval.matter_code, YEAR, MONTH)


def by_body(since: date, until: date) -> sa.Select[Any]:
    """A row for each body that reported approvals decided in a period, for everybody to read."""
    return _counts().where(Approval.decided_on >= since, Approval.decided_on < until)


def _counts(*more: Any) -> sa.Select[Any]:
    """How many approvals of each body count, and how many of them were checked."""
    columns: list[Any] = [Approval.body_id, Subject.name.label("body"), *more]
    return (
        sa.select(*columns, *COUNTED)
        .select_from(Approval)
        .join(Subject, Subject.id == Approval.body_id)
        .join(Matter, its_matter())
        .where(*counted())
        .group_by(Approval.body_id, Subject.name)
    )


def items() -> sa.Select[Any]:
    """The approvals that count, one by one."""
    return sa.select(Approval).join(Matter, its_matter()).where(*counted())


def silent(since: date, until: date) -> sa.Select[Any]:
    """The bodies that the list names in a matter and that reported nothing of it in a period."""
    reported = sa.exists().where(
        Approval.body_id == matter_body.c.body_id,
        Approval.matter_code == Matter.code,
        Approval.withdrawn_at.is_(None),
        Approval.decided_on >= since,
        Approval.decided_on < until,
    )
    columns: list[Any] = [
        Subject.id.label("body_id"),
        Subject.name.label("body"),
        Matter.code.label("matter_code"),
        Matter.name.label("matter"),
    ]
    last = until - timedelta(days=1)
    return (
        sa.select(*columns)
        .select_from(Matter)
        .join(matter_body, matter_body.c.matter_id == Matter.id)
        .join(Subject, Subject.id == matter_body.c.body_id)
        .where(Matter.holds(last), ~reported)
    )


def month_of(day: date) -> tuple[date, date]:
    """The first day of a day's month, and that of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def before(day: date) -> date:
    """The first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
