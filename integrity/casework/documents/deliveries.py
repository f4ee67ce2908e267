"""Serving papers: sent, proven, deemed; the terms that the law counts from service begin here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches
from integrity.base.errors import Refused
from integrity.base.permissions import Permission, roles_with
from integrity.base.states import read_again
from integrity.casework.documents import kinds
from integrity.casework.documents.flow import DELIVERIES, FLOW
from integrity.casework.documents.models import (
    Delivery,
    Document,
    DocumentState,
    Proof,
    Way,
)
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.unread import must_be_opened
from integrity.casework.rules import service as rules
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects import identifiers

DEEMED = {Way.DESK: "LOCAL-SERVED-DESK", Way.PUBLISHED: "SERVED-PUBLISHED"}
"""The ways after which a rule takes a paper for served when its term has passed."""


class NotServable(Refused):
    """The paper cannot go this way, or the day of service cannot be so."""

    title = _l("不能送达")


def send_to_desks(document_ids: Sequence[int], *, by: audit.Actor, at: datetime) -> int:
    """Send issued papers to the desks of all addressees who have one; returns how many."""
    on = local_day(at)
    values = {
        "way": Way.DESK,
        "sent_on": on,
        "sent_by_name": by.name,
        "deemed_on": sa.case(
            (must_be_opened(), sa.null()), else_=sa.literal(_deemed(Way.DESK, on), sa.Date)
        ),
    }
    count = 0
    for some in in_batches(document_ids):
        which = (Delivery.document_id.in_(some), Delivery.state == D.WAITING, has_desk())
        count += DELIVERIES.go_all(Delivery, "send", *which, by=by, at=at, **values)
    read_again(Delivery)
    return count


def has_desk() -> sa.ColumnElement[bool]:
    """The condition for deliveries to somebody whose people read what comes here."""
    return Delivery.subject_id.in_(
        sa.select(User.body_id).where(
            User.body_id.is_not(None),
            User.state == AccountState.ACTIVE,
            User.role.in_(roles_with(Permission.DOCUMENTS_RECEIVE)),
        )
    )


def send(
    delivery: Delivery,
    way: Way | str,
    sent_on: date | None = None,
    address: str = "",
    note: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Send an issued paper on a way; raises NotServable."""
    way, today = Way(way), local_day(at)
    on = sent_on or today
    document = delivery.document
    if document.state is not DocumentState.ISSUED:
        raise NotServable(_("文书签发以后才能送达。"))
    if way is Way.DESK and not db.session.scalar(
        sa.select(sa.exists().where(Delivery.id == delivery.id, has_desk()))
    ):
        raise NotServable(_("受送达人没有可以签收文书的账号，请用其他方式送达。"))
    if way is Way.DESK and delivery.unread_on:
        raise NotServable(_("工作台送达后没有打开，须改用邮寄、直接或者公告送达。"))
    if on > today or (document.issued_on and on < document.issued_on):
        raise NotServable(_("发出日期不能早于签发日期，也不能晚于今天。"))
    if way is Way.POST and not address.strip():
        raise NotServable(_("邮寄送达须填写收件地址。"))
    delivery.way, delivery.sent_on, delivery.sent_by_name = way, on, by.name
    delivery.address = identifiers.seal(address.strip()) if address.strip() else ""
    delivery.note, delivery.deemed_on = note.strip(), _deemed(way, on)
    if way is Way.DESK and kinds.named(document.kind).must_be_opened:
        delivery.deemed_on = None
    DELIVERIES.go(delivery, "send", by=by, at=at, way=way)


