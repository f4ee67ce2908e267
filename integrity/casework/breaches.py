"""What broke a rule, as a SELECT of the same columns in every stream."""

from typing import Any

import sqlalchemy as sa

BREACH = ("stream", "item_id", "rule", "subject_id", "since", "summary")
"""The columns of a breach, in this order: who (subject) did not do what, since which day."""
NOT_TAKEN_OVER = "not-taken-over"
"""The rule that a new head breaks who does not say in time that a thing is taken over."""


def breach(
    stream: str,
    rule: str,
    item_id: Any,
    subject_id: Any,
    since: Any,
    summary: Any,
) -> list[sa.ColumnElement[Any]]:
    """The BREACH columns of a breaches() select."""
    values = (sa.literal(stream), item_id, sa.literal(rule), subject_id, since, summary)
    return [sa.type_coerce(v, t).label(n) for n, v, t in zip(BREACH, values, _TYPES, strict=True)]


_TYPES: tuple[Any, ...] = (
    sa.String(40),
    sa.Integer(),
    sa.String(40),
    sa.Integer(),
    sa.Date(),
    sa.Text(),
)
