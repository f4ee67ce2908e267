"""Candidates of a round, and what is said against them, that wait for the office."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.stars.models import (
    STATE_NAMES,
    CandidateState,
    StarCandidate,
    StarObjection,
    StarObjectionState,
)
from integrity.credit.stars.service import FLOW, OBJECTIONS
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """Candidates first, then what was said against some."""
    if user.can(Permission.SANCTIONS_DECIDE):
        yield from candidates(user)
        yield from objections()


def candidates(user: User) -> Iterable[Task]:
    """Who is to be examined, to be decided after its public review, or by a second person."""
    over = sa.and_(
        StarCandidate.state == CandidateState.SHOWN, StarCandidate.shown_until < clock.today()
    )
    other = StarCandidate.first_decider_id.is_distinct_from(user.id)
    second = sa.and_(StarCandidate.state == CandidateState.DECIDED, other)
    wanted = (
        sa.select(StarCandidate)
        .where(sa.or_(StarCandidate.state == CandidateState.SENT, over, second))
        .options(joinedload(StarCandidate.subject), joinedload(StarCandidate.sent_by))
        .order_by(StarCandidate.step_due_on, StarCandidate.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        address = url_for("stars.item", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("诚信之星评选"),
            title=found.title,
            body=found.sent_by.name,
            url=address,
            act=STATE_NAMES[found.state],
            act_url=address,
            key=f"star-{found.id}",
            warning=late_in(FLOW, found, clock.today()),
        )


def objections() -> Iterable[Task]:
    """What was said against candidates and nobody has decided."""
    wanted = (
        sa.select(StarObjection)
        .where(StarObjection.state == StarObjectionState.FILED)
        .options(joinedload(StarObjection.candidate).joinedload(StarCandidate.subject))
        .order_by(StarObjection.step_due_on, StarObjection.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        address = url_for("stars.objection", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("评选公示异议"),
            title=found.title,
            body=found.subject.name,
            url=address,
            act=_("核查答复"),
            act_url=address,
            key=f"star-objection-{found.id}",
            warning=late_in(OBJECTIONS, found, clock.today()),
        )