def bounce(delivery: Delivery, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It came back or nobody was met (无法送达): another way must be found."""
    delivery.deemed_on = None
    DELIVERIES.go(delivery, "bounce", by=by, at=at, why=why)


def confirm(delivery: Delivery, *, by: audit.Actor, at: datetime) -> None:
    """Somebody of the addressee has opened it and says that it is received: it is served."""
    DELIVERIES.check(delivery, "confirm")
    on = local_day(at)
    _received(delivery, by, on)
    _serve(delivery, "confirm", on, Proof.CONFIRMED, by, at)


def prove(delivery: Delivery, on: date, *, by: audit.Actor, at: datetime) -> None:
    """Two people have seen on paper that it was served on a day; raises NotServable."""
    DELIVERIES.check(delivery, "prove")
    if on > local_day(at) or (delivery.sent_on and on < delivery.sent_on):
        raise NotServable(_("送达日期不能早于发出日期，也不能晚于今天。"))
    _serve(delivery, "prove", on, Proof.FILE, by, at)


def acknowledge(delivery: Delivery, *, by: audit.Actor, at: datetime) -> None:
    """Somebody of the addressee opens it after it was served otherwise."""
    DELIVERIES.go(delivery, "acknowledge", by=by, at=at)
    _received(delivery, by, local_day(at))


def answer(delivery: Delivery, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """The addressee answers what it was asked."""
    DELIVERIES.check(delivery, "answer")
    delivery.answer, delivery.answered_on = answer, local_day(at)
    delivery.answered_by_name = by.name
    DELIVERIES.go(delivery, "answer", by=by, at=at)
    kind = kinds.registered().get(delivery.document.kind)
    if kind and kind.answered:
        item = db.session.get_one(kind.model, delivery.document.thing_id)
        kind.answered(item, delivery, by=by, at=at)


def deem(*, on: date, at: datetime) -> int:
    """Take for served what a rule says is, each from its own day; returns how many."""
    ripe = (Delivery.state == D.SENT, Delivery.deemed_on <= on)
    count = 0
    for day in db.session.scalars(sa.select(Delivery.deemed_on).where(*ripe).distinct()).all():
        assert day is not None
        which = (Delivery.state == D.SENT, Delivery.deemed_on == day)
        _begin(which, day, audit.SYSTEM, at)
        values: dict[str, Any] = {"served_on": day, "proof": Proof.DEEMED}
        count += DELIVERIES.go_all(Delivery, "deem", *which, by=audit.SYSTEM, at=at, **values)
    if count:
        _settle(sa.true(), audit.SYSTEM, at)
        db.session.expire_all()
    return count


def _serve(
    delivery: Delivery, move: str, on: date, proof: Proof, by: audit.Actor, at: datetime
) -> None:
    delivery.served_on, delivery.proof, delivery.deemed_on = on, proof, None
    DELIVERIES.go(delivery, move, by=by, at=at, served_on=str(on))
    db.session.flush()
    _begin((Delivery.id == delivery.id,), on, by, at)
    _settle(Document.id == delivery.document_id, by, at)
    db.session.expire(delivery)
    db.session.expire(delivery.document)


def _begin(
    which: tuple[sa.ColumnElement[bool], ...], on: date, by: audit.Actor, at: datetime
) -> None:
    """Begin what counts from the service of these papers: an answer, and what their kinds say."""
    served = sa.select(Document.kind).join(Document.deliveries).where(*which)
    for name in db.session.scalars(served.distinct()).all():
        kind = kinds.registered().get(name)
        if kind is None:
            continue
        asked = rules.due(kind.within, on).due_on if kind.within else None
        own = sa.select(Document.answer_until).where(Document.id == Delivery.document_id)
        until = sa.func.coalesce(own.scalar_subquery(), sa.literal(asked, sa.Date))
        of_kind = Delivery.document_id.in_(sa.select(Document.id).where(Document.kind == name))
        changed(sa.update(Delivery).where(*which, of_kind).values(answer_until=until))
        if kind.served:
            things = sa.select(Document.thing_id).join(Document.deliveries)
            things = things.where(Document.kind == name, *which)
            kind.served(things, on, by=by, at=at)
            audit.write_all(things, kind.thing, "served", source=None, target=None, by=by, at=at)


def _settle(which: sa.ColumnElement[bool], by: audit.Actor, at: datetime) -> None:
    """Papers that everybody has got are served."""
    of_it = Delivery.document_id == Document.id
    opened = sa.exists().where(of_it, Delivery.state.in_((D.WAITING, D.SENT)))
    got = sa.exists().where(of_it, Delivery.state.in_((D.SERVED, D.ANSWERED)))
    FLOW.go_all(Document, "serve", which, got, ~opened, by=by, at=at)


def _received(delivery: Delivery, by: Any, on: date) -> None:
    delivery.received_by_id, delivery.received_by_name = by.id, by.name
    delivery.received_on = on


def _deemed(way: Way, on: date) -> date | None:
    return rules.due(DEEMED[way], on).due_on if way in DEEMED else None
