"""Finding in Chinese by words: however they are typed, two characters find.

A text is compared folded: half width, small letters, and without spaces, quotes, brackets, dashes
and whatever nobody sees. Words are separated by spaces and all must be found. On PostgreSQL the
characters of a row's texts and their pairs stand in a GIN index, which answers for one character
as for twenty; elsewhere LIKE does. No extension is needed.
"""

import re
import sqlite3
import unicodedata
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup, escape
from sqlalchemy.engine import Engine

from integrity.base.db import Base, db

LONGEST = 100
"""Characters of what is looked for."""
WORDS = 8
"""Words of it."""
PASSED_OVER = (
    r"[\u0001-\u0020\u0022\u0027-\u0029\u002d\u005b\u005d\u0060\u007f-\u00a0\u00ab\u00ad\u00b7"
    r"\u00bb\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u2015\u2018-\u201f"
    r"\u2022\u2027-\u202f\u2039\u203a\u205f-\u206f\u2212\u2219\u22c5\u2800\u3000\u3008-\u3011"
    r"\u3014-\u301f\u30fb\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Controls, spaces, quotes, brackets, dashes, dots between names, fillers: the same for both."""
FOLD = f"""
CREATE OR REPLACE FUNCTION folded(line text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(lower(normalize(line, NFKC)), '{PASSED_OVER}', '', 'g') $$
"""
PAIR = """
CREATE OR REPLACE FUNCTION pairs(line text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(one) || array_agg(one || next) FILTER (WHERE next IS NOT NULL)
FROM (SELECT string_to_array(line, NULL) AS line) AS whole, unnest(line, line[2:])
AS place(one, next) $$
"""
"""The text is walked through once: to ask for its n-th character would be to count from the start.
What comes twice stays twice, for the index keeps it once."""
BETWEEN = sa.text("'\n'")
"""What stands between two texts, and in no word; no parameter, as the index says it too."""
_passed_over = re.compile(PASSED_OVER)


def folded(text: str) -> str:
    """A text as it is compared."""
    return _passed_over.sub("", unicodedata.normalize("NFKC", text).lower())


def words(query: str) -> list[str]:
    """The words of what is looked for, folded; what is too much of it is left out."""
    half = unicodedata.normalize("NFKC", query[:LONGEST])
    return [word for part in half.split() if (word := folded(part))][:WORDS]


def has(word: str, *columns: Any) -> sa.ColumnElement[bool]:
    """The condition for rows with a folded word in one of these texts, all of which are known."""
    whole = _line(columns)
    if db.engine.dialect.name != "postgresql" or not is_indexed(*columns):
        return whole.contains(word, autoescape=True)
    pieces = sorted({word[place : place + 2] for place in range(max(len(word) - 1, 1))})
    likely = pairs_of(*columns).op("@>")(sa.cast(pieces, sa.ARRAY(sa.Text)))
    return likely if len(word) <= 2 else likely & whole.contains(word, autoescape=True)


def highlighted(text: str, query: str) -> Markup:
    """The text with the words of the query marked, whatever is written between their signs."""
    said = sorted(words(query), key=len, reverse=True)
    if not said:
        return escape(text)
    pattern = "|".join(f"{PASSED_OVER}*".join(map(re.escape, word)) for word in said)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    marked = Markup("<mark>{}</mark>")
    shown = [marked.format(part) if n % 2 else escape(part) for n, part in enumerate(parts)]
    return Markup("").join(shown)


def index(*columns: Any) -> None:
    """Let rows be found by these texts of a model, on PostgreSQL by an index."""
    if columns and not is_indexed(*columns):
        table = columns[0].class_.__table__
        line = sa.func.pairs(_line([table.c[column.key] for column in columns]))
        name = index_name(columns[0])
        sa.Index(name, line, postgresql_using="gin").ddl_if(dialect="postgresql")
        table.info["words"] = [column.key for column in columns]


def index_name(column: Any) -> str:
    """What the index of a model's texts is called, of which this is one."""
    return f"ix_{column.class_.__tablename__}_words"


def pairs_of(*columns: Any) -> sa.ColumnElement[Any]:
    """The characters of these texts and their pairs, as the index of PostgreSQL has them."""
    return sa.func.pairs(_line(columns))


def is_indexed(*columns: Any) -> bool:
    """Whether these texts are columns of an index; what is made of columns is in none."""
    model = getattr(columns[0], "class_", None)
    if model is None:
        return False
    return model.__table__.info.get("words") == [column.key for column in columns]  # type: ignore[no-any-return]


def _line(columns: Any) -> sa.ColumnElement[str]:
    """The texts one after the other."""
    first, *others = [sa.func.folded(column, type_=sa.Text) for column in columns]
    line: Any = first
    for other in others:
        line = line.op("||")(BETWEEN).op("||")(other)
    return line  # type: ignore[no-any-return]


@sa.event.listens_for(Engine, "connect")
def _teach(connection: Any, record: Any) -> None:
    """SQLite asks us."""
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("folded", 1, lambda text: folded(text or ""), deterministic=True)


@sa.event.listens_for(Base.metadata, "before_create")
def _prepare(metadata: sa.MetaData, connection: sa.Connection, **options: Any) -> None:
    """Create the functions of the indexes, as the migrations do."""
    if connection.dialect.name == "postgresql":
        for function in (FOLD, PAIR):
            connection.exec_driver_sql(function)
