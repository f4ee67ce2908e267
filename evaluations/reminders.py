"""Evaluators are reminded before the last day for scores, while something is not handed in."""

from datetime import date, datetime

import sqlalchemy as sa

from evaluations.models import Assignment, Round, RoundState
from integrity.casework.deadlines import soon
from integrity.people.messages import service as messages
from integrity.people.messages.tells import sources


def remind(*, on: date, at: datetime) -> int:
    """Tell each evaluator once of a day that comes near. Returns how many were told."""
    which = sa.and_(
        Round.state == RoundState.OPEN,
        Round.score_until.between(on, soon(on)),
        Assignment.submitted_at.is_(None),
        Assignment.recused_at.is_(None),
    )
    source = sources()[Round.__tablename__]
    return messages.tell_found(source, "score_soon", which, mark=Round.score_until, at=at)
