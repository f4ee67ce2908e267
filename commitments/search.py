"""By what a commitment is found, and which of those that are found comes first."""

import sqlalchemy as sa

from commitments.models import Commitment
from integrity.base import searching

SEARCHED = (
    Commitment.title,
    Commitment.target,
    Commitment.body_text,
    Commitment.ref,
    Commitment.source_title,
)


def rank(query: str) -> list[sa.ColumnElement[bool]]:
    """What comes first: its number, then all words in the title, then in the target."""
    said = searching.words(query)
    if not said:
        return []
    whole = sa.func.folded(Commitment.ref) == "".join(said)
    within = [
        sa.and_(*(searching.has(word, column) for word in said))
        for column in (Commitment.title, Commitment.target)
    ]
    return [whole, *within]
