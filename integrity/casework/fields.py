"""The fields that every stream has: its number, its state, its day and how it stands to it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.casework import deadlines
from integrity.pages.fields import LIST, Field, Kind
from integrity.pages.items import Badge


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
