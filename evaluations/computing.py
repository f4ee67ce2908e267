"""Scores that nobody gives: the share of what fell due that was done in time and as was owed.

Every stream of public bodies says what counts and what was kept; of one that knows key fields
there is a figure for each of them too.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin

from evaluations import grades
from evaluations.figure_models import ComputedItem
from evaluations.models import Assignment, Indicator, Round, Score
from evaluations.schemes import leaves
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework import streams
from integrity.casework.key_fields import FIELD_NAMES, HasKeyField

COMPUTED = "系统"
"""Who gave a computed score."""
COPIED = ("round_id", "indicator_id", "body_id", "stream", "item_id", "ref", "due_on",
          "closed_on", "kept")  # fmt: skip


@dataclass(frozen=True)
class Count:
    """A figure of one body: how many fell due, and how many of them were met."""

    due: int = 0
    met: int = 0

    @property
    def points(self) -> Decimal | None:
        """Of 100; None where nothing fell due."""
        if not self.due:
            return None
        return (Decimal(100 * self.met) / self.due).quantize(grades.CENT, ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """As the score keeps it: in Chinese, whoever opens the round."""
        if not self.due:
            return "评价期内没有到期事项，不适用。"
        return f"按期完成 {self.met} 件 ÷ 到期 {self.due} 件。"


def names() -> dict[str, Any]:
    """What can be computed, and what it is called: of what anybody may know as it stands."""
    found: dict[str, Any] = {}
    known = {n: s for n, s in streams.of_bodies().items() if s.reach.live(AnonymousUserMixin())}
    for name, stream in known.items():
        found[name] = _("按期完成率：%(what)s", what=stream.title)
        if issubclass(stream.model, HasKeyField):
            for field, called in FIELD_NAMES.items():
                label = _("按期完成率：%(what)s（%(field)s）", what=stream.title, field=called)
                found[f"{name}:{field}"] = label
    return found


def period(item: Round, on: date) -> tuple[date, date]:
    """The days of the year that a round is about, as far as they are over."""
    return date(item.year, 1, 1), min(date(item.year, 12, 31), on - timedelta(days=1))


def items(figure: str, first: date, last: date) -> sa.Select[Any]:
    """The things that fell due in a period: subject_id, id, ref, due_on, closed_on, kept."""
    name, _colon, field = figure.partition(":")
    stream = streams.named(name)
    model = stream.model
    wanted = sa.select(
        model.subject_id,
        model.id,
        model.ref,
        model.due_on,
        model.closed_on,
        sa.func.coalesce(stream.figures.kept(), sa.false()).label("kept"),
    ).where(model.due_on.between(first, last), stream.figures.counted())
    return wanted.where(model.key_field == field) if field else wanted


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
    for leaf in computed:
        _copy(item, leaf)
    found = counts(item)
    for assignment in item.assignments:
        known = {one.indicator_id for one in assignment.scores}
        assignment.scores += [
            _score(leaf, found.get((leaf.id, assignment.body_id), Count()), at)
            for leaf in computed
            if leaf.id not in known
        ]
    audit.write(item, "compute", by=by, at=at, until=str(item.counted_until))


def counts(item: Round, *only: sa.ColumnElement[bool]) -> dict[tuple[int, int], Count]:
    """The figures of a round by leaf and body, in one query."""
    own = ComputedItem
    met = sa.and_(own.kept, own.closed_on <= own.due_on)
    wanted = (
        sa.select(own.indicator_id, own.body_id, sa.func.count(), sa.func.count().filter(met))
        .where(own.round_id == item.id, *only)
        .group_by(own.indicator_id, own.body_id)
    )
    return {(leaf, body): Count(due, met) for leaf, body, due, met in db.session.execute(wanted)}


def _copy(item: Round, leaf: Indicator) -> None:
    """The items of every body of the round that has none yet, by one statement."""
    last = item.counted_until
    assert last is not None
    found = items(leaf.figure, date(item.year, 1, 1), last).subquery()
    bodies = sa.select(Assignment.body_id).where(Assignment.round_id == item.id)
    there = sa.select(ComputedItem.body_id).where(
        ComputedItem.round_id == item.id, ComputedItem.indicator_id == leaf.id
    )
    name = leaf.figure.partition(":")[0]
    wanted = sa.select(
        sa.literal(item.id), sa.literal(leaf.id), found.c.subject_id, sa.literal(name), found.c.id,
        found.c.ref, found.c.due_on, found.c.closed_on, found.c.kept,
    ).where(found.c.subject_id.in_(bodies), found.c.subject_id.not_in(there))  # fmt: skip
    db.session.execute(sa.insert(ComputedItem).from_select(COPIED, wanted))


def _score(leaf: Indicator, count: Count, at: datetime) -> Score:
    return Score(
        indicator_id=leaf.id,
        indicator=leaf,
        points=count.points,
        words=count.words,
        by_name=COMPUTED,
        at=at,
    )
