"""What a person decided after holding a name against a subject: the same, or not the same.

It counts in later checks of that name by the same body, and is shown to all others, for whom it
decides nothing. Nobody is cleared by it: a name gives `review` at most, as before. The body takes
it back, and whoever the subject is may have it lifted; then a person must look again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db, one_at_a_time
from integrity.base.errors import Refused
from integrity.credit.checks.candidates import Candidate, Match
from integrity.credit.checks.features import Feature
from integrity.credit.checks.models import Check
from integrity.credit.checks.queries import Asked
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import bare

SAID_SAME = {True: _l("是同一主体"), False: _l("不是同一主体")}


class NotACandidate(Refused):
    """The receipt does not name this subject as one who could be meant."""

    title = _l("回执中没有这个主体")


class Pairing(Model):
    """One body's decision about a name, as it was asked and as it is compared, and a subject."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    name: Mapped[str] = mapped_column(index=True)
    asked: Mapped[str]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    same: Mapped[bool]
    why: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    body: Mapped[Subject] = relationship(foreign_keys=body_id)
    subject: Mapped[Subject] = relationship(foreign_keys=subject_id)

    __table_args__ = (sa.UniqueConstraint("body_id", "name", "subject_id"),)

    @property
    def parties(self) -> set[int]:
        return {self.body_id}


Kept = Mapping[tuple[str, int], Sequence[Pairing]]
"""Decisions by name as it is compared, and subject."""


def decide(
    made: Check, key: str, code: str, same: bool, why: str, *, by: audit.Actor, at: datetime
) -> Pairing:
    """Keep that a candidate of a receipt is who was asked about by name, or is not.

    Raises NotACandidate.
    """
    answer = next((result.answer for result in made.results if result.key == key), {})
    codes = {candidate.get("uscc") for candidate in answer.get("candidates") or ()}
    found = sa.select(Subject).where(Subject.uscc == code, Subject.public)
    subject = db.session.scalars(found).first() if code in codes - {None} else None
    asked = (answer.get("asked") or {}).get("name", "")
    if subject is None or not bare(asked):
        raise NotACandidate
    one_at_a_time(f"pairing {made.body_id}")
    pair = {"body_id": made.body_id, "name": bare(asked), "subject_id": subject.id}
    kept = db.session.scalars(sa.select(Pairing).filter_by(**pair)).first() or Pairing(**pair)
    kept.asked, kept.same, kept.why, kept.by_name, kept.at = asked, same, why.strip(), by.name, at
    db.session.add(kept)
    audit.write(kept, "pair", by=by, at=at, why=kept.why, same=same, subject=subject.id)
    return kept


def take_back(kept: Pairing, why: str, *, by: audit.Actor, at: datetime) -> None:
    """End a decision: checks of the name are answered as if nobody had decided."""
    audit.write(kept, "unpair", by=by, at=at, why=why.strip(), same=kept.same)
    db.session.delete(kept)


def of(asked: Iterable[Asked]) -> Kept:
    """What was decided about the names of these queries, by whichever body."""
    names = {bare(query.name) for query in asked if query.name_key}
    if not names:
        return {}
    wanted = sa.select(Pairing).where(Pairing.name.in_(names)).order_by(Pairing.id)
    found: dict[tuple[str, int], list[Pairing]] = {}
    for pairing in db.session.scalars(wanted.options(joinedload(Pairing.body))):
        found.setdefault((pairing.name, pairing.subject_id), []).append(pairing)
    return found


def applied(
    query: Asked, candidates: Sequence[Candidate], kept: Kept, body_id: int
) -> tuple[Sequence[Candidate], dict[str, str]]:
    """The candidates that are left by what the body decided, and what is said of the others.

    Whoever is the same stands alone; whoever is not is left out; what others decided is told.
    """
    left, same, said = [], [], {}
    for candidate in candidates:
        known = kept.get((bare(query.name), candidate.subject.id), ())
        own = next((pairing for pairing in known if pairing.body_id == body_id), None)
        told = [Feature("decided", pairing.same, words(pairing)) for pairing in known]
        candidate = replace(candidate, features=(*candidate.features, *told))
        if own is None:
            left.append(candidate)
        elif own.same:
            same.append(replace(candidate, match=Match.SAME, score=100))
        else:
            code = candidate.subject.uscc or str(candidate.subject.id)
            said[f"not-same-{code}"] = f"{candidate.subject.name}（{code}）：{words(own)}"
    return same or left, said


def words(kept: Pairing) -> str:
    """Who decided what on which day, and why."""
    return _(
        "%(body)s%(by)s于%(day)s核对，%(same)s：%(why)s",
        body=kept.body.name,
        by=kept.by_name,
        day=i18n.day(local_day(kept.at)),
        same=SAID_SAME[kept.same],
        why=kept.why,
    )
