"""A move of a state machine, as a row of its table (integrity.base.states)."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from integrity.base.audit import service as audit
from integrity.base.permissions import AnyPermission


class Paper(Protocol):
    """What a move writes (integrity.casework.documents): of one thing, or of many at once.

    The verb has changed the thing before it moves it, so that the paper says how it is now.
    """

    def make(self, item: Any, *, by: audit.Actor, at: datetime, why: str) -> None: ...

    def make_all(
        self, model: Any, ids: Sequence[int], *, by: audit.Actor, at: datetime, why: str
    ) -> None: ...


@dataclass(frozen=True)
class Move:
    """From which states to which, and which permission a person needs; None: nobody by hand.

    adds: a move that only adds something (a payment, a report); two at once both succeed.
    corrects: a move that puts a mistake right: nothing waits for it.
    paper: what is written with it, in the same transaction; None: it has no effect in law.
    """

    sources: frozenset[enum.StrEnum]
    target: enum.StrEnum
    permission: AnyPermission | None
    adds: bool
    corrects: bool
    paper: Paper | None

    def __init__(
        self,
        sources: Iterable[enum.StrEnum],
        target: enum.StrEnum,
        permission: AnyPermission | None = None,
        *,
        adds: bool = False,
        corrects: bool = False,
        paper: Paper | None = None,
    ) -> None:
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "permission", permission)
        object.__setattr__(self, "adds", adds)
        object.__setattr__(self, "corrects", corrects)
        object.__setattr__(self, "paper", paper)
