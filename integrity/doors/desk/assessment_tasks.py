"""Assessments that wait for a person: a line to confirm or review, a letter to sign or issue."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.assessments.flow import FLOW, LINES
from integrity.credit.assessments.models import (
    LINE_NAMES,
    STATE_NAMES,
    Assessment,
    AssessmentLine,
)
from integrity.credit.assessments.models import AssessmentState as S
from integrity.credit.assessments.models import LineState as L
from integrity.credit.tallies.permissions import ReportingPermission as P
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """What a body must confirm or object to; what the office must decide, sign and issue."""
    if not user.can(P.ASSESSMENTS_READ):
        return
    yield from _lines(user)
    if user.can(P.ASSESSMENTS_RUN):
        yield from _letters(user)


def _lines(user: User) -> Iterable[Task]:
    ours = sa.and_(AssessmentLine.state == L.OBJECTED, Assessment.drafted_by_id != user.id)
    over = sa.and_(AssessmentLine.state == L.TOLD, AssessmentLine.object_until < clock.today())
    mine = sa.and_(AssessmentLine.state == L.TOLD, AssessmentLine.subject_id == (user.body_id or 0))
    turn = sa.or_(ours, over) if user.role in REACH_ALL else mine
    wanted = (
        sa.select(AssessmentLine)
        .join(AssessmentLine.assessment)
        .where(turn)
        .options(joinedload(AssessmentLine.assessment), joinedload(AssessmentLine.subject))
        .order_by(AssessmentLine.step_day(), AssessmentLine.id)
        .limit(LIMIT)
    )
    for line in db.session.scalars(wanted):
        address = url_for("assessments.line", ref=line.assessment.ref, number=line.id)
        yield Task(
            day=line.object_until if line.state is L.TOLD else line.step_due_on,
            kind=_("考核数据"),
            title=line.assessment.title,
            body=line.subject.name,
            url=address,
            act=LINE_NAMES[line.state],
            act_url=address,
            key=f"assessment-line-{line.id}",
            warning=late_in(LINES, line, clock.today()),
        )


def _letters(user: User) -> Iterable[Task]:
    mine = sa.and_(Assessment.state == S.DRAFTED, Assessment.drafted_by_id == user.id)
    issue = sa.and_(Assessment.state == S.SIGNED, Assessment.signed_by_id != user.id)
    wanted = sa.select(Assessment).where(sa.or_(mine, issue)).order_by(Assessment.id).limit(LIMIT)
    for found in db.session.scalars(wanted):
        address = url_for("assessments.item", ref=found.ref)
        yield Task(
            day=found.step_due_on,
            kind=_("考核数据"),
            title=found.title,
            body="",
            url=address,
            act=STATE_NAMES[found.state],
            act_url=address,
            key=f"assessment-{found.id}",
            warning=late_in(FLOW, found, clock.today()),
        )
