"""A person's addresses: given, confirmed with a code that is sent there, taken away again."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import addresses, i18n
from integrity.base.audit import service as audit
from integrity.base.db import db, keep, release
from integrity.base.errors import NotFound, Refused
from integrity.base.outbox import Channel
from integrity.people.accounts.models import User
from integrity.people.messages import channels, letters
from integrity.people.messages.letters import Letter
from integrity.people.messages.models import Address, Wish
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


def carrier(channel: Channel) -> letters.Carrier:
    """Who carries to addresses of this channel; raises NotFound where none is set up."""
    found = channels.on().get(channel)
    if found is None or not found.personal:
        raise NotFound
    return found


def of(person_id: int) -> dict[Channel, Address]:
    """The addresses that a person gave, by channel."""
    rows = db.session.scalars(sa.select(Address).where(Address.person_id == person_id))
    return {row.channel: row for row in rows}


def give(person: User, channel: Channel, address: str, wish: Wish, *, at: datetime) -> Address:
    """A new address, to which a code is sent; until it was read nothing else goes there.

    The same address with another wish needs no code. Raises NotSent.
    """
    found = of(person.id).get(channel) or Address(person_id=person.id, channel=channel, tries=0)
    same = found.address == address and found.confirmed_at is not None
    found.address, found.wish = address, wish
    db.session.add(found)
    audit.write(person, "address", by=person, at=at, channel=channel)
    if not same:
        found.confirmed_at = None
        _ask(found, at)
    return found


def confirm(person: User, channel: Channel, code: str, *, at: datetime) -> None:
    """The person has read the code; every wrong try is kept and counts.

    Raises WrongCode, NotFound."""
    found = of(person.id).get(channel)
    if found is None or found.code_digest is None or found.code_ends_at is None:
        raise NotFound
    if found.tries <= 0 or found.code_ends_at < at:
        raise WrongCode(_("验证码已失效，请重新填写地址，取得新的验证码。"))
    if not hmac.compare_digest(found.code_digest, _digest(found, code.strip())):
        found.tries -= 1
        keep()
        raise WrongCode(_("验证码不正确，请核对后重新填写。"))
    found.confirmed_at, found.code_digest, found.code_ends_at, found.tries = at, None, None, 0
    audit.write(person, "address_confirmed", by=person, at=at, channel=channel)


def remove(person: User, channel: Channel, *, at: datetime) -> None:
    """Nothing goes there any more; raises NotFound."""
    found = of(person.id).get(channel)
    if found is None:
        raise NotFound
    db.session.delete(found)
    audit.write(person, "address_removed", by=person, at=at, channel=channel)


def _ask(found: Address, at: datetime) -> None:
    """Send a code, without keeping anybody waiting for a row of this request."""
    code = f"{secrets.randbelow(10**6):06d}"
    found.tries, found.code_ends_at = TRIES, at + VALID
    found.code_digest = _digest(found, code)
    said = Said(_("验证码：%(code)s，十五分钟内有效。", code=code), addresses.under("/messages/"))
    head = f"{i18n.site_name()}{_('：')}{_('确认接收消息的地址')}"
    number = f"code.{secrets.token_hex(8)}"
    written = Letter(number, found.address, head, (said,), at)
    channel = found.channel
    release()
    try:
        with carrier(channel).open() as carry:
            carry(written)
    except (letters.Away, letters.Refused, letters.Undeliverable):
        raise NotSent(_("验证码没有发出，请核对地址；地址无误的，请稍后再试。")) from None


def _digest(found: Address, code: str) -> str:
    """A code is good for one address alone, and nobody who reads the table can try them all."""
    said = f"{found.person_id} {found.channel} {found.address} {code}".encode()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said, hashlib.sha256).hexdigest()
