"""A paper on its way through an office: reviewed, countersigned, signed, archived, cancelled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, in_batches
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission, Role
from integrity.casework.documents import deliveries, kinds, making
from integrity.casework.documents.flow import DELIVERIES, FLOW
from integrity.casework.documents.models import (
    Countersign,
    Delivery,
    DeliveryState,
    Document,
    offices,
)
from integrity.casework.documents.models import DocumentState as S

SIGN, LEAD = Permission.DOCUMENTS_SIGN, Permission.DOCUMENTS_LEAD


class NotYours(Forbidden):
    """It is another body's paper, or the same person would decide twice."""

    title = _l("须由他人办理")


class NotReady(Refused):
    """Somebody else's word is still missing, or somebody has already received it."""

    status = 409


class NothingToSign(Refused):
    """No paper was chosen, or others have signed them all."""


def ours(user: Any) -> sa.ColumnElement[bool]:
    """The condition for papers that this person's body issues."""
    if not user.is_authenticated or not user.can(Permission.DOCUMENTS_READ):
        return sa.false()
    own = Document.body_id == (user.body_id or 0)
    of_office = user.role is Role.OFFICE or user.body_id in set(db.session.scalars(offices()))
    return sa.or_(own, Document.body_id.is_(None)) if of_office else own


def is_ours(user: Any, document: Document) -> bool:
    """Whether this person's body issues it."""
    this = sa.exists().where(Document.id == document.id, ours(user))
    return bool(db.session.scalar(sa.select(this)))


def signable(user: Any) -> sa.ColumnElement[bool]:
    """The condition for papers that this person may sign now: reviewed by somebody else.

    What the machine drafted from a text in force needs no review. Where only the leader in charge
    may issue a kind, nobody else can.
    """
    if not user.can(SIGN):
        return sa.false()
    unread = sa.and_(Document.state == S.DRAFTED, Document.drafted_by_id.is_(None))
    others = sa.or_(Document.drafted_by_id.is_(None), Document.drafted_by_id != user.id)
    missing = sa.exists().where(Countersign.document_id == Document.id, Countersign.at.is_(None))
    return sa.and_(
        sa.or_(Document.state == S.REVIEWED, unread),
        others,
        ~missing,
        sa.true() if user.can(LEAD) else ~_for_leader(),
        ours(user),
    )


def edit(
    document: Document, title: str, body: Sequence[Any], *, by: audit.Actor, at: datetime
) -> None:
    """Change the words of a draft; its figures stay."""
    FLOW.check(document, "edit")
    demand_ours(document, by)
    changed = replace(document.paper, title=title.strip(), body=tuple(body))
    document.title, document.content = changed.title, changed.text()
    document.drafted_by_id, document.drafted_by_name = by.id, by.name
    FLOW.go(document, "edit", by=by, at=at)


def review(document: Document, *, by: audit.Actor, at: datetime) -> None:
    """Somebody has read the draft and lets it go to whoever signs."""
    demand_ours(document, by)
    FLOW.go(document, "review", by=by, at=at)
    document.reviewed_by_id, document.reviewed_by_name = by.id, by.name


def ask_countersign(
    document: Document, parties: Sequence[str], *, by: audit.Actor, at: datetime
) -> None:
    """Name the sections and bodies without whose word it is not issued."""
    demand_ours(document, by)
    named = [name.strip() for name in parties if name.strip()]
    FLOW.go(document, "ask_countersign", by=by, at=at, why="、".join(named))
    document.countersigns += [Countersign(party=name) for name in named]


def countersign(
    document: Document, party: int | str, opinion: str, *, by: audit.Actor, at: datetime
) -> None:
    """One of them agrees; raises NotReady where that is done, NotYours for who drafted it."""
    demand_ours(document, by)
    asked = next((c for c in document.countersigns if c.id == int(party)), None)
    if asked is None or asked.at is not None:
        raise NotReady(_("这一会签已经办理，或者没有提出。"))
    if by.id == document.drafted_by_id:
        raise NotYours(_("拟稿人不能代为会签。"))
    FLOW.go(document, "countersign", by=by, at=at, why=f"{asked.party}：{opinion}")
    asked.by_id, asked.by_name, asked.at, asked.opinion = by.id, by.name, at, opinion


def sign(document: Document, *, by: Any, at: datetime) -> None:
    """Issue it: frozen, numbered and sent to those who have a desk; raises NotYours, NotReady."""
    FLOW.check(document, "sign")
    demand_ours(document, by)
    if document.drafted_by_id is not None and by.id == document.drafted_by_id:
        raise NotYours(_("拟稿人不能签发，须由另一人签发。"))
    led = sa.exists().where(Document.id == document.id, _for_leader())
    if not by.can(LEAD) and db.session.scalar(sa.select(led)):
        raise NotYours(_("这类文书只能由分管负责人签发。"))
    if document.state is S.DRAFTED and document.drafted_by_id is not None:
        raise NotReady(_("须先核稿。"))
    if waited := [c.party for c in document.countersigns if c.at is None]:
        raise NotReady(_("尚待会签：%(parties)s。", parties="、".join(waited)))
    making.freeze([document], by=by, on=local_day(at))
    FLOW.go(document, "sign", by=by, at=at)
    db.session.flush()
    deliveries.send_to_desks([document.id], by=by, at=at)


