"""Taking in what somebody unknown reports of an enterprise, and what both may still say."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import REACH_ALL
from integrity.casework.informants import evidence, numbers, receipts
from integrity.people.accounts.models import User
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.tips import serious, service
from integrity.streams.tips.contacts import CONTACTS
from integrity.streams.tips.errors import WrongTip
from integrity.streams.tips.flow import FLOW
from integrity.streams.tips.models import Side, Tip, TipMessage
from integrity.streams.tips.models import TipState as S
from integrity.streams.tips.permissions import TipsPermission

LETTER = "J"
OPEN = frozenset({S.RECEIVED, S.SENT, S.ACCEPTED, S.HEARING, S.HEARD, S.ESCALATED})
"""States in which something is still to be found out."""


def file(
    act: str,
    reported: str,
    text: str,
    *,
    at: datetime,
    name: str = "",
    contact: str = "",
    files: Iterable[str] = (),
    confidential: bool = False,
    once: str = "",
) -> receipts.Receipt:
    """Take a report; the department that the table names for the act has it at once.

    reported: a code or a name. It says who that is where it is one of exactly one enterprise; else
    it stays as typed. The rest is as of any complaint: see casework.informants.

    Raises AlreadyFiled, WrongTip.
    """
    once = once or secrets.token_hex(16)
    if known := receipts.again(Tip, once, on=local_day(at)):
        return known
    tip = _unfiled(act, reported, text, confidential, at)
    made = receipts.take(tip, once, FLOW, at=at)
    if not made.again:
        CONTACTS.seal(tip, name, contact)
        evidence.claim(tip, files, at=at)
    return made


def ask(item: Tip, text: str, *, by: User, at: datetime) -> None:
    """Ask the reporter for more, through the receipt; no clock stops. Raises NotAllowed."""
    _check(item)
    side = Side.OFFICE if by.role in REACH_ALL else Side.BODY
    service.say(item, side, text, by=by, at=at, question=True)
    audit.write(item, "ask", by=by, at=at)


def add(
    item: Tip, text: str, office_only: bool, files: Iterable[str] = (), *, at: datetime
) -> None:
    """The reporter says more, to both or to the office alone; raises NotAllowed, TooMany."""
    _check(item)
    by = audit.PUBLIC
    service.say(item, Side.REPORTER, text, files, by=by, at=at, office_only=office_only)
    audit.write(item, "add", by=by, at=at)


def may_ask(user: Any, item: Tip) -> bool:
    granted = (TipsPermission.HANDLE, TipsPermission.INVESTIGATE)
    return item.state in OPEN and any(user.can(permission, item) for permission in granted)


def heard_by(user: Any, messages: Iterable[TipMessage]) -> list[TipMessage]:
    """What this person at the desk may read of what was said."""
    return [m for m in messages if user.role in REACH_ALL or not m.office_only]


def waits_for_reporter(item: Tip) -> bool:
    """Whether the last word is a question that nobody has answered."""
    return bool(item.messages and item.messages[-1].question and item.state in OPEN)


def _unfiled(act: str, reported: str, text: str, confidential: bool, at: datetime) -> Tip:
    ref = numbers.new(local_day(at).year, LETTER)
    offence = next((one for one in serious.acts(local_day(at)) if one.code == act), None)
    if offence is None:
        raise WrongTip(_("没有这一种行为。"))
    typed, number = reported.strip(), serious.department(offence)
    department = db.session.get(Subject, number) if number else None
    known = subjects.by_words([typed]).get(typed)
    tip = Tip(
        ref=ref,
        title=f"失信举报 {ref}",
        state=S.SENT if department else S.RECEIVED,
        act=offence,
        reported=known if service.is_firm(known) else None,
        reported_name=typed,
        text=text,
        confidential=confidential,
        received_at=at,
    )
    if department:
        service.begin(tip, department, local_day(at))
    return tip


def _check(item: Tip) -> None:
    if item.state not in OPEN:
        raise NotAllowed(_("此举报已经答复或者办结，不能再补充。"))
