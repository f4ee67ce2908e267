"""What people look for by words: things by what they say and by the names of whom they concern."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from integrity.base import searching
from integrity.base.db import by_index
from integrity.people.subjects import choosing

Asked = Sequence[tuple[str, Sequence[int]]]
"""The words of a query, each with the numbers of the subjects whom it may mean."""


def asked(query: str) -> Asked:
    """The words of what somebody typed; from then on in this transaction indexes are asked."""
    found = [(word, choosing.numbers(word)) for word in searching.words(query)]
    by_index()
    return found


def meets(said: str | Asked, texts: Sequence[Any], whom: Sequence[Any]) -> sa.ColumnElement[bool]:
    """The condition for rows in which every word stands in a text or means somebody."""
    said = asked(said) if isinstance(said, str) else said

    def means(word: str, numbers: Sequence[int]) -> sa.ColumnElement[bool]:
        ways = [searching.has(word, *texts)] if texts else []
        ways += [column.in_(numbers) for column in whom] if numbers else []
        return sa.or_(sa.false(), *ways)

    return sa.and_(sa.true(), *(means(*one) for one in said))
