"""The measures of an answer of which its body says what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrity.credit.checks.models import Verdict

WHOLE = ""
"""Of which measure one speaks where the answer names none to execute."""


@dataclass(frozen=True)
class Asked:
    """A measure of a result of which something is said; `name` is "" of the whole."""

    code: str = WHOLE
    name: str = ""


def asked(result: Mapping[str, Any]) -> list[Asked]:
    """The measures of an answer that are executed in its matter, or the answer as a whole."""
    measures = [m for m in result.get("measures") or () if m.get("here", True)]
    return [Asked(m["code"], m["name"]) for m in measures] or [Asked()]


def obliges(result: Mapping[str, Any]) -> bool:
    """Whether the body owes a word of what it did: there was something to execute here.

    What restricts without a measure of its own reaches its subject through another.
    """
    return result["verdict"] == Verdict.RESTRICT or bool(asked(result)[0].code)
