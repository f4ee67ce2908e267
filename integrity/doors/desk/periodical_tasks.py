"""Reports that wait for a person of the office: one's own draft, or another's to approve."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.periodicals.flow import FLOW
from integrity.credit.periodicals.models import STATE_NAMES, Periodical
from integrity.credit.periodicals.models import PeriodicalState as S
from integrity.credit.tallies.permissions import ReportingPermission
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """What this person drafted and has not proposed, and what another has."""
    if not user.can(ReportingPermission.PERIODICALS_APPROVE):
        return
    mine = Periodical.drafted_by_id == user.id
    turn = sa.or_(
        sa.and_(Periodical.state == S.DRAFTED, mine),
        sa.and_(Periodical.state == S.SUBMITTED, ~mine),
    )
    order = (Periodical.step_due_on.is_(None), Periodical.step_due_on, Periodical.id)
    wanted = sa.select(Periodical).where(turn).order_by(*order).limit(LIMIT)
    for report in db.session.scalars(wanted):
        address = url_for("periodicals.item", ref=report.ref)
        yield Task(
            day=report.step_due_on,
            kind=_("报告和通报"),
            title=report.title,
            body="",
            url=address,
            act=STATE_NAMES[report.state],
            act_url=address,
            key=f"periodical-{report.id}",
            warning=late_in(FLOW, report, clock.today()),
        )
