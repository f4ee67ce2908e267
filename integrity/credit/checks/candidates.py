"""Who could be meant by a name: to choose from by its code, never to act on."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz, process

from integrity.base.db import db
from integrity.credit.checks.features import Feature, compared
from integrity.credit.checks.queries import Asked
from integrity.people.subjects.likeness import Alike, alike
from integrity.people.subjects.models import Subject, SubjectKind

LIKENESS = 75
"""Of 100: 示例物业 and 示例物业服务 have 90, 示例物业 and 示例商贸 50."""
NEAREST = 5
MOST = 10


class Match(enum.StrEnum):
    """How a candidate's name goes with the one asked about."""

    SAME = "same"
    ALIAS = "alias"
    PARENT = "parent"
    NEAR = "near"


MATCH_NAMES = {
    Match.SAME: _l("同名"),
    Match.ALIAS: _l("经确认的简称"),
    Match.PARENT: _l("所填名称像是它的分支机构"),
    Match.NEAR: _l("名称相近"),
}
EXACT = (Match.SAME, Match.ALIAS)
"""Nobody else is listed beside who is called so; even then a person holds it against the code."""
Near = tuple[Subject, str]
"""Somebody who has, or had, a name that is like another, and the key of that name."""


@dataclass(frozen=True)
class Candidate:
    """A subject that could be meant, how likely that is (1 to 100), and why."""

    subject: Subject
    match: Match
    score: int
    features: Sequence[Feature] = ()

    def as_json(self) -> dict[str, Any]:
        """How likely and why; of whom nothing may be told, no word of its names either."""
        hidden = self.subject.kind is SubjectKind.PERSON or not self.subject.public
        told = [] if hidden else [feature.as_json() for feature in self.features]
        return {"match": self.match.value, "score": self.score, "features": told}


def chosen(
    query: Asked,
    named: Mapping[str, Sequence[Subject]],
    near: Mapping[str, Sequence[Near]],
    called: Mapping[str, Subject],
) -> list[Candidate]:
    """The candidates for a query, the likeliest first; `named` and `near` are by key.

    Whoever has exactly the name, or is `called` so where the query comes from, comes before whoever
    has one like it.
    """
    found: dict[int, Candidate] = {}
    if meant := called.get(query.name):
        said = _("“%(word)s”是经确认的该单位简称。", word=query.name)
        why = (Feature("alias", True, said),)
        found[meant.id] = Candidate(meant, Match.ALIAS, 100, why)
    for known, match in ((query.name_key, Match.SAME), (query.firm_key, Match.PARENT)):
        for subject in named.get(known, ()):
            found.setdefault(subject.id, _candidate(query, subject, match, known))
    for subject, known in near.get(query.name_key, ()):
        found.setdefault(subject.id, _candidate(query, subject, Match.NEAR, known))
    ranked = sorted(found.values(), key=lambda c: (c.match is Match.NEAR, -c.score, c.subject.id))
    return ranked[:MOST]


def _candidate(query: Asked, subject: Subject, match: Match, known: str) -> Candidate:
    return Candidate(subject, match, *compared(query, subject, known))


def nearest(keys: Iterable[str]) -> dict[str, list[Near]]:
    """For names that nobody has, the public subjects who have, or had, the likest ones."""
    likely = {key: _likest(key, known) for key, known in alike(keys).items()}
    numbers = {one.subject_id for those in likely.values() for one in those}
    if not numbers:
        return {}
    wanted = sa.select(Subject).where(Subject.id.in_(numbers))
    subjects = {subject.id: subject for subject in db.session.scalars(wanted)}
    return {
        key: [(subjects[one.subject_id], one.key) for one in those] for key, those in likely.items()
    }


def _likest(key: str, known: Sequence[Alike]) -> list[Alike]:
    found = process.extract(
        key,
        [one.key for one in known],
        scorer=fuzz.WRatio,
        score_cutoff=LIKENESS,
        limit=2 * NEAREST,
    )
    likest: dict[int, Alike] = {}
    for _name, _likeness, place in found:
        likest.setdefault(known[place].subject_id, known[place])
    return list(likest.values())[:NEAREST]
