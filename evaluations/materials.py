"""An evaluator asks a body for material; the body answers with files within its term."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.material_models import MATERIAL_NAMES, Material
from evaluations.material_models import MaterialState as S
from evaluations.models import Assignment, Indicator, RoundState
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step

SCORE, GIVE = EvaluationsPermission.SCORE, EvaluationsPermission.PUT_RIGHT
FLOW = Flow(
    steps={S.ASKED: Step(Side.OWING, "LOCAL-EVAL-MATERIAL")},
    free={S.SUPPLIED: "the evaluator says when it has what it needs; the day for scores ends it"},
    supply=Move({S.ASKED}, S.SUPPLIED, GIVE),
    add_material=Move({S.SUPPLIED}, S.SUPPLIED, GIVE),
    accept_material=Move({S.SUPPLIED}, S.ACCEPTED, SCORE),
    ask_again=Move({S.SUPPLIED}, S.ASKED, SCORE),
    call_off=Move({S.ASKED}, S.ENDED, SCORE),
    lapse=Move({S.ASKED, S.SUPPLIED}, S.ENDED),
)
FLOW.names.update(MATERIAL_NAMES)


class NotAsked(Refused):
    """Material is asked for while one scores, by who has declared its independence."""

    correctable = True
    title = _l("现在不能要求提供材料")


def ask(
    assignment: Assignment,
    what: str,
    indicator: Indicator | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> Material:
    """The evaluator says what it needs; the term of the body begins. Raises NotAsked."""
    scoring = assignment.round.state is RoundState.OPEN and assignment.submitted_at is None
    if not scoring or assignment.recused_at is not None:
        raise NotAsked(_("评分已经提交或者结束。"))
    if assignment.declared_at is None:
        raise NotAsked(_("请先声明与被评价单位没有利害关系。"))
    made = Material(
        state=S.ASKED,
        assignment=assignment,
        indicator=indicator,
        subject_id=assignment.body_id,
        what=what.strip(),
        asked_by_name=by.name,
        asked_at=at,
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "ask", by=by, at=at, target=S.ASKED)
    return made


def supply(found: Material, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """The body answers; late where its day was over."""
    day = local_day(at)
    found.supplied_late |= found.step_due_on is not None and day > found.step_due_on
    _answer(found, answer, by, at)
    FLOW.go(found, "supply", by=by, at=at)


def add_material(found: Material, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """The body adds to what it has given."""
    _answer(found, f"{found.answer}\n{answer.strip()}", by, at)
    FLOW.go(found, "add_material", by=by, at=at)


def accept_material(found: Material, *, by: audit.Actor, at: datetime) -> None:
    """The evaluator has what it needs."""
    FLOW.go(found, "accept_material", by=by, at=at)


def ask_again(found: Material, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The evaluator needs more, and says what; the term begins again."""
    FLOW.go(found, "ask_again", by=by, at=at, why=why)


def call_off(found: Material, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The evaluator does not need it any more."""
    FLOW.go(found, "call_off", by=by, at=at, why=why)


def lapse(assignments: Iterable[Assignment], *, by: audit.Actor, at: datetime) -> None:
    """The scores are in: nobody waits for material any more."""
    waits = sa.select(Material).where(
        Material.assignment_id.in_([one.id for one in assignments]),
        Material.state.in_((S.ASKED, S.SUPPLIED)),
    )
    for found in db.session.scalars(waits.order_by(Material.id)).all():
        FLOW.go(found, "lapse", by=by, at=at)


def evidenced(assignment: Assignment) -> set[int]:
    """The indicators of which the body has given material to this evaluator."""
    wanted = sa.select(Material.indicator_id).where(
        Material.assignment_id == assignment.id,
        Material.indicator_id.is_not(None),
        Material.state.in_((S.SUPPLIED, S.ACCEPTED)),
    )
    return {number for number in db.session.scalars(wanted) if number is not None}


def _answer(found: Material, answer: str, by: audit.Actor, at: datetime) -> None:
    found.answer, found.answered_by_name = answer.strip(), by.name
    found.answered_on = local_day(at)
