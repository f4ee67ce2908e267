"""The deadline certificate (期限计算书): why a thing is due on its day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from integrity.casework import extensions
from integrity.casework.extensions import Extension
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Span


@dataclass(frozen=True)
class Explanation:
    """Why a thing is due on its day: the rule or the document, the days passed over, extensions."""

    due_on: date | None
    first_due_on: date | None
    time_limit: TimeLimit | None
    basis: str
    span: Span | None
    starts_as: str
    provisional: bool
    extensions: list[Extension]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; days are ISO dates."""
        return {
            "due_on": _iso(self.due_on),
            "first_due_on": _iso(self.first_due_on),
            "basis": self.basis,
            "rule": self.time_limit
            and {
                "code": self.time_limit.code,
                "what": self.time_limit.what,
                "amount": self.time_limit.amount,
                "unit": self.time_limit.unit,
                "starts_from": self.time_limit.starts_from,
                "legal_basis": self.time_limit.legal_basis,
                "verified": self.time_limit.verified,
            },
            "agreed": self.span
            and not self.time_limit
            and {"amount": self.span.amount, "unit": self.span.unit},
            "start": _iso(self.span.start if self.span else None),
            "start_is": self.starts_as,
            "provisional": self.provisional,
            "skipped": [
                {"day": _iso(day.day), "why": day.why}
                for day in (self.span.skipped if self.span else ())
            ],
            "extensions": [
                {
                    "from": _iso(e.old_due_on),
                    "to": _iso(e.new_due_on),
                    "reason": e.reason,
                    "why": e.why,
                    "approved_by": e.approved_by,
                }
                for e in self.extensions
            ],
        }


def explain(stream: str, item: Any) -> Explanation:
    """The deadline certificate (期限计算书) of one item."""
    return Explanation(
        due_on=item.due_on,
        first_due_on=item.first_due_on,
        time_limit=item.time_limit,
        basis=item.time_limit.legal_basis if item.time_limit else item.due_basis,
        span=item.span(),
        starts_as=item.starts_as,
        provisional=item.provisional,
        extensions=extensions.granted(stream, item),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
