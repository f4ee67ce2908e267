"""Names that may be meant by a name that nobody has, found without looking at all of them.

On PostgreSQL the pairs of characters of every name stand in an index, and its statistics tell
which pairs of a name are rare: who has one of those is looked at. Elsewhere everybody is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from integrity.base import searching
from integrity.base.db import db, in_batches
from integrity.people.subjects.models import FormerName, Subject

HELD = 500
"""Rows that the rare pairs of one name may lead to; of the others all must be there together."""
TOGETHER = 50
"""Names that one statement asks about."""
STATISTICS = sa.text(
    "SELECT tablename, pair, share * greatest(reltuples, 0) AS rows FROM pg_stats "
    "JOIN pg_class ON relname = tablename AND relnamespace = to_regnamespace(schemaname), "
    "unnest(most_common_elems::text::text[], "
    "most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])]) AS x(pair, share) "
    "WHERE schemaname = current_schema() AND tablename = ANY(:indexes) AND pair = ANY(:pairs)"
)
"""How many rows the most frequent pairs lead to; of all others there are fewer."""
COLUMNS = (Subject.key, FormerName.key)


class Alike(NamedTuple):
    """Somebody who has, or had (`former`), a name that may be meant."""

    subject_id: int
    key: str
    former: bool = False


def alike(keys: Iterable[str]) -> dict[str, Sequence[Alike]]:
    """For each key of a name those who may be meant by it, public and still themselves."""
    wanted = [key for key in dict.fromkeys(keys) if len(key) > 1]
    if not wanted:
        return {}
    if db.engine.dialect.name == "postgresql":
        return _by_index(wanted)
    everybody = [Alike(*row) for row in db.session.execute(sa.union_all(*map(_known, COLUMNS)))]
    return dict.fromkeys(wanted, everybody)


def _known(column: Any) -> sa.Select[Any]:
    known = (Subject.public, Subject.merged_into_id.is_(None))
    former = column is FormerName.key
    wanted = sa.select(Subject.id, column.label("key"), sa.literal(former).label("former"))
    return (wanted.join(FormerName) if former else wanted).where(*known)


def _by_index(wanted: Sequence[str]) -> dict[str, Sequence[Alike]]:
    found: dict[str, list[Alike]] = defaultdict(list)
    frequent = _frequent(wanted)
    for some in in_batches(wanted, TOGETHER):
        parts = [way for key in some for column in COLUMNS for way in _ways(column, key, frequent)]
        for key, number, name, former in db.session.execute(sa.union_all(*parts)).all():
            found[key].append(Alike(number, name, former))
    return dict(found)


def _ways(
    column: Any, key: str, frequent: Mapping[tuple[str, str], float]
) -> Iterator[sa.Select[Any]]:
    """Who has one of the rare pairs of a key; and who has all the others."""
    index, left = searching.index_name(column), float(HELD)
    few: list[str] = []
    many: list[str] = []
    for pair in sorted(_pairs(key), key=lambda pair: frequent.get((index, pair), 0)):
        left -= frequent.get((index, pair), 0)
        (few if left >= 0 else many).append(pair)
    pairs = searching.pairs_of(column)
    for way, those in ((pairs.op("&&"), few), (pairs.op("@>"), many)):
        if those:
            some = _known(column).where(way(sa.cast(those, sa.ARRAY(sa.Text)))).limit(HELD)
            yield sa.select(sa.literal(key, sa.Text), *some.subquery().c)


def _frequent(wanted: Sequence[str]) -> dict[tuple[str, str], float]:
    """To how many rows the frequent ones of the pairs lead, by index and pair."""
    pairs = sorted(set[str]().union(*map(_pairs, wanted)))
    indexes = [searching.index_name(column) for column in COLUMNS]
    known = db.session.execute(STATISTICS, {"indexes": indexes, "pairs": pairs})
    return {(index, pair): rows for index, pair, rows in known}


def _pairs(key: str) -> set[str]:
    word = searching.folded(key)
    return {word[place : place + 2] for place in range(max(len(word) - 1, 1))}
