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
from integrity.credit.sanctions.pushes import notes
from integrity.credit.sanctions.pushes.changes import EntryChange
from integrity.credit.sanctions.pushes.models import PUSH_KIND_NAMES, Push, PushKind
from integrity.people.subjects.models import Subject, SubjectKind

NOTE = "note"
"""Stands for a change of which a body has not taken note, beside the kinds of pushes."""


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
    """Bodies with what they are late with: answers, removals, changes not noted, the first day."""
    is_open = (Push.closed_on.is_(None), Push.due_on < on)  # nobody claims that it has answered
    late = sa.union_all(
        sa.select(Push.body_id, Push.kind.label("what"), Push.due_on).where(*is_open),
        sa.select(Push.body_id, sa.literal(NOTE, sa.String(40)), EntryChange.due_on)
        .join(EntryChange, EntryChange.entry_id == Push.entry_id)
        .where(EntryChange.due_on < on, notes.unnoted()),
    ).subquery()

    def of(what: str) -> sa.ColumnElement[int]:
        return sa.func.count().filter(late.c.what == what)

    columns: list[Any] = [
        Subject.id,
        Subject.name.label("body"),
        Subject.slug,
        of(PushKind.APPLY).label("answers"),
        of(PushKind.REMOVE).label("removals"),
        of(NOTE).label("notes"),
        sa.func.min(late.c.due_on).label("first"),
    ]
    return (
        sa.select(*columns)
        .join(late, late.c.body_id == Subject.id)
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
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
