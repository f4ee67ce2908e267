"""What goes out: records of chosen catalogue items, as the public log tells that they changed.

A row waits here until the platform has answered for it; if nobody knows whether it arrived, it goes
again with the same key and version. That a thing is public no more travels like its first message.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches, release
from integrity.base.publications.models import FactEvent, PublicFact
from integrity.credit.catalogue import service as catalogue
from integrity.credit.records.models import CreditRecord
from integrity.doors.exchange.connectors import Manifest, Outgoing, Receipt
from integrity.doors.exchange.lines import Line
from integrity.doors.exchange.models import ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S

KIND = "records"
LOOKED_AT, BATCH = 2000, 200
"""Rows of the public log that are looked at together, and rows of one call."""


def queue(platform: Platform, *, at: datetime) -> int:
    """Let wait what the public log has got since; returns how many rows it looked at."""
    wanted = sa.select(PublicFact).where(
        PublicFact.kind == KIND, PublicFact.number > platform.read_until
    )
    facts = db.session.scalars(wanted.order_by(PublicFact.number).limit(LOOKED_AT)).all()
    known = _known(platform, [fact.address for fact in facts])
    owners = _owners([fact.thing_id for fact in facts])
    items: dict[tuple[str, str, str], str] = {}
    for fact in facts:
        removal = fact.event is FactEvent.REMOVED
        if fact.content is None and not removal:
            continue  # a later fact says what it is now
        code = "" if removal else _item(fact, items)
        if code not in platform.items:  # what was sent before is none of theirs any more
            code, removal = known.get(fact.address, ""), True
        if code not in platform.items:
            continue
        known[fact.address] = code
        _overtake(platform, fact.address)
        db.session.add(
            ExchangedRow(
                platform_id=platform.id,
                item=code,
                key=fact.address,
                version=fact.number,
                removal=removal,
                body_id=owners.get(fact.thing_id),
                made_at=at,
            )
        )
        db.session.flush()
    if facts:
        platform.read_until = facts[-1].number
    return len(facts)


def push(platform: Platform, connector: Manifest, line: Line, now: Callable[[], datetime]) -> int:
    """Send what waits, batch by batch; returns how many were answered. Raises what a line does."""
    assert connector.push is not None
    done = 0
    while rows := _waiting(platform):
        facts = _facts(rows)
        made = [sent for row in rows if (sent := _outgoing(row, facts.get(row.version)))]
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


def _facts(rows: Iterable[ExchangedRow]) -> dict[int, str | None]:
    """What the public log says today under the numbers of these rows."""
    numbers = [row.version for row in rows if not row.removal]
    wanted = sa.select(PublicFact.number, PublicFact.content).where(PublicFact.number.in_(numbers))
    return {fact.number: fact.content for fact in db.session.execute(wanted)}


def _outgoing(row: ExchangedRow, said: str | None) -> Outgoing | None:
    """A row as it is sent; what must not be read any more is sent by nobody."""
    if not row.removal and said is None:
        row.standing = S.OVERTAKEN
        return None
    content = None if row.removal or said is None else orjson.loads(said)
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


def _owners(ids: Sequence[int]) -> dict[int, int | None]:
    """The bodies that found what the records say."""
    found: dict[int, int | None] = {}
    for some in in_batches(set(ids)):
        wanted = sa.select(CreditRecord.id, CreditRecord.found_by_id).where(
            CreditRecord.id.in_(some)
        )
        found |= {row.id: row.found_by_id for row in db.session.execute(wanted)}
    return found


def _item(fact: PublicFact, known: dict[tuple[str, str, str], str]) -> str:
    """The catalogue item of a record as a fact says it, "" where there is none."""
    said: dict[str, Any] = orjson.loads(fact.content or "")
    place = (said["stream"], said["rule"], said["decided_on"] or "")
    if place not in known:
        day = date.fromisoformat(place[2]) if place[2] else local_day(fact.at)
        item = catalogue.item_of(said["stream"], said["rule"], day)
        known[place] = item.code if item else ""
    return known[place]
