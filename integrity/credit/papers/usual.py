"""What several papers say alike: who takes objections in, and what is open against a decision."""

from collections.abc import Callable
from datetime import date
from typing import Any

from integrity.base import site_texts
from integrity.casework.documents.paper import Table
from integrity.casework.documents.terms import lasting
from integrity.credit.measures.models import Measure

Said = Callable[[Any], Any]
"""What a field is told of a thing."""


def nothing(item: Any) -> None:
    """A field of the text that such a thing leaves empty."""


def to_the_office(item: Any) -> str:
    """Who takes in objections, applications and complaints about them."""
    return site_texts.said("OFFICE_NAME")


def remedies(on: Callable[[Any], date]) -> dict[str, Said]:
    """The review and the lawsuit that are open against a decision of a day."""
    return {
        "复议期限": lambda item: lasting("REVIEW-APPLY", on(item)),
        "诉讼期限": lambda item: lasting("LAWSUIT", on(item)),
    }


def guide(on: Callable[[Any], date]) -> dict[str, Said]:
    """How repair is asked for, for who is decided against (《信用修复告知书》)."""
    return {
        "修复受理单位": to_the_office,
        "修复依据": nothing,
        "受理期限": lambda item: lasting("REP-ACCEPT", on(item)),
        "办结期限": lambda item: lasting("REP-RESULT", on(item)),
    }


def measures(found: list[Measure]) -> Table | None:
    """The measures that may be taken, each with its basis; nothing where there are none."""
    rows = tuple((str(n), m.name, m.legal_basis) for n, m in enumerate(found, 1))
    return Table(("序号", "措施", "依据"), rows) if rows else None
