"""A paper that somebody has received is not made void: another one corrects it, openly (更正)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.documents import kinds, making, service
from integrity.casework.documents.models import Document
from integrity.casework.documents.models import DocumentState as S
from integrity.casework.documents.own import CORRECTION

UNDER_WAY = (S.DRAFTED, S.REVIEWED)


def correct(document: Document, what: str, *, by: Any, at: datetime) -> Document:
    """Draft the paper that says what of a served one is wrong, to all whom that went to.

    What began with the service of the first goes on as it was. Raises NotYours, NotReady.
    """
    service.demand_ours(document, by)
    if document.kind == CORRECTION:
        raise service.NotReady(_("更正文书有误的，请对原文书另行更正。"))
    if not is_received(document):
        raise service.NotReady(_("还没有送达的文书，请作废以后重新制作。"))
    if _all(document, Document.state.in_(UNDER_WAY)):
        raise service.NotReady(_("已有一份更正文书正在办理。"))
    audit.write(document, "correct", by=by, at=at, why=what)
    return making.draft(kinds.named(CORRECTION), [document], by=by, at=at, why=what)[0]


def is_received(document: Document) -> bool:
    """Whether somebody has it, so that it stands for good."""
    return any(delivery.served_on for delivery in document.deliveries)


def may_be_corrected(document: Document) -> bool:
    """Whether its page offers to correct it."""
    return document.kind != CORRECTION and is_received(document)


def of(document: Document) -> Sequence[Document]:
    """The papers that correct it, as far as they were issued, oldest first."""
    return _all(document, Document.ref.is_not(None), Document.state != S.CANCELLED)


def corrected(document: Document) -> Document | None:
    """The paper that this one corrects."""
    return db.session.get(Document, document.thing_id) if document.kind == CORRECTION else None


def numbers(document: Document) -> str:
    """The numbers of those that correct it, as words."""
    return "、".join(made.number or made.ref or "" for made in of(document))


def _all(document: Document, *which: sa.ColumnElement[bool]) -> Sequence[Document]:
    mine = (Document.kind == CORRECTION, Document.thing_id == document.id, *which)
    return db.session.scalars(sa.select(Document).where(*mine).order_by(Document.id)).all()
