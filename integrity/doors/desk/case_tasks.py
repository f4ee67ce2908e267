"""Typical cases that wait for a person: to review, to answer, to change, or to send one at all."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.cases import sending
from integrity.credit.cases.models import STATE_NAMES, TypicalCase
from integrity.credit.cases.models import CaseState as S
from integrity.credit.cases.service import FLOW
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """What this person's side must do next, and whether its body should send one in."""
    if not user.can(Permission.CASES_READ):
        return
    wanted = (
        sa.select(TypicalCase)
        .where(_turn(user))
        .options(joinedload(TypicalCase.sent_by))
        .order_by(TypicalCase.step_due_on.is_(None), TypicalCase.step_due_on, TypicalCase.id)
        .limit(LIMIT)
    )
    for case in db.session.scalars(wanted):
        address = url_for("cases.item", number=case.id)
        yield Task(
            day=case.step_due_on,
            kind=_("典型案例"),
            title=case.title,
            body=case.sent_by.name,
            url=address,
            act=STATE_NAMES[case.state],
            act_url=address,
            key=f"case-{case.id}",
            warning=late_in(FLOW, case, clock.today()),
        )
    yield from _reminder(user)


def _turn(user: User) -> sa.ColumnElement[bool]:
    if user.role in REACH_ALL:
        late = sa.and_(TypicalCase.state == S.ASKED, TypicalCase.step_due_on < clock.today())
        return sa.or_(TypicalCase.state.in_((S.SENT, S.AGREED)), late)
    mine = user.body_id or 0
    answer = sa.and_(
        TypicalCase.state == S.ASKED, TypicalCase.is_named, TypicalCase.subject_id == mine
    )
    change = sa.and_(TypicalCase.state.in_((S.REFUSED, S.RETURNED)), TypicalCase.sent_by_id == mine)
    return sa.or_(answer, change) if user.can(Permission.CASES_SEND) else answer


def _reminder(user: User) -> Iterable[Task]:
    """Who takes part in initiating and coordinating sends one in from time to time."""
    if not user.can(Permission.CASES_SEND) or not user.body_id:
        return
    today = clock.today()
    due_on = sending.due_on(user.body_id)
    if due_on and due_on <= today:
        address = url_for("cases.new")
        yield Task(
            day=due_on,
            kind=_("典型案例"),
            title=_("本单位到期没有报送典型案例"),
            body="",
            url=url_for("cases.sent"),
            act=_("报送案例"),
            act_url=address,
            key=f"cases-{due_on.isoformat()}",
        )
