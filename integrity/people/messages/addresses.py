"""A person's addresses: given, confirmed with a code that is sent there, taken away again."""

from datetime import datetime

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.outbox import Channel
from integrity.people.accounts.models import User
from integrity.people.messages import codes
from integrity.people.messages.models import Address, Wish


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
        codes.ask(found, person.id, "/messages/", at=at)
    return found


def confirm(person: User, channel: Channel, code: str, *, at: datetime) -> None:
    """The person has read the code. Raises WrongCode, NotFound."""
    codes.confirm(of(person.id).get(channel), person.id, code, at=at)
    audit.write(person, "address_confirmed", by=person, at=at, channel=channel)


def remove(person: User, channel: Channel, *, at: datetime) -> None:
    """Nothing goes there any more; raises NotFound."""
    found = of(person.id).get(channel)
    if found is None:
        raise NotFound
    db.session.delete(found)
    audit.write(person, "address_removed", by=person, at=at, channel=channel)
