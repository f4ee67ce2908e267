"""What waits for a person at the information catalogue, and at graded supervision."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.drafting import NEXT, waiting_for
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.draft_views import ACTS, proposer
from integrity.credit.catalogue.drafts import FLOW
from integrity.credit.gatherings import service
from integrity.credit.gatherings.models import Gathering, GatheringState
from integrity.credit.grading.models import (
    GradeObjection,
    GradeObjectionState,
    GradingScheme,
    SchemeState,
)
from integrity.credit.grading.objections import FLOW as OBJECTIONS
from integrity.credit.grading.scheme_views import ACTS as SCHEME_ACTS
from integrity.credit.grading.schemes import FLOW as SCHEMES
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """Changes of the catalogue, what has to be delivered, and what graded supervision asks."""
    yield from drafts(user)
    yield from gatherings(user)
    yield from graded(user)


def drafts(user: User) -> Iterable[Task]:
    """Every change of the catalogue of which this person may make the next move."""
    wanted = waiting_for(user, CatalogueDraft, CatalogueDraft.body_id)
    if wanted is None:
        return
    for draft in db.session.scalars(wanted.options(joinedload(CatalogueDraft.body)).limit(LIMIT)):
        move = NEXT[draft.state]
        yield Task(
            day=draft.step_due_on,
            kind=_("目录修订"),
            title=draft.title,
            body=proposer(draft),
            url=url_for("catalogue.draft", number=draft.id),
            act=ACTS[move].label,
            act_url=url_for("catalogue.draft_act", number=draft.id, move=move),
            key=f"catalogue-draft-{draft.id}",
            warning=late_in(FLOW, draft, clock.today()),
        )


def gatherings(user: User) -> Iterable[Task]:
    """What one's own body has to deliver; for the office what did not come in time."""
    today = clock.today()
    which = Gathering.body_id == (user.body_id or 0)
    if user.can(Permission.MEASURES_DECIDE):
        which = Gathering.deliver_by < today
    elif not user.can(Permission.CATALOGUE_DELIVER):
        return
    owed = service.listed().where(Gathering.state == GatheringState.OWED, which)
    wanted = owed.order_by(Gathering.deliver_by, Gathering.id).limit(LIMIT)
    for found in db.session.scalars(wanted):
        address = url_for("gatherings.item", number=found.id)
        yield Task(
            day=found.deliver_by,
            kind=_("信息归集"),
            title=found.title,
            body=found.body.name,
            url=address,
            act=_("查看"),
            act_url=address,
            key=f"gathering-{found.id}",
            warning=late_in(service.FLOW, found, today),
        )


def graded(user: User) -> Iterable[Task]:
    """Rules of grading to finish or to approve, and objections to a grade to answer or to go on."""
    today = clock.today()
    for scheme in db.session.scalars(_schemes(user)):
        move = "submit" if scheme.state is SchemeState.DRAFTED else "approve"
        yield Task(
            day=scheme.step_due_on,
            kind=_("分级监管标准"),
            title=scheme.title,
            body=scheme.body.name,
            url=url_for("grading.scheme", number=scheme.id),
            act=SCHEME_ACTS[move].label,
            act_url=url_for("grading.scheme_act", number=scheme.id, move=move),
            key=f"grading-scheme-{scheme.id}",
            warning=late_in(SCHEMES, scheme, today),
        )
    for found in db.session.scalars(_objections(user)):
        address = url_for("grading.objection", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("等级异议"),
            title=found.title,
            body=found.applicant.name,
            url=address,
            act=_("查看"),
            act_url=address,
            key=f"grade-objection-{found.id}",
            warning=late_in(OBJECTIONS, found, today),
        )


def _schemes(user: User) -> sa.Select[Any]:
    """One's own drafts, and for the office what another person proposed."""
    author = GradingScheme.drafted_by_id.is_not_distinct_from(user.id)
    mine = sa.and_(GradingScheme.state == SchemeState.DRAFTED, author)
    if user.can(Permission.MEASURES_DECIDE):
        mine = sa.or_(mine, sa.and_(GradingScheme.state == SchemeState.SUBMITTED, ~author))
    wanted = sa.select(GradingScheme).where(mine).options(joinedload(GradingScheme.body))
    return wanted.order_by(GradingScheme.step_due_on, GradingScheme.id).limit(LIMIT)


def _objections(user: User) -> sa.Select[Any]:
    """What is this person's side's to do."""
    own, states = user.body_id or 0, GradeObjectionState
    which = []
    if user.can(Permission.OBJECTIONS_DECIDE):
        which.append(sa.and_(GradeObjection.body_id == own, GradeObjection.state == states.FILED))
    if user.can(Permission.APPEALS_DECIDE):
        which.append(GradeObjection.state == states.APPEALED)
    if user.can(Permission.OBJECTIONS_FILE):
        theirs = GradeObjection.applicant_id == own
        which.append(sa.and_(theirs, GradeObjection.state == states.REJECTED))
    wanted = sa.select(GradeObjection).where(sa.or_(sa.false(), *which))
    eager = (joinedload(GradeObjection.applicant), joinedload(GradeObjection.graded))
    ordered = wanted.order_by(GradeObjection.step_due_on, GradeObjection.id)
    return ordered.options(*eager).limit(LIMIT)
