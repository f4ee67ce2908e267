"""What a published round found of one body."""

from collections.abc import Iterable, Sequence
from itertools import chain

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from evaluations import combining, comparing, corrections, schemes
from evaluations.blueprint import bp
from evaluations.models import Assignment, RemedialPoint, Result, Score
from evaluations.objection_models import ScoreObjection, ScoreObjectionState
from evaluations.quality_models import ResultItem
from evaluations.readers import may_correct, may_run, readable, round_or_404, shows_places
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.people.subjects.models import Subject


@bp.get("/<ref>/<slug>")
@public
def result(ref: str, slug: str) -> ResponseReturnValue:
    """What a published round found of one body, indicator by indicator."""
    found = round_or_404(ref)
    wanted = (
        sa.select(Result)
        .join(Result.body)
        .where(Result.round_id == found.id, Subject.slug == slug)
        .options(contains_eager(Result.body))
    )
    one = db.session.scalars(wanted).first()
    if one is None:
        raise NotFound
    handed_in = combining.submitted(found, Assignment.body_id == one.body_id)
    scores = combining.by_leaf(handed_in)
    items, branches = _items(one), schemes.tree(found.scheme)
    groups = comparing.groups(branches, one)
    return render_template(
        "evaluations/result.html",
        round=found,
        result=one,
        places=shows_places(found),
        branches=branches,
        scores=scores,
        found=items,
        losses=comparing.losses(items.values()),
        adjusting=comparing.adjusting(items.values()),
        groups=groups,
        radar=comparing.radar(groups, one),
        apart=combining.apart(found, handed_in),
        chart=comparing.beside_all(one),
        trend=comparing.earlier(one, readable()),
        evaluators={each.id: each.evaluator.name for each in handed_in},
        said=_said(chain.from_iterable(scores.values())),
        may_object=False,
        items_of=slug if _looks_behind(one) else "",
        corrected=corrections.of(one),
        may_correct=may_correct(one),
        remedies=_remedies(one),
    )


def _remedies(one: Result) -> Sequence[RemedialPoint]:
    """What the body must put right."""
    point = RemedialPoint
    wanted = sa.select(point).where(point.round_id == one.round_id, point.subject_id == one.body_id)
    return db.session.scalars(wanted.order_by(point.id)).all()


def _looks_behind(one: Result) -> bool:
    """Whether this person may look at the items of computed scores."""
    return may_run() or (current_user.is_authenticated and current_user.body_id == one.body_id)


def _items(one: Result) -> dict[int, ResultItem]:
    """What it was made of, by the number of the leaf."""
    wanted = (
        sa.select(ResultItem)
        .where(ResultItem.result_id == one.id)
        .order_by(ResultItem.id)
        .options(joinedload(ResultItem.indicator))
    )
    return {item.indicator_id: item for item in db.session.scalars(wanted)}


def _said(scores: Iterable[Score]) -> dict[int, ScoreObjection]:
    """What the body said against its scores, and was answered."""
    answered = ScoreObjection.state.in_((ScoreObjectionState.UPHELD, ScoreObjectionState.KEPT))
    wanted = sa.select(ScoreObjection).where(
        ScoreObjection.score_id.in_([score.id for score in scores]), answered
    )
    return {found.score_id: found for found in db.session.scalars(wanted)}
