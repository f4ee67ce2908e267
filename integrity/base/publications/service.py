"""Adding to the public log, in the transaction of the fact, whatever stream it came from.

Every act is logged; before a commit the log says which things moved, and each that is public, or
was, is compared with what the public log has of it. Writers get their numbers one after another
and keep the place until they have committed, so none is left out and none is given twice.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.bulk import fill, measured
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches, one_at_a_time
from integrity.base.publications import leaves
from integrity.base.publications.kinds import Kind, kinds
from integrity.base.publications.models import FactEvent, PublicFact, PublicThing

LOCK = "public log"
GROWN = 10
"""Batches after which PostgreSQL counts the log itself anew, that may have been empty before."""
SALT = 16
MANY = 5000
"""Things that move together before PostgreSQL counts their table anew: of a table that was empty
when it last looked it would read every row for each batch."""
SEEN = "public_until"


def catch_up(*, at: datetime) -> int:
    """Add what became public or ceased to be so without an act of anybody; returns how many.

    That is what the day alone changes, and what a system held before it had this log.
    """
    on = local_day(at)
    return sum(_append(kind, _differs(kind, on), at) for kind in kinds().values())


def _differs(kind: Kind, on: date) -> sa.ColumnElement[bool]:
    """The condition for things that are public and not in the log, or the other way round."""
    known = sa.exists().where(PublicThing.kind == kind.name, PublicThing.thing_id == kind.model.id)
    public = kind.model.id.in_(sa.select(kind.model.id).where(kind.public(on)))
    return sa.or_(sa.and_(public, ~known), sa.and_(~public, known))


def _append(kind: Kind, which: sa.ColumnElement[bool], at: datetime) -> int:
    """Compare these rows with the log and add where they differ; waits only if there are any."""
    ids = list(db.session.scalars(_concerned(kind, which, local_day(at))))
    if not ids:
        return 0
    one_at_a_time(LOCK)
    known = set(ids)
    if len(ids) > MANY:
        measured(kind.model.__table__, "id")
        known = _known_ids(kind, which)
    number = size()
    for place, some in enumerate(in_batches(ids)):
        if place == GROWN:
            for model in (PublicFact, PublicThing):
                measured(db.metadata.tables[model.__tablename__])
        rows = list(_facts(kind, some, number, at, known))
        _keep(kind, rows)
        number += len(rows)
    return len(ids)


def _concerned(kind: Kind, which: sa.ColumnElement[bool], on: date) -> sa.Select[Any]:
    """The ids of those that are public now, and of those that were."""
    model = kind.model
    known = sa.select(PublicThing.thing_id).where(PublicThing.kind == kind.name)
    public = sa.select(model.id).where(kind.public(on))
    concerned = sa.or_(model.id.in_(public), model.id.in_(known))
    return sa.select(model.id).where(which, concerned).order_by(model.id)


def size() -> int:
    """How many rows the log has: the number of the next one."""
    last = db.session.scalar(sa.select(sa.func.max(PublicFact.number)))
    return 0 if last is None else last + 1


def _known_ids(kind: Kind, which: sa.ColumnElement[bool]) -> set[int]:
    """Of these things, those that the log says are public: of very many new ones, none."""
    these = PublicThing.thing_id.in_(sa.select(kind.model.id).where(which))
    wanted = sa.select(PublicThing.thing_id).where(PublicThing.kind == kind.name, these)
    return set(db.session.scalars(wanted))


def _facts(
    kind: Kind, ids: Sequence[int], number: int, at: datetime, known_ids: set[int]
) -> Iterator[dict[str, Any]]:
    """The new rows of the log for these things, as they are now that nobody else can add."""
    wanted = sa.select(kind.model).where(kind.model.id.in_(ids), kind.public(local_day(at)))
    fresh = wanted.options(*kind.options).execution_options(populate_existing=True)
    public = {item.id: item for item in db.session.scalars(fresh).unique()}
    known = _known(kind, known_ids.intersection(ids))
    for thing_id in ids:
        item, old = public.get(thing_id), known.get(thing_id)
        if item is None and old is None:
            continue
        content = None if item is None else leaves.written(kind.content(item))
        if old is not None and content is not None and _says(old, content):
            continue
        event = FactEvent.CHANGED if old is not None else FactEvent.PUBLISHED
        if content is None:
            event = FactEvent.REMOVED
        address = old.address if old is not None else kind.address(item)
        yield _row(number, at, kind.name, thing_id, event, address, content)
        number += 1


def _known(kind: Kind, ids: set[int]) -> dict[int, Any]:
    if not ids:
        return {}
    joined = sa.select(PublicFact.thing_id, PublicFact.address, PublicFact.salt, PublicFact.words)
    joined = joined.join(PublicThing, PublicThing.number == PublicFact.number)
    mine = (PublicThing.kind == kind.name, PublicThing.thing_id.in_(ids))
    return {row.thing_id: row for row in db.session.execute(joined.where(*mine))}


def _says(old: Any, content: str) -> bool:
    return old.salt is not None and leaves.words_of(content, old.salt) == old.words


def _row(
    number: int,
    at: datetime,
    kind: str,
    thing_id: int,
    event: FactEvent,
    address: str,
    content: str | None,
) -> dict[str, Any]:
    salt = None if content is None else secrets.token_bytes(SALT)
    words = b"" if content is None or salt is None else leaves.words_of(content, salt)
    entered = leaves.entry(number, at, kind, event, address, words)
    return {
        "number": number,
        "at": at,
        "kind": kind,
        "thing_id": thing_id,
        "event": event,
        "address": address,
        "content": content,
        "salt": salt,
        "words": words,
        "leaf": leaves.leaf(entered),
    }


def _keep(kind: Kind, rows: Sequence[dict[str, Any]]) -> None:
    """Write new rows, what is public now, and take away what must not be read any more."""
    if not rows:
        return
    tables = db.metadata.tables
    _fill(tables[PublicFact.__tablename__], rows)
    old = [row["thing_id"] for row in rows if row["event"] is not FactEvent.PUBLISHED]
    if old:
        mine = (PublicThing.kind == kind.name, PublicThing.thing_id.in_(old))
        changed(sa.delete(PublicThing).where(*mine))
    here = [row for row in rows if row["event"] is not FactEvent.REMOVED]
    if here:
        _fill(tables[PublicThing.__tablename__], here)
    over = [row for row in rows if not kind.keeps or row["event"] is FactEvent.REMOVED]
    gone = [row["thing_id"] for row in over if row["event"] is not FactEvent.PUBLISHED]
    if gone:
        first = rows[0]["number"]
        theirs = (PublicFact.kind == kind.name, PublicFact.thing_id.in_(gone))
        read = (PublicFact.number < first, PublicFact.salt.is_not(None))
        changed(sa.update(PublicFact).where(*theirs, *read).values(content=None, salt=None))


def _fill(table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add to a table what the rows say of its columns."""
    names = table.columns.keys()
    fill(table, names, [[row[name] for name in names] for row in rows])


