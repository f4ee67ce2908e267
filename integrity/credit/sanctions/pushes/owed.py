"""Pushes as what bodies owe: urged when late, counted for everybody by body and never by name."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.urging.owed import Owed
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import PUSH_KIND_NAMES, Push, PushKind
from integrity.people.subjects.models import Subject, SubjectKind


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for pushes a person may open: to the own body, of what it leads, or all."""
    if user.role in REACH_ALL:
        return sa.true() if user.can(Permission.SANCTIONS_DECIDE) else sa.false()
    body_id = user.body_id or 0
    ours = Push.body_id == body_id if user.can(Permission.PUSHES_ANSWER) else sa.false()
    led = Push.entry.has(ListEntry.initiated_by_id == body_id)
    return sa.or_(ours, led) if user.can(Permission.SANCTIONS_FIND) else ours


def titled() -> sa.ColumnElement[str]:
    """The title of a push, in SQL."""
    lists = {kind: str(name) for kind, name in LIST_NAMES.items()}
    whom = (
        sa.select(Subject.name + sa.literal(" · ") + sa.case(lists, value=ListEntry.kind))
        .join(ListEntry, ListEntry.subject_id == Subject.id)
        .where(ListEntry.id == Push.entry_id)
        .correlate(Push)
        .scalar_subquery()
    )
    kinds = {kind: f"{name}{_('：')}" for kind, name in PUSH_KIND_NAMES.items()}
    return sa.case(kinds, value=Push.kind) + whom


def late_by_body(on: date) -> sa.Select[Any]:
    """Bodies with what they are late with: answers, removals, and the first day that passed."""

    def of(kind: PushKind) -> sa.ColumnElement[int]:
        return sa.func.count().filter(Push.kind == kind)

    columns: list[Any] = [
        Subject.id,
        Subject.name.label("body"),
        Subject.slug,
        of(PushKind.APPLY).label("answers"),
        of(PushKind.REMOVE).label("removals"),
        sa.func.min(Push.due_on).label("first"),
    ]
    return (
        sa.select(*columns)
        .join(Subject, Subject.id == Push.body_id)
        .where(Push.is_overdue(on), Subject.public, Subject.kind != SubjectKind.PERSON)
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


PUSHES = Owed(
    name="pushes",
    title=_l("联合奖惩推送"),
    model=Push,
    ref=sa.cast(Push.id, sa.Text),
    titled=titled,
    whose=Push.body_id,
    visible=visible,
    page=("sanctions.push", "number"),
    known="sanctions.late_pushes",
)
