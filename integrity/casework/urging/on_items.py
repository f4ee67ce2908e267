"""What the page of an overdue thing shows of urging, and who may see a step."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.streams import Stream
from integrity.casework.urging import service
from integrity.casework.urging.models import KIND_NAMES, UrgedItem, Urging, UrgingState
from integrity.pages.items import Button, Event

HIDDEN = (UrgingState.PREPARED, UrgingState.WITHDRAWN)
"""What only the office sees."""


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for the steps that a person may see: those sent to the own body, or all."""
    if user.role in REACH_ALL and user.can(Permission.URGINGS_MAKE):
        return sa.true()
    mine = sa.select(UrgedItem.urging_id).where(UrgedItem.subject_id == (user.body_id or 0))
    return sa.and_(Urging.id.in_(mine), Urging.state.not_in(HIDDEN))


def events(stream: str, item_id: int) -> list[Event]:
    """The steps of urging in the timeline of a thing; what was not sent is the office's own."""
    office = current_user.is_authenticated and current_user.can(Permission.URGINGS_MAKE)
    hidden = () if office else HIDDEN
    return [
        Event(
            KIND_NAMES[urging.kind],
            at=urging.made_at,
            who=urging.made_by_name,
            tone="late",
            href=_address(urging),
        )
        for urging in service.of_item(stream, item_id)
        if urging.state not in hidden
    ]


def _address(urging: Urging) -> str | None:
    """Its page, for the office and the bodies that it urges."""
    may = current_user.is_authenticated and current_user.can(Permission.DESK)
    office = may and current_user.can(Permission.URGINGS_MAKE)
    mine = may and current_user.body_id in urging.parties
    return url_for("urging.item", ref=urging.ref) if office or mine else None


def button(stream: Stream, item: Any, on: date) -> list[Button]:
    """To urge who owes a thing that is overdue, for the office."""
    may = current_user.is_authenticated and current_user.can(Permission.URGINGS_MAKE, item)
    if not may or not stream.figures.of_bodies or not item.is_overdue(on):
        return []
    return [Button(_("督办"), url_for("urging.new", item=f"{stream.name}:{item.id}"))]
