"""Drafting papers and freezing their texts, for one thing or for very many at once."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from integrity.base import server_keys
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, in_batches
from integrity.base.states import read_again
from integrity.casework.documents import deliveries, kinds, numbers
from integrity.casework.documents.flow import DELIVERIES, FLOW
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.models import Delivery, DeliveryState, Document, DocumentState
from integrity.casework.documents.writing import Writer


@dataclass(frozen=True)
class Makes:
    """The papers that a move writes, by their kinds: those of them that the thing has.

    Whoever makes the move decides, and so issues them: they are born frozen, numbered and sent.
    """

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        object.__setattr__(self, "kinds", kinds)

    def make(self, item: Any, *, by: audit.Actor, at: datetime, why: str) -> None:
        issue(self.kinds, [item], by=by, at=at, why=why)

    def make_all(
        self, model: Any, ids: Sequence[int], *, by: audit.Actor, at: datetime, why: str
    ) -> None:
        load = [option for name in self.kinds for option in kinds.named(name).load]
        wanted = sa.select(model).where(model.id.in_(ids)).order_by(model.id).options(*load)
        fresh = wanted.execution_options(populate_existing=True)
        issue(self.kinds, db.session.scalars(fresh).all(), by=by, at=at, why=why)


def issue(
    names: Iterable[str], items: Sequence[Any], *, by: audit.Actor, at: datetime, why: str = ""
) -> list[Document]:
    """Papers whose deciding move is their signature, of these kinds, of each of these things.

    What no person decided waits as a draft for the signature of one.
    """
    db.session.flush()
    made: list[Document] = []
    for kind in map(kinds.named, names):
        made += draft(kind, filter(kind.applies, items), by=by, at=at, why=why, by_act=True)
    if made and by.id is not None:
        freeze(made, by=by, on=local_day(at))
        move_all(made, "sign", by=by, at=at)
        deliveries.send_to_desks([document.id for document in made], by=by, at=at)
    return made


def draft(
    kind: PaperKind,
    items: Iterable[Any],
    *,
    by: audit.Actor,
    at: datetime,
    why: str = "",
    **values: Any,
) -> list[Document]:
    """Draft a paper of a kind of each of these things, to everybody whom it concerns.

    why: the reason of the act that it tells of, kept for the day on which it is drafted anew.
    """
    on = local_day(at)
    items = list(items)
    writer, first = Writer(kind, on), Delivery(state=DeliveryState.WAITING)
    kind.gather(items)
    DELIVERIES.begin(first, on)
    clock = {"step_since": first.step_since, "step_due_on": first.step_due_on}
    made = [_drafted(writer, item, clock, by, at, why) for item in items]
    if not made:
        return []
    FLOW.begin(made[0], on)
    for document in made:
        document.step_since, document.step_due_on = made[0].step_since, made[0].step_due_on
        for name, value in values.items():
            setattr(document, name, value)
    db.session.add_all(made)
    db.session.flush()
    for some in in_batches([document.id for document in made]):
        ids = sa.select(Document.id).where(Document.id.in_(some))
        table = Document.__tablename__
        audit.write_all(ids, table, "draft", source="", target=DocumentState.DRAFTED, by=by, at=at)
    return made


def _drafted(
    writer: Writer, item: Any, clock: dict[str, Any], by: audit.Actor, at: datetime, why: str
) -> Document:
    kind, paper = writer.kind, writer.paper(item, why)
    return Document(
        token=secrets.token_hex(16),
        kind=kind.name,
        thing=kind.thing,
        thing_id=item.id,
        body_id=writer.issuer(item),
        why=why,
        title=paper.title,
        template_version=writer.version,
        content=paper.text(),
        state=DocumentState.DRAFTED,
        drafted_by_id=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        deliveries=[
            Delivery(subject_id=to.subject_id, name=to.name, state=DeliveryState.WAITING, **clock)
            for to in kind.addressees(item)
        ],
    )


def freeze(documents: Sequence[Document], *, by: audit.Actor, on: date) -> None:
    """Number these texts, one after another without a gap, date and sign them; they stay so."""
    key = server_keys.public_key()
    order = sorted(documents, key=lambda document: (_series(document), document.id))
    for (body, mark), group in groupby(order, key=_series):
        these = list(group)
        refs = numbers.block(body or None, on.year, mark, len(these))
        for document, ref in zip(these, refs, strict=True):
            text = replace(document.paper, internal=ref, day=on).text()
            document.ref, document.content, document.issued_on = ref, text, on
            document.sha256 = hashlib.sha256(text.encode()).hexdigest()
            document.server_key = key
            document.server_signature = server_keys.sign(statement(document))[1]
            document.issued_by_id, document.issued_by_name = by.id, by.name


def statement(document: Document) -> bytes:
    """What the server attests: that a text was issued under a number on a day; always the same."""
    said = {
        "ref": document.ref,
        "kind": document.kind,
        "issued_on": document.issued_on and document.issued_on.isoformat(),
        "sha256": document.sha256,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def void(item: Any, *, by: audit.Actor, at: datetime, why: str) -> int:
    """Make void what of a thing nobody has received, for it is no more so; returns how many."""
    db.session.flush()
    received = sa.exists().where(
        Delivery.document_id == Document.id, Delivery.served_on.is_not(None)
    )
    mine = (Document.thing == item.__tablename__, Document.thing_id == item.id, ~received)
    said: dict[str, Any] = {"by": by, "at": at, "why": why}
    count = FLOW.go_all(Document, "cancel", *mine, **said, cancelled_why=why)
    cancelled = sa.select(Document.id).where(*mine, Document.state == DocumentState.CANCELLED)
    DELIVERIES.go_all(Delivery, "cancel", Delivery.document_id.in_(cancelled), **said)
    read_again(Document)
    read_again(Delivery)
    return count


def move_all(
    documents: Sequence[Document], name: str, *, by: audit.Actor, at: datetime, why: str = ""
) -> int:
    """Make a move of these papers, each of which somebody has locked; they are read again."""
    ids = [document.id for document in documents]
    count = 0
    for some in in_batches(ids):
        count += FLOW.go_all(Document, name, Document.id.in_(some), by=by, at=at, why=why)
    for document in documents:
        db.session.expire(document)
    return count


def _series(document: Document) -> tuple[int, str]:
    return document.body_id or 0, kinds.named(document.kind).mark
