"""What a department drafts for its list of measures."""

from typing import Any

from tests.measures.makers import make_draft

MEASURE_NUMBERED = {"measure_drafts": ("measures.draft", "measures.draft_act")}
MEASURE_MOVES = {
    "measures.draft_act": ("edit", "submit", "review", "put_in_force", "send_back", "withdraw")
}


def make_measures(side: Any) -> None:
    """A draft carries the secret of its department."""
    side.things |= {"measure_drafts": [make_draft(side.body, name=side.secret)]}
