"""What a court may report of a case: one row for each kind of event."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.errors import Refused
from integrity.doors.api.admission import body, caller
from integrity.doors.api.court_schemas import CaseEvent
from integrity.streams.courts import service
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
