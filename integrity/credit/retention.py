"""How long the words of objections, repairs and answers are kept, and the files with them.

That there was one, when and how it ended stays, and so do the papers, which have the terms of the
archives, and what a subject has promised in public.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base import runs
from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.sealing import service as sealing
from integrity.casework.informants.periods import last_start
from integrity.casework.rules import service as rules
from integrity.credit.grading.models import GradeObjection, GradeObjectionState
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.petitions.models import Petition
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions.review_models import ReviewObjection
from integrity.credit.stars.models import StarObjection
from integrity.files import attached

OF_ANYBODY, OF_SUBJECTS = "LOCAL-RETAIN-REVIEW", "LOCAL-RETAIN-REMEDY"
OVER = (
    GradeObjectionState.UPHELD, GradeObjectionState.KEPT, GradeObjectionState.ACCEPTED,
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What of a thing are words that go, after which term, and since when it is over."""

    model: Any
    family: str
    words: tuple[str, ...]
    ended: Any


KEPT = (
    Kept(ReviewObjection, OF_ANYBODY, ("text", "answer"), ReviewObjection.closed_on),
    Kept(StarObjection, OF_ANYBODY, ("text", "answer"), StarObjection.closed_on),
    Kept(Objection, OF_SUBJECTS, ("statement", "first_reasons", "reasons"), Objection.closed_on),
    Kept(Appeal, OF_SUBJECTS, ("statement", "first_reasons", "reasons"), Appeal.closed_on),
    Kept(Petition, OF_SUBJECTS, ("statement", "sealed", "checked"), Petition.closed_on),
    Kept(
        Repair,
        OF_SUBJECTS,
        ("statement", "first_reasons", "reasons", "asked_for", "visit_by", "visit_found"),
        Repair.closed_on,
    ),
    Kept(Reaching, OF_SUBJECTS, ("statement", "objection", "appeal"), Reaching.ended_on),
    Kept(
        GradeObjection,
        OF_SUBJECTS,
        ("text", "answer", "appeal"),
        sa.case((GradeObjection.state.in_(OVER), GradeObjection.step_since)),
    ),
)


def erase(*, on: date, at: datetime) -> dict[str, int]:
    """Erase the words whose term is over, there and in the log; returns how many of what."""
    counts = {}
    for kept in KEPT:
        code, table = rules.time_limit(kept.family, on).code, kept.model.__tablename__
        worded = sa.or_(*(getattr(kept.model, name) != "" for name in kept.words))
        over = sa.select(kept.model.id).where(kept.ended <= last_start(kept.family, on), worded)

        def erase_one(number: int, kept: Kept = kept, code: str = code) -> int:
            return _erase(kept, number, code, at)

        ids = db.session.scalars(over.order_by(kept.model.id)).all()
        counts[table] = runs.each(table, ids, erase_one)
    return counts


def _erase(kept: Kept, number: int, code: str, at: datetime) -> int:
    model, table = kept.model, kept.model.__tablename__
    said: dict[str, Any] = {"source": None, "target": None, "by": audit.SYSTEM, "at": at}
    audit.write_all(sa.select(model.id).where(model.id == number), table, "erase", why=code, **said)
    sealing.erase(table, [number])
    attached.drop(table, [number])
    gone = sa.update(model).where(model.id == number)
    return changed(gone.values(dict.fromkeys(kept.words, "")))
