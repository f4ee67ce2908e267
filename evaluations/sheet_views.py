"""The table of scores to fill in: an evaluator's own bodies and leaves, with what it has scored."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from evaluations import schemes
from evaluations.blueprint import bp
from evaluations.imports import FIELDS
from evaluations.models import Assignment, Indicator, Round, RoundState, Score
from evaluations.permissions import EvaluationsPermission
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.files.exports import EXPORTS, as_file
from integrity.pages.fields import heads
from integrity.pages.tables import download


@bp.get("/assignments/sheet.<ending>")
@requires(EvaluationsPermission.SCORE)
def score_sheet(ending: str) -> ResponseReturnValue:
    """What is still to be handed in, row by row as it is imported."""
    if ending not in ("csv", "xlsx"):
        raise NotFound
    wanted = (
        sa.select(Assignment)
        .join(Assignment.round)
        .where(
            Assignment.evaluator_id == (current_user.body_id or 0),
            Assignment.submitted_at.is_(None),
            Assignment.recused_at.is_(None),
            Round.state == RoundState.OPEN,
        )
        .order_by(Round.id, Assignment.id)
        .options(
            contains_eager(Assignment.round).joinedload(Round.scheme),
            joinedload(Assignment.body),
            selectinload(Assignment.scores),
        )
    )
    rows = _rows(db.session.scalars(wanted).unique().all())
    write, media = EXPORTS[ending]
    header = [head.name for head in heads(FIELDS) if head.key != "evaluator"]
    return download(as_file(write, header, rows), media, "scores", ending)


def _rows(assignments: Any) -> Iterator[list[Any]]:
    for one in assignments:
        known = {score.indicator_id: score for score in one.scores}
        for leaf in schemes.asked(one.round.scheme):
            yield _row(one, leaf, known.get(leaf.id))


def _row(one: Assignment, leaf: Indicator, score: Score | None) -> list[Any]:
    named = [one.round.ref, one.body.uscc or one.body.name, leaf.code]
    if score is None:
        return [*named, None, "", ""]
    return [*named, score.points, score.words, score.link]
