"""Whoever has no account and wants to hear that there is news: asked for, confirmed, ended.

An address is sealed and used for nothing else. It gets one letter that asks whether its owner wants
this at all, then one a day while there is news, each with the way to end it; ended or never
confirmed, the row is gone and with it the address.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import addresses, site_texts
from integrity.base.audit.models import AuditEvent
from integrity.base.db import Model, changed, db, insert_ignore
from integrity.base.errors import NotFound
from integrity.base.outbox import Channel, Envelope, EnvelopeState
from integrity.people.messages import channels, strangers
from integrity.people.messages.letters import Letter
from integrity.people.messages.tells import Said

WAITS = timedelta(days=2)
"""So long an address that nobody has confirmed is kept."""
MOST = 50
"""So many things one address follows; whoever asks for more by it is told nothing else."""


@dataclass(frozen=True)
class Followed:
    """What may be followed.

    title(key): how a letter calls it, None where there is no such thing.
    path(key): its page. news(key): the condition for acts in the log that are news of it.
    asked: whether everybody may ask for it by its address.
    """

    kind: str
    title: Callable[[str], str | None]
    path: Callable[[str], str]
    news: Callable[[str], sa.ColumnElement[bool]]
    asked: bool = True


class Follow(Model):
    """One address that follows one thing; `told_until`: the number of the log up to which it heard.

    `digest` tells whether an address asked before; nobody can make the address of it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(200))
    sealed: Mapped[str]
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_until: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (sa.UniqueConstraint("kind", "key", "digest"),)

    @property
    def token(self) -> str:
        """Who has it has read a letter that was sent there."""
        said = f"follow {self.id} {self.digest} {self.asked_at:%Y%m%d%H%M%S%f}".encode()
        key = current_app.config["SECRET_KEY"].encode()
        return f"{self.id}.{hmac.new(key, said, hashlib.sha256).hexdigest()[:40]}"

    @property
    def address(self) -> str:
        return strangers.opened(self.sealed, self.digest)


strangers.KEPT.append(Follow)


def merged(found: Iterable[Followed]) -> dict[str, Followed]:
    """One table of several; raises ValueError for two of one kind."""
    kinds: dict[str, Followed] = {}
    for one in found:
        if kinds.setdefault(one.kind, one) is not one:
            raise ValueError(f"{one.kind} is followed twice")
    return kinds


def known(kind: str) -> Followed:
    """What is followed by this name; raises NotFound, also where no mail is set up."""
    found: Followed | None = current_app.extensions["followed"].get(kind)
    if found is None or not is_on():
        raise NotFound
    return found


def is_on() -> bool:
    return Channel.EMAIL in channels.on()


def ask(kind: str, key: str, address: str, *, at: datetime) -> None:
    """Send one letter to an address, to be confirmed; whether it asked before is told to nobody."""
    digest = strangers.digest(address)
    mine = Follow.digest == digest
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Follow).where(mine)) or 0
    asked = sa.select(Follow.id).where(mine, Follow.confirmed_at.is_(None))
    again = sa.select(Follow.id).where(mine, Follow.kind == kind, Follow.key == key)
    if count >= MOST or db.session.scalar(again) or len(db.session.scalars(asked).all()) >= 3:
        return  # nobody is written to again and again because somebody types their address
    sealed = strangers.sealed(address, digest)
    follow = Follow(kind=kind, key=key, sealed=sealed, digest=digest, asked_at=at)
    db.session.add(follow)
    db.session.flush()
    db.session.add(_envelope(follow.id, at))


def begin(kind: str, key: str, address: str, *, at: datetime) -> None:
    """Follow by an address that its owner has confirmed already; what was until now is not told."""
    digest = strangers.digest(address)
    sealed = strangers.sealed(address, digest)
    follow = Follow(kind=kind, key=key, sealed=sealed, digest=digest, asked_at=at)
    db.session.add(follow)
    db.session.flush()
    confirm(follow, at=at)


