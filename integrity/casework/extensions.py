"""A later due day: proposed by one before the old one has passed, granted by another."""

import enum
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.steps import Side, Step


class ExtensionState(enum.StrEnum):
    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


S = ExtensionState
EXTENSION_NAMES = {
    S.PROPOSED: _l("待批准"),
    S.GRANTED: _l("已批准"),
    S.REFUSED: _l("不予批准"),
    S.ENDED: _l("因改正责任单位终止"),
}
FLOW = Flow(
    steps={S.PROPOSED: Step(Side.OFFICE, "LOCAL-CHANGE")},
    grant=Move({S.PROPOSED}, S.GRANTED, Permission.DEADLINES_EXTEND),
    refuse=Move({S.PROPOSED}, S.REFUSED, Permission.DEADLINES_EXTEND),
    readdress=Move({S.PROPOSED}, S.ENDED),
)
FLOW.names.update(EXTENSION_NAMES)


class ExtensionRefused(Refused):
    """The extension is not later, or later than its rule allows, or too late, or has no reason."""

    title = _l("不能延期")


class OwnExtension(Forbidden):
    """Nobody grants what they proposed, or more time to their own body."""

    title = _l("须由他人办理")


class Extension(HasSteps, Model):
    """A due day moved to a later one, who proposed it and why, who decided; the old day stays.

    `at`: when it was decided, None while it waits.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    state: Mapped[ExtensionState] = mapped_column(default=S.PROPOSED, index=True)
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(40))
    why: Mapped[str]
    proposed_by_id: Mapped[int | None]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_extension_item", "stream", "item_id"),)

    @property
    def parties(self) -> set[int]:
        """Nobody's: only who reaches every body decides."""
        return set()


def propose(
    stream: str,
    item: Any,
    until: date,
    reason: str,
    why: str,
    *,
    maximum: date | None,
    by: Any,
    at: datetime,
) -> Extension:
    """Ask for a later day, by the old one and never past `maximum`; raises ExtensionRefused.

    The caller moves the item, so that of two proposals at once one is made.
    """
    if item.due_on is None or until <= item.due_on:
        raise ExtensionRefused(_("新的期限必须晚于原期限。"))
    if local_day(at) > item.due_on:
        raise ExtensionRefused(_("期限已过，不能再延期。"))
    if maximum and until > maximum:
        raise ExtensionRefused(_("新的期限超过规则允许的最长期限 %(day)s。", day=maximum))
    if not why.strip():
        raise ExtensionRefused(_("必须写明延期理由。"))
    if pending(stream, item):
        raise ExtensionRefused(_("已有一项延期等待批准。"))
    made = _made(stream, item, until, reason, why, by, at)
    FLOW.begin(made, local_day(at))
    return made


def grant(extension: Extension, item: Any, why: str, *, by: Any, at: datetime) -> None:
    """Another person agrees, still by the old day; raises OwnExtension, ExtensionRefused."""
    _other(extension, item, by)
    if item.due_on != extension.old_due_on:
        raise ExtensionRefused(_("期限已变化，请重新提出。"))
    if local_day(at) > item.due_on:
        raise ExtensionRefused(_("期限已过，不能再延期。"))
    _decide(extension, "grant", why, by, at)
    item.due_on = extension.new_due_on
    days = {"old": str(extension.old_due_on), "new": str(extension.new_due_on)}
    audit.write(item, "extend", by=by, at=at, why=extension.why, **days)


def refuse(extension: Extension, item: Any, why: str, *, by: Any, at: datetime) -> None:
    """Another person does not agree; the day stays."""
    _other(extension, item, by)
    _decide(extension, "refuse", why, by, at)
    audit.write(item, "refuse_extension", by=by, at=at, why=why)


def end(stream: str, item: Any, why: str, *, by: Any, at: datetime) -> None:
    """Another body owes now: what the old one asked for and nobody decided is decided no more."""
    if asked := pending(stream, item):
        _decide(asked, "readdress", why, by, at)


def record(
    stream: str, item: Any, until: date, reason: str, why: str, asked: Any, *, by: Any, at: datetime
) -> None:
    """A later day that was decided with something else (`asked`: by whom), to be explained."""
    made = _made(stream, item, until, reason, why, asked, at)
    FLOW.go(made, "grant", by=by, at=at, why=why)
    made.approved_by, made.at = by.name, at
    item.due_on = until


def of(stream: str, item: Any) -> Sequence[Extension]:
    """Every extension of an item that was ever proposed, oldest first."""
    wanted = sa.select(Extension).where(Extension.stream == stream, Extension.item_id == item.id)
    return db.session.scalars(wanted.order_by(Extension.id)).all()


def granted(stream: str, item: Any) -> list[Extension]:
    """Those that moved its day."""
    return [made for made in of(stream, item) if made.state is S.GRANTED]


def pending(stream: str, item: Any) -> Extension | None:
    """The one that waits to be decided."""
    return waiting(of(stream, item))


def waiting(proposed: Sequence[Extension]) -> Extension | None:
    """The one of these that waits to be decided."""
    return next((made for made in proposed if made.state is S.PROPOSED), None)


def _made(
    stream: str, item: Any, until: date, reason: str, why: str, by: Any, at: datetime
) -> Extension:
    made = Extension(
        stream=stream,
        item_id=item.id,
        state=S.PROPOSED,
        old_due_on=item.due_on,
        new_due_on=until,
        reason=reason,
        why=why,
        proposed_by_id=by.id,
        proposed_by=by.name,
        proposed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _decide(extension: Extension, move: str, why: str, by: Any, at: datetime) -> None:
    FLOW.go(extension, move, by=by, at=at, why=why)
    extension.approved_by, extension.decision, extension.at = by.name, why, at


def _other(extension: Extension, item: Any, by: Any) -> None:
    if by.id == extension.proposed_by_id or by.body_id == item.subject_id:
        raise OwnExtension(_("不能批准本人提出的或者本单位的延期。"))
