"""A receiver's own address that is called when what was pushed to it has changed.

The call says which pushes changed and nothing of whom they are about: that is read through the
interface. It is signed as other webhooks are, kept in the same outbox and sent on the same terms.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.base.outbox import Channel, Envelope
from integrity.casework.rules import service as rules
from integrity.credit.sanctions.pushes.models import Push, Receiver
from integrity.pages.forms import is_web_address
from integrity.people.messages.calls import new_secret
from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject

SETTLED = timedelta(minutes=1)
"""What changed less long ago is told next time: its transaction may not be over."""
MOST = 100
"""Pushes that one call names; of more it says that there are more."""


class WrongHook(Refused):
    """No address that can be called, or nothing there to pause or to go on with."""

    title = _l("回调设置有误")


class Hook(Model):
    """Where a receiver is called, and the secret that the calls are signed with.

    `sealed` is that secret, encrypted; `old_sealed` the one before, with which calls are signed
    too until `old_until`. `paused_at`: nothing is sent; what changed meanwhile is told afterwards.
    """

    __tablename__ = "push_hook"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("receiver.body_id"), primary_key=True)
    id = synonym("body_id")
    url: Mapped[str]
    sealed: Mapped[str]
    old_sealed: Mapped[str] = mapped_column(default="")
    old_until: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    since: Mapped[datetime]

    receiver: Mapped[Receiver] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def title(self) -> str:
        return self.receiver.body.name

    def secrets(self, at: datetime) -> list[str]:
        """With what a call is signed at a moment, the newest first."""
        old = [self.old_sealed] if self.old_until and at < self.old_until else []
        return [identifiers.unseal(sealed) for sealed in (self.sealed, *old)]


def of_body(body_id: int) -> Hook | None:
    """Where a body is called, if anywhere."""
    return db.session.get(Hook, body_id)


def point(receiver: Receiver, url: str, *, by: audit.Actor, at: datetime) -> str | None:
    """Call a receiver at an address from now on; returns the secret of a new one, which is shown
    once. Raises WrongHook.
    """
    url = url.strip()
    if not is_web_address(url) or "@" in url:
        raise WrongHook(_("请填写 https:// 或者 http:// 开头的完整地址，不能含有用户名和密码。"))
    hook, text = of_body(receiver.body_id), None
    if hook is None:
        text = new_secret()
        hook = Hook(body_id=receiver.body_id, url=url, sealed=identifiers.seal(text), since=at)
        db.session.add(hook)
    hook.url = url
    db.session.flush()
    audit.write(hook, "point_hook", by=by, at=at)
    return text


def rotate(hook: Hook, *, by: audit.Actor, at: datetime) -> str:
    """Another secret, which is shown once; the old one signs too for as long as the rule says."""
    text, days = new_secret(), rules.number("LOCAL-HOOK-OVERLAP", local_day(at))
    hook.old_sealed, hook.old_until = hook.sealed, at + timedelta(days=days)
    hook.sealed = identifiers.seal(text)
    audit.write(hook, "rotate_hook", by=by, at=at)
    return text


def pause(hook: Hook, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Send nothing until it goes on. Raises WrongHook."""
    if hook.paused_at is not None:
        raise WrongHook(_("回调已经暂停。"))
    hook.paused_at = at
    audit.write(hook, "pause_hook", by=by, at=at, why=why)


def resume(hook: Hook, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Go on, with all that changed meanwhile. Raises WrongHook."""
    if hook.paused_at is None:
        raise WrongHook(_("回调没有暂停。"))
    hook.paused_at = None
    audit.write(hook, "resume_hook", by=by, at=at, why=why)


def running() -> Sequence[Hook]:
    """Those that are called."""
    wanted = sa.select(Hook).where(Hook.paused_at.is_(None)).order_by(Hook.body_id)
    return db.session.scalars(wanted).all()


def pack(hook: Hook, *, at: datetime) -> bool:
    """Put one call in the outbox if anything has settled that was not told; whether it did."""
    until = at - SETTLED
    changed = sa.exists().where(*_between(hook, hook.since, until))
    if not db.session.scalar(sa.select(changed)):
        return False
    made = {"hook_id": hook.body_id, "channel": Channel.HOOK, "first_id": 0}
    db.session.add(Envelope(**made, made_at=until, next_at=at))
    hook.since = until
    return True


def said(hook: Hook, envelope: Envelope) -> dict[str, Any]:
    """What one call says: which pushes changed since the call before, and no more of them."""
    earlier = sa.select(sa.func.max(Envelope.made_at)).where(
        Envelope.hook_id == hook.body_id, Envelope.made_at < envelope.made_at
    )
    since, until = db.session.scalar(earlier), envelope.made_at
    wanted = sa.select(Push).where(*_between(hook, since, until))
    found = db.session.scalars(wanted.order_by(Push.changed_at, Push.id).limit(MOST + 1)).all()
    uscc = sa.select(Subject.uscc).where(Subject.id == hook.body_id)
    data = {
        "body": db.session.scalar(uscc),
        "updated_since": since.isoformat() if since else None,
        "pushes": [
            {
                "id": push.id,
                "entry_id": push.entry_id,
                "kind": push.kind.value,
                "state": push.state.value,
                "changed_at": push.changed_at.isoformat() if push.changed_at else None,
            }
            for push in found[:MOST]
        ],
        "more": len(found) > MOST,
    }
    return {"type": "pushes.changed", "timestamp": until.isoformat(), "data": data}


def deliveries(body_id: int) -> sa.Select[Envelope]:
    """Every call to a receiver: when it was made, and what became of it."""
    return sa.select(Envelope).where(Envelope.hook_id == body_id)


def _between(
    hook: Hook, since: datetime | None, until: datetime
) -> tuple[sa.ColumnElement[bool], ...]:
    last = Push.changed_at <= until
    whose = Push.body_id == hook.body_id
    return (whose, last) if since is None else (whose, last, Push.changed_at > since)
