"""Proving that it is you: the one place where a password is compared.

Wherever a password is asked for, failures are counted and slowed down alike, and written down.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField, ValidationError
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.db import keep
from integrity.people.accounts import origins, passkeys, passwords, security_log
from integrity.people.accounts.models import User
from integrity.people.accounts.origins import Origin
from integrity.people.accounts.security_log import What

NOWHERE = Origin()


@dataclass(frozen=True)
class Passkey:
    """What a device answered to a challenge: it passes a lock, and never a wrong password."""

    credential: str
    challenge: bytes


def prove(
    user: User | None,
    password: str,
    *,
    origin: Origin,
    at: datetime,
    success: What = What.CONFIRM,
    name: str = "",
    passkey: Passkey | None = None,
    why: str = "",
) -> bool:
    """Whether this is the person, by the password; an unknown person takes as long.

    After too many failures from the same place the next try must wait, longer each time, unless
    a passkey of the person is shown. Whatever comes of it stands in the security log.
    """
    known = user is not None and origins.is_known(user.id, origin, at)
    account = user.username if user else name
    right = passwords.matches(user.password_hash if user else None, password)
    waits = user and security_log.locked_until(account, origin=origin, known=known, at=at)
    if user is None or (right and not user.is_active):
        what = What.FAILURE if user is None else What.REFUSED
    elif waits and not _shown(user, passkey, at):
        what = What.REFUSED
    else:
        what = success if right else What.FAILURE
    number = user.id if user else None
    about: dict[str, Any] = {"origin": origin, "at": at, "user_id": number, "known": known}
    security_log.write(what, account, why=why, **about)
    if what is success:
        return True
    if user and security_log.locked_until(account, origin=origin, known=known, at=at) and not waits:
        security_log.write(What.LOCK, account, why=why, **about)
    keep()
    return False


class OwnPasswordField(PasswordField):
    """The password of who is logged in, asked again; valid when it is the right one."""

    def __init__(self, label: Any = None, why: str = "", **options: Any) -> None:
        options.setdefault("validators", [InputRequired(_l("请输入密码。")), Length(max=200)])
        super().__init__(label, render_kw={"autocomplete": "current-password"}, **options)
        self.why = why

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Compare only what passed the rest: an empty or a forged form counts as no failure."""
        if g.get("stale") or validation_stopped or not self.data or self.errors:
            return
        proved = prove(current_user, self.data, origin=origins.here(), at=clock.now(), why=self.why)
        if not proved:
            raise ValidationError(str(_l("密码不正确，或者暂时不能再试。未作任何改动。")))


def _shown(user: User, passkey: Passkey | None, at: datetime) -> bool:
    """Whether the person's own device answered the challenge."""
    if passkey is None or not passkey.credential or not passkey.challenge:
        return False
    try:
        passkeys.check(user, passkey.credential, passkey.challenge, at=at)
    except passkeys.WrongPasskey:
        return False
    return True