def by_token(token: str) -> Follow:
    """The row that a letter names; raises NotFound."""
    number = token.partition(".")[0]
    found = db.session.get(Follow, int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None or not hmac.compare_digest(found.token, token):
        raise NotFound
    return found


def confirm(follow: Follow, *, at: datetime) -> None:
    """Its owner wants it; what happened until now is not told."""
    if follow.confirmed_at is None:
        follow.confirmed_at, follow.told_until = at, _newest()


def end(follow: Follow) -> None:
    """Its owner wants it no more: the address is forgotten."""
    db.session.delete(follow)


def forget(kind: str, keys: sa.Select[Any]) -> int:
    """Nobody hears of these any more."""
    gone = sa.delete(Follow).where(Follow.kind == kind, Follow.key.in_(keys))
    return changed(gone)


def forget_unconfirmed(*, at: datetime) -> int:
    old = (Follow.confirmed_at.is_(None), Follow.asked_at < at - WAITS)
    return changed(sa.delete(Follow).where(*old))


def tell(*, at: datetime) -> int:
    """A letter for everybody of whose thing there is news; a few statements for each thing."""
    newest, told = _newest(), 0
    things = sa.select(Follow.kind, Follow.key, sa.func.min(Follow.told_until))
    things = things.where(Follow.confirmed_at.is_not(None)).group_by(Follow.kind, Follow.key)
    for kind, key, since in db.session.execute(things).all():
        found = current_app.extensions["followed"].get(kind)
        news = sa.select(sa.func.max(AuditEvent.id)).where(
            AuditEvent.id > since, AuditEvent.id <= newest, found.news(key) if found else sa.false()
        )
        if last := db.session.scalar(news):
            told += _told(kind, key, last, newest, at)
    return told


def letter(envelope: Envelope) -> Letter | None:
    """What is written to a follower; None where nobody is there any more."""
    follow = db.session.get(Follow, envelope.follow_id)
    found = current_app.extensions["followed"].get(follow.kind) if follow else None
    title = found.title(follow.key) if follow and found else None
    if follow is None or found is None or title is None:
        return None
    end_at = addresses.under(f"/follow/end/{follow.token}")
    if envelope.made_at == follow.asked_at:
        words = _("有人用这个邮箱申请接收进展提醒；是您本人的，请打开网址确认，不是的不用理会。")
        said, end_at = Said(words, addresses.under(f"/follow/confirm/{follow.token}")), ""
    else:
        words = _("%(title)s有新的进展。", title=title)
        said = Said(words, addresses.under(found.path(follow.key)))
    head = f"{site_texts.site_name()}{_('：')}{_('进展提醒')}"
    return Letter(envelope.number, follow.address, head, (said,), envelope.made_at, end_at)


def _told(kind: str, key: str, last: int, newest: int, at: datetime) -> int:
    behind = (Follow.kind == kind, Follow.key == key, Follow.told_until < last)
    columns = {
        "follow_id": Follow.id,
        "channel": sa.literal(Channel.EMAIL.value, sa.String(40)),
        "first_id": sa.literal(0),
        "state": sa.literal(EnvelopeState.WAITING.value, sa.String(40)),
        "made_at": sa.literal(at, Envelope.made_at.type),
        "next_at": sa.literal(at, Envelope.next_at.type),
    }
    rows = sa.select(*columns.values()).where(*behind, Follow.confirmed_at.is_not(None))
    unique = ("follow_id", "made_at")
    made = changed(insert_ignore(Envelope.__table__, list(columns), rows, unique))
    changed(sa.update(Follow).where(*behind).values(told_until=newest))
    return made


def _envelope(number: int, at: datetime) -> Envelope:
    return Envelope(follow_id=number, channel=Channel.EMAIL, first_id=0, made_at=at, next_at=at)


def _newest() -> int:
    return db.session.scalar(sa.select(sa.func.max(AuditEvent.id))) or 0
