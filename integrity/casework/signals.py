"""What a stream knows besides its own days that warns before anything is late.

Each is a SELECT of the same columns in every stream, so that rules find over all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

COMPLAINED = ("subject_id", "day")
"""A complaint about a body, and the day since which the body knows of it."""
HEARD = ("item_id", "ref", "subject_id", "day")
"""Who must keep sending something, and when it was last heard of; of which thing, None: of none."""
GIVEN = ("subject_id", "code", "day")
"""A reason that a body gave on a day for not having done something."""


@dataclass(frozen=True)
class Heard:
    """Sources, and the family of terms that says how long one may be silent."""

    rows: Callable[[], sa.Select[Any]]
    within: str


@dataclass(frozen=True)
class Reasons:
    """Reasons by a code list of the stream's own, and what they are called."""

    rows: Callable[[], sa.Select[Any]]
    names: Mapping[Any, Any]


@dataclass(frozen=True)
class Signals:
    """What of a stream warns; most streams have none but their days.

    forewarned: the rule by which the stream itself tells its bodies of what is due soon; while it
    is in force they are told by that alone.
    """

    complained: Callable[[], sa.Select[Any]] | None = None
    heard: Heard | None = None
    reasons: Reasons | None = None
    forewarned: str = ""


NONE = Signals()


def signal(names: tuple[str, ...], *columns: Any) -> sa.Select[Any]:
    """A SELECT of these columns under these names."""
    return sa.select(*(column.label(name) for name, column in zip(names, columns, strict=True)))
