"""Numbers of what is reported: random, so that they tell neither how many nor how fast."""

import re
import secrets
import unicodedata

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Nobody takes one of them for another."""
NUMBER = re.compile(r"[TJYZ]\d{4}-(\d{6,}|[0-9A-Z]{4}-[0-9A-Z]{4})")
"""The first form was given until 0.2 and stays good."""


def new(year: int, letter: str = "T") -> str:
    """A random number of this year; the letter says of what."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"{letter}{year}-{drawn[:4]}-{drawn[4:]}"


def as_typed(ref: str) -> str:
    """A number as it is stored, however it was typed: full width, small letters, other dashes."""
    known = re.sub(r"[‐‑–—−_\s]+", "-", unicodedata.normalize("NFKC", ref).strip().upper())
    return re.sub(r"^([TJYZ]\d{4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})$", r"\1-\2-\3", known)
