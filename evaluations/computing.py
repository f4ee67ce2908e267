"""Scores that nobody gives: figures of what bodies did, with the items behind them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from evaluations import combining, figures
from evaluations.figure_models import ComputedItem
from evaluations.figures import Count, Figure
from evaluations.grades import CENT
from evaluations.models import Assignment, Indicator, Round, Score
from evaluations.schemes import leaves
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.rules import service as rules

COMPUTED = "系统"
"""Who gave a computed score."""
COPIED = ("round_id", "indicator_id", "body_id", *figures.NAMES[1:])


def period(item: Round, on: date) -> tuple[date, date]:
    """The days of the year that a round is about, as far as they are over."""
    return date(item.year, 1, 1), min(date(item.year, 12, 31), on - timedelta(days=1))


def compute(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """Copy the items behind every computed leaf, and give each evaluator's sheet its scores.

    What was copied stays: a body that joins while scores may come is counted then.
    """
    computed = [leaf for leaf in leaves(item.scheme) if leaf.figure]
    if not computed:
        return
    db.session.flush()
    if item.counted_until is None:
        item.counted_until = period(item, local_day(at))[1]
        db.session.flush()
    known = figures.known()
    for leaf in computed:
        _copy(item, leaf, known[leaf.figure])
    found, few = counts(item), {leaf.id: least(item, known[leaf.figure]) for leaf in computed}
    for assignment in item.assignments:
        there = {one.indicator_id for one in assignment.scores}
        assignment.scores += [
            _score(
                leaf,
                known[leaf.figure],
                found.get((leaf.id, assignment.body_id), Count()),
                few[leaf.id],
                at,
            )
            for leaf in computed
            if leaf.id not in there
        ]
    audit.write(item, "compute", by=by, at=at, until=str(item.counted_until))


def counts(item: Round, *only: sa.ColumnElement[bool]) -> dict[tuple[int, int], Count]:
    """The figures of a round by leaf and body, in one query."""
    own = ComputedItem
    whole, met = sa.func.sum(own.amount), sa.func.sum(own.amount).filter(own.met)
    wanted = (
        sa.select(own.indicator_id, own.body_id, whole, sa.func.coalesce(met, 0))
        .where(own.round_id == item.id, *only)
        .group_by(own.indicator_id, own.body_id)
    )
    return {
        (leaf, body): Count(*(Decimal(str(n)).quantize(CENT) for n in numbers))
        for leaf, body, *numbers in db.session.execute(wanted)
    }


def least(item: Round, figure: Figure) -> int:
    """Of fewer things than this a figure is not made in a round."""
    return rules.number(figure.fewest, combining.ruled_on(item)) if figure.fewest else 0


def _copy(item: Round, leaf: Indicator, figure: Figure) -> None:
    """The items of every body of the round that has none yet, by one statement."""
    last = item.counted_until
    assert last is not None
    found = figure.items(date(item.year, 1, 1), last).subquery()
    bodies = sa.select(Assignment.body_id).where(Assignment.round_id == item.id)
    there = sa.select(ComputedItem.body_id).where(
        ComputedItem.round_id == item.id, ComputedItem.indicator_id == leaf.id
    )
    wanted = sa.select(
        sa.literal(item.id), sa.literal(leaf.id), *(found.c[name] for name in figures.NAMES)
    ).where(found.c.subject_id.in_(bodies), found.c.subject_id.not_in(there))
    db.session.execute(sa.insert(ComputedItem).from_select(COPIED, wanted))


def _score(leaf: Indicator, figure: Figure, count: Count, few: int, at: datetime) -> Score:
    return Score(
        indicator_id=leaf.id,
        indicator=leaf,
        points=figure.points(count, few),
        words=figure.words(count, few),
        by_name=COMPUTED,
        at=at,
    )
