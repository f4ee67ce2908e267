"""What a court tells of a body besides its cases; and what the body itself decided of others."""

from typing import Any

from integrity.base.permissions import Role
from integrity.streams.courts import listings
from tests.courts.test_handed_down import make_row
from tests.decisions.makers import make_decision
from tests.factories import NOW
from tests.lawsuits.makers import make_suit

COURT_MOVES = {"courts.listing": ("list", "drop")}
COURT_SPECIAL: dict[str, Any] = {
    "courts.listing": lambda side: [
        (case, {"ref": case.ref, "number": listed.id}) for case, listed in side.things["listings"]
    ],
    "courts.handed_down_row": lambda side: [
        (row, {"number": row.id}) for row in side.things["handed_down"]
    ],
}


def make_court_things(side: Any) -> None:
    """A suit against the body, and a listing that its court proposes."""
    case, judge = side.things["courts"][0], side.user(Role.COURT)
    row = make_row(case_no=case.case_no, body_name=side.body.name)
    side.things |= {
        "decisions": [make_decision(side.body, facts=side.secret)],
        "handed_down": [row],
        "lawsuits": [make_suit(side.body, side.court, cause=side.secret)],
        "listings": [(case, listings.propose(case, side.secret, by=judge, at=NOW))],
    }
