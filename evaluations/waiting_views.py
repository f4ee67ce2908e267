"""What waits beside scoring: rounds for the office, objections to answer, scores to read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from evaluations import challenges, correction_views, material_views, objections, rounds
from evaluations.agency_models import EvaluatorObjection, EvaluatorObjectionState
from evaluations.models import Assignment, Round, Score
from evaluations.models import RoundState as S
from evaluations.objection_models import ScoreObjection, ScoreObjectionState
from evaluations.permissions import EvaluationsPermission
from evaluations.questionnaires import views as questionnaire_views
from evaluations.round_views import ACTS
from integrity.base import clock
from integrity.base.db import db
from integrity.base.states import Flow
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.people.accounts.models import User

MOVES = {
    S.OPEN: "finish",
    S.SCORED: "review",
    S.REVIEWED: "tell",
    S.TOLD: "publish",
    S.PROPOSED: "release_results",
}


def duties(user: User) -> Iterable[Task]:
    """A body reads its scores; the office answers objections, and moves its rounds on."""
    today = clock.today()
    yield from material_views.duties(user, today)
    if user.can(EvaluationsPermission.PUT_RIGHT):
        yield from _to_read(user, today)
    if user.can(EvaluationsPermission.RUN):
        yield from _to_answer(today)
        yield from _challenged(today)
        yield from correction_views.duties(today)
        yield from questionnaire_views.duties(today)
        yield from _rounds(today)


def _to_read(user: User, today: date) -> Iterable[Task]:
    """The scores of one's own body, while it may object and has not agreed."""
    wanted = (
        sa.select(Assignment)
        .join(Assignment.round)
        .where(Assignment.body_id == (user.body_id or 0), Assignment.agreed_at.is_(None))
        .where(Assignment.submitted_at.is_not(None))
        .where(Round.state == S.TOLD, Round.object_until >= today)
        .order_by(Round.object_until, Assignment.id)
        .limit(LIMIT)
        .options(contains_eager(Assignment.round), joinedload(Assignment.body))
    )
    for found in db.session.scalars(wanted):
        address = url_for("evaluations.shown", ref=found.round.ref, slug=found.body.slug)
        yield Task(
            day=found.round.object_until,
            kind=_("评分征求意见"),
            title=found.round.name,
            body=found.body.name,
            url=address,
            act=_("查看评分"),
            act_url=address,
            key=f"scores-shown-{found.id}",
        )


def _to_answer(today: date) -> Iterable[Task]:
    """Objections to scores that wait for an answer."""
    wanted = sa.select(ScoreObjection).where(ScoreObjection.state == ScoreObjectionState.FILED)
    of = joinedload(ScoreObjection.score).joinedload(Score.indicator)
    for found in _in_turn(wanted.options(of), ScoreObjection):
        address = url_for("evaluations.objection", number=found.id)
        key = f"score-objection-{found.id}"
        yield _answering(found, objections.FLOW, _("评分异议"), address, key, today)


def _challenged(today: date) -> Iterable[Task]:
    """Objections to evaluators that wait for an answer."""
    wanted = sa.select(EvaluatorObjection).where(
        EvaluatorObjection.state == EvaluatorObjectionState.FILED
    )
    of = joinedload(EvaluatorObjection.assignment).joinedload(Assignment.evaluator)
    for found in _in_turn(wanted.options(of), EvaluatorObjection):
        address = url_for("evaluations.challenge", number=found.id)
        key = f"evaluator-objection-{found.id}"
        yield _answering(found, challenges.FLOW, _("对评价机构的异议"), address, key, today)


def _in_turn(wanted: sa.Select[Any], model: Any) -> Iterable[Any]:
    """What waits longest first."""
    ordered = wanted.order_by(model.step_due_on, model.id)
    return db.session.scalars(ordered.options(joinedload(model.body)).limit(LIMIT))


def _answering(found: Any, flow: Flow, kind: str, address: str, key: str, today: date) -> Task:
    return Task(
        day=found.step_due_on,
        kind=kind,
        title=found.title,
        body=found.body.name,
        url=address,
        act=_("答复异议"),
        act_url=address,
        key=key,
        warning=late_in(flow, found, today),
    )


def _rounds(today: date) -> Iterable[Task]:
    """What the office must do with a round next: not before scoring, or objecting, is over."""
    over = sa.and_(
        sa.or_(Round.state != S.OPEN, Round.score_until < today),
        sa.or_(Round.state != S.TOLD, Round.object_until < today),
    )
    wanted = sa.select(Round).where(Round.state.in_(MOVES), over)
    for found in db.session.scalars(wanted.order_by(Round.step_day(), Round.id).limit(LIMIT)):
        move = MOVES[found.state]
        yield Task(
            day=getattr(found, rounds.FLOW.steps[found.state].day),
            kind=_("第三方评价"),
            title=found.name,
            body="",
            url=url_for("evaluations.round", ref=found.ref),
            act=ACTS[move].label,
            act_url=url_for("evaluations.move", ref=found.ref, move=move),
            key=f"round-{found.id}",
            warning=late_in(rounds.FLOW, found, today),
        )
