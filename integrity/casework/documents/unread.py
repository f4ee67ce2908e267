"""Notices that nobody opened on a desk: reminded of once, then they must be served another way.

For kinds that must be opened no rule takes a desk for served: who never looked was never told.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.states import read_again
from integrity.casework.documents import kinds
from integrity.casework.documents.flow import DELIVERIES
from integrity.casework.documents.models import Delivery, DeliveryState, Document, Way
from integrity.casework.rules import service as rules

REMIND, OTHERWISE = "LOCAL-UNREAD-REMIND", "LOCAL-UNREAD-OTHERWISE"


def must_be_opened() -> sa.ColumnElement[bool]:
    """The condition for deliveries of papers that are served on a desk only by being opened."""
    names = [name for name, kind in kinds.registered().items() if kind.must_be_opened]
    papers = sa.select(Document.id).where(Document.kind.in_(names))
    return Delivery.document_id.in_(papers)


def remind(*, on: date, at: datetime) -> int:
    """Remind of what was not opened within the days of the rule, once; returns how many."""
    count = 0
    for sent_on in _sent(Delivery.reminded_on.is_(None)):
        if rules.due(REMIND, sent_on).due_on > on:
            continue
        which = (*_unopened(), Delivery.sent_on == sent_on, Delivery.reminded_on.is_(None))
        ids = sa.select(Delivery.id).where(*which)
        said: dict[str, Any] = {"source": None, "target": None, "by": audit.SYSTEM, "at": at}
        audit.write_all(ids, Delivery.__tablename__, "remind_unread", **said)
        count += changed(sa.update(Delivery).where(*which).values(reminded_on=on))
    read_again(Delivery)
    return count


def give_up(*, on: date, at: datetime) -> int:
    """What nobody opened in time must be served by post, in person or by publication."""
    count, why = 0, _("在规定期限内没有打开，须改用邮寄、直接或者公告送达。")
    for sent_on in _sent():
        if rules.due(OTHERWISE, sent_on).due_on >= on:
            continue
        which = (*_unopened(), Delivery.sent_on == sent_on)
        said: dict[str, Any] = {"by": audit.SYSTEM, "at": at, "why": why}
        count += DELIVERIES.go_all(Delivery, "give_up", *which, **said, unread_on=on)
    read_again(Delivery)
    return count


def _unopened() -> tuple[sa.ColumnElement[bool], ...]:
    on_desk = (Delivery.state == DeliveryState.SENT, Delivery.way == Way.DESK)
    return (*on_desk, must_be_opened())


def _sent(*which: sa.ColumnElement[bool]) -> list[date]:
    """The days on which what is unopened was sent."""
    days = sa.select(Delivery.sent_on).where(*_unopened(), *which).distinct()
    return [day for day in db.session.scalars(days) if day is not None]