def _log_acts(session: Any) -> None:
    """With every act that is committed goes what it made public; see `audit.service`."""
    acts = session.info.get("acts")
    if not acts or session.in_nested_transaction():
        return
    session.flush()
    after = session.info.get(SEEN, 0)
    moved: dict[str, set[tuple[str, datetime]]] = {}
    for table, move, at in acts:
        moved.setdefault(table, set()).add((move, at))
    latest = max(at for _table, _move, at in acts)
    for kind in kinds().values():
        which = [one for table, moves in moved.items() for one in _which(kind, table, moves, after)]
        if which:
            _append(kind, sa.or_(*which), latest)
    session.info[SEEN] = session.scalar(sa.select(sa.func.max(AuditEvent.id))) or 0


def _which(
    kind: Kind, table: str, moves: set[tuple[str, datetime]], after: int
) -> list[sa.ColumnElement[bool]]:
    these = sa.or_(*(sa.and_(AuditEvent.move == move, AuditEvent.at == at) for move, at in moves))
    ids = sa.select(AuditEvent.thing_id).where(
        AuditEvent.id > after, AuditEvent.thing == table, these
    )
    return kind.touched(table, ids)


# before those who are told of it: they take what happened away
sa.event.listen(db.session, "before_commit", _log_acts, insert=True)
