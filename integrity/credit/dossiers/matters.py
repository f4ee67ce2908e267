"""Of what there are dossiers, who may have one, and what else belongs to the matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.casework import streams
from integrity.casework.documents.dossier.access import is_open_to
from integrity.casework.streams import Stream
from integrity.casework.urging.models import UrgedItem, Urging
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.visibility import visible
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions import visibility
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.changes import EntryChange
from integrity.credit.shieldings.models import Shielding

RECORDS, ENTRIES = "records", "entries"
REMEDIES = (Objection, Appeal, Repair, Proceeding, Shielding)


@dataclass(frozen=True)
class Matter:
    """A thing, and the stream that it is of, if it is of one."""

    thing: Any
    stream: Stream | None = None


def found(kind: str, number: int, user: Any) -> Matter:
    """A thing of which this person may read everything; raises NotFound."""
    stream = None if kind in (RECORDS, ENTRIES) else streams.named(kind)
    model: Any = stream.model if stream else {RECORDS: CreditRecord, ENTRIES: ListEntry}[kind]
    wanted = sa.select(model).where(model.id == number, _readable(model, stream, user))
    thing = db.session.scalars(wanted).first()
    if thing is None or not is_open_to(user, thing, stream):
        raise NotFound
    return Matter(thing, stream)


def things(matter: Matter, user: Any) -> list[Any]:
    """The thing and all that followed from it, as far as this person may read it, each once."""
    known: dict[tuple[type, int], Any] = {}
    waiting = [matter.thing]
    while waiting:
        thing = waiting.pop(0)
        if (type(thing), thing.id) not in known:
            known[type(thing), thing.id] = thing
            waiting += _following(thing, user)
    return list(known.values())


def _following(thing: Any, user: Any) -> Iterable[Any]:
    if isinstance(thing, CreditRecord):
        yield from _of(ListEntry, ListEntry.record_id == thing.id, user)
        yield from _of(CreditRecord, CreditRecord.superseded_by_id == thing.id, user)
        for model in (*REMEDIES, RecordCorrection):
            yield from _of(model, model.record_id == thing.id, user)
    elif isinstance(thing, ListEntry):
        for model in REMEDIES:
            yield from _of(model, model.entry_id == thing.id, user)
        yield from _of(EntryChange, EntryChange.entry_id == thing.id, user)
    stream = _stream_of(thing)
    if stream:
        yield from _of_item(stream.name, thing.id, user)
    yield from _orders(thing, stream, user)


def _of_item(stream: str, number: int, user: Any) -> Iterator[Any]:
    of_it = sa.and_(CreditRecord.stream == stream, CreditRecord.item_id == number)
    yield from _of(CreditRecord, of_it, user)
    urged = sa.select(UrgedItem.urging_id).where(
        UrgedItem.stream == stream, UrgedItem.item_id == number
    )
    yield from _of(Urging, Urging.id.in_(urged), user)


def _orders(thing: Any, stream: Stream | None, user: Any) -> Iterator[Any]:
    """What was ordered because of it: things of streams that say which thing they are about."""
    for other in streams.registered().values():
        model = other.model
        if not hasattr(model, "item_id") or not hasattr(model, "record_id"):
            continue
        if stream:
            yield from _of(
                model, sa.and_(model.stream == stream.name, model.item_id == thing.id), user
            )
        elif isinstance(thing, CreditRecord):
            yield from _of(model, model.record_id == thing.id, user)


def _of(model: Any, condition: sa.ColumnElement[bool], user: Any) -> Iterator[Any]:
    stream = _stream_with(model)
    wanted = sa.select(model).where(condition, _readable(model, stream, user)).order_by(model.id)
    for thing in db.session.scalars(wanted):
        if is_open_to(user, thing, stream):
            yield thing


def _readable(model: Any, stream: Stream | None, user: Any) -> sa.ColumnElement[bool]:
    if stream:
        return stream.visible(user)
    if model is CreditRecord:
        return visible(user)
    if model is ListEntry:
        return visibility.visible(user)
    return sa.true()


def _stream_with(model: Any) -> Stream | None:
    return next((s for s in streams.registered().values() if s.model is model), None)


def _stream_of(thing: Any) -> Stream | None:
    return _stream_with(type(thing))
