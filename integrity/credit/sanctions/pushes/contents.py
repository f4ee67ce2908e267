"""What a push says: the measures that its body is to take or to end, and the paper it stands on."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.documents.models import Document, DocumentState
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.credit.sanctions.pushes.changes import EntryChange
from integrity.credit.sanctions.pushes.models import Push, PushKind

NOTICE = "entry-change-notice"
PAPERS = {PushKind.APPLY: "listing-decision", PushKind.REMOVE: "removal-decision"}
"""The paper by which the entry was listed or removed, by what is asked."""


def measures(push: Push, on: date) -> list[EntryMeasure]:
    """What the body is to apply on a day; of a removal, what it ends there."""
    entry, asked = push.entry, {line.measure_id for line in push.asked}
    taken = entry.ended_measures if push.kind is PushKind.REMOVE else entry.measures_on(on)
    return [attached for attached in taken if attached.measure_id in asked]


def papers(entry_ids: Iterable[int]) -> dict[tuple[int, PushKind], Document]:
    """The numbered decision on each of several entries, by what it asks; the newest in force."""
    kinds = {name: kind for kind, name in PAPERS.items()}
    wanted = sa.select(Document).where(
        Document.thing == ListEntry.__tablename__,
        Document.thing_id.in_(list(entry_ids)),
        Document.kind.in_(kinds),
        Document.ref.is_not(None),
        Document.state != DocumentState.CANCELLED,
    )
    found = db.session.scalars(wanted.order_by(Document.id))
    return {(paper.thing_id, kinds[paper.kind]): paper for paper in found}


def notices(change_ids: Iterable[int]) -> dict[int, Document]:
    """The numbered notice of each of several changes to the subject, where one was issued."""
    wanted = sa.select(Document).where(
        Document.thing == EntryChange.__tablename__,
        Document.thing_id.in_(list(change_ids)),
        Document.kind == NOTICE,
        Document.ref.is_not(None),
        Document.state != DocumentState.CANCELLED,
    )
    return {paper.thing_id: paper for paper in db.session.scalars(wanted.order_by(Document.id))}
