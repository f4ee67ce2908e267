"""A body reads its scores before they are published: it agrees, or objects and is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import challenges, methods
from evaluations.agency_models import EvaluatorObjection, EvaluatorObjectionState
from evaluations.models import Assignment, Round, RoundState, Score
from evaluations.objection_models import SCORE_OBJECTION_NAMES, ScoreObjection
from evaluations.objection_models import ScoreObjectionState as S
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step

RUN = EvaluationsPermission.RUN
FLOW = Flow(
    steps={S.FILED: Step(Side.OFFICE, "LOCAL-SCORE-ANSWER")},
    free=dict.fromkeys((S.UPHELD, S.KEPT), "over, unless the scores are opened again"),
    change_score=Move({S.FILED}, S.UPHELD, RUN),
    keep_score=Move({S.FILED}, S.KEPT, RUN),
    become_moot=Move({S.FILED, S.UPHELD, S.KEPT}, S.MOOT),
)
FLOW.names.update(SCORE_OBJECTION_NAMES)


class NotOpen(Refused):
    """Scores are not shown to their body now, its day is over, or it has agreed or objected."""

    correctable = True
    title = _l("现在不能提出异议")


class SameScore(Refused):
    """An objection that is right changes the score; points are of 100."""

    correctable = True


def file(score: Score, text: str, *, by: audit.Actor, at: datetime) -> ScoreObjection:
    """The body says why a score is not right; raises NotOpen."""
    assignment = score.assignment
    _demand_open(assignment, local_day(at))
    made = ScoreObjection(
        state=S.FILED,
        score=score,
        body_id=assignment.body_id,
        text=text.strip(),
        filed_by_name=by.name,
        filed_at=at,
        points_before=score.points,
    )
    FLOW.begin(made, local_day(at))
    add_once(made, NotOpen(_("对该指标已经提出过异议。")))
    audit.write(made, "file", by=by, at=at, target=S.FILED)
    return made


def agree(assignment: Assignment, *, by: audit.Actor, at: datetime) -> None:
    """The body objects to none of its scores, whoever gave them; raises NotOpen."""
    _demand_open(assignment, local_day(at))
    for one in assignment.round.assignments:
        if one.body_id == assignment.body_id and one.submitted_at is not None:
            one.agreed_at, one.agreed_by_name = at, by.name
            audit.write(one, "agree_to_scores", by=by, at=at)


def change_score(
    found: ScoreObjection, points: Decimal, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office finds it right and changes the score, with reasons.

    Raises SameScore, Forbidden.
    """
    _demand_other(found, by)
    FLOW.check(found, "change_score")
    if reason := methods.wrong(found.score.indicator, points):
        raise SameScore(reason)
    if points == found.score.points:
        raise SameScore(_("异议成立的，须给出不同的评分。"))
    found.points_after = found.score.points = points
    _answer(found, answer, at)
    FLOW.go(found, "change_score", by=by, at=at, points=str(points))


def keep_score(found: ScoreObjection, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """The office finds the score right, with reasons; raises Forbidden."""
    _demand_other(found, by)
    _answer(found, answer, at)
    FLOW.go(found, "keep_score", by=by, at=at)


def make_moot(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """The scores are open again: what was said against them is over, and may be said again."""
    for found in db.session.scalars(of(item).where(ScoreObjection.state != S.MOOT)).all():
        FLOW.go(found, "become_moot", by=by, at=at)


def of(item: Round) -> sa.Select[Any]:
    """What was said against the scores of a round, with score and indicator."""
    return (
        sa.select(ScoreObjection)
        .join(ScoreObjection.score)
        .join(Score.assignment)
        .where(Assignment.round_id == item.id)
        .options(joinedload(ScoreObjection.score).joinedload(Score.indicator))
        .order_by(ScoreObjection.id)
    )


def waited_for(item: Round, on: date) -> str:
    """Why the result may not be published on a day yet, "" when it may."""
    open_ = of(item).where(ScoreObjection.state == S.FILED).with_only_columns(sa.func.count())
    if number := db.session.scalar(open_.order_by(None)):
        return _("还有 %(n)s 件异议没有答复。", n=number)
    challenged = challenges.of(item).where(
        EvaluatorObjection.state == EvaluatorObjectionState.FILED
    )
    if db.session.scalars(challenged.limit(1)).first():
        return _("还有要求评价机构回避的异议没有答复。")
    waits = any(
        one.submitted_at and not one.agreed_at and not one.recused_at for one in item.assignments
    )
    if item.object_until and on <= item.object_until and waits:
        return _("单位可以在 %(day)s 以前提出异议，还有单位没有答复。", day=item.object_until)
    return ""


def closed(assignment: Assignment, on: date) -> str:
    """Why a body may not speak about its scores on a day, "" when it may."""
    item = assignment.round
    if item.state is not RoundState.TOLD or assignment.submitted_at is None:
        return _("评分没有在征求意见。")
    if assignment.agreed_at is not None:
        return _("本单位已经确认没有异议。")
    if item.object_until is not None and on > item.object_until:
        return _("提出异议的期限已过。")
    return ""


def _demand_open(assignment: Assignment, on: date) -> None:
    """Raise NotOpen unless the body may speak about its scores on a day."""
    if reason := closed(assignment, on):
        raise NotOpen(reason)


def _answer(found: ScoreObjection, answer: str, at: datetime) -> None:
    found.answer, found.answered_on = answer.strip(), local_day(at)


def _demand_other(found: ScoreObjection, by: audit.Actor) -> None:
    """Raise Forbidden for somebody of the body that objects: nobody decides its own objection."""
    if getattr(by, "body_id", None) == found.body_id:
        raise Forbidden(_("不能答复本单位提出的异议。"))
