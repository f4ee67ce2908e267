"""What people are told, kept until it has left: rows written with the fact, sent by a job later.

A `Message` is one fact for one person by one channel, written in the transaction of the fact; its
key makes writing it twice harmless. In the inbox it has arrived by being there. For every other
channel a job puts what is due in an `Envelope`, one for an urgent message or one for all that a
person is told that day, and a sender takes envelopes on a lease. Whoever sends commits the lease,
hands over, and notes the outcome. So nothing is lost while Redis or a server is away, and an
envelope goes twice only when its sender, or the line to the server, died in between: then it has
the same number as before, and that it may be a duplicate is counted (`doubtful`).
"""

import enum
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from integrity.base.db import BIG, Model, changed, db, insert_ignore

LEASE = timedelta(minutes=15)
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480))
"""How long to wait after the first, second … failure; the last one is repeated."""
END = timedelta(days=3)
"""After so long nobody tries again; what was said still stands in the inbox."""
KEY = ("fact", "person_id", "channel")


class Channel(enum.StrEnum):
    INBOX = "inbox"
    EMAIL = "email"
    GATEWAY = "gateway"
    WEBHOOK = "webhook"
    ROBOT = "robot"
    HOOK = "hook"  # a receiver of pushes, by its own system


class EnvelopeState(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # will be tried again
    GIVEN_UP = "given-up"


OPEN = (EnvelopeState.WAITING, EnvelopeState.FAILED)


class Envelope(Model):
    """What goes to one person by one channel at once; `number` stays the same however often.

    It is for somebody with an account; by mail, for who follows something without one; or, with
    `follow_id` 0, for the group of a robot; or for the system of a receiver (`hook_id`).
    `first_id` is the message it was made for where that goes alone, 0 where it holds all of a day.
    `lease_until`: somebody is sending it; past and not noted, its sender died over it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    follow_id: Mapped[int | None]
    hook_id: Mapped[int | None]
    channel: Mapped[Channel]
    first_id: Mapped[int]
    made_at: Mapped[datetime]
    state: Mapped[EnvelopeState] = mapped_column(default=EnvelopeState.WAITING)
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    doubtful: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="", server_default="")

    messages: Mapped[list["Message"]] = relationship(order_by="Message.id")

    __table_args__ = (
        sa.UniqueConstraint("person_id", "channel", "made_at", "first_id"),
        sa.UniqueConstraint("follow_id", "made_at"),
        sa.Index("uq_envelope_hook_id_made_at", "hook_id", "made_at", unique=True),
        sa.Index(
            "ix_envelope_open",
            "channel",
            "next_at",
            "id",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    @property
    def number(self) -> str:
        """By which whoever receives it twice knows that it is one; no database gives it again."""
        return f"{self.id}.{self.made_at:%Y%m%d%H%M%S%f}"


class Message(Model):
    """One fact, told to one person by one channel.

    `event` names what is said (words are made when somebody reads it); `thing` and `thing_id` what
    it is about, `ref` its number. Nothing else of the thing is kept here.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(sa.String(120))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    channel: Mapped[Channel]
    event: Mapped[str] = mapped_column(sa.String(80))
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    ref: Mapped[str] = mapped_column(sa.String(120))
    urgent: Mapped[bool]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    envelope_id: Mapped[int | None] = mapped_column(sa.ForeignKey("envelope.id"), index=True)

    __table_args__ = (
        sa.UniqueConstraint(*KEY),
        sa.Index("ix_message_person_id_channel_read_at", "person_id", "channel", "read_at"),
        sa.Index("ix_message_channel_envelope_id_at", "channel", "envelope_id", "at"),
    )


TOLD = ("fact", "person_id", "thing_id", "ref")
"""The columns of who is told what, as a SELECT names them."""


def post(
    found: sa.Select[Any], channel: Channel, *, event: str, thing: str, urgent: bool, at: datetime
) -> int:
    """Tell everybody that a SELECT of TOLD columns finds; who was told before is not told again."""
    rows = found.subquery()
    extra = {
        "channel": sa.literal(channel.value, sa.String(40)),
        "event": sa.literal(event, sa.String(80)),
        "thing": sa.literal(thing, sa.String(40)),
        "urgent": sa.literal(urgent, sa.Boolean),
        "at": sa.literal(at, Message.at.type),
    }
    wanted = sa.select(*(rows.c[name] for name in TOLD), *extra.values())
    return changed(insert_ignore(Message.__table__, [*TOLD, *extra], wanted, KEY))


def pack(channel: Channel, *, at: datetime, digest: datetime | None = None) -> int:
    """Put what is due in envelopes: urgent messages singly, those from before `digest` together.

    digest: what was said before this moment is due; None: only what is urgent.
    """
    alone = sa.case((Message.urgent, Message.id), else_=0)
    due = sa.and_(
        Message.channel == channel,
        Message.envelope_id.is_(None),
        Message.urgent if digest is None else sa.or_(Message.urgent, Message.at < digest),
    )
    columns = {
        "person_id": Message.person_id,
        "first_id": alone,
        "channel": sa.literal(channel.value, sa.String(40)),
        "state": sa.literal(EnvelopeState.WAITING.value, sa.String(40)),
        "made_at": sa.literal(at, Envelope.made_at.type),
        "next_at": sa.literal(at, Envelope.next_at.type),
    }
    rows = sa.select(*columns.values()).where(due).distinct()
    key = ("person_id", "channel", "made_at", "first_id")
    made = changed(insert_ignore(Envelope.__table__, list(columns), rows, key))
    mine = sa.select(Envelope.id).where(
        Envelope.person_id == Message.person_id,
        Envelope.channel == channel,
        Envelope.made_at == at,
        Envelope.first_id == alone,
    )
    changed(sa.update(Message).where(due).values(envelope_id=mine.scalar_subquery()))
    return made


def claim(
    channel: Channel, *which: sa.ColumnElement[bool], at: datetime, most: int = 50
) -> list[int]:
    """Take envelopes that are due, for as long as the lease; nobody else gets them meanwhile.

    One whose lease ran out may have gone already: it is counted as doubtful and goes again.
    """
    free = sa.or_(Envelope.lease_until.is_(None), Envelope.lease_until < at)
    is_due = (Envelope.ended_at.is_(None), Envelope.next_at <= at, free)
    due = sa.select(Envelope.id).where(Envelope.channel == channel, *is_due, *which)
    due = due.order_by(Envelope.next_at, Envelope.id).limit(most)
    ids = list(db.session.scalars(due.with_for_update(skip_locked=True)))
    died = sa.case((Envelope.lease_until.is_not(None), 1), else_=0)
    taken = {
        "lease_until": at + LEASE,
        "attempts": Envelope.attempts + 1,
        "doubtful": Envelope.doubtful + died,
    }
    changed(sa.update(Envelope).where(Envelope.id.in_(ids)).values(**taken))
    return ids


def taken(ids: list[int]) -> list[Envelope]:
    """The envelopes of one lease with their messages, read at once.

    They stay as read: a commit after each letter would have every one of them read again.
    """
    wanted = sa.select(Envelope).where(Envelope.id.in_(ids)).order_by(Envelope.id)
    found = list(db.session.scalars(wanted.options(selectinload(Envelope.messages))))
    for row in [*found, *(message for envelope in found for message in envelope.messages)]:
        db.session.expunge(row)
    return found


def sent(envelope: Envelope, *, at: datetime) -> None:
    """It was taken over by who carries it on."""
    _note(envelope, EnvelopeState.SENT, ended_at=at, error="")


def failed(envelope: Envelope, error: str, *, at: datetime, in_doubt: bool = False) -> None:
    """It was not; try again later, or give it up when that went on for too long.

    in_doubt: it may have been taken all the same, and then goes twice.
    """
    if at - envelope.made_at >= END:
        return give_up(envelope, error, at=at)
    wait = WAITS[min(envelope.attempts, len(WAITS)) - 1]
    doubtful = Envelope.doubtful + int(in_doubt)
    return _note(envelope, EnvelopeState.FAILED, next_at=at + wait, error=error, doubtful=doubtful)


def give_up(envelope: Envelope, error: str, *, at: datetime) -> None:
    """It will not be sent: nobody takes it any more."""
    _note(envelope, EnvelopeState.GIVEN_UP, ended_at=at, error=error)


def _note(envelope: Envelope, state: EnvelopeState, **values: Any) -> None:
    """One conditional UPDATE: what another sender has ended since stays as it is."""
    open_ = (Envelope.id == envelope.id, Envelope.state.in_(OPEN))
    changed(sa.update(Envelope).where(*open_).values(state=state, lease_until=None, **values))
