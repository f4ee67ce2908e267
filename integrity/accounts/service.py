"""Login with lockout, passwords (argon2id), the three separated administrator powers, tokens."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import gettext as _

from integrity.accounts.models import AccountState, Token, User
from integrity.audit import service as audit
from integrity.db import db, keep
from integrity.errors import Refused
from integrity.permissions import Role
from integrity.subjects.models import Subject

HASHER = PasswordHasher()
FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
MINIMUM_LENGTH = 10
SCOPES = ("checks", "courts", "records", "pushes")


@cache
def nobody() -> str:
    """The hash that is compared when a name is unknown, so that it takes as long."""
    return HASHER.hash(secrets.token_hex())


class WrongLogin(Refused):
    """Name or password is wrong, or the account may not log in now; which one is not said."""

    status = 401


class WeakPassword(Refused):
    """The password is too short or too plain."""


class NameTaken(Refused):
    """Another account has this name."""


def create(
    username: str,
    name: str,
    role: Role,
    body: Subject | None,
    password: str,
    *,
    by: audit.Actor,
    at: datetime,
    state: AccountState = AccountState.PENDING,
) -> User:
    """Make an account; it waits for the security officer's grant unless told otherwise."""
    if db.session.scalar(sa.select(sa.exists().where(User.username == username))):
        raise NameTaken(_("用户名 %(name)s 已被使用。", name=username))
    check_strength(password, username)
    user = User(
        username=username,
        name=name,
        role=role,
        body_id=body.id if body else None,
        password_hash=HASHER.hash(password),
        state=state,
        created_at=at,
    )
    db.session.add(user)
    audit.write(user, "create", by=by, at=at, target=state, role=role)
    return user


def grant(user: User, *, by: audit.Actor, at: datetime) -> None:
    """The security officer lets an account be used with its role."""
    _set(user, AccountState.ACTIVE, "grant", by, at)


def disable(user: User, *, by: audit.Actor, at: datetime, why: str) -> None:
    """Nobody can log in with it any more; what it did stays."""
    _set(user, AccountState.DISABLED, "disable", by, at, why)


def log_in(username: str, password: str, *, at: datetime) -> User:
    """The person, or WrongLogin; five failures lock the account for a quarter of an hour."""
    user = db.session.scalars(sa.select(User).where(User.username == username.strip())).first()
    locked = user is not None and user.locked_until is not None and user.locked_until > at
    right = _matches(user.password_hash if user else nobody(), password)
    if user is None or locked or not right or not user.is_active:
        if user is not None and not locked and not right:
            _count_failure(user, at)
        raise WrongLogin(_("用户名或者密码不正确，或者账号暂时不能登录。"))
    user.failures, user.locked_until, user.last_login = 0, None, at
    if HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = HASHER.hash(password)
    audit.write(user, "login", by=user, at=at)
    return user


def is_password_of(user: User, password: str) -> bool:
    """Whether this is the person's password."""
    return _matches(user.password_hash, password)


def confirm(user: User, password: str, *, at: datetime) -> bool:
    """A fresh password for a grave act, such as signing; failures count as at the login."""
    if user.locked_until is not None and user.locked_until > at:
        return False
    right = _matches(user.password_hash, password)
    if not right:
        _count_failure(user, at)
    return right


def change_password(user: User, password: str, *, by: audit.Actor, at: datetime) -> None:
    """Set a new one; when somebody else sets it, it must be changed at the next login."""
    check_strength(password, user.username)
    user.password_hash = HASHER.hash(password)
    user.must_change = by.id != user.id
    user.failures, user.locked_until = 0, None
    audit.write(user, "password", by=by, at=at)


def reset_password(user: User, *, by: audit.Actor, at: datetime) -> str:
    """A random password, to be changed at once; the security officer must grant the account again.

    Otherwise who may reset a password could act as anybody (三员分立).
    """
    password = random_password(user.username)
    change_password(user, password, by=by, at=at)
    user.must_change = True
    _set(user, AccountState.PENDING, "reset", by, at)
    return password


def random_password(username: str) -> str:
    """A first password that is strong enough."""
    while True:
        password = secrets.token_urlsafe(12)
        try:
            check_strength(password, username)
        except WeakPassword:
            continue
        return password


def check_strength(password: str, username: str) -> None:
    """At least ten characters of three kinds, not containing the name; raises WeakPassword."""
    kinds = [str.isdigit, str.islower, str.isupper, lambda c: not c.isalnum()]
    found = sum(any(kind(c) for c in password) for kind in kinds)
    if len(password) < MINIMUM_LENGTH or found < 3 or username.lower() in password.lower():
        raise WeakPassword(
            _("密码至少十位，须含大写字母、小写字母、数字、符号中的三类，且不得包含用户名。")
        )


def issue_token(
    body: Subject, scopes: list[str], *, by: audit.Actor, at: datetime, note: str = ""
) -> str:
    """A new token of a body; the text is returned once and never stored."""
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise Refused(_("未知的接口权限：%(names)s", names=_("、").join(sorted(unknown)) or "—"))
    text = "ig_" + secrets.token_urlsafe(32)
    token = Token(
        digest=_digest(text),
        hint=text[:8],
        body_id=body.id,
        scopes=scopes,
        note=note,
        created_at=at,
    )
    db.session.add(token)
    audit.write(token, "issue", by=by, at=at, scopes=scopes)
    return text


def revoke_token(token: Token, *, by: audit.Actor, at: datetime) -> None:
    token.revoked_at = at
    audit.write(token, "revoke", by=by, at=at)


def token_of(text: str) -> Token | None:
    """The live token with this text."""
    wanted = sa.select(Token).where(Token.digest == _digest(text), Token.revoked_at.is_(None))
    return db.session.scalars(wanted).first()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except VerificationError:
        return False


def _count_failure(user: User, at: datetime) -> None:
    user.failures += 1
    if user.failures >= FAILURES:
        user.failures, user.locked_until = 0, at + LOCKED_FOR
        audit.write(user, "lock", by=audit.SYSTEM, at=at)
    keep()


def _set(
    user: User, state: AccountState, move: str, by: audit.Actor, at: datetime, why: str = ""
) -> None:
    source, user.state = user.state, state
    audit.write(user, move, by=by, at=at, source=source, target=state, why=why)
