"""Talking with somebody unknown through the receipt.

A question stops no clock: the day of the answer stays, and a body that needs longer has its head
ask the office for it, where everybody sees it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.errors import NotAllowed
from integrity.base.permissions import REACH_ALL
from integrity.people.accounts.models import User
from integrity.streams.complaints import service
from integrity.streams.complaints.models import Complaint, ComplaintMessage, ComplaintState, Side
from integrity.streams.complaints.permissions import ComplaintsPermission

S = ComplaintState
OPEN = frozenset({S.RECEIVED, S.ACCEPTED, S.DISPUTED, S.ESCALATED})
"""States in which something is still to be found out."""


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
    granted = (ComplaintsPermission.HANDLE, ComplaintsPermission.ANSWER)
    if item.source:
        return False  # nobody has a receipt to read the question with
    return item.state in OPEN and any(user.can(permission, item) for permission in granted)


def _check(item: Complaint) -> None:
    if item.state not in OPEN:
        raise NotAllowed(_("此投诉已经答复或者办结，不能再补充。"))
