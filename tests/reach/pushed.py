"""What a body receives because of the lists: a push, and that it receives."""

from typing import Any

from integrity.base.db import db
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState, Receiver
from tests.factories import TODAY

PUSH_NUMBERED = {
    "pushes": (
        "sanctions.push",
        "sanctions.assign_push",
        "sanctions.send_push_back",
        "sanctions.remind_push",
    ),
    "receivers": ("sanctions.receiver", "sanctions.stop_receiver"),
}


def make_pushed(side: Any, listed: ListEntry) -> None:
    push = Push(
        entry_id=listed.id, body_id=side.body.id, kind=PushKind.APPLY, state=PushState.DELIVERED
    )
    receiver = Receiver(body_id=side.body.id, everything=False, since=TODAY)
    db.session.add_all([push, receiver])
    side.things |= {"pushes": [push], "receivers": [receiver]}