def sign_all(ids: Sequence[int], *, by: Any, at: datetime) -> int:
    """Issue these papers in one batch with one block of numbers; returns how many.

    Those that others have signed meanwhile are left out; raises NothingToSign if it is all.
    """
    wanted = sa.select(Document).where(Document.id.in_(ids), signable(by)).order_by(Document.id)
    locked = wanted.with_for_update(of=Document).execution_options(populate_existing=True)
    found = db.session.scalars(locked).all()
    if not found:
        raise NothingToSign(_("没有选中可以签发的文书，或者已由他人签发。"))
    making.freeze(found, by=by, on=local_day(at))
    signed = [document.id for document in found]
    count = making.move_all(found, "sign", by=by, at=at)
    deliveries.send_to_desks(signed, by=by, at=at)
    return count


def send_back(document: Document, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not to be issued like this: back to the draft."""
    demand_ours(document, by)
    FLOW.go(document, "send_back", by=by, at=at, why=why)
    document.countersigns.clear()


def register_number(document: Document, number: str, *, by: audit.Actor, at: datetime) -> None:
    """Note the number of the body's own office system (发文字号); raises NotReady."""
    demand_ours(document, by)
    if not document.is_frozen or document.state is S.CANCELLED:
        raise NotReady(_("签发以后才能登记发文字号。"))
    document.number = number.strip()
    audit.write(document, "register_number", by=by, at=at, why=document.number)


def archive(document: Document, *, by: audit.Actor, at: datetime) -> None:
    demand_ours(document, by)
    FLOW.go(document, "archive", by=by, at=at)


def archive_all(ids: Sequence[int], *, by: Any, at: datetime) -> int:
    """Put these papers away together, as far as they are this body's; returns how many."""
    count = 0
    for some in in_batches(ids):
        mine = (Document.id.in_(some), ours(by))
        count += FLOW.go_all(Document, "archive", *mine, by=by, at=at)
    db.session.expire_all()
    return count


def cancel(document: Document, why: str, *, by: Any, at: datetime) -> Document | None:
    """Make it void before anybody has it (作废); its number is not given again.

    An act must not be without its paper: it is drafted anew, and the new one is returned.
    Raises NotReady.
    """
    demand_ours(document, by)
    got = [d for d in document.deliveries if d.served_on is not None]
    if got:
        raise NotReady(_("已经送达，不能作废；内容有误的，另行制作更正文书。"))
    document.cancelled_why = why
    FLOW.go(document, "cancel", by=by, at=at, why=why)
    db.session.flush()
    mine = Delivery.document_id == document.id
    DELIVERIES.go_all(Delivery, "cancel", mine, by=by, at=at, why=why)
    db.session.expire(document, ["deliveries"])
    kind = kinds.named(document.kind)
    item = db.session.get(kind.model, document.thing_id)
    if not document.by_act or item is None:
        return None
    more: dict[str, Any] = {"by_act": True, "replaces_id": document.id}
    return making.draft(kind, [item], by=by, at=at, why=document.why, **more)[0]


def demand_ours(document: Document, by: Any) -> None:
    """Raises NotYours for a paper of another body."""
    if not is_ours(by, document):
        raise NotYours(_("只有发文单位的人员可以办理。"))


def _for_leader() -> sa.ColumnElement[bool]:
    """The condition for what only the leader in charge may issue, and for what corrects that."""
    led = [kind.name for kind in kinds.registered().values() if kind.by_leader]
    first = aliased(Document)
    return sa.or_(Document.kind.in_(led), _corrects(first, first.kind.in_(led)))


def of_thing(thing: str, thing_id: int) -> Sequence[Document]:
    """Every paper of a thing, oldest first."""
    mine = about(thing, thing_id)
    return db.session.scalars(sa.select(Document).where(mine).order_by(Document.id)).all()


def about(thing: str, thing_id: int) -> sa.ColumnElement[bool]:
    """The condition for the papers of a thing, and for those that correct one of them."""
    first = aliased(Document)
    return sa.or_(
        sa.and_(Document.thing == thing, Document.thing_id == thing_id),
        _corrects(first, first.thing == thing, first.thing_id == thing_id),
    )


def _corrects(first: Any, *which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition for what corrects a paper that meets a condition."""
    found = sa.select(first.id).where(*which)
    return sa.and_(Document.thing == Document.__tablename__, Document.thing_id.in_(found))


def letters(user: Any) -> sa.ColumnElement[bool]:
    """The condition for deliveries to this person's body that were sent to it."""
    if not user.can(Permission.DOCUMENTS_RECEIVE):
        return sa.false()
    sent = Delivery.state.in_((DeliveryState.SENT, DeliveryState.SERVED, DeliveryState.ANSWERED))
    return sa.and_(Delivery.subject_id == (user.body_id or 0), sent)
