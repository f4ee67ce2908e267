"""What evaluators were given of a body, and what came of it."""

from typing import Any

import sqlalchemy as sa

from evaluations.models import RemedialPoint
from integrity.base.db import db
from tests.evaluations.makers import make_assignment, publish, score_all


def make_evaluations(side: Any) -> None:
    scored = make_assignment(side.evaluator, side.body)
    score_all(scored, 95, A1=10)
    publish(scored.round)
    point = sa.select(RemedialPoint).where(RemedialPoint.round_id == scored.round_id)
    waiting = make_assignment(side.evaluator, side.body)
    side.things |= {
        "evaluations": [db.session.scalars(point).one()],
        "rounds": [scored.round, waiting.round],
        "assignments": [scored, waiting],
    }
