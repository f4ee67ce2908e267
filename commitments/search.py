"""Searching the register in Chinese: two characters find, titles before targets before texts.

Words are separated by spaces and all must be found. On PostgreSQL the characters of a commitment
and their pairs stand in a GIN index, which answers for one character as for twenty; elsewhere LIKE
does. No extension is needed.
"""

import re
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup, escape

from commitments.models import Commitment
from integrity.base.db import db

COLUMNS = (Commitment.title, Commitment.target, Commitment.body_text)
WIDE = (*COLUMNS, Commitment.ref, Commitment.source_title)
FUNCTION = """
CREATE OR REPLACE FUNCTION
commitment_pairs(title text, target text, body text, ref text, source text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(one) || array_agg(one || next) FILTER (WHERE next IS NOT NULL)
FROM (SELECT string_to_array(lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
), NULL) AS line) AS whole, unnest(line, line[2:]) AS place(one, next) $$
"""
"""The text is walked through once: to ask for its n-th character would be to count from the start.
What comes twice stays twice, for the index keeps it once."""
PAIRS = sa.func.commitment_pairs(
    Commitment.title,
    Commitment.target,
    Commitment.body_text,
    Commitment.ref,
    Commitment.source_title,
)
INDEX = sa.Index("ix_commitment_pairs", PAIRS, postgresql_using="gin").ddl_if(dialect="postgresql")


def words(query: str) -> list[str]:
    """The words of a query, at most eight."""
    return query.lower().split()[:8]


def found(query: str) -> sa.ColumnElement[bool]:
    """The condition for what has every word of the query somewhere."""
    conditions = [_has(word) for word in words(query)]
    return sa.and_(sa.true(), *conditions)


def rank(query: str) -> list[sa.ColumnElement[bool]]:
    """What comes first: all words in the title, then in the target, then in the text."""
    said = words(query)
    if not said:
        return []
    return [sa.and_(*[_like(column, word) for word in said]) for column in COLUMNS]


def highlighted(text: str, query: str) -> Markup:
    """The text with the words of the query marked."""
    said = words(query)
    if not said:
        return escape(text)
    pattern = "|".join(re.escape(word) for word in sorted(said, key=len, reverse=True))
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    marked = Markup("<mark>{}</mark>")
    shown = [marked.format(part) if n % 2 else escape(part) for n, part in enumerate(parts)]
    return Markup("").join(shown)


@sa.event.listens_for(Commitment.__table__, "before_create")
def _prepare(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    """Create the function of the index, as the migrations do."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(FUNCTION)


def _has(word: str) -> sa.ColumnElement[bool]:
    exact = sa.or_(*[_like(column, word) for column in WIDE])
    if db.engine.dialect.name != "postgresql":
        return exact
    pieces = sorted({word[place : place + 2] for place in range(max(len(word) - 1, 1))})
    likely = PAIRS.op("@>")(sa.cast(pieces, sa.ARRAY(sa.Text)))
    return sa.and_(likely, exact)  # PostgreSQL looks first at what is cheap, which is `exact`


def _like(column: Any, word: str) -> sa.ColumnElement[bool]:
    return column.icontains(word, autoescape=True)
