"""A breach by what it is: which of the four problems of public bodies, as streams declare it."""

from typing import Any

import sqlalchemy as sa

from integrity.casework.breaches import Problem
from integrity.casework.streams import Stream, registered


def declared(stream: Stream) -> dict[str, Problem]:
    """The rules of a stream that are always the same problem."""
    return {rule: p for rule, p in stream.words.problems.items() if isinstance(p, Problem)}


def usual(stream: Stream | None) -> Problem | None:
    """What a thing of a stream is when its duty is not done, before any rule says so."""
    return next(iter(declared(stream).values()), None) if stream else None


def of_rule(stream: str, rule: str) -> Problem | None:
    """Which problem the breach of a rule is, where every breach of it is the same."""
    known = registered().get(stream)
    return declared(known).get(rule) if known else None


def of_breach(stream: Any, rule: Any, item_id: Any) -> sa.ColumnElement[str | None]:
    """Which problem a breach is, in SQL, from the columns that name it; NULL: none of the four."""
    found = [
        (sa.and_(stream == known.name, rule == name), _said(known, said, item_id))
        for known in registered().values()
        for name, said in known.words.problems.items()
        if said is not None
    ]
    none: Any = sa.null()
    return sa.case(*found, else_=none) if found else none


def _said(stream: Stream, said: Any, item_id: Any) -> Any:
    if isinstance(said, Problem):
        return sa.literal(said.value, sa.String(40))
    wanted = sa.select(sa.type_coerce(said, sa.String(40))).where(stream.model.id == item_id)
    return wanted.scalar_subquery()
