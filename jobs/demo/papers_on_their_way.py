"""Papers as people handle them: signed in batches, received, proven by post, archived."""

from datetime import date, datetime

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.documents import deliveries, service
from integrity.casework.documents.models import (
    Delivery,
    DeliveryState,
    Document,
    DocumentState,
    Way,
)
from integrity.people.subjects.models import SubjectKind
from jobs.demo.decisions import chance
from jobs.demo.participants import Participants


def handle(players: Participants, on: date) -> None:
    """Everything that waits is signed and goes out; most of it is received within the month."""
    _sign(players, on)
    _send(players, on)
    _receive(players, on)
    _archive(players, on)


def leave_open(players: Participants, today: date) -> None:
    """Today's notices wait to be signed; what else was issued lies on the desks of bodies."""
    for document in db.session.scalars(sa.select(Document).where(*_unsigned())):
        _desks(players, document)


def _unsigned() -> tuple[sa.ColumnElement[bool], ...]:
    return Document.state == DocumentState.DRAFTED, Document.drafted_by_name == SYSTEM.name


def _sign(players: Participants, on: date) -> None:
    """The office signs its own; the head of the body that finds breaches signs for it."""
    found = db.session.scalars(sa.select(Document).where(*_unsigned())).all()
    for document in found:
        _desks(players, document)
    for body_id in {document.body_id for document in found}:
        by = players.head(body_id) if body_id else players.people["office2"]
        ids = [document.id for document in found if document.body_id == body_id]
        service.sign_all(ids, by=by, at=_at(on))


def _desks(players: Participants, document: Document) -> None:
    """Every body that gets a paper has somebody who reads it."""
    for delivery in document.deliveries:
        if delivery.subject and delivery.subject.kind is SubjectKind.BODY:
            players.officer(delivery.subject.id)


def _send(players: Participants, on: date) -> None:
    """Who has no desk is visited; the receipt is compared by a second person."""
    waiting = (
        sa.select(Delivery)
        .join(Delivery.document)
        .where(Delivery.state == DeliveryState.WAITING, Document.state == DocumentState.ISSUED)
    )
    by = players.people["office1"]
    for delivery in db.session.scalars(waiting).all():
        deliveries.send(delivery, Way.PERSON, by=by, at=_at(on))
        deliveries.prove(delivery, on, by=players.people["office2"], at=_at(on))


def _receive(players: Participants, on: date) -> None:
    """Most bodies open what came and confirm; of the rest the rule says when it is served."""
    sent = sa.select(Delivery).where(Delivery.state == DeliveryState.SENT, Delivery.way == Way.DESK)
    for delivery in db.session.scalars(sent).all():
        if delivery.subject_id and chance(delivery, 90):
            by = players.people["supplier"]
            if by.body_id != delivery.subject_id:
                by = players.officer(delivery.subject_id)
            deliveries.confirm(delivery, by=by, at=_at(on))


def _archive(players: Participants, on: date) -> None:
    """What was served in the months before is put away."""
    served = sa.select(Document).where(
        Document.state == DocumentState.SERVED, Document.issued_on < on.replace(day=1)
    )
    found = db.session.scalars(served).all()
    for body_id in {document.body_id for document in found}:
        by = players.officer(body_id) if body_id else players.people["office3"]
        ids = [document.id for document in found if document.body_id == body_id]
        service.archive_all(ids, by=by, at=_at(on))


def _at(on: date) -> datetime:
    return clock.at(on, 16)
