"""Terms and their bases as papers write them, always in Chinese."""

import re
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import date
from typing import Any

from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Unit

OWN = re.compile(r"（[^（）]*本地设定[^（）]*）")
"""What a basis says of the part that is this installation's own."""
UNITS = {Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}


_known: ContextVar[dict[Any, Any]] = ContextVar("known of papers")


def begin(on: date) -> None:
    """Begin a batch of papers of a day: what is the same for all is looked up once from here."""
    _known.set({"day": on})


def day() -> date:
    """The day on which the papers of this batch are made."""
    return _known.get()["day"]  # type: ignore[no-any-return]


def once(key: Any, find: Callable[[], Any]) -> Any:
    """What was found for a key in this batch; outside of one it is looked up anew."""
    known = _known.get({})
    if key not in known:
        known[key] = find()
    return known[key]


def lasting(family: str, on: date) -> str:
    """How long a term is that begins on a day: “10个工作日”; nothing while no rule says."""
    found = _rule(family, on)
    if found is None or found.amount is None or found.unit not in UNITS:
        return ""
    return f"{found.amount}{UNITS[found.unit]}"


def basis(family: str, on: date) -> str:
    """What a term in force on a day rests on; nothing where it is this installation's own."""
    found = _rule(family, on)
    return cited(found.legal_basis) if found else ""


def cited(said: str) -> str:
    """A legal basis without what it says of this installation's own."""
    return "" if said.startswith("本地设定") else OWN.sub("", said)


def _rule(family: str, on: date) -> TimeLimit | None:
    def find() -> TimeLimit | None:
        with suppress(rules.NoRuleInForce):
            return rules.time_limit(family, on)
        return None

    return once((family, on), find)  # type: ignore[no-any-return]
