"""Who has an entry takes note of what changed: said by its people or its system, by a day."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import EntryChange
from integrity.credit.sanctions.pushes.models import Push, PushKind


class NothingToNote(Refused):
    """There is no such change, or nobody has to take note of it."""

    title = _l("没有需要知悉的变动")


class PushNote(Model):
    """That the body of a push took note of one change of its entry."""

    push_id: Mapped[int] = mapped_column(sa.ForeignKey("push.id"), primary_key=True)
    change_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entry_change.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    by_name: Mapped[str]


def of_pushes(ids: Iterable[int]) -> dict[tuple[int, int], PushNote]:
    """What was noted of several pushes, by push and change; one query."""
    wanted = sa.select(PushNote).where(PushNote.push_id.in_(list(ids)))
    return {(note.push_id, note.change_id): note for note in db.session.scalars(wanted)}


def take(
    push: Push, numbers: Sequence[int] = (), *, by: audit.Actor, at: datetime
) -> list[EntryChange]:
    """Take note of some changes by their numbers, or of all; returns those that are new.

    Raises NothingToNote.
    """
    told, known = changes.of_entries([push.entry_id])[push.entry_id], of_pushes([push.id])
    numbered = {place: one for place, one in enumerate(told, 1) if one.due_on is not None}
    wanted = list(numbers) or list(numbered)
    if push.kind is not PushKind.APPLY or not wanted or not set(wanted) <= set(numbered):
        raise NothingToNote(_("没有需要本单位知悉的变动。"))
    fresh = [n for n in sorted(set(wanted)) if (push.id, numbered[n].id) not in known]
    if fresh:
        made = {"push_id": push.id, "at": at, "by_name": by.name}
        db.session.add_all(PushNote(change_id=numbered[n].id, **made) for n in fresh)
        audit.write(push, "note_change", by=by, at=at, changes=fresh)
        db.session.flush()
    return [numbered[n] for n in fresh]


def unnoted() -> sa.ColumnElement[bool]:
    """The condition for (push, change) of which its body has to take note and has not.

    For a SELECT from Push and EntryChange; of what was told before the push nobody has to.
    """
    noted = sa.exists().where(PushNote.push_id == Push.id, PushNote.change_id == EntryChange.id)
    return sa.and_(
        Push.entry_id == EntryChange.entry_id,
        Push.kind == PushKind.APPLY,
        EntryChange.due_on.is_not(None),
        EntryChange.due_on >= Push.starts_on,
        Push.entry.has(ListEntry.state == EntryState.LISTED),
        ~noted.correlate(Push, EntryChange),
    )


def waiting(body_id: int) -> sa.Select[Any]:
    """Pushes of a body with changes it has not noted, and the first day by which it must."""
    columns: list[Any] = [Push, sa.func.min(EntryChange.due_on)]
    return (
        sa.select(*columns)
        .join(EntryChange, EntryChange.entry_id == Push.entry_id)
        .where(Push.body_id == body_id, unnoted())
        .group_by(Push.id)
    )


def is_waiting(push: Push) -> bool:
    """Whether its body has to take note of something."""
    found = sa.select(Push.id).join(EntryChange, EntryChange.entry_id == Push.entry_id)
    return db.session.scalar(found.where(Push.id == push.id, unnoted()).limit(1)) is not None
