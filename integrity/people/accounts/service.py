"""Accounts: making, granting, ending; logging in; the passwords of people."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed, Refused
from integrity.base.permissions import AnyPermission, Permission, Role, roles_with
from integrity.base.states import Flow, Move
from integrity.people.accounts import origins, passwords, proof, sessions
from integrity.people.accounts.models import AccountState, User
from integrity.people.accounts.origins import Origin
from integrity.people.accounts.security_log import What
from integrity.people.subjects.models import Subject

A = AccountState
FLOW = Flow(
    free=dict.fromkeys(A, "an account owes nobody anything; the desk of who grants it shows it"),
    grant=Move(A, A.ACTIVE, Permission.ACCOUNTS_GRANT),
    disable=Move({A.PENDING, A.ACTIVE}, A.DISABLED, Permission.ACCOUNTS_GRANT),
    reset=Move(A, A.PENDING, Permission.ACCOUNTS_CREATE),
    transfer=Move({A.PENDING, A.ACTIVE}, A.PENDING, Permission.ACCOUNTS_CREATE),
)


POWERS = frozenset({Role.AUDITOR, Role.SECURITY, Role.SYSTEM})
"""The three separated powers (三员分立)."""


class NeedsAnother(NotAllowed):
    """One of the three powers cannot be switched off by one person."""

    title = _l("须由另一方同意")


class WrongLogin(Refused):
    """Name or password is wrong, or the account may not log in now; which one is not said."""

    status = 401
    correctable = True


class NoCourt(Refused):
    """Only somebody of a court may act as one."""


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
    """Make an account; it waits for the security officer's grant unless told otherwise.

    Raises NameTaken, NoCourt.
    """
    _demand_court(role, body)
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


def holds_power(user: User) -> bool:
    """Whether this is an account of one of the three powers, in use."""
    return user.role in POWERS and user.is_active


def disable(user: User, *, by: audit.Actor, at: datetime, why: str, agreed: bool = False) -> None:
    """Nobody can log in with it any more, and nobody stays; what it did stays.

    For one of the three powers another one must have agreed (see integrity.people.accounts.powers).
    Raises NeedsAnother.
    """
    if holds_power(user) and not agreed:
        raise NeedsAnother(_("停用系统管理员、安全保密管理员、安全审计员，须由另一方同意。"))
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
    origin: Origin = proof.NOWHERE,
) -> None:
    """Set a new one, which ends every session and makes other devices unknown.

    When somebody else sets it, it must be changed at the next login.
    """
    passwords.check(password, user.username, user.name)
    user.password_hash = passwords.HASHER.hash(password)
    user.must_change = by.id != user.id
    sessions.end(user, at=at)
    origins.forget(user.id, but=origin)
    audit.write(user, "password", by=by, at=at)


def reset_password(user: User, *, by: audit.Actor, at: datetime) -> str:
    """A random password, to be changed at once; the security officer must grant the account again.

    Otherwise who may reset a password could act as anybody (三员分立). Raises NeedsAnother.
    """
    if holds_power(user):
        raise NeedsAnother(_("重置会使该账号暂停使用：请先提请停用，经另一方同意后再重置。"))
    password = passwords.at_random(user.username)
    change_password(user, password, by=by, at=at)
    user.must_change = True
    FLOW.go(user, "reset", by=by, at=at)
    return password


def transfer(
    user: User, role: Role, body: Subject | None, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """Somebody has another post: the account waits to be granted anew, what it did stays.

    Raises NeedsAnother for the three powers, NoCourt.
    """
    if user.role in POWERS or role in POWERS:
        raise NeedsAnother(_("系统管理员、安全保密管理员、安全审计员不能调动，请另建账号。"))
    _demand_court(role, body)
    sessions.end(user, at=at)
    before = {"role": user.role, "body": user.body_id}
    user.role, user.body = role, body
    new = {"new_role": role, "new_body": body.id if body else None}
    FLOW.go(user, "transfer", by=by, at=at, why=why, **before, **new)


def _demand_court(role: Role, body: Subject | None) -> None:
    if role is Role.COURT and not (body and body.court):
        raise NoCourt(_("“法院”角色只能授予登记为法院的单位。"))


def somebody_may(
    permission: AnyPermission, subject_id: int | None, besides: int | None = None
) -> bool:
    """Whether a subject has somebody in use who may do this, `besides` a person: who can speak
    here speaks here."""
    roles = roles_with(permission)
    active = (User.state == AccountState.ACTIVE, User.role.in_(roles))
    found = sa.exists().where(User.body_id == subject_id, User.id != (besides or 0), *active)
    return subject_id is not None and bool(db.session.scalar(sa.select(found)))
