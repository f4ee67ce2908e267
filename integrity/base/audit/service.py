"""Writing to the log and reading one thing's history from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from integrity.base.audit import versions
from integrity.base.audit.models import AuditEvent
from integrity.base.db import changed, db, release


class Actor(Protocol):
    """Somebody who acts: a user, the system, or a person without an account."""

    @property
    def id(self) -> Any: ...

    @property
    def name(self) -> Any: ...


@dataclass(frozen=True)
class Somebody:
    """An actor without an account."""

    name: str
    id: None = None


SYSTEM = Somebody("系统")
PUBLIC = Somebody("社会公众")


def write(
    thing: Any,
    move: str,
    *,
    by: Actor,
    at: datetime,
    source: str | None = None,
    target: str | None = None,
    why: str = "",
    **facts: Any,
) -> None:
    """Log one act on one stored thing (a model instance)."""
    if thing.id is None:
        db.session.flush()
    with db.session.no_autoflush:  # the verb may not be finished changing the thing
        event = _event(thing, move, by, at, why, facts)
        event.from_state, event.to_state = source, target
        db.session.add(event)
        _moved(thing.__tablename__, move, at)


def _moved(table: str, move: str, at: datetime) -> None:
    """Note what this transaction logged, for who counts it and for who tells people of it."""
    versions.moved(table)
    db.session().info.setdefault("acts", {})[table, move, at] = True


def read(thing: Any, move: str, *, by: Actor, at: datetime, why: str = "", **facts: Any) -> None:
    """Log that somebody is about to read; kept at once, or else nothing is shown.

    Only for requests that change nothing: what they did until now is kept with it.
    """
    event = _event(thing, move, by, at, why, facts)
    release()
    db.session.add(event)
    release()


def _event(
    thing: Any, move: str, by: Actor, at: datetime, why: str, facts: dict[str, Any]
) -> AuditEvent:
    return AuditEvent(
        at=at,
        by_id=by.id,
        by_name=by.name,
        thing=thing.__tablename__,
        thing_id=thing.id,
        move=move,
        why=why,
        facts=facts or None,
    )


def history(thing: Any) -> Sequence[AuditEvent]:
    """Every event of one thing, newest first."""
    wanted = sa.select(AuditEvent).where(
        AuditEvent.thing == thing.__tablename__, AuditEvent.thing_id == thing.id
    )
    return db.session.scalars(wanted.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())).all()


def first_moment() -> datetime | None:
    """The moment from which on this system knows what happened; None while nothing has."""
    return db.session.scalar(sa.select(sa.func.min(AuditEvent.at)))


def write_all(
    rows: sa.Select[Any],
    thing: str,
    move: str,
    *,
    source: str | None = None,
    target: str | None,
    by: Actor,
    at: datetime,
    why: str = "",
    beside: Sequence[sa.CTE] = (),
) -> int:
    """Log the same move of a set of things in one statement; returns how many.

    `rows` selects their ids and, where `source` is not given, the states they come from; `beside`
    is what else the statement writes.
    """
    found = rows.subquery()
    state: Any = found.c[1] if len(found.c) > 1 else sa.literal(source, sa.Text)
    columns = {
        "at": sa.literal(at, AuditEvent.at.type),
        "by_id": sa.literal(by.id, sa.Integer),
        "by_name": sa.literal(by.name, sa.Text),
        "thing": sa.literal(thing, sa.Text),
        "thing_id": found.c[0],
        "move": sa.literal(move, sa.Text),
        "from_state": sa.type_coerce(state, sa.Text),
        "to_state": sa.literal(target, sa.Text),
        "why": sa.literal(why, sa.Text),
    }
    insert = sa.insert(AuditEvent).from_select(list(columns), sa.select(*columns.values()))
    insert = insert.add_cte(*beside)
    count = changed(insert.execution_options(preserve_rowcount=True))
    if count:
        _moved(thing, move, at)
    return count
