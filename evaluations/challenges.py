"""An evaluator stands aside, by its own word or because the body that it scores objects to it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations import agencies
from evaluations.agency_models import EVALUATOR_OBJECTION_NAMES, EvaluatorObjection
from evaluations.agency_models import EvaluatorObjectionState as S
from evaluations.models import DONE, Assignment, Round, RoundState
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once
from integrity.base.errors import Forbidden, Refused
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step

RUN = EvaluationsPermission.RUN
FLOW = Flow(
    steps={S.FILED: Step(Side.OFFICE, "LOCAL-EVALUATOR-ANSWER")},
    remove_evaluator=Move({S.FILED}, S.UPHELD, RUN),
    keep_evaluator=Move({S.FILED}, S.KEPT, RUN),
)
FLOW.names.update(EVALUATOR_OBJECTION_NAMES)


class NotNow(Refused):
    """The evaluator does not score this body now, or the body has objected to it already."""

    correctable = True
    title = _l("现在不能提出")


def recuse(assignment: Assignment, what: str, *, by: audit.Actor, at: datetime) -> None:
    """The evaluator says what ties it to the body, and does not score it; raises NotNow.

    The tie enters the register: nobody gives it this body again while it lasts.
    """
    if assignment.round.state is not RoundState.OPEN:
        raise NotNow(_("本轮评价不在评分阶段。"))
    agencies.add_interest(assignment.evaluator, assignment.body, what, local_day(at), by=by, at=at)
    _stand_aside(assignment, what, by, at)


def file(assignment: Assignment, text: str, *, by: audit.Actor, at: datetime) -> EvaluatorObjection:
    """The body says why this evaluator should not score it; raises NotNow."""
    if reason := closed(assignment):
        raise NotNow(reason)
    made = EvaluatorObjection(
        state=S.FILED,
        assignment=assignment,
        body_id=assignment.body_id,
        text=text.strip(),
        filed_by_name=by.name,
        filed_at=at,
    )
    FLOW.begin(made, local_day(at))
    add_once(made, NotNow(_("对该机构已经提出过异议。")))
    audit.write(made, "file", by=by, at=at, target=S.FILED)
    return made


def remove_evaluator(
    found: EvaluatorObjection, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office finds it right: the evaluator does not score this body. Raises Forbidden."""
    _answer(found, answer, by, at)
    FLOW.go(found, "remove_evaluator", by=by, at=at)
    if found.assignment.recused_at is None:
        _stand_aside(found.assignment, answer, by, at)


def keep_evaluator(
    found: EvaluatorObjection, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office finds the evaluator independent, with reasons; raises Forbidden."""
    _answer(found, answer, by, at)
    FLOW.go(found, "keep_evaluator", by=by, at=at)


def closed(assignment: Assignment) -> str:
    """Why a body may not object to its evaluator now, "" when it may."""
    if assignment.recused_at is not None:
        return _("该机构已经回避。")
    if assignment.round.state in (RoundState.PLANNED, *DONE):
        return _("本轮评价没有开始，或者已经结束。")
    return ""


def of(item: Round) -> sa.Select[Any]:
    """What bodies said against the evaluators of a round."""
    return (
        sa.select(EvaluatorObjection)
        .join(EvaluatorObjection.assignment)
        .where(Assignment.round_id == item.id)
        .order_by(EvaluatorObjection.id)
    )


def _answer(found: EvaluatorObjection, answer: str, by: audit.Actor, at: datetime) -> None:
    if getattr(by, "body_id", None) == found.body_id:
        raise Forbidden(_("不能答复本单位提出的异议。"))
    found.answer, found.answered_on = answer.strip(), local_day(at)


def _stand_aside(assignment: Assignment, why: str, by: audit.Actor, at: datetime) -> None:
    """What it scored does not count, and stays on record."""
    assignment.recused_at, assignment.recused_why = at, why.strip()
    audit.write(assignment, "recuse", by=by, at=at, why=why)
