"""What goes out: things of chosen catalogue items, as the public log tells that they changed, and
rows that are only shared.

A row waits here until the platform has answered for it; if nobody knows whether it arrived, it goes
again with the same key and version. That a thing is public no more travels like its first message.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches, insert_ignore, release
from integrity.base.publications.models import FactEvent, PublicFact
from integrity.doors.exchange.connectors import Manifest, Outgoing, Receipt
from integrity.doors.exchange.lines import Line
from integrity.doors.exchange.models import ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.doors.exchange.sources import LOGGED, SHARED, Shared

LOOKED_AT, BATCH = 2000, 200
"""Rows of the public log that are looked at together, and rows of one call."""
SENT, TAKEN_BACK = 1, 2
"""The versions of a row that is only shared."""


def queue(platform: Platform, *, at: datetime) -> int:
    """Let wait what the public log has got since; returns how many rows it looked at.

    A removal goes to whoever got the thing, whether its item is still agreed or not.
    """
    wanted = sa.select(PublicFact).where(
        PublicFact.kind.in_(LOGGED), PublicFact.number > platform.read_until
    )
    facts = db.session.scalars(wanted.order_by(PublicFact.number).limit(LOOKED_AT)).all()
    known = _known(platform, [fact.address for fact in facts])
    there = _there(platform, facts)
    owners = _owners(facts)
    items: dict[tuple[str, str, str, str], str] = {}
    for fact in facts:
        removal = fact.event is FactEvent.REMOVED
        if (fact.content is None and not removal) or (fact.address, fact.number) in there:
            continue  # a later fact says what it is now, or it waits already
        before = known.get(fact.address, "")
        code = before if removal else _item(fact, items)
        if code not in platform.items and not removal:
            if before in ("", code):
                continue
            code, removal = before, True  # it was theirs, and is of another item now
        if code:
            known[fact.address] = code
            _let_wait(platform, fact, code, removal, owners.get((fact.kind, fact.thing_id)), at)
    if facts:
        platform.read_until = facts[-1].number
    return len(facts)


def _let_wait(
    platform: Platform, fact: PublicFact, code: str, removal: bool, owner: int | None, at: datetime
) -> None:
    _overtake(platform, fact.address)
    made = ExchangedRow(
        platform_id=platform.id,
        item=code,
        key=fact.address,
        version=fact.number,
        removal=removal,
        body_id=owner,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()


def queue_shared(platform: Platform, source: Shared, *, at: datetime) -> int:
    """Let wait what is shared and was not sent, and take back what is not; returns how many."""
    model, code = source.model, source.code()
    key = sa.literal(source.prefix) + sa.cast(model.id, sa.Text)
    sent, gone = _is_there(platform, key, SENT), _is_there(platform, key, TAKEN_BACK)
    agreed = code.in_(platform.items)
    fresh = sa.and_(agreed, source.which(), ~sent)
    over = sa.and_(sent, ~gone, ~source.which())
    done = 0
    for version, condition in ((TAKEN_BACK, over), (SENT, fresh)):
        row = {
            "platform_id": sa.literal(platform.id),
            "item": code,
            "key": key,
            "version": sa.literal(version),
            "removal": sa.literal(version == TAKEN_BACK),
            "body_id": source.owner,
            "standing": sa.literal(S.WAITING, ExchangedRow.standing.type),
            "made_at": sa.literal(at, ExchangedRow.made_at.type),
        }
        rows = sa.select(*(value.label(name) for name, value in row.items())).where(condition)
        added = insert_ignore(
            ExchangedRow.__table__, list(row), rows.order_by(model.id),
            ("platform_id", "key", "version"),
        )  # fmt: skip
        done += changed(added)
    if done:
        _overtake_taken_back(platform, source)
    return done


def _is_there(platform: Platform, key: Any, version: int) -> sa.ColumnElement[bool]:
    mine = (ExchangedRow.platform_id == platform.id, ExchangedRow.version == version)
    return sa.exists().where(*mine, ExchangedRow.key == key)


def _overtake_taken_back(platform: Platform, source: Shared) -> None:
    """What was taken back before it arrived is not sent any more."""
    later = aliased(ExchangedRow)
    mine = (ExchangedRow.platform_id == platform.id, ExchangedRow.key.startswith(source.prefix))
    open_ = ExchangedRow.standing.in_((S.WAITING, S.REFUSED))
    over = sa.exists().where(
        later.platform_id == platform.id, later.key == ExchangedRow.key, later.version == TAKEN_BACK
    )
    which = (*mine, open_, ExchangedRow.version == SENT, over)
    changed(sa.update(ExchangedRow).where(*which).values(standing=S.OVERTAKEN))


def push(platform: Platform, connector: Manifest, line: Line, now: Callable[[], datetime]) -> int:
    """Send what waits, batch by batch; returns how many were answered. Raises what a line does."""
    assert connector.push is not None
    done = 0
    while rows := _waiting(platform):
        said = contents(rows)
        made = [sent for row in rows if (sent := _outgoing(row, said.get((row.key, row.version))))]
        db.session.flush()
        ids = {(row.key, row.version): row.id for row in rows if row.standing is S.WAITING}
        release()
        answered = connector.push(line, made) if made else []
        known = [one for one in answered if (one.key, one.version) in ids]
        told = _rows(ids[one.key, one.version] for one in known)
        for one in known:
            note(told[ids[one.key, one.version]], one, at=now())
        release()
        done += len(known)
        if made and not known:
            break
    return done


def note(row: ExchangedRow, receipt: Receipt, *, at: datetime) -> None:
    """Keep what the other side said of a row; a refusal is told to the body that owns it."""
    if row.standing is not S.WAITING:
        return
    row.standing = S.ACCEPTED if receipt.accepted else S.REFUSED
    row.receipt, row.reason, row.ended_at = receipt.receipt[:200], receipt.reason[:500], at
    if not receipt.accepted:
        audit.write(row, "refuse_row", by=audit.SYSTEM, at=at, why=row.reason)


def _waiting(platform: Platform) -> Sequence[ExchangedRow]:
    mine = (ExchangedRow.platform_id == platform.id, ExchangedRow.standing == S.WAITING)
    wanted = sa.select(ExchangedRow).where(*mine).order_by(ExchangedRow.id).limit(BATCH)
    return db.session.scalars(wanted).all()


def _rows(numbers: Iterable[int]) -> dict[int, ExchangedRow]:
    """Rows by their numbers, as they stand now."""
    wanted = sa.select(ExchangedRow).where(ExchangedRow.id.in_(list(numbers)))
    return {row.id: row for row in db.session.scalars(wanted)}


def contents(rows: Iterable[ExchangedRow]) -> dict[tuple[str, int], Any]:
    """What the public log, or a row that is shared, says today, by key and version."""
    rows = [row for row in rows if not row.removal]
    found: dict[tuple[str, int], Any] = {}
    for source in SHARED:
        numbers = [int(row.key[len(source.prefix) :]) for row in rows if source.has(row.key)]
        contents = source.contents(numbers) if numbers else {}
        found |= {(key, SENT): content for key, content in contents.items()}
    logged = [row for row in rows if not any(source.has(row.key) for source in SHARED)]
    wanted = sa.select(PublicFact.number, PublicFact.content).where(
        PublicFact.number.in_([row.version for row in logged]), PublicFact.content.is_not(None)
    )
    texts = {fact.number: fact.content for fact in db.session.execute(wanted)}
    return found | {
        (row.key, row.version): orjson.loads(texts[row.version])
        for row in logged
        if row.version in texts
    }


def _outgoing(row: ExchangedRow, content: Any) -> Outgoing | None:
    """A row as it is sent; what must not be read any more is sent by nobody."""
    if not row.removal and content is None:
        row.standing = S.OVERTAKEN
        return None
    return Outgoing(row.key, row.item, row.version, row.removal, content)


def _overtake(platform: Platform, key: str) -> None:
    older = (ExchangedRow.platform_id == platform.id, ExchangedRow.key == key)
    open_ = ExchangedRow.standing.in_((S.WAITING, S.REFUSED))
    changed(sa.update(ExchangedRow).where(*older, open_).values(standing=S.OVERTAKEN))


def _known(platform: Platform, keys: Sequence[str]) -> dict[str, str]:
    """Of which item a thing was when it was last let wait for this platform."""
    found: dict[str, str] = {}
    for some in in_batches(set(keys)):
        mine = (ExchangedRow.platform_id == platform.id, ExchangedRow.key.in_(some))
        wanted = sa.select(ExchangedRow.key, ExchangedRow.item).where(*mine)
        found |= {row.key: row.item for row in db.session.execute(wanted)}
    return found


def _there(platform: Platform, facts: Sequence[PublicFact]) -> set[tuple[str, int]]:
    """Which of these wait or were sent already: the log is read again for another item."""
    numbers = [fact.number for fact in facts]
    found: set[tuple[str, int]] = set()
    for some in in_batches(numbers):
        mine = (ExchangedRow.platform_id == platform.id, ExchangedRow.version.in_(some))
        wanted = sa.select(ExchangedRow.key, ExchangedRow.version).where(*mine)
        found |= {(row.key, row.version) for row in db.session.execute(wanted)}
    return found


def _owners(facts: Sequence[PublicFact]) -> dict[tuple[str, int], int | None]:
    """The bodies whose word each thing is."""
    found: dict[tuple[str, int], int | None] = {}
    for kind, source in LOGGED.items():
        model = source.owner.class_
        for some in in_batches({fact.thing_id for fact in facts if fact.kind == kind}):
            wanted = sa.select(model.id, source.owner).where(model.id.in_(some))
            found |= {(kind, number): owner for number, owner in db.session.execute(wanted)}
    return found


def _item(fact: PublicFact, known: dict[tuple[str, str, str, str], str]) -> str:
    """The catalogue item of a thing as a fact says it, "" where there is none."""
    source = LOGGED[fact.kind]
    place = source.place(orjson.loads(fact.content or ""))
    if (fact.kind, *place) not in known:
        stream, rule, decided = place
        day = date.fromisoformat(decided) if decided else local_day(fact.at)
        known[fact.kind, *place] = source.code(stream, rule, day)
    return known[fact.kind, *place]
