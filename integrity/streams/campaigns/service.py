"""Draft a campaign, open it for the bodies in its scope, close it with a report."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, own
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.campaigns.models import (
    CAMPAIGN_NAMES,
    Campaign,
    Finding,
    FindingState,
    SelfReport,
)
from integrity.streams.campaigns.models import CampaignState as S
from integrity.streams.campaigns.reports import ask

FLOW = Flow(
    steps={S.OPEN: own(Side.OFFICE, "ends_on")},
    free={S.DRAFTED: "nobody knows of it yet"},
    open=Move({S.DRAFTED}, S.OPEN, Permission.CAMPAIGNS_RUN, paper=Makes("campaign-notice")),
    close=Move({S.OPEN}, S.CLOSED, Permission.CAMPAIGNS_RUN, paper=Makes("campaign-report")),
)
FLOW.names.update(CAMPAIGN_NAMES)
UNDECIDED = (
    FindingState.FOUND,
    FindingState.DISPUTED,
    FindingState.CONFIRMED,
    FindingState.INSPECTED,
)
"""What somebody must still decide; a campaign is not closed over it."""


class WrongPeriod(Refused):
    """A campaign ends after it begins, and after the bodies have reported."""

    title = _l("专项治理时间有误")


class NotDone(Refused):
    """Something is not decided yet."""

    status = 409
    correctable = True
    title = _l("还不能结案")


def draft(
    title: str,
    demand: str,
    begins_on: date,
    ends_on: date,
    streams: Sequence[str],
    bodies: Sequence[Subject],
    *,
    by: audit.Actor,
    at: datetime,
) -> Campaign:
    """Plan a campaign over these bodies, all public ones if none is named; raises WrongPeriod."""
    if ends_on <= max(begins_on, local_day(at)):
        raise WrongPeriod(_("结束日期须晚于开始日期和今天。"))
    made = Campaign(
        title=title.strip(),
        demand=demand.strip(),
        begins_on=begins_on,
        ends_on=ends_on,
        streams=list(streams),
        made_at=at,
        made_by_name=by.name,
    )
    db.session.add(made)
    db.session.flush()
    ids = [body.id for body in bodies]
    everybody = (Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None))
    ask(made, sa.select(Subject.id).where(*everybody, Subject.id.in_(ids) if ids else sa.true()))
    audit.write(made, "draft", by=by, at=at, target=S.DRAFTED)
    return made


def open_(campaign: Campaign, *, by: audit.Actor, at: datetime) -> None:
    """Tell every body in its scope to look through its own matters and to report by a day.

    Raises WrongPeriod.
    """
    due = rules.due("LOCAL-CAMPAIGN-REPORT", local_day(at)).due_on
    if due >= campaign.ends_on:
        raise WrongPeriod(_("单位自查到 %(day)s 截止，专项治理的结束日期须更晚。", day=due))
    campaign.report_until = due
    for report in campaign.reports:
        report.report_until = due
    FLOW.go(campaign, "open", by=by, at=at)


def close(campaign: Campaign, conclusion: str, *, by: audit.Actor, at: datetime) -> None:
    """Close it with its report; what is not put right goes on by its order. Raises NotDone."""
    open_findings = (Finding.campaign_id == campaign.id, Finding.state.in_(UNDECIDED))
    if number := db.session.scalar(sa.select(sa.func.count(Finding.id)).where(*open_findings)):
        raise NotDone(_("还有 %(num)d 项问题没有认定、责令整改或者复核。", num=number))
    on = local_day(at)
    asked = (SelfReport.campaign_id == campaign.id, SelfReport.report_until >= on)
    waiting = sa.select(sa.exists().where(*asked, SelfReport.signed_on.is_(None)))
    if db.session.scalar(waiting):
        raise NotDone(_("单位自查期限未满，还有单位没有报告。"))
    FLOW.check(campaign, "close")
    campaign.conclusion, campaign.closed_on = conclusion.strip(), on
    FLOW.go(campaign, "close", by=by, at=at)


def demand_open(campaign: Campaign) -> None:
    """Raise NotAllowed unless the campaign is going on."""
    FLOW.check(campaign, "close")
