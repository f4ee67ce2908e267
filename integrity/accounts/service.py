"""Accounts: making, granting, ending; logging in; the passwords of people and tokens of systems."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.accounts import origins, passwords, proof, sessions
from integrity.accounts.models import AccountState, Token, User
from integrity.accounts.origins import Origin
from integrity.accounts.security_log import What
from integrity.audit import service as audit
from integrity.db import db
from integrity.errors import Refused
from integrity.permissions import Permission, Role
from integrity.states import Flow, Move
from integrity.subjects.models import Subject

A = AccountState
FLOW = Flow(
    grant=Move(A, A.ACTIVE, Permission.ACCOUNTS_GRANT),
    disable=Move({A.PENDING, A.ACTIVE}, A.DISABLED, Permission.ACCOUNTS_GRANT),
    reset=Move(A, A.PENDING, Permission.ACCOUNTS_CREATE),
)
SCOPES = ("checks", "courts", "records", "pushes")


class WrongLogin(Refused):
    """Name or password is wrong, or the account may not log in now; which one is not said."""

    status = 401


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
    passwords.check(password, username, name)
    user = User(
        username=username,
        name=name,
        role=role,
        body_id=body.id if body else None,
        password_hash=passwords.HASHER.hash(password),
        state=state,
        created_at=at,
    )
    db.session.add(user)
    audit.write(user, "create", by=by, at=at, target=state, role=role)
    return user


def grant(user: User, *, by: audit.Actor, at: datetime) -> None:
    """The security officer lets an account be used with its role; no old session comes back."""
    sessions.end(user, at=at)
    FLOW.go(user, "grant", by=by, at=at)


def disable(user: User, *, by: audit.Actor, at: datetime, why: str) -> None:
    """Nobody can log in with it any more, and nobody stays; what it did stays."""
    sessions.end(user, at=at)
    FLOW.go(user, "disable", by=by, at=at, why=why)


def log_in(
    username: str,
    password: str,
    *,
    origin: Origin,
    at: datetime,
    passkey: proof.Passkey | None = None,
) -> User:
    """The person, or WrongLogin; see proof.prove for what is counted and who must wait."""
    user = db.session.scalars(sa.select(User).where(User.username == username.strip())).first()
    proved = proof.prove(
        user,
        password,
        name=username.strip(),
        success=What.LOGIN,
        origin=origin,
        at=at,
        passkey=passkey,
    )
    if user is None or not proved:
        raise WrongLogin(_("用户名或者密码不正确，或者账号暂时不能登录。"))
    user.last_login = at
    if passwords.HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = passwords.HASHER.hash(password)
    origins.remember(user.id, origin, at)
    return user


def change_password(
    user: User,
    password: str,
    *,
    by: audit.Actor,
    at: datetime,
    session: int | None = None,
    origin: Origin = proof.NOWHERE,
) -> None:
    """Set a new one, which ends every session but this one and makes other devices unknown.

    When somebody else sets it, it must be changed at the next login.
    """
    passwords.check(password, user.username, user.name)
    user.password_hash = passwords.HASHER.hash(password)
    user.must_change = by.id != user.id
    sessions.end(user, at=at, but=session)
    origins.forget(user.id, but=origin)
    audit.write(user, "password", by=by, at=at)


def reset_password(user: User, *, by: audit.Actor, at: datetime) -> str:
    """A random password, to be changed at once; the security officer must grant the account again.

    Otherwise who may reset a password could act as anybody (三员分立).
    """
    password = passwords.at_random(user.username)
    change_password(user, password, by=by, at=at)
    user.must_change = True
    FLOW.go(user, "reset", by=by, at=at)
    return password


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
