"""Who has an interest in a complaint leaves it to others: neither acts on it nor reads it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.people.accounts.models import User
from integrity.streams.complaints.blueprint import stream
from integrity.streams.complaints.models import Complaint, ComplaintRecusal
from integrity.streams.complaints.permissions import ComplaintsPermission

TAKING_PART = (
    ComplaintsPermission.HANDLE,
    ComplaintsPermission.ANSWER,
    ComplaintsPermission.EXTEND,
)


class AlreadyRecused(Refused):
    status = 409
    title = _l("您已经申请回避")


class Recused(Refused):
    """This person left the complaint to others and may not read it."""

    status = 403
    title = _l("您已回避此投诉举报")
    what_to_do = _l("此投诉举报由他人办理。")


def open_to_me(ref: str) -> Complaint:
    """A complaint that the person logged in may read; raises NotFound or Recused."""
    found: Complaint = stream().by_ref(ref)
    for recusal in found.recusals:
        if recusal.user_id == current_user.id:
            day = i18n.day(local_day(recusal.at))
            raise Recused(
                _(
                    "您于%(day)s申请回避，不能再查看和办理。理由：%(why)s",
                    day=day,
                    why=recusal.why,
                )
            )
    return found


def left_by(user: User) -> set[int]:
    """The numbers of the complaints that somebody left to others."""
    wanted = sa.select(ComplaintRecusal.complaint_id).where(ComplaintRecusal.user_id == user.id)
    return set(db.session.scalars(wanted))


def left(user: User) -> sa.ColumnElement[bool]:
    """The condition for complaints that somebody left to others."""
    left = sa.select(ComplaintRecusal.complaint_id).where(ComplaintRecusal.user_id == user.id)
    return Complaint.id.in_(left)


def may_recuse(user: Any, item: Complaint) -> bool:
    return any(user.can(permission, item) for permission in TAKING_PART)


def recuse(item: Complaint, why: str, *, by: User, at: datetime) -> None:
    """Somebody with an interest leaves it to another, for good; the reason is not logged.

    Raises AlreadyRecused.
    """
    if by.id in item.recused:
        raise AlreadyRecused
    item.recusals.append(ComplaintRecusal(user_id=by.id, by_name=by.name, why=why.strip(), at=at))
    db.session.flush()
    audit.write(item, "recuse", by=by, at=at)
