"""Who could be meant by a name: to choose from by its code, never to act on."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz, process

from integrity.base.db import db
from integrity.credit.checks.queries import Asked
from integrity.people.subjects.models import Subject

LIKENESS = 75
"""Of 100: 示例物业 and 示例物业服务 have 90, 示例物业 and 示例商贸 50."""
NEAREST = 5
SEARCHED = 20
"""Names of one check for which near ones are searched; each is held against every name."""
MOST = 10


class Match(enum.StrEnum):
    """How a candidate's name goes with the one asked about."""

    SAME = "same"
    PARENT = "parent"
    NEAR = "near"


MATCH_NAMES = {
    Match.SAME: _l("同名"),
    Match.PARENT: _l("所填名称像是它的分支机构"),
    Match.NEAR: _l("名称相近"),
}


@dataclass(frozen=True)
class Candidate:
    """A subject that could be meant, and why."""

    subject: Subject
    match: Match


def chosen(
    query: Asked, named: Mapping[str, Sequence[Subject]], near: Mapping[str, Sequence[Subject]]
) -> list[Candidate]:
    """The candidates for a query, the likeliest first; `named` and `near` are by key."""
    found: dict[int, Candidate] = {}
    for subjects, match in (
        (named.get(query.name_key, ()), Match.SAME),
        (named.get(query.firm_key, ()), Match.PARENT),
        (near.get(query.name_key, ()), Match.NEAR),
    ):
        for subject in subjects:
            found.setdefault(subject.id, Candidate(subject, match))
    return list(found.values())[:MOST]


def nearest(keys: Iterable[str]) -> dict[str, list[Subject]]:
    """For the first names of a check that nobody has, the public subjects with the likest ones."""
    wanted = [key for key in dict.fromkeys(keys) if key][:SEARCHED]
    if not wanted:
        return {}
    every = db.session.execute(
        sa.select(Subject.id, Subject.key).where(Subject.public, Subject.merged_into_id.is_(None))
    )
    known = {row.id: row.key for row in every}
    ids = {
        key: [
            found
            for _name, _likeness, found in process.extract(
                key, known, scorer=fuzz.WRatio, score_cutoff=LIKENESS, limit=NEAREST
            )
        ]
        for key in wanted
    }
    likely = {number for found in ids.values() for number in found}
    subjects = {
        s.id: s for s in db.session.scalars(sa.select(Subject).where(Subject.id.in_(likely)))
    }
    return {key: [subjects[number] for number in found] for key, found in ids.items()}
