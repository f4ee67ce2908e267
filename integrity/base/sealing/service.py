"""Sealing the log batch by batch, publishing its head, and erasing words by rule.

Writers of the log wait for nobody. A row gets its place only once it is committed, and it is found
because it has no place yet, not because its number is higher than the last: whoever commits late a
row with a lower number is not passed over.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base import server_keys
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import db, in_batches, one_at_a_time
from integrity.base.sealing import chain
from integrity.base.sealing.models import LogHead, Seal, SealedEvent

BATCH = 10_000
LATEST = timedelta(days=1)
"""How much later than its neighbours a row may be committed; no transaction lasts as long."""
LOCK = "seal"
SALT = 16


def seal(*, at: datetime, everything: bool = False) -> Iterator[int]:
    """Seal what is committed and has no place yet; gives the size of each batch for its commit.

    Only rows of the last day are looked at, unless everything is.
    """
    after = None if everything else settled(at)
    while batch := _batch(after):
        last = _last()
        number, first, before, up_to = (
            (last.number + 1, last.last + 1, last.chained, last.up_to)
            if last
            else (1, 1, chain.START, batch[0].id)
        )
        rows = list(_chained(batch, first, before))
        into = sa.insert(db.metadata.tables[SealedEvent.__tablename__])  # no bookkeeping of rows
        for some in in_batches(rows):  # the driver keeps an answer for each
            db.session.connection().execute(into, some)
        end = {"first": first, "last": rows[-1]["position"], "up_to": max(up_to, batch[-1].id)}
        _sign(number, rows[-1]["chained"], local_day(at), **end)
        after = batch[-1].id
        yield len(batch)


def settled(at: datetime) -> int | None:
    """The number up to which every row has its place: it was passed before yesterday."""
    return db.session.scalar(
        sa.select(sa.func.max(Seal.up_to)).where(Seal.on < local_day(at) - LATEST)
    )


def unsealed(at: datetime) -> tuple[int, datetime | None]:
    """How many committed rows wait for their place, and since when."""
    waiting = _waiting(settled(at)).subquery()
    wanted = sa.select(sa.func.count(), sa.func.min(waiting.c.at))
    number, since = db.session.execute(wanted).one()
    return number, since


def publish(*, on: date) -> int:
    """Sign what the log has come to for a day; once a day, and not before there is a seal."""
    last = _last()
    if last is None or db.session.get(LogHead, on) is not None:
        return 0
    published = chain.digest(on, last.chained)
    key_id, signature = server_keys.sign(chain.head_message(on, published))
    head = LogHead(on=on, seal=last.number, digest=published, key_id=key_id, signature=signature)
    db.session.add(head)
    db.session.flush()
    return 1


def newest_head() -> LogHead | None:
    return db.session.scalars(sa.select(LogHead).order_by(LogHead.on.desc()).limit(1)).first()


def heads() -> Sequence[LogHead]:
    """Everything that was ever published, the newest first."""
    return db.session.scalars(sa.select(LogHead).order_by(LogHead.on.desc())).all()


def erase(thing: str, ids: Sequence[int]) -> None:
    """Take the words out of the log's rows of things whose erasure it says; their hash stays."""
    one_at_a_time(LOCK)  # a row must not be sealed with its words while they go
    rows = (AuditEvent.thing == thing, AuditEvent.thing_id.in_(ids))
    worded = (*rows, sa.or_(AuditEvent.why != "", AuditEvent.facts.is_not(sa.null())))
    words = sa.select(AuditEvent.id).where(*worded, AuditEvent.move != "erase")
    gone = db.session.scalars(words).all()
    silent = {"synchronize_session": False}
    forgotten = sa.update(AuditEvent).where(AuditEvent.id.in_(gone))
    db.session.execute(forgotten.values(why="", facts=sa.null()), execution_options=silent)
    salts = sa.update(SealedEvent).where(SealedEvent.event_id.in_(gone))
    db.session.execute(salts.values(salt=None), execution_options=silent)


def _batch(after: int | None) -> Sequence[Any]:
    one_at_a_time(LOCK)
    return db.session.execute(_waiting(after).order_by(AuditEvent.id).limit(BATCH)).all()


def _waiting(after: int | None) -> sa.Select[Any]:
    sealed = sa.exists().where(SealedEvent.event_id == AuditEvent.id)
    wanted = sa.select(*AuditEvent.__table__.columns).where(~sealed)
    return wanted if after is None else wanted.where(AuditEvent.id > after)


def _last() -> Seal | None:
    newest = sa.select(Seal).order_by(Seal.number.desc()).limit(1)
    return db.session.scalars(newest).first()


def _chained(batch: Sequence[Any], first: int, before: bytes) -> Iterator[dict[str, Any]]:
    for position, event in enumerate(batch, first):
        salt = secrets.token_bytes(SALT)
        words = chain.words_of(event, salt)
        before = chain.chained(before, event, words)
        yield {
            "position": position,
            "event_id": event.id,
            "salt": salt,
            "words": words,
            "chained": before,
        }


def _sign(number: int, head: bytes, on: date, **places: int) -> None:
    message = chain.seal_message(number, **places, head=head, on=on)
    key_id, signature = server_keys.sign(message)
    made = Seal(number=number, **places, chained=head, on=on, key_id=key_id, signature=signature)
    db.session.add(made)
    db.session.flush()
