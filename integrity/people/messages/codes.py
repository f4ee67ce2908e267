"""Six digits sent to an address, read back by whoever is there: that is how an address is shown.

Only a digest of the code is kept, for a quarter of an hour and five tries.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import addresses, site_texts
from integrity.base.db import keep, release
from integrity.base.errors import NotFound, Refused
from integrity.base.outbox import Channel
from integrity.people.messages import channels, letters
from integrity.people.messages.letters import Letter
from integrity.people.messages.tells import Said

TRIES = 5
VALID = timedelta(minutes=15)
"""A code of six digits is good for so many tries and so long."""


class NotSent(Refused):
    """The code could not be sent there."""

    title = _l("验证码没有发出")


class WrongCode(Refused):
    """This is not the code, or it is over."""

    title = _l("验证码不正确")


class HasCode:
    """An address, and the code by which somebody shows that it is theirs (`confirmed_at`)."""

    channel: Mapped[Channel]
    address: Mapped[str] = mapped_column(sa.String(254))
    confirmed_at: Mapped[datetime | None]
    code_digest: Mapped[str | None] = mapped_column(sa.String(64))
    code_ends_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")


def carrier(channel: Channel) -> letters.Carrier:
    """Who carries to addresses of this channel; raises NotFound where none is set up."""
    found = channels.on().get(channel)
    if found is None or not found.personal:
        raise NotFound
    return found


def offered() -> list[Channel]:
    """The channels by which somebody may be reached at an address of their own."""
    return [name for name, known in channels.on().items() if known.personal]


def ask(found: HasCode, owner: Any, page: str, *, at: datetime) -> None:
    """Send a code, without keeping anybody waiting for a row of this request. Raises NotSent.

    owner: whose address it is, for which alone the code is good. page: where it is filled in.
    """
    code = f"{secrets.randbelow(10**6):06d}"
    found.confirmed_at, found.tries, found.code_ends_at = None, TRIES, at + VALID
    found.code_digest = _digest(found, owner, code)
    said = Said(_("验证码：%(code)s，十五分钟内有效。", code=code), addresses.under(page))
    head = f"{site_texts.site_name()}{_('：')}{_('确认接收消息的地址')}"
    written = Letter(f"code.{secrets.token_hex(8)}", found.address, head, (said,), at)
    channel = found.channel
    release()
    try:
        with carrier(channel).open() as carry:
            carry(written)
    except (letters.Away, letters.Refused, letters.Undeliverable):
        raise NotSent(_("验证码没有发出，请核对地址；地址无误的，请稍后再试。")) from None


def confirm(found: HasCode | None, owner: Any, code: str, *, at: datetime) -> None:
    """Somebody has read the code; every wrong try is kept and counts.

    Raises WrongCode, NotFound.
    """
    if found is None or found.code_digest is None or found.code_ends_at is None:
        raise NotFound
    if found.tries <= 0 or found.code_ends_at < at:
        raise WrongCode(_("验证码已失效，请重新填写地址，取得新的验证码。"))
    if not hmac.compare_digest(found.code_digest, _digest(found, owner, code.strip())):
        found.tries -= 1
        keep()
        raise WrongCode(_("验证码不正确，请核对后重新填写。"))
    found.confirmed_at, found.code_digest, found.code_ends_at, found.tries = at, None, None, 0


def _digest(found: HasCode, owner: Any, code: str) -> str:
    """A code is good for one address alone, and nobody who reads the table can try them all."""
    said = f"{owner} {found.channel} {found.address} {code}".encode()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said, hashlib.sha256).hexdigest()
