"""What a court may report of a case: one row for each kind of event."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.errors import Refused
from integrity.doors.api.admission import body, caller
from integrity.doors.api.court_schemas import CaseEvent
from integrity.streams.courts import listings, service, settlements
from integrity.streams.courts.models import CaseOutcome, CourtCase


class Missing(Refused):
    """An event of this kind needs a field that is not there."""

    def __init__(self, field: str) -> None:
        super().__init__(_("此类进展须填写这一项。"))
        self.column = field


@dataclass(frozen=True)
class Event:
    """What an event needs besides its name, and the verb with what it is told."""

    needs: tuple[str, ...]
    verb: Callable[..., object]
    said: Callable[[CaseEvent], dict[str, object]]


def _why(event: CaseEvent) -> dict[str, object]:
    return {"why": event.why}


def _performed(event: CaseEvent) -> dict[str, object]:
    return {"performed_on": event.performed_on, "why": event.why}


def _listing(verb: Callable[..., object]) -> Callable[..., object]:
    """The verb of the listing that the court last told of."""
    return lambda case, **said: verb(listings.newest(case), **said)


EVENTS = {
    "confirm": Event(
        ("performed_on",),
        service.confirm,
        lambda event: {
            "performed_on": event.performed_on,
            "outcome": event.outcome and CaseOutcome(event.outcome),
            "why": event.why,
        },
    ),
    "progress": Event(
        ("performed",),
        service.progress,
        lambda event: {"performed": event.performed, "why": event.why},
    ),
    "send_back": Event(("why",), service.send_back, _why),
    "end_round": Event(("why",), service.end_round, _why),
    "revive": Event(("why",), service.revive, _why),
    "terminate": Event(
        ("why", "ending"),
        service.terminate,
        lambda event: {"why": event.why, "ending": event.ending},
    ),
    "withdraw": Event(("why",), service.withdraw, _why),
    "conduct_done": Event(("performed_on",), service.conduct_done, _performed),
    "agree": Event(
        ("on",),
        settlements.agree,
        lambda event: {
            "agreed_on": event.on,
            "parts": [(part.due_on, part.amount, part.what) for part in event.parts],
            "why": event.why,
        },
    ),
    "keep_part": Event(("performed_on",), settlements.keep_part, _performed),
    "deny_part": Event(("why",), settlements.deny_part, _why),
    "break_off": Event(("why",), settlements.break_off, _why),
    "propose_listing": Event(("why",), listings.propose, _why),
    "drop_listing": Event(("why",), _listing(listings.drop), _why),
    "list": Event(
        ("on",),
        _listing(listings.list_),
        lambda event: {"listed_on": event.on, "why": event.why},
    ),
    "remove_listing": Event(
        ("on",),
        _listing(listings.remove),
        lambda event: {"removed_on": event.on, "why": event.why},
    ),
}
"""By the name in CaseEvent; one more is a row here and a word there."""


def report(case_no: str, said: CaseEvent) -> CourtCase:
    """Do what the caller's court says of its case; raises Missing, NotFound, NotAllowed."""
    event = EVENTS[said.event]
    for field in event.needs:
        value = getattr(said, field)
        if value is None or value == "":
            raise Missing(field)
    case = service.by_case_no(body(), case_no)
    event.verb(case, **event.said(said), by=caller(), at=clock.now())
    return case
