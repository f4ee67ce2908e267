"""Sending what waits: take a lease, commit it, hand over, note what became of it, commit that."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrity.base import outbox
from integrity.base.db import db, release
from integrity.base.outbox import Channel, Envelope
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import channels, following, robots
from integrity.people.messages.letters import (
    Away,
    Letter,
    Refused,
    Undeliverable,
    letter,
)
from integrity.people.messages.models import Address

GONE = "no address"
"""Why nothing was sent to who is switched off, or has no confirmed address any more."""


def send(now: Callable[[], datetime], *, digest: datetime | None) -> Counter[str]:
    """Send by every channel all that is due; `digest` as in outbox.pack. Returns what became of it.

    A channel that is away keeps no other one waiting, and is left alone until the next run.
    """
    done: Counter[str] = Counter()
    for name, carrier in channels.on().items():
        if not carrier.shared:
            outbox.pack(name, at=now(), digest=digest)
        elif digest:
            robots.announce(digest)
        release()
        while ids := outbox.claim(name, at=now()):
            release()
            found = hand_over(ids, carrier, _written, now)
            done += found
            if found["away"]:
                break
    return done


def hand_over(
    ids: list[int],
    carrier: Any,
    written: Callable[[Envelope], Any],
    now: Callable[[], datetime],
) -> Counter[str]:
    """Hand over the envelopes of one lease; when the carrier goes away the rest goes later.

    carrier: a Carrier, or whose `open` gives what takes that which `written` makes of an envelope;
    None of one that nobody is to get any more.
    """
    done: Counter[str] = Counter()
    waiting = outbox.taken(ids)
    try:
        with carrier.open() as carry:
            while waiting:
                done[_handed(waiting[0], carry, written, now)] += 1
                release()
                waiting.pop(0)
    except Away as away:
        for envelope in waiting:
            doubt = away.in_doubt and envelope is waiting[0]
            outbox.failed(envelope, str(away), at=now(), in_doubt=doubt)
        done += Counter(failed=len(waiting), away=1)
        release()
    return done


def _handed(
    envelope: Envelope,
    carry: Callable[[Any], None],
    written: Callable[[Envelope], Any],
    now: Callable[[], datetime],
) -> str:
    """Hand over one envelope, and note it; raises Away."""
    made = written(envelope)
    if made is None:
        outbox.give_up(envelope, GONE, at=now())
        return "given_up"
    release()  # nobody waits for a lock while a server takes its time
    try:
        carry(made)
    except Refused as refused:
        outbox.failed(envelope, str(refused), at=now())
        return "failed"
    except Undeliverable as refused:
        outbox.give_up(envelope, str(refused), at=now())
        return "given_up"
    outbox.sent(envelope, at=now())
    return "sent"


def _written(envelope: Envelope) -> Letter | None:
    """The letter of an envelope; None where nobody is to be reached any more."""
    if envelope.channel is Channel.ROBOT:
        return robots.letter(envelope)
    if envelope.person_id is None:
        return following.letter(envelope)
    to = address(envelope.person_id, envelope.channel)
    return letter(envelope, to) if to else None


def address(person_id: int, channel: Channel) -> str | None:
    """Where a person in use is reached by a channel; None: nowhere."""
    active = (User.id == person_id, User.state == AccountState.ACTIVE)
    if not channels.CARRIERS[channel].personal:
        return db.session.scalar(sa.select(User.username).where(*active))
    theirs = (Address.person_id == User.id, Address.channel == channel)
    confirmed = sa.and_(*theirs, Address.confirmed_at.is_not(None))
    return db.session.scalar(sa.select(Address.address).join(User, confirmed).where(*active))
