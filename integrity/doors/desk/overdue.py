"""What is overdue as a desk shows it, in red: one's own body's for who answers for it; for the
office who became late since yesterday, and which receiving bodies leave pushes unanswered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission, Role
from integrity.casework import figures
from integrity.casework.streams import Stream, registered
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject

SHOWN = 10
SINCE = timedelta(days=2)
"""What was due on one of so many days before today became late yesterday or today."""


@dataclass(frozen=True)
class Line:
    """One thing, or the things of one body: what, whose, how late, and what can be done."""

    title: Any
    url: str
    body: str
    late: Any
    act: tuple[Any, str] | None = None


@dataclass(frozen=True)
class Section:
    """Some of what is overdue under one heading, and how many there are."""

    key: str
    heading: Any
    number: int
    more: tuple[Any, str] | None
    lines: Sequence[Line] = field(default_factory=tuple)


def of(user: User, on: date) -> list[Section]:
    """The sections that concern this person, without those in which there is nothing."""
    found: list[Section] = []
    if user.role in (Role.HEAD, Role.OFFICER) and user.body_id:
        found = [_own(user, on)]
    elif user.role in REACH_ALL and user.can(Permission.URGINGS_MAKE):
        found = [_newly(user, on), _pushes(on)]
    return [section for section in found if section.number]


def _own(user: User, on: date) -> Section:
    """What one's own body owes and has not done, the longest overdue first."""

    def own(stream: Stream) -> sa.ColumnElement[bool]:
        model = stream.model
        return sa.and_(stream.visible(user), model.subject_id == user.body_id)

    return _things("own", _("本单位逾期未办结"), own, on, date.min, None)


def _newly(user: User, on: date) -> Section:
    """What became overdue since yesterday, with the way to urge who owes it."""
    more = (_("督办全部逾期事项"), url_for("urging.index"))
    return _things(
        "newly", _("昨天以来新逾期"), lambda s: s.visible(user), on, on - SINCE, more, urge=True
    )


def _things(
    key: str,
    heading: Any,
    which: Callable[[Stream], sa.ColumnElement[bool]],
    on: date,
    since: date,
    more: tuple[Any, str] | None,
    urge: bool = False,
) -> Section:
    items = figures.overdue_items(on, which)
    wanted = (
        sa.select(items, Subject.name.label("body"), sa.func.count().over().label("number"))
        .join(Subject, Subject.id == items.c.subject_id)
        .where(items.c.due_on >= since)
        .order_by(items.c.due_on, items.c.stream, items.c.id)
        .limit(SHOWN)
    )
    rows = db.session.execute(wanted).all()
    lines = [_line(row, on, urge) for row in rows]
    return Section(key, heading, rows[0].number if rows else 0, more, lines)


def _line(row: Any, on: date, urge: bool) -> Line:
    title = f"{registered()[row.stream].title} · {row.title}"
    act = (_("督办"), url_for("urging.new", item=f"{row.stream}:{row.id}")) if urge else None
    return Line(
        title, url_for(f"{row.stream}.item", ref=row.ref), row.body, _late(row.due_on, on), act
    )


def _pushes(on: date) -> Section:
    """The bodies that have not answered in time what was pushed to them, removals too."""
    late = sa.and_(Push.due_on < on, Push.state.in_((PushState.PENDING, PushState.DELIVERED)))
    number, first = sa.func.count(), sa.func.min(Push.due_on)
    wanted = (
        sa.select(
            Subject.id, Subject.name, Subject.slug, number.label("number"), first.label("day")
        )
        .join(Push, Push.body_id == Subject.id)
        .where(late)
        .group_by(Subject.id, Subject.name, Subject.slug)
        .order_by(first, Subject.id)
    )
    rows = db.session.execute(wanted).all()
    lines = [
        Line(
            ngettext("%(num)d 件未反馈", "%(num)d 件未反馈", row.number),
            url_for("sanctions.push_index", body=row.slug),
            row.name,
            _late(row.day, on),
        )
        for row in rows[:SHOWN]
    ]
    more = (_("全部联合奖惩任务"), url_for("sanctions.push_index"))
    return Section("pushes", _("接收单位逾期未反馈"), sum(row.number for row in rows), more, lines)


def _late(day: date, on: date) -> str:
    days = (on - day).days
    return ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", days)
