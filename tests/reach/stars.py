"""Candidates of a round, and what is said against one."""

from typing import Any

from tests.stars.makers import make_candidate, make_objection

STAR_NUMBERED = {
    "stars": ("stars.item", "stars.act"),
    "shown_stars": ("stars.object_to",),
    "star_objections": ("stars.objection", "stars.objection_act"),
}
STAR_MOVES = {
    "stars.act": ("publicise", "turn_down", "withdraw"),
    "stars.objection_act": ("uphold", "reject"),
}


def make_stars(side: Any) -> None:
    """Its reasons and what is said carry the secret of a side."""
    said = make_objection(text=side.secret)
    side.things |= {
        "stars": [make_candidate(side.firm, side.body, why=side.secret)],
        "shown_stars": [said.candidate],
        "star_objections": [said],
    }
