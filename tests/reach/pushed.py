"""What a body receives because of the lists: a push, and that it receives."""

from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState, Receiver
from integrity.doors.exchange.models import ExchangeBatch, Platform
from integrity.people.subjects import identifiers
from integrity.streams.remnants import service as remnants
from tests.factories import NOW, TODAY
from tests.sanctions.makers import make_nominated

PUSH_NUMBERED = {
    "pushes": (
        "sanctions.push",
        "sanctions.assign_push",
        "sanctions.send_push_back",
        "sanctions.remind_push",
        "sanctions.note_push",
    ),
    "receivers": (
        "sanctions.receiver",
        "sanctions.stop_receiver",
        "sanctions.hook",
        *(f"sanctions.{what}_hook" for what in ("point", "rotate", "pause", "resume")),
    ),
    "platforms": tuple(
        f"exchange.{what}"
        for what in (
            "platform",
            "edit",
            "rotate",
            "pause",
            "resume",
            "batch_index",
            "make_batch",
            "compare",
            "take_file",
        )
    ),
    "exchanged-batches": tuple(
        f"exchange.{what}"
        for what in (
            "batch",
            "batch_file",
            "hand_over",
            "answer",
            "take_back",
            "receipts",
            "tell",
        )
    ),
}


def make_pushed(side: Any, listed: ListEntry) -> None:
    push = Push(
        entry_id=listed.id, body_id=side.body.id, kind=PushKind.APPLY, state=PushState.DELIVERED
    )
    receiver = Receiver(body_id=side.body.id, everything=False, since=TODAY)
    platform = Platform(
        connector="push_batches",
        name="示例省信用平台",
        url="https://platform.example/api",
        sealed=identifiers.seal("whsec_示例"),
        items=["ML-ZW-01"],
    )
    batch = ExchangeBatch(platform=platform, rows=0, made_at=NOW, made_by_name="示例人")
    db.session.add_all([push, receiver, platform, batch])
    side.things |= {"pushes": [push], "receivers": [receiver], "platforms": [platform]}
    side.things |= {"exchanged-batches": [batch]}


def make_remnants(side: Any) -> None:
    """What the body is said to use still, although it confirmed that it dropped it."""
    entry = make_nominated(side.firm)
    push = Push(
        entry=entry,
        body_id=side.body.id,
        kind=PushKind.REMOVE,
        state=PushState.CONFIRMED,
        answered_at=NOW,
    )
    db.session.add(push)
    db.session.flush()
    by = side.user(Role.SUPPLIER)
    side.things["remnants"] = [remnants.file(push, side.secret, TODAY, by=by, at=NOW)]
