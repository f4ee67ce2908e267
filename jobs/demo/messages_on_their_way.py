"""What people were told in two years, and the mails of the last day, in a folder."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import changed, db
from integrity.base.outbox import Channel, Message
from integrity.people.messages.models import Address
from jobs.demo.participants import Participants

UNREAD = timedelta(days=30)
"""What is older has been read by everybody."""


def reach(players: Participants, today: date) -> None:
    """Everybody has read what is old, and is reached by mail from now on."""
    old = sa.update(Message).where(Message.at < clock.at(today - UNREAD))
    changed(old.values(read_at=Message.at))
    for username, person in players.people.items():
        db.session.add(
            Address(
                person_id=person.id,
                channel=Channel.EMAIL,
                address=f"{username}@example.invalid",
                confirmed_at=clock.at(today, 8),
            )
        )
    db.session.flush()
