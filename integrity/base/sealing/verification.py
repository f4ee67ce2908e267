"""Does the log still say what was sealed? Reads every row once, in order, in bounded memory."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base import server_keys
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.sealing import chain
from integrity.base.sealing.models import LogHead, Seal, SealedEvent
from integrity.base.sealing.service import LATEST, heads, settled

PAGE = 5000
MISSING, ALTERED, INSERTED, REORDERED = "missing", "altered", "inserted", "reordered"
BROKEN, SIGNATURE, CONTRADICTED = "broken seal", "bad signature", "contradicted"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which row of the log or which seal."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}"


def faults(at: datetime, kept: list[dict[str, Any]] | None = None) -> Iterator[Fault]:
    """Everything that is wrong with the log; `kept` are heads as they were published once."""
    keys = server_keys.raw_keys()
    yield from _rows()
    yield from _unsealed(at)
    yield from _seals(keys)
    yield from _heads(keys)
    yield from _contradicted(kept or [])


def _rows() -> Iterator[Fault]:
    """Follow the chain; where ids of one seal do not ascend, what does not fit was moved."""
    before, expected, latest, doubt = chain.START, 1, None, None
    earlier: deque[tuple[date, int]] = deque()
    low = None
    for row in _streamed(_joined()):
        if row.number is not None:
            low, latest = _low(earlier, row.sealed_on, row.up_to, low), None
        known = row.position == expected
        fault = _of_row(row, before) if known else _gap(expected, row.position)
        if fault is None and low is not None and row.event_id <= low:
            fault = Fault(INSERTED, f"row {row.event_id}, long after its neighbours")
        if latest is not None and row.event_id < latest:
            doubt, fault = _moved(doubt), _moved(fault)
        if doubt:
            yield doubt
        doubt, latest, before = fault, row.event_id, row.chained
        expected = row.position + 1
    if doubt:
        yield doubt


def _low(earlier: deque[Any], on: date, up_to: int, low: int | None) -> int | None:
    """The number up to which every row had its place when a seal was made; see `settled`."""
    while earlier and earlier[0][0] < on - LATEST:
        low = max(earlier.popleft()[1], low or 0)
    earlier.append((on, up_to))
    return low


def _moved(fault: Fault | None) -> Fault | None:
    return replace(fault, kind=REORDERED) if fault and fault.kind == ALTERED else fault


def _gap(expected: int, position: int) -> Fault:
    places = f"position {expected}" + (f" to {position - 1}" if position - 1 > expected else "")
    return Fault(MISSING, f"the seals of {places}")


def _of_row(row: Any, before: bytes) -> Fault | None:
    where = f"row {row.event_id}, position {row.position}"
    if row.id is None:
        return Fault(MISSING, where)
    if row.salt is None:
        if row.why or row.facts or row.move == "erase" or not row.erased:
            return Fault(ALTERED, f"{where}: words gone that no rule erased")
    elif chain.words_of(row, row.salt) != row.words:
        return Fault(ALTERED, where)
    return None if chain.chained(before, row, row.words) == row.chained else Fault(ALTERED, where)


def _joined() -> sa.Select[Any]:
    """Every sealed row with what the log says now; a seal stands beside its first row."""
    other = sa.orm.aliased(AuditEvent)
    erased = sa.exists().where(
        other.thing == AuditEvent.thing,
        other.thing_id == AuditEvent.thing_id,
        other.move == "erase",
    )
    return (
        sa.select(
            *SealedEvent.__table__.columns,
            *AuditEvent.__table__.columns,
            Seal.number,
            Seal.up_to,
            Seal.on.label("sealed_on"),
            sa.case((SealedEvent.salt.is_(None), erased), else_=sa.false()).label("erased"),
        )
        .outerjoin(AuditEvent, AuditEvent.id == SealedEvent.event_id)
        .outerjoin(Seal, Seal.first == SealedEvent.position)
        .order_by(SealedEvent.position)
    )


def _unsealed(at: datetime) -> Iterator[Fault]:
    """Rows without a place among those that have had theirs for more than a day."""
    low = settled(at)
    if low is None:
        return
    sealed = sa.exists().where(SealedEvent.event_id == AuditEvent.id)
    for number in _streamed(sa.select(AuditEvent.id).where(AuditEvent.id <= low, ~sealed)):
        yield Fault(INSERTED, f"row {number.id}, never sealed")


def _seals(keys: dict[str, bytes]) -> Iterator[Fault]:
    """Seals follow one another without a gap, end where the chain is, and are signed."""
    number, last = 0, 0
    wanted = sa.select(*Seal.__table__.columns, SealedEvent.chained.label("reached")).outerjoin(
        SealedEvent, SealedEvent.position == Seal.last
    )
    for seal in _streamed(wanted.order_by(Seal.number)):
        where = f"seal {seal.number}, position {seal.first} to {seal.last}"
        if seal.number != number + 1:
            yield Fault(MISSING, f"the seals before {where}")
        elif seal.first != last + 1:
            yield Fault(BROKEN, f"{where}: does not follow the one before")
        if seal.reached != seal.chained:
            yield Fault(BROKEN, f"{where}: the chain comes to something else")
        signed = chain.seal_message(
            seal.number, seal.first, seal.last, seal.up_to, seal.chained, seal.on
        )
        if not _signed(keys, seal, signed):
            yield Fault(SIGNATURE, where)
        number, last = seal.number, seal.last
    beyond = db.session.scalar(
        sa.select(sa.func.count()).select_from(SealedEvent).where(SealedEvent.position > last)
    )
    if beyond:
        yield Fault(INSERTED, f"{beyond} rows in the chain after the last seal")


def _heads(keys: dict[str, bytes]) -> Iterator[Fault]:
    """Every head that was published is that of a seal which is still there."""
    wanted = sa.select(*LogHead.__table__.columns, Seal.chained)
    for head in _streamed(wanted.outerjoin(Seal, Seal.number == LogHead.seal).order_by(LogHead.on)):
        where = f"the head of {head.on}"
        if head.chained is None:
            yield Fault(MISSING, f"seal {head.seal}, which {where} was published of")
        elif chain.digest(head.on, head.chained) != head.digest:
            yield Fault(CONTRADICTED, f"seal {head.seal} is not what {where} says")
        if not _signed(keys, head, chain.head_message(head.on, head.digest)):
            yield Fault(SIGNATURE, where)


def _contradicted(kept: list[dict[str, Any]]) -> Iterator[Fault]:
    """What somebody kept of the published heads, against what is published of the same days now."""
    now = {head.on.isoformat(): head.digest for head in heads()} if kept else {}
    for head in kept:
        if now.get(head["on"]) != head["digest"]:
            yield Fault(CONTRADICTED, f"the kept head of {head['on']} is not the one here")


def _signed(keys: dict[str, bytes], row: Any, message: bytes) -> bool:
    key = keys.get(row.key_id)
    return key is not None and server_keys.verify(key, message, row.signature)


def _streamed(wanted: sa.Select[Any]) -> Any:
    return db.session.execute(wanted, execution_options={"yield_per": PAGE})
