"""That there is news of a complaint, to who left an address for that: its number, and no more."""

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.people.messages.following import Followed
from integrity.people.messages.tells import path_to
from integrity.streams.complaints.models import Complaint

KIND = "complaint"
OWN = ("file", "note", "attach", "add", "confirm", "dispute", "escalate")
"""What whoever complained does is no news to them."""
INSIDE = ("recuse", "ask_extension", "refuse_extension", "recount")
"""Nor is what they are not shown."""


def _title(key: str) -> str | None:
    return db.session.scalar(sa.select(Complaint.ref).where(Complaint.ref == key))


def _news(key: str) -> sa.ColumnElement[bool]:
    this = sa.select(Complaint.id).where(Complaint.ref == key).scalar_subquery()
    thing = (AuditEvent.thing == Complaint.__tablename__, AuditEvent.thing_id == this)
    return sa.and_(*thing, AuditEvent.move.not_in(OWN + INSIDE))


NEWS = Followed(KIND, _title, lambda key: path_to("complaints.track"), _news, asked=False)
