"""Rounds that wait for the office: scoring whose day is over, scores to check, to publish."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from evaluations import rounds
from evaluations.models import Round
from evaluations.models import RoundState as S
from evaluations.permissions import EvaluationsPermission
from evaluations.round_views import ACTS
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.people.accounts.models import User

MOVES = {S.OPEN: "finish", S.SCORED: "review", S.REVIEWED: "publish"}


def duties(user: User) -> Iterable[Task]:
    """What the office must do with a round next, by the day of the step."""
    if not user.can(EvaluationsPermission.RUN):
        return
    today = clock.today()
    over = sa.or_(Round.state != S.OPEN, Round.score_until < today)
    wanted = sa.select(Round).where(Round.state.in_(MOVES), over)
    for found in db.session.scalars(wanted.order_by(Round.step_day(), Round.id).limit(LIMIT)):
        move, step = MOVES[found.state], step_in(rounds.FLOW, found, today)
        yield Task(
            day=getattr(found, rounds.FLOW.steps[found.state].day),
            kind=_("第三方评价"),
            title=found.name,
            body="",
            url=url_for("evaluations.round", ref=found.ref),
            act=ACTS[move].label,
            act_url=url_for("evaluations.move", ref=found.ref, move=move),
            key=f"round-{found.id}",
            warning=step[0] if step and step[1] == "late" else None,
        )
