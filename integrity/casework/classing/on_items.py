"""What the page of a thing says of its key field, and the way to say it."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base.permissions import Permission
from integrity.casework.key_fields import FIELD_NAMES, HARM_NAMES, name_of
from integrity.casework.streams import Stream
from integrity.pages.items import Button


def facts(stream: Stream, item: Any) -> list[tuple[Any, Any]]:
    """Its field for whoever sees it; what its breach harms for those who read the stream."""
    told = [(_("重点领域"), name_of(FIELD_NAMES, item.key_field))]
    reads = current_user.is_authenticated and stream.is_read_by(current_user)
    if reads and item.harm:
        told.append((_("失信危害"), HARM_NAMES[item.harm]))
    return told


def button(stream: Stream, item: Any) -> list[Button]:
    """To say it, for the office."""
    may = current_user.is_authenticated and current_user.can(Permission.ITEMS_CLASS, item)
    if not may or not stream.figures.of_bodies:
        return []
    return [Button(_("标明重点领域"), url_for("classing.new", item=f"{stream.name}:{item.id}"))]
