"""A group of a commercial messenger: a robot says once a day how much there is to read, and where.

Off unless an installer sets the address of a group and installs apprise, which knows such services.
No number and no word of a matter is handed to them, and nobody is addressed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import ngettext

from integrity.base import addresses, site_texts
from integrity.base.db import changed, db, insert_ignore
from integrity.base.outbox import Channel, Envelope, EnvelopeState, Message
from integrity.people.messages.letters import Away, Carry, Letter, Refused
from integrity.people.messages.tells import Said

GROUP = 0
"""Stands for the group where an envelope names who follows."""
FIRST = timedelta(days=1)
"""So far back goes the first count."""


class Robots:
    """On once ROBOT_URL is set, an address as apprise writes them."""

    personal = False
    shared = True

    def is_on(self) -> bool:
        return bool(current_app.config["ROBOT_URL"])

    @contextmanager
    def open(self) -> Iterator[Carry]:
        try:
            import apprise
        except ImportError:
            raise Away("apprise is not installed") from None
        robot = apprise.Apprise()
        if not robot.add(current_app.config["ROBOT_URL"]):
            raise Away("not an address of apprise")
        yield lambda letter: _over(robot, letter)


def announce(digest: datetime) -> int:
    """One envelope for the group and this digest, where anybody was told anything since the last.

    Asked again it stays that one.
    """
    columns: dict[str, Any] = {
        "follow_id": sa.literal(GROUP),
        "channel": sa.literal(Channel.ROBOT.value, sa.String(40)),
        "first_id": sa.literal(0),
        "state": sa.literal(EnvelopeState.WAITING.value, sa.String(40)),
        "made_at": sa.literal(digest, Envelope.made_at.type),
        "next_at": sa.literal(digest, Envelope.next_at.type),
    }
    rows = sa.select(*columns.values()).where(sa.exists().where(_told(digest)))
    key = ("follow_id", "made_at")
    return changed(insert_ignore(Envelope.__table__, list(columns), rows, key))


def letter(envelope: Envelope) -> Letter:
    """How many messages there are since the digest before, and the way to them."""
    wanted = sa.select(sa.func.count()).select_from(Message).where(_told(envelope.made_at))
    number = db.session.scalar(wanted) or 0
    words = ngettext(
        "系统内有 %(num)d 条新消息，请登录查看。", "系统内有 %(num)d 条新消息，请登录查看。", number
    )
    said = Said(words, addresses.under("/messages/"))
    return Letter(envelope.number, "", site_texts.site_name(), (said,), envelope.made_at)


def _over(robot: Any, letter: Letter) -> None:
    if not robot.notify(title=letter.subject, body=letter.text):
        raise Refused("not taken")


def _told(digest: datetime) -> sa.ColumnElement[bool]:
    """The condition for messages that came between the digest before and this one."""
    before = sa.select(sa.func.max(Envelope.made_at)).where(
        Envelope.channel == Channel.ROBOT, Envelope.made_at < digest
    )
    since = db.session.scalar(before) or digest - FIRST
    return sa.and_(Message.channel == Channel.INBOX, Message.at >= since, Message.at < digest)
