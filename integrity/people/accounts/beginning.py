"""The first accounts of an empty installation: one for each of the three powers (三员分立).

Nobody can log in before, so whoever may read the secret says who they are: by the command line, or
on a page with a code that is made of the secret and is good for nothing once there is an account.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from integrity.base.audit import service as audit
from integrity.base.db import db, one_at_a_time
from integrity.base.errors import NotAllowed, Refused
from integrity.base.permissions import Role
from integrity.people.accounts import passwords, service
from integrity.people.accounts.models import AccountState, User

FIRST = (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)


class WrongCode(Refused):
    """Not the code that `flask setup --web` shows."""

    title = _l("启用码不正确")


class AlreadyBegun(NotAllowed):
    """There are accounts, and somebody has logged in: people make accounts from then on."""

    title = _l("本系统已经启用")


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not db.session.scalar(sa.select(sa.exists().select_from(User)))


def is_first_day() -> bool:
    """The same for the page to log in, which stands while there are no tables yet."""
    try:
        return is_empty()
    except SQLAlchemyError:
        db.session.rollback()
        return False


def code() -> str:
    """What the page of the first day asks for; only who has the secret can work it out."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, b"first day", sha256).hexdigest()[:20]


def demand_code(given: str) -> None:
    """Raise WrongCode unless it is the code."""
    if not hmac.compare_digest(given.strip().lower().encode(), code().encode()):
        raise WrongCode(_("启用码不正确。请在服务器上运行 flask setup --web 查看。"))


def begin(
    people: Mapping[Role, tuple[str, str]], *, by: audit.Actor, at: datetime
) -> list[tuple[User, str]]:
    """The three accounts (username and name by power), each with a password to be changed at once.

    Raises AlreadyBegun, NameTaken.
    """
    one_at_a_time("first day")
    if not is_empty():
        raise AlreadyBegun(_("已有账号，请由系统管理员创建其他账号。"))
    made = []
    for role in FIRST:
        username, name = people[role]
        password = passwords.at_random(username)
        user = service.create(
            username, name, role, None, password, by=by, at=at, state=AccountState.ACTIVE
        )
        made.append((user, password))
    return made


def begin_again(*, by: audit.Actor, at: datetime) -> list[tuple[User, str]]:
    """New passwords for them, for whom they were lost before anybody had logged in.

    Raises AlreadyBegun.
    """
    people = db.session.scalars(sa.select(User).order_by(User.id)).all()
    if any(user.last_login or user.role not in FIRST for user in people):
        raise AlreadyBegun(_("已有人登录过，密码由系统管理员重置。"))
    made = []
    for user in people:
        password = passwords.at_random(user.username)
        service.change_password(user, password, by=by, at=at)
        user.must_change = True
        made.append((user, password))
    return made
