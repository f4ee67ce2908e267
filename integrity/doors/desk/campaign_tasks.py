"""What waits for a person in special campaigns: a report to sign, a finding to go on with."""

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
from integrity.people.accounts.models import User
from integrity.streams.campaigns import reports, treatment
from integrity.streams.campaigns.blueprint import is_office, mine
from integrity.streams.campaigns.finding_views import acts_on
from integrity.streams.campaigns.models import Campaign, CampaignState, Finding, SelfReport
from integrity.streams.campaigns.models import FindingState as S

WAITING = (S.FOUND, S.DISPUTED, S.CONFIRMED, S.INSPECTED)


def duties(user: User) -> Iterable[Task]:
    """One's own report, then every finding in which it is this person's turn."""
    if user.can(Permission.CAMPAIGNS_READ):
        yield from _reports(user)
        yield from _findings(user)


def _reports(user: User) -> Iterable[Task]:
    """A body that has not reported: the head signs a zero, the officer tells what there is."""
    if is_office(user):
        return
    wanted = (
        sa.select(SelfReport)
        .join(SelfReport.campaign)
        .where(mine(user, SelfReport), Campaign.state == CampaignState.OPEN)
        .where(SelfReport.state.in_(reports.FLOW.steps))
        .options(joinedload(SelfReport.campaign), joinedload(SelfReport.subject))
        .order_by(SelfReport.report_until, SelfReport.id)
        .limit(LIMIT)
    )
    for report in db.session.scalars(wanted):
        yield Task(
            day=report.report_until,
            kind=_("专项治理自查"),
            title=report.title,
            body=report.subject.name,
            url=url_for("campaigns.item", number=report.campaign_id),
            act=_("自查并报告"),
            act_url=url_for("campaigns.report", number=report.id),
            key=f"self-report-{report.id}",
            warning=late_in(reports.FLOW, report, clock.today()),
        )


def _findings(user: User) -> Iterable[Task]:
    states = treatment.FLOW.waiting_for(user) & set(WAITING)
    wanted = (
        sa.select(Finding)
        .where(mine(user, Finding), Finding.state.in_(states))
        .options(joinedload(Finding.subject))
        .order_by(Finding.step_due_on, Finding.id)
        .limit(LIMIT)
    )
    for finding in db.session.scalars(wanted):
        if finding.state is S.INSPECTED and finding.inspected_by_id == user.id:
            continue  # another person agrees
        late = late_in(treatment.FLOW, finding, clock.today())
        if finding.state is S.FOUND and is_office(user) and not late:
            continue  # the body may still answer
        acts = acts_on(finding)
        open_ = [name for name in treatment.FLOW.open_to(user, finding) if name in acts]
        if not open_:
            continue  # another body decides
        move = open_[0]
        yield Task(
            day=finding.step_due_on,
            kind=_("专项治理问题"),
            title=finding.title,
            body=finding.subject.name,
            url=url_for("campaigns.finding", number=finding.id),
            act=acts[move].label,
            act_url=url_for("campaigns.finding_act", number=finding.id, move=move),
            key=f"finding-{finding.id}",
            warning=late,
        )
