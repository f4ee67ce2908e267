"""The fields that every stream has: its state, how it stands to its day, and its key field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.casework import deadlines
from integrity.casework.key_fields import FIELD_NAMES, UNKNOWN, UNKNOWN_NAME, KeyField, is_
from integrity.pages.fields import API, LIST, Field, Kind, On, choice
from integrity.pages.items import Badge

NARROWED: dict[Any, Any] = {**FIELD_NAMES, UNKNOWN: UNKNOWN_NAME}
"""A list may also ask for that of which nobody has said it."""


def state(model: Any, names: Mapping[Any, Any], tones: Mapping[Any, str]) -> Field:
    """Where a thing stands in its procedure."""
    return Field(
        "state",
        _l("状态"),
        Kind(asked=lambda: names),
        LIST,
        public=True,
        show=lambda item, on: Badge(names[item.state], tones.get(item.state, "plain")),
        sort=model.state,
        filter=lambda value, on: model.state == value,
    )


def lateness(stream: str, model: Any, words: Mapping[str, Any] = deadlines.LATENESS) -> Field:
    """How a thing stands to its day."""
    return Field(
        "lateness",
        _l("期限情况"),
        Kind(asked=lambda: words),
        LIST,
        public=True,
        show=lambda item, on: deadlines.lateness(stream, item, on),
        filter=lambda value, on: deadlines.narrow(model, value, on),
    )


def key_field(model: Any, on: On = LIST | API) -> Field:
    """The key field to which a thing belongs; a form that asks for it prefers none."""
    return Field(
        "key_field",
        _l("重点领域"),
        replace(choice(KeyField, FIELD_NAMES), asked=lambda: NARROWED),
        on,
        public=True,
        sort=model.key_field,
        filter=lambda code, on: is_(model.key_field, code),
    )
