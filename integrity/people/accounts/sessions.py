"""Sessions: a row each, so that they can be seen and ended; a cookie alone is worth nothing."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, session
from flask_login import login_user, logout_user
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from integrity.base import clock
from integrity.base.db import Model, afterwards, changed, db
from integrity.people.accounts.models import User
from integrity.people.accounts.origins import Origin

KEY = "session"
"""Where the cookie holds the secret of its row."""
PRECISION = timedelta(minutes=1)
"""How often at most a session notes that it was seen."""


class Session(Model):
    """Somebody's browser from login to logout; only the digest of what its cookie holds is kept."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    device: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


def enter(user: User, *, origin: Origin, at: datetime) -> None:
    """Begin a session in this browser; whoever knew the old one knows nothing of the new one."""
    session.clear()
    _make_room(user, at)
    text = secrets.token_urlsafe(32)
    row = Session(
        digest=_digest(text),
        user_id=user.id,
        device=origin.words[:80],
        created_at=at,
        seen_at=at,
    )
    db.session.add(row)
    session[KEY] = text
    g.login_session = row
    login_user(user)


def leave(*, at: datetime) -> None:
    """End the session of this browser."""
    if (row := current(at)) is not None:
        row.ended_at = at
    logout_user()
    session.clear()


def load(number: str) -> User | None:
    """Whose session this browser has, for Flask-Login; None if it has ended."""
    at = clock.now()
    row = current(at)
    if row is None or row.user_id != int(number):
        return None
    if at - row.seen_at >= PRECISION:
        seen = sa.update(Session).where(Session.id == row.id, Session.seen_at < at)
        afterwards(seen.values(seen_at=at))
    return row.user


def current(at: datetime) -> Session | None:
    """The live session of this browser."""
    if "login_session" not in g:
        text = session.get(KEY)
        wanted = sa.select(Session).options(joinedload(Session.user)).where(*_live(at))
        found = db.session.scalars(wanted.where(Session.digest == _digest(text))) if text else None
        g.login_session = found.first() if found else None
    row: Session | None = g.login_session
    return row


def of(user: User, at: datetime) -> Sequence[Session]:
    """A person's live sessions, the one seen last first."""
    wanted = sa.select(Session).where(Session.user_id == user.id, *_live(at))
    return db.session.scalars(wanted.order_by(Session.seen_at.desc(), Session.id.desc())).all()


def end(user: User, *, at: datetime, number: int | None = None, but: int | None = None) -> int:
    """End one session of a person, or all but one; returns how many."""
    which = [Session.user_id == user.id, *_live(at)]
    if number is not None:
        which.append(Session.id == number)
    if but is not None:
        which.append(Session.id != but)
    return changed(sa.update(Session).where(*which).values(ended_at=at))


def _make_room(user: User, at: datetime) -> None:
    """One more session than may be at a time ends the one seen longest ago."""
    for row in of(user, at)[current_app.config["SESSIONS"] - 1 :]:
        row.ended_at = at


def _live(at: datetime) -> tuple[Any, ...]:
    """Neither ended, nor idle too long, nor too old however busy."""
    config = current_app.config
    return (
        Session.ended_at.is_(None),
        Session.seen_at >= at - timedelta(minutes=config["IDLE_MINUTES"]),
        Session.created_at >= at - timedelta(hours=config["SESSION_HOURS"]),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
