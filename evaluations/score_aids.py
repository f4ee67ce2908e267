"""What stands beside the form of scores: how far it is, what it comes to, the score of before."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from evaluations import grades, schemes
from evaluations.methods import WEIGHED
from evaluations.models import DONE, Assignment, Result, Round
from evaluations.quality_models import ResultItem
from integrity.base.db import db


@dataclass(frozen=True)
class Standing:
    """How many of the leaves that are asked have a score, and their weighted mean so far."""

    scored: int
    asked: int
    total: Decimal | None


@dataclass(frozen=True)
class Before:
    """The newest result of the same body that was told, and its points by the leaf's code."""

    result: Result | None = None
    points: dict[str, Decimal] = field(default_factory=dict)


def standing(found: Assignment) -> Standing:
    """Computed leaves count in what it comes to, and are not asked."""
    asked = {leaf.id for leaf in schemes.asked(found.round.scheme)}
    scored = sum(one.indicator_id in asked for one in found.scores)
    counts = [
        (one.points, one.indicator.weight)
        for one in found.scores
        if one.points is not None and one.indicator.method in WEIGHED
    ]
    weight = sum((weight for _points, weight in counts), Decimal(0))
    total = sum((points * weight for points, weight in counts), Decimal(0))
    mean = (total / weight).quantize(grades.CENT, ROUND_HALF_UP) if weight else None
    return Standing(scored, len(asked), mean)


def before(found: Assignment) -> Before:
    """Of an earlier round by the same standard; two queries."""
    wanted = (
        sa.select(Result)
        .join(Result.round)
        .where(Result.body_id == found.body_id, Round.id != found.round_id)
        .where(Round.state.in_(DONE))
        .order_by(Round.published_on.desc(), Round.id.desc())
        .options(joinedload(Result.round).joinedload(Round.scheme))
    )
    result = db.session.scalars(wanted.limit(1)).first()
    if result is None:
        return Before()
    if result.round.scheme.code != found.round.scheme.code:
        return Before(result)
    items = sa.select(ResultItem).where(ResultItem.result_id == result.id)
    rows = db.session.scalars(items.options(joinedload(ResultItem.indicator)))
    return Before(result, {one.indicator.code: one.points for one in rows})
