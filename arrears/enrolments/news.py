"""That the office has decided, told by mail to who asked for an account."""

import sqlalchemy as sa

from arrears.enrolments.models import Enrolment
from arrears.enrolments.service import KIND
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.people.messages.following import Followed
from integrity.people.messages.tells import path_to


def _title(key: str) -> str | None:
    return db.session.scalar(sa.select(Enrolment.ref).where(Enrolment.token == key))


def _path(key: str) -> str:
    return path_to("arrears.enrolment_status", token=key)


def _news(key: str) -> sa.ColumnElement[bool]:
    this = sa.select(Enrolment.id).where(Enrolment.token == key).scalar_subquery()
    thing = (AuditEvent.thing == Enrolment.__tablename__, AuditEvent.thing_id == this)
    return sa.and_(*thing, AuditEvent.move.in_(("accept", "refuse")))


NEWS = Followed(KIND, _title, _path, _news, asked=False)
