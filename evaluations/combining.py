"""From the scores of several evaluators to one per indicator and body, and to a total."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from evaluations import grades, methods
from evaluations.methods import Method
from evaluations.models import Assignment, Indicator, Round, Score
from evaluations.quality_models import Settlement, Settling
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.people.subjects.models import Subject


@dataclass(frozen=True)
class Combined:
    """One leaf of one body: the mean of what `given` evaluators gave, `left_out` at either end."""

    indicator: Indicator
    points: Decimal
    given: int
    left_out: int
    scores: Sequence[Score]


@dataclass(frozen=True)
class Sheet:
    """All that was found of one body, leaf by leaf (Combined, or the ResultItems of a result).

    What does not apply is not among it.
    """

    body: Subject
    items: Sequence[Any]
    assignments: Sequence[Assignment]
    bands: Sequence[tuple[Decimal, str]]

    @property
    def total(self) -> Decimal | None:
        """The mean of what weighs, with what is added and deducted; None where nothing weighs."""
        mean = grades.total((one.points, one.indicator.weight) for one in self.items)
        if mean is None:
            return None
        return grades.adjusted(mean, self._sum(Method.BONUS), self._sum(Method.DEDUCTION))

    @property
    def barred(self) -> set[str]:
        """The grades that a veto takes away."""
        return {o.indicator.bars for o in self.items if methods.happened(o.indicator, o.points)}

    @property
    def band(self) -> str:
        """The grade of the total, "" where there is none."""
        return "" if self.total is None else grades.band(self.total, self.bands, self.barred)

    @property
    def weight(self) -> Decimal:
        return sum((one.indicator.weight for one in self.items), Decimal(0))

    def _sum(self, method: Method) -> Decimal:
        found = (one.points for one in self.items if one.indicator.method is method)
        return sum(found, Decimal(0))


def trimmed(points: Iterable[Decimal], percent: int) -> tuple[Decimal, int]:
    """The mean without the lowest and the highest percent, and how many that is at either end.

    At least one is kept.
    """
    ordered = sorted(points)
    cut = min(len(ordered) * percent // 100, (len(ordered) - 1) // 2)
    kept = ordered[cut : len(ordered) - cut]
    mean = sum(kept, Decimal(0)) / len(kept)
    return mean.quantize(grades.CENT, ROUND_HALF_UP), cut


def sheets(item: Round) -> list[Sheet]:
    """What was handed in of every body of a round, in a constant number of queries."""
    return _made(item, submitted(item), excluded(item))


def sheet(item: Round, body_id: int) -> Sheet | None:
    """The same of one body; None where nothing was handed in."""
    found = _made(item, submitted(item, Assignment.body_id == body_id), excluded(item))
    return found[0] if found else None


def apart(item: Round, handed_in: Sequence[Assignment]) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a body would have by one of its evaluators alone.

    None where fewer than two scored it.
    """
    without = excluded(item)
    alone = [_made(item, [one], without)[0].total for one in handed_in]
    known = [total for total in alone if total is not None]
    return (min(known), max(known)) if len(known) > 1 else None


def submitted(item: Round, *only: sa.ColumnElement[bool]) -> Sequence[Assignment]:
    """The assignments that were handed in, with their scores, in a constant number of queries."""
    wanted = (
        sa.select(Assignment)
        .where(Assignment.round_id == item.id, Assignment.submitted_at.is_not(None), *only)
        .where(Assignment.recused_at.is_(None))
        .order_by(Assignment.id)
        .options(
            joinedload(Assignment.body),
            joinedload(Assignment.evaluator),
            selectinload(Assignment.scores).joinedload(Score.indicator),
        )
    )
    return db.session.scalars(wanted).unique().all()


def excluded(item: Round) -> set[int]:
    """The indicators that count for nobody in this round, because evaluators agree too little."""
    wanted = sa.select(Settlement.indicator_id).where(
        Settlement.round_id == item.id, Settlement.way == Settling.EXCLUDED
    )
    return set(db.session.scalars(wanted))


def ruled_on(item: Round) -> date:
    """The day whose rules a round follows: the last one for scoring, else the one it was made."""
    return item.score_until or local_day(item.created_at)


def by_leaf(assignments: Iterable[Assignment]) -> dict[int, list[Score]]:
    """What several evaluators said of one body, by the number of the leaf."""
    found: dict[int, list[Score]] = {}
    for one in assignments:
        for score in one.scores:
            found.setdefault(score.indicator_id, []).append(score)
    return found


def _made(item: Round, handed_in: Sequence[Assignment], without: Collection[int]) -> list[Sheet]:
    percent = rules.number("LOCAL-EVAL-TRIM", ruled_on(item))
    bands = [(band.minimum, band.name) for band in item.scheme.bands]
    bodies: dict[int, list[Assignment]] = {}
    for one in handed_in:
        bodies.setdefault(one.body_id, []).append(one)
    return [
        Sheet(of_body[0].body, _combined(of_body, percent, without), of_body, bands)
        for of_body in bodies.values()
    ]


def _combined(
    of_body: Sequence[Assignment], percent: int, without: Collection[int]
) -> list[Combined]:
    found = []
    for number, scores in by_leaf(of_body).items():
        given = [one.points for one in scores if one.points is not None]
        if given and number not in without:
            mean, cut = trimmed(given, percent)
            found.append(Combined(scores[0].indicator, mean, len(given), cut, scores))
    return sorted(found, key=lambda one: one.indicator.position)
