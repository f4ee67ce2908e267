"""Telling people, in the transaction in which something happened; and reading one's inbox."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from integrity.base import outbox
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.outbox import Channel, Message
from integrity.base.permissions import Role, roles_with
from integrity.base.stamps import stamp_of
from integrity.people.accounts.models import User
from integrity.people.messages import channels, substitutes
from integrity.people.messages.models import Address, Wish
from integrity.people.messages.tells import Source, Tell, event_of, sources

Absent = aliased(User)
"""Somebody for whom another one stands in."""


def tell_moved(source: Source, move: str, at: datetime, *, after: int = 0) -> int:
    """Tell of every act in the log that was this move at this moment; returns how many messages.

    after: the number up to which the log was told. Whoever did it knows.
    """
    of_kind = (AuditEvent.thing == source.thing, AuditEvent.move == move)
    acts = (*of_kind, AuditEvent.at == at, AuditEvent.id > after)
    fact = sa.literal("act/", sa.Text) + sa.cast(AuditEvent.id, sa.Text)
    told = 0
    for tell in source.tells[move]:
        for people, accounts in _heard(source, tell, fact, at):
            happened = sa.and_(*acts, AuditEvent.thing_id == source.model.id)
            knows_not = (AuditEvent.by_id.is_distinct_from(account.id) for account in accounts)
            others = people.join(AuditEvent, happened).where(*knows_not)
            told += _post(source, tell, event_of(move, tell), others, at)
    return told


def tell_found(
    source: Source,
    event: str,
    which: sa.ColumnElement[bool],
    *,
    mark: Any,
    at: datetime,
    calm: bool = False,
) -> int:
    """Tell of every thing that meets a condition, once for each value of `mark` (a text, a day).

    calm: nothing of it is urgent.
    """
    head = sa.literal(f"{source.thing}/{event}/", sa.Text)
    number, sign = sa.cast(source.model.id, sa.Text), sa.cast(mark, sa.Text)
    fact = head + number + sa.literal("/", sa.Text) + sign
    told = 0
    for tell in source.tells.get(event, ()):
        said = replace(tell, urgent=tell.urgent and not calm)
        for people, _accounts in _heard(source, tell, fact, at):
            told += _post(source, said, event_of(event, tell), people.where(which), at)
    return told


def _heard(
    source: Source, tell: Tell, fact: Any, at: datetime
) -> Iterator[tuple[sa.Select[Any], tuple[Any, ...]]]:
    """Who hears of which thing: themselves, and who stands in for them and may open its page.

    With the accounts that must not be the one who did it, nor have left it to others.
    """
    found, on = _things(source, tell, fact), local_day(at)
    yield _seen(source, found.join(User, tell.to.people()), (User,)), (User,)
    if not substitutes.is_any(on):
        return
    theirs, stands_in = substitutes.standing_in(Absent, on)
    absent = found.join(Absent, tell.to.people(Absent))
    others = absent.join(substitutes.Standing, theirs).join(User, stands_in)
    others = others.where(User.role.in_(_who_may_open(source.page(tell).endpoint)))
    yield _seen(source, others, (User, Absent)), (User, Absent)


def _who_may_open(endpoint: str) -> list[Role]:
    stamp: Any = stamp_of(endpoint)
    return list(Role) if stamp == "public" else roles_with(stamp)


def _seen(source: Source, found: sa.Select[Any], accounts: tuple[Any, ...]) -> sa.Select[Any]:
    """Only those of whom nobody has to be kept from the thing."""
    if source.unseen is None:
        return found
    return found.where(*(sa.not_(source.unseen(account.id)) for account in accounts))


def _things(source: Source, tell: Tell, fact: Any) -> sa.Select[Any]:
    """The things of a source, with what they belong to, in the columns of outbox.TOLD."""
    model = source.model
    ref = source.page(tell).ref
    ref = sa.cast(model.ref if ref is None else ref, sa.Text)
    columns = zip(outbox.TOLD, (fact, User.id, model.id, ref), strict=True)
    found = sa.select(*(column.label(name) for name, column in columns)).select_from(model)
    for other, belongs in source.joined:
        found = found.outerjoin(other, belongs)
    return found


def _post(source: Source, tell: Tell, event: str, found: sa.Select[Any], at: datetime) -> int:
    """To the inbox of everybody, and by every channel that is set up to whoever is there.

    Whom the inbox has told before hears nothing by a channel that came later.
    """
    said: dict[str, Any] = {"event": event, "thing": source.thing, "at": at}
    count = outbox.post(found, Channel.INBOX, urgent=tell.urgent, **said)
    for name, channel in channels.on().items() if count else ():
        if channel.shared:
            continue
        if not channel.personal:
            count += outbox.post(found, name, urgent=tell.urgent, **said)
            continue
        for wish in Wish:
            if wish is Wish.URGENT and not tell.urgent:
                continue
            reached = found.join(Address, sa.and_(*_confirmed(name), Address.wish == wish))
            at_once = tell.urgent and wish is not Wish.DIGEST
            count += outbox.post(reached, name, urgent=at_once, **said)
    return count


def _confirmed(channel: Channel) -> tuple[Any, ...]:
    theirs = (Address.person_id == User.id, Address.channel == channel)
    return (*theirs, Address.confirmed_at.is_not(None))


def inbox(person_id: int) -> sa.Select[Any]:
    """Everything that a person was told."""
    return sa.select(Message).where(
        Message.person_id == person_id, Message.channel == Channel.INBOX
    )


def unread(person_id: int) -> int:
    """How much of it they have not read."""
    rows = inbox(person_id).where(Message.read_at.is_(None)).with_only_columns(sa.func.count())
    return db.session.scalar(rows) or 0


def marked(person_id: int, *which: sa.ColumnElement[bool], at: datetime | None) -> sa.UpdateBase:
    """The statement that notes that they have read some of it; `at` None: that they have not."""
    theirs = (Message.person_id == person_id, Message.channel == Channel.INBOX, *which)
    turned = Message.read_at.is_(None) if at else Message.read_at.is_not(None)
    return sa.update(Message).where(*theirs, turned).values(read_at=at)


@sa.event.listens_for(db.session, "before_commit")
def _tell_what_happened(session: Any) -> None:
    """With every act that is committed go the messages about it, as the thing stands by then.

    A long run commits many parts of one moment; each looks at what the log got since the last one.
    """
    if session.in_nested_transaction():
        return
    told = session.info.pop("acts", None)
    if not told:
        return
    session.flush()
    known, after = sources(), session.info.get("told_until", 0)
    for thing, move, at in told:
        source = known.get(thing)
        if source and move in source.tells:
            tell_moved(source, move, at, after=after)
    session.info["told_until"] = session.scalar(sa.select(sa.func.max(AuditEvent.id))) or 0


@sa.event.listens_for(db.session, "after_rollback")
def _forget_what_happened(session: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop("acts", None)
