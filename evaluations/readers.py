"""Who reads which rounds: the office all, bodies what is told inside, everybody what is public."""

import sqlalchemy as sa
from flask_login import current_user

from evaluations.models import DONE, Result, Round, RoundState
from evaluations.permissions import EvaluationsPermission
from integrity.base.db import db
from integrity.base.errors import NotFound

RUN = EvaluationsPermission.RUN


def may_run() -> bool:
    return bool(current_user.is_authenticated and current_user.can(RUN))


def may_correct(one: Result) -> bool:
    """Whether this person may say that a published result is wrong: who speaks for its body, and
    the office."""
    if not current_user.is_authenticated:
        return False
    speaks = current_user.can(EvaluationsPermission.PUT_RIGHT)
    return may_run() or bool(speaks and current_user.body_id == one.body_id)


def readable() -> tuple[RoundState, ...]:
    """The states in which this person reads results: what is told inside, bodies read."""
    inside = current_user.is_authenticated and current_user.can(EvaluationsPermission.READ)
    return DONE if inside else (RoundState.RELEASED,)


def shows_places(found: Round) -> bool:
    """Places are read inside; by everybody only where the group decided so."""
    return found.ranked or RoundState.PUBLISHED in readable()


def round_or_404(ref: str) -> Round:
    """The round, if this person may read it, which the office always may; raises NotFound."""
    found = db.session.scalars(sa.select(Round).where(Round.ref == ref)).first()
    if found is None or not (may_run() or found.state in readable()):
        raise NotFound
    return found
