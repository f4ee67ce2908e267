"""What bodies are called, old codes, and names that were held against a subject."""

from typing import Any

from tests.checks.makers import make_pairing
from tests.subjects.makers import make_alias, make_kept

NAME_NUMBERED = {
    "aliases": ("desk.alias", "desk.alias_act"),
    "registered": ("desk.body", "desk.change_body"),
    "kept_codes": ("desk.replace_code", "desk.drop_code"),
    "pairings": ("checks.end_pair", "checks.contest_pair"),
}
NAME_MOVES = {
    "desk.alias_act": ("contest_alias", "end_alias"),
    "desk.change_body": ("rename", "place", "close"),
}


def make_names(side: Any) -> None:
    side.things |= {
        "registered": [side.body],
        "aliases": [make_alias(side.body, f"市{side.secret}")],
        "kept_codes": [make_kept(side.firm, side.secret)],
        "pairings": [make_pairing(side.body, side.firm)],
    }
