"""Papers that wait: to be read, signed, sent and proven; what came, to be received and answered."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.documents import kinds, on_paper, service
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.models import DocumentState as S
from integrity.casework.documents.scans import ScanState, StampedScan
from integrity.casework.tasks import LIMIT, Task
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """What waits for this person of all papers."""
    yield from _to_sign(user)
    if user.can(Permission.DOCUMENTS_HANDLE):
        yield from _to_review(user)
        yield from _to_serve(user)
        yield from _to_compare(user)
    if user.can(Permission.DOCUMENTS_RECEIVE):
        yield from _received(user)


def _to_sign(user: User) -> Iterable[Task]:
    """All papers of a kind that wait for a signature are one duty."""
    day = sa.func.min(Document.step_due_on)
    wanted = sa.select(Document.kind, sa.func.count(), day).where(service.signable(user))
    for kind, number, due in db.session.execute(wanted.group_by(Document.kind)):
        title = kinds.named(kind).title
        address = url_for("documents.sign_batch", kind=kind)
        yield Task(
            day=due,
            kind=_("文书"),
            title=_("%(kind)s（%(number)d 份）", kind=title, number=number),
            body="",
            url=address,
            act=_("签发"),
            act_url=address,
            key=f"sign-{kind}",
        )


def _to_review(user: User) -> Iterable[Task]:
    mine = (Document.state == S.DRAFTED, Document.drafted_by_id.is_not(None), service.ours(user))
    wanted = sa.select(Document).where(*mine).order_by(Document.step_due_on, Document.id)
    for document in db.session.scalars(wanted.limit(LIMIT)):
        address = url_for("documents.item", number=document.id)
        yield Task(
            day=document.step_due_on,
            kind=_("文书"),
            title=document.title,
            body="",
            url=address,
            act=_("核稿"),
            act_url=address,
            key=f"review-{document.id}",
        )


def _to_serve(user: User) -> Iterable[Task]:
    """What nobody has sent yet, and what was sent and is not proven in time."""
    unproven = sa.and_(Delivery.state == D.SENT, Delivery.step_due_on < clock.today())
    wanted = (
        sa.select(Delivery)
        .join(Delivery.document)
        .where(Document.state == S.ISSUED, service.ours(user))
        .where(sa.or_(Delivery.state == D.WAITING, unproven))
        .options(contains_eager(Delivery.document))
        .order_by(Delivery.step_due_on, Delivery.id)
        .limit(LIMIT)
    )
    for delivery in db.session.scalars(wanted):
        address = url_for("documents.item", number=delivery.document_id)
        yield Task(
            day=delivery.step_due_on,
            kind=_("文书"),
            title=delivery.title,
            body=delivery.name,
            url=address,
            act=_("送达") if delivery.state is D.WAITING else _("取得送达证明"),
            act_url=address,
            key=f"delivery-{delivery.id}",
        )


def _to_compare(user: User) -> Iterable[Task]:
    """Scans that somebody else sent in."""
    others = (StampedScan.state == ScanState.ENTERED, StampedScan.entered_by_id != user.id)
    ours = sa.or_(StampedScan.issuer_id == user.body_id, StampedScan.issuer_id.is_(None))
    wanted = sa.select(StampedScan).where(*others, ours).order_by(StampedScan.id).limit(LIMIT)
    for scan in db.session.scalars(wanted):
        if on_paper.may_compare(user, scan):
            yield _signature(scan)
            continue
        thing = scan.owner
        document = thing.document if isinstance(thing, Delivery) else thing
        if isinstance(document, Document) and service.is_ours(user, document):
            address = url_for("documents.item", number=document.id)
            yield Task(
                day=scan.step_due_on,
                kind=_("文书"),
                title=document.title,
                body="",
                url=address,
                act=_("核对扫描件"),
                act_url=address,
                key=f"scan-{scan.id}",
            )


def _signature(scan: StampedScan) -> Task:
    """What somebody signed on paper."""
    kind, address = on_paper.registered()[scan.thing], on_paper.address(scan)
    return Task(
        day=scan.step_due_on,
        kind=_("手签盖章件"),
        title=str(getattr(scan.owner, "title", kind.title)),
        body="",
        url=kind.url(scan.owner),
        act=_("核对扫描件"),
        act_url=address,
        key=f"scan-{scan.id}",
    )


def _received(user: User) -> Iterable[Task]:
    """What came and nobody has received, and what is asked and not answered."""
    asked = sa.and_(Delivery.state == D.SERVED, Delivery.answer_until.is_not(None))
    wanted = (
        sa.select(Delivery)
        .join(Delivery.document)
        .where(service.letters(user), sa.or_(Delivery.state == D.SENT, asked))
        .options(contains_eager(Delivery.document))
        .order_by(sa.func.coalesce(Delivery.answer_until, Delivery.deemed_on), Delivery.id)
        .limit(LIMIT)
    )
    for delivery in db.session.scalars(wanted):
        address = url_for("documents.letter", number=delivery.id)
        yield Task(
            day=delivery.answer_until or delivery.deemed_on,
            kind=_("收到的文书"),
            title=delivery.title,
            body="",
            url=address,
            act=_("签收") if delivery.state is D.SENT else _("答复"),
            act_url=address,
            key=f"letter-{delivery.id}",
        )
