"""The security log: every success, failure and logout, for the auditor alone.

From it the waiting time after failures is counted, so that nothing else has to be kept.
"""

import enum
import re
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit.protection import append_only
from integrity.base.db import Model, db
from integrity.people.accounts import origins, passwords
from integrity.people.accounts.models import User
from integrity.people.accounts.origins import Origin

MEMORY = timedelta(days=1)
"""How long failures are counted."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
USERNAME = re.compile(r"[a-z0-9][a-z0-9.\-]{0,59}")


class What(enum.StrEnum):
    LOGIN = "login"
    CONFIRM = "confirm"  # who is logged in proved it once more
    FAILURE = "failure"
    LOCK = "lock"  # so many failures that the next try must wait
    REFUSED = "refused"  # a try while one must wait, or on an account that is not in use
    LOGOUT = "logout"
    END = "end"  # a session ended from another place


WHAT_NAMES = {
    What.LOGIN: _l("登录成功"),
    What.CONFIRM: _l("再次确认身份"),
    What.FAILURE: _l("密码错误"),
    What.LOCK: _l("暂停尝试"),
    What.REFUSED: _l("不予受理"),
    What.LOGOUT: _l("退出"),
    What.END: _l("结束登录"),
}
PROVED = (What.LOGIN, What.CONFIRM)


class SecurityEvent(Model):
    """One attempt or its end. `account` is the name that was given, `source` a digest.

    `known`: it came from a device from which this person had logged in before.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    what: Mapped[What]
    account: Mapped[str] = mapped_column(sa.String(60))
    user_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(16))
    known: Mapped[bool]
    device: Mapped[str] = mapped_column(sa.String(80))
    why: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.Index("ix_security_event_account_at", "account", "at"),)


append_only(SecurityEvent.__table__)


def write(
    what: What,
    account: str,
    *,
    origin: Origin,
    at: datetime,
    user_id: int | None = None,
    known: bool = False,
    why: str = "",
) -> None:
    """Add a row; a name that nobody has is written only if it cannot be somebody's password."""
    event = SecurityEvent(
        at=at,
        what=what,
        account=account if user_id else harmless(account),
        user_id=user_id,
        source=source(origin, known),
        known=known,
        device=origin.words[:80],
        why=why,
    )
    db.session.add(event)


def tell(what: What, user: User, *, at: datetime, why: str = "") -> None:
    """The same of who is logged in, from this request."""
    origin = origins.here()
    known = origins.is_known(user.id, origin, at)
    write(what, user.username, origin=origin, at=at, user_id=user.id, known=known, why=why)


def harmless(account: str) -> str:
    """The name as given, "" if it may be a password typed into the wrong field."""
    if not USERNAME.fullmatch(account):
        return ""
    try:
        passwords.check(account, " ")
    except passwords.WeakPassword:
        return account
    return ""


def source(origin: Origin, known: bool) -> str:
    """By what tries are told apart: the device where it is known, else the address."""
    return (origin.device if known else origin.address)[:16]


def locked_until(account: str, *, origin: Origin, known: bool, at: datetime) -> datetime | None:
    """Until when a further try from here must wait, None if it need not.

    The delay doubles with every failure. Strangers together wait as well, once they have failed
    too often; a known device never waits for what others did, so nobody is locked out by others.
    """
    own = _failures(account, at, SecurityEvent.source == source(origin, known))
    ends = [_end(*own, current_app.config["LOGIN_TRIES"])]
    if not known:
        others = _failures(account, at, SecurityEvent.known.is_(False))
        ends.append(_end(*others, current_app.config["STRANGERS_TRIES"]))
    return max((end for end in ends if end and end > at), default=None)


def _failures(account: str, at: datetime, *which: Any) -> tuple[int, datetime | None]:
    """How many since the last success of the same kind, within MEMORY, and when the last was."""
    mine = (SecurityEvent.account == account, SecurityEvent.at > at - MEMORY, *which)
    proved = sa.select(sa.func.coalesce(sa.func.max(SecurityEvent.id), 0))
    last = proved.where(*mine, SecurityEvent.what.in_(PROVED)).scalar_subquery()
    failed = sa.select(sa.func.count(), sa.func.max(SecurityEvent.at)).where(
        *mine, SecurityEvent.what == What.FAILURE, SecurityEvent.id > last
    )
    number, latest = db.session.execute(failed).one()
    return number, latest


def _end(number: int, latest: datetime | None, free: int) -> datetime | None:
    if latest is None or number < free:
        return None
    return latest + min(FIRST_WAIT * 2 ** min(number - free, 10), LONGEST_WAIT)
