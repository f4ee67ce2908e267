"""State machines as tables; every move is made in one place, which also writes the audit row."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from integrity.audit import service as audit
from integrity.errors import NotAllowed
from integrity.permissions import Permission


@dataclass(frozen=True)
class Move:
    """From which states to which, and which permission a person needs; None: nobody by hand."""

    sources: frozenset[enum.StrEnum]
    target: enum.StrEnum
    permission: Permission | None

    def __init__(
        self,
        sources: Iterable[enum.StrEnum],
        target: enum.StrEnum,
        permission: Permission | None = None,
    ) -> None:
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "permission", permission)


class Flow:
    """The moves of one kind of thing, by name, in the order in which a page offers them.

    `names`: what the states are called on a page, as far as somebody told; a stream does.
    """

    def __init__(self, **moves: Move) -> None:
        self.moves = moves
        self.names: dict[enum.StrEnum, Any] = {}

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def allows(self, item: Any, name: str) -> bool:
        """Whether the thing's state has this move."""
        return item.state in self.moves[name].sources

    def may(self, user: Any, item: Any, name: str) -> bool:
        """Whether the state has this move and this person may make it on this thing."""
        permission = self.moves[name].permission
        return (
            permission is not None
            and self.allows(item, name)
            and user.is_authenticated
            and user.can(permission, item)
        )

    def open_to(self, user: Any, item: Any) -> list[str]:
        """The names of all moves this person may make on this thing now."""
        return [name for name in self.moves if self.may(user, item, name)]

    def waiting_for(self, user: Any) -> set[enum.StrEnum]:
        """The states in which a thing of this kind waits for a person with this role."""
        granted = [m for m in self.moves.values() if m.permission and user.can(m.permission)]
        return {state for move in granted for state in move.sources - {move.target}}

    def check(self, item: Any, name: str) -> Move:
        """The move, or NotAllowed when the thing's state does not have it."""
        move = self.moves[name]
        if item.state not in move.sources:
            name = self.names.get(item.state, item.state.value)
            raise NotAllowed(_("当前状态是“%(state)s”，不能办理此事项。", state=name))
        return move

    def go(
        self,
        item: Any,
        name: str,
        *,
        by: audit.Actor,
        at: datetime,
        why: str = "",
        **facts: Any,
    ) -> None:
        """Make the move or raise NotAllowed; the audit row is written with it."""
        move = self.check(item, name)
        source, item.state = item.state, move.target
        audit.write(item, name, by=by, at=at, source=source, target=move.target, why=why, **facts)
