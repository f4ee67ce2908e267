"""What waits of reports, assessments and registers of activities."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.activities.models import STATE_NAMES, Activity
from integrity.credit.activities.models import ActivityState as S
from integrity.credit.activities.permissions import ActivitiesPermission
from integrity.credit.activities.service import FLOW
from integrity.doors.desk import assessment_tasks, periodical_tasks
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """All of them."""
    yield from periodical_tasks.duties(user)
    yield from assessment_tasks.duties(user)
    yield from _activities(user)


def _activities(user: User) -> Iterable[Task]:
    """What another entered, or its body contests, to be verified."""
    if not user.can(ActivitiesPermission.VERIFY):
        return
    waiting = Activity.state.in_((S.ENTERED, S.CONTESTED))
    other = Activity.entered_by_id.is_distinct_from(user.id)
    wanted = (
        sa.select(Activity)
        .where(waiting, other)
        .options(joinedload(Activity.subject))
        .order_by(Activity.step_due_on, Activity.id)
        .limit(LIMIT)
    )
    for one in db.session.scalars(wanted):
        address = url_for("activities.item", number=one.id)
        yield Task(
            day=one.step_due_on,
            kind=_("宣传、教育和曝光登记"),
            title=one.title,
            body=one.subject.name,
            url=address,
            act=STATE_NAMES[one.state],
            act_url=address,
            key=f"activity-{one.id}",
            warning=late_in(FLOW, one, clock.today()),
        )
