"""How far evaluators agree, indicator by indicator, and what must be done where they do not."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.combining import by_leaf, ruled_on, submitted
from evaluations.grades import CENT
from evaluations.models import DONE, Assignment, Indicator, Round, RoundState, Score
from evaluations.quality_models import Settlement, Settling
from evaluations.schemes import asked
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.people.subjects.models import Subject

THOUSANDTH = Decimal("0.001")


class Word(enum.StrEnum):
    HIGH = "high"
    FAIR = "fair"
    LOW = "low"
    ALIKE = "alike"  # everybody gave the same, of which there is no figure
    FEW = "few"  # too few bodies were scored twice


WORD_NAMES = {
    Word.HIGH: _l("一致性高"),
    Word.FAIR: _l("一致性一般"),
    Word.LOW: _l("一致性低"),
    Word.ALIKE: _l("评分全部相同"),
    Word.FEW: _l("重复评分太少，不作判断"),
}


class NotSettled(Refused):
    """Evaluators agree too little on an indicator, and nobody has said what follows."""

    title = _l("有指标的评分一致性低，还没有处理")


class NothingToSettle(Refused):
    """Scoring is not over, or this indicator's scores agree well enough."""

    title = _l("该指标不需要处理")


@dataclass(frozen=True)
class Agreement:
    """Of one indicator: Krippendorff's alpha for points (interval), of so many bodies."""

    indicator: Indicator
    bodies: int
    alpha: Decimal | None
    word: Word


@dataclass(frozen=True)
class Outlier:
    """A score far from the mean of what the others gave the same body."""

    score: Score
    body: Subject
    evaluator: Subject
    others: Decimal

    @property
    def apart(self) -> Decimal:
        assert self.score.points is not None
        return self.score.points - self.others


@dataclass(frozen=True)
class Leaning:
    """By how much an evaluator scores above or below the others, over so many scores."""

    evaluator: Subject
    scores: int
    mean: Decimal


def alpha(units: Sequence[Sequence[Decimal | None]]) -> Decimal | None:
    """Krippendorff's alpha of points given to some bodies by the same number of places.

    None for a place where nothing was given. None where all gave the same: it says nothing then.
    """
    given = {point for unit in units for point in unit if point is not None}
    if len(given) < 2:
        return None
    import krippendorff  # with numpy 30 MB, which only this page needs

    rows = [[float("nan") if p is None else float(p) for p in row] for row in zip(*units)]  # noqa: B905
    found = krippendorff.alpha(reliability_data=rows, level_of_measurement="interval")
    return Decimal(str(found)).quantize(THOUSANDTH, ROUND_HALF_UP)


def of(item: Round) -> list[Agreement]:
    """How far the evaluators of a round agree, for every leaf in order."""
    day = ruled_on(item)
    high, fair = (rules.number(f, day) for f in ("LOCAL-EVAL-AGREE-HIGH", "LOCAL-EVAL-AGREE-FAIR"))
    least = rules.number("LOCAL-EVAL-AGREE-LEAST", day)
    bodies = _bodies(item)
    return [_of_leaf(leaf, bodies, high, fair, least) for leaf in asked(item.scheme)]


def outliers(item: Round) -> list[Outlier]:
    """The scores that are LOCAL-EVAL-OUTLIER points or more from the others, furthest first."""
    limit = rules.number("LOCAL-EVAL-OUTLIER", ruled_on(item))
    far = [one for one in _compared(item) if abs(one.apart) >= limit]
    return sorted(far, key=lambda one: (-abs(one.apart), one.score.id))


def leanings(item: Round) -> list[Leaning]:
    """How far each evaluator stands from the others in the mean, the most lenient first."""
    found: dict[int, list[Outlier]] = {}
    for one in _compared(item):
        found.setdefault(one.evaluator.id, []).append(one)
    made = [
        Leaning(some[0].evaluator, len(some), _mean(one.apart for one in some))
        for some in found.values()
    ]
    return sorted(made, key=lambda one: (-one.mean, one.evaluator.id))


