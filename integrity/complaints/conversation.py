"""Talking with somebody unknown through the receipt, and who may not take part.

A question stops no clock: the day of the answer stays, and a body that needs longer has it extended
by its head, where everybody sees it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.accounts.models import User
from integrity.audit import service as audit
from integrity.complaints import service
from integrity.complaints.models import (
    Complaint,
    ComplaintMessage,
    ComplaintRecusal,
    ComplaintState,
    Side,
)
from integrity.db import db
from integrity.errors import NotAllowed, Refused
from integrity.permissions import REACH_ALL, Permission

S = ComplaintState
OPEN = frozenset({S.RECEIVED, S.ACCEPTED, S.DISPUTED, S.ESCALATED})
"""States in which something is still to be found out."""
TAKING_PART = (
    Permission.COMPLAINTS_HANDLE,
    Permission.COMPLAINTS_ANSWER,
    Permission.COMPLAINTS_EXTEND,
)


class AlreadyRecused(Refused):
    status = 409
    title = _l("您已经申请回避")


def ask(item: Complaint, text: str, *, by: User, at: datetime) -> None:
    """Ask the complainant for more; raises NotAllowed when nothing is open any more."""
    _check(item)
    side = Side.OFFICE if by.role in REACH_ALL else Side.BODY
    service.say(item, side, text.strip(), by=by, at=at, question=True)
    audit.write(item, "ask", by=by, at=at)


def add(
    item: Complaint, text: str, office_only: bool, files: Iterable[str] = (), *, at: datetime
) -> None:
    """The complainant says more, to both or to the office alone; raises NotAllowed, TooMany.

    `files` are tokens of kept uploads; see evidence.py.
    """
    _check(item)
    side = Side.COMPLAINANT
    service.say(item, side, text, files, by=audit.PUBLIC, at=at, office_only=office_only)
    audit.write(item, "add", by=audit.PUBLIC, at=at)


def waits_for_complainant(item: Complaint) -> bool:
    """Whether the last word is a question that nobody has answered."""
    return bool(item.messages and item.messages[-1].question and item.state in OPEN)


def heard_by(user: Any, messages: Iterable[ComplaintMessage]) -> list[ComplaintMessage]:
    """What this person at the desk may read of what was said."""
    return [m for m in messages if user.role in REACH_ALL or not m.office_only]


def may_ask(user: Any, item: Complaint) -> bool:
    granted = (Permission.COMPLAINTS_HANDLE, Permission.COMPLAINTS_ANSWER)
    return item.state in OPEN and any(user.can(permission, item) for permission in granted)


def may_recuse(user: Any, item: Complaint) -> bool:
    return any(user.can(permission, item) for permission in TAKING_PART)


def recuse(item: Complaint, why: str, *, by: User, at: datetime) -> None:
    """Somebody with an interest leaves it to another, for good; the reason is not logged."""
    if by.id in item.recused:
        raise AlreadyRecused
    item.recusals.append(ComplaintRecusal(user_id=by.id, by_name=by.name, why=why.strip(), at=at))
    db.session.flush()
    audit.write(item, "recuse", by=by, at=at)


def _check(item: Complaint) -> None:
    if item.state not in OPEN:
        raise NotAllowed(_("此投诉已经答复或者办结，不能再补充。"))
