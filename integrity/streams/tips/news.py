"""That there is news of a report, to who left an address for that: its number, and no more."""

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.people.messages.following import Followed
from integrity.people.messages.tells import path_to
from integrity.streams.tips.models import Tip

KIND = "tip"
SAID = ("send", "accept", "refuse", "find_true", "find_untrue", "ask", "uphold", "send_back")
"""What the reporter sees by the receipt and did not do."""


def _title(key: str) -> str | None:
    return db.session.scalar(sa.select(Tip.ref).where(Tip.ref == key))


def _news(key: str) -> sa.ColumnElement[bool]:
    this = sa.select(Tip.id).where(Tip.ref == key).scalar_subquery()
    thing = (AuditEvent.thing == Tip.__tablename__, AuditEvent.thing_id == this)
    return sa.and_(*thing, AuditEvent.move.in_(SAID))


NEWS = Followed(KIND, _title, lambda key: path_to("tips.track"), _news, asked=False)