def standing_apart(evaluator_id: int) -> tuple[int, Decimal | None]:
    """How many scores of an evaluator can be compared, and how far they are from the others."""
    mine = sa.select(Assignment.round_id).where(Assignment.evaluator_id == evaluator_id)
    wanted = sa.select(Round).where(Round.id.in_(mine), Round.state.in_(DONE))
    found = [
        abs(one.apart)
        for item in db.session.scalars(wanted)
        for one in _compared(item)
        if one.evaluator.id == evaluator_id
    ]
    return len(found), _mean(found) if found else None


def settlements(item: Round) -> dict[int, Settlement]:
    """What was done about indicators of a round, by their number."""
    wanted = sa.select(Settlement).where(Settlement.round_id == item.id).order_by(Settlement.id)
    return {one.indicator_id: one for one in db.session.scalars(wanted)}


def settle(
    item: Round, indicator: Indicator, way: Settling, why: str, *, by: audit.Actor, at: datetime
) -> Settlement:
    """Say what follows from low agreement, with reasons; raises NothingToSettle."""
    if item.state is not RoundState.SCORED:
        raise NothingToSettle(_("评分结束后、复核以前处理。"))
    found = next((one for one in of(item) if one.indicator.id == indicator.id), None)
    if found is None or found.word is not Word.LOW or found.alpha is None:
        raise NothingToSettle(_("只有一致性低的指标需要处理。"))
    made = settlements(item).get(indicator.id) or Settlement(round=item, indicator=indicator)
    made.way, made.alpha, made.why = way, found.alpha, why.strip()
    made.by_name, made.at = by.name, at
    db.session.add(made)
    db.session.flush()
    audit.write(made, "settle_agreement", by=by, at=at, why=why, indicator=indicator.code, way=way)
    return made


def demand_settled(item: Round) -> None:
    """Raise NotSettled while an indicator with low agreement waits for a word."""
    known = settlements(item)
    low = [one for one in of(item) if one.word is Word.LOW and one.indicator.id not in known]
    if low:
        codes = _("、").join(one.indicator.code for one in low)
        raise NotSettled(_("请先处理一致性低的指标：%(codes)s", codes=codes))


def forget(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """The scores are open again: what was said of their agreement is over."""
    for one in settlements(item).values():
        audit.write(one, "forget_settlement", by=by, at=at, indicator=one.indicator.code)
        db.session.delete(one)
    db.session.flush()


def _bodies(item: Round) -> list[list[Assignment]]:
    """What was handed in, body by body, of the bodies that several evaluators scored."""
    found: dict[int, list[Assignment]] = {}
    for one in submitted(item):
        found.setdefault(one.body_id, []).append(one)
    return [some for some in found.values() if len(some) > 1]


def _of_leaf(
    leaf: Indicator, bodies: Sequence[Sequence[Assignment]], high: int, fair: int, least: int
) -> Agreement:
    places = max((len(some) for some in bodies), default=0)
    units = []
    for some in bodies:
        given = [s.points for s in by_leaf(some).get(leaf.id, ()) if s.points is not None]
        if len(given) > 1:
            units.append([*given, *[None] * (places - len(given))])
    if len(units) < least:
        return Agreement(leaf, len(units), None, Word.FEW)
    found = alpha(units)
    return Agreement(leaf, len(units), found, _word(found, high, fair))


def _word(found: Decimal | None, high: int, fair: int) -> Word:
    if found is None:
        return Word.ALIKE
    if 100 * found >= high:
        return Word.HIGH
    return Word.FAIR if 100 * found >= fair else Word.LOW


def _compared(item: Round) -> Iterable[Outlier]:
    """Every score beside the mean of the others' for the same body and indicator."""
    for some in _bodies(item):
        evaluators = {one.id: one.evaluator for one in some}
        for scores in by_leaf(some).values():
            given = [one for one in scores if one.points is not None]
            for one in given if len(given) > 1 else ():
                others = _mean(s.points for s in given if s is not one and s.points is not None)
                yield Outlier(one, some[0].body, evaluators[one.assignment_id], others)


def _mean(points: Iterable[Decimal]) -> Decimal:
    known = list(points)
    return (sum(known, Decimal(0)) / len(known)).quantize(CENT, ROUND_HALF_UP)
