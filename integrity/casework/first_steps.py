"""What an installation needs before its first day, as the core and streams tell it to the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from integrity.base.permissions import AnyPermission


@dataclass(frozen=True)
class FirstStep:
    """One thing to be set up; it is done by the facts, nobody ticks it.

    counts(on): how much is there and how much is needed, as numbers or SQL scalars. page, kind:
    where it is done, and of which kind the table is that does it for many. order: from 10 to 90.
    """

    key: str
    order: int
    title: Any
    why: Any
    permission: AnyPermission
    page: str
    counts: Callable[[date], tuple[Any, Any]]
    kind: str = ""
