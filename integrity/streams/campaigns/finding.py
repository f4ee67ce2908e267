"""What is found: by rule over all streams, by the bodies themselves, by leads from outside."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import changed, compared_by_hash, db, insert_ignore
from integrity.base.errors import Refused
from integrity.casework.breaches import Problem
from integrity.casework.problems import declared, of_rule
from integrity.casework.streams import Stream, of_bodies
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns import reports
from integrity.streams.campaigns.models import (
    Campaign,
    CampaignState,
    Finding,
    SelfReport,
    Source,
)
from integrity.streams.campaigns.models import FindingState as S
from integrity.streams.campaigns.service import demand_open
from integrity.streams.campaigns.treatment import FLOW
from integrity.streams.grievances.models import FOUND_TRUE, Grievance

KEY = ("campaign_id", "stream", "item_id", "problem")
"""What there is one finding of."""


class OutOfScope(Refused):
    """The campaign does not cover the body, or the day has not come."""

    title = _l("不在本次专项治理的范围内")


class NotFoundTrue(Refused):
    """What an enterprise says is a lead once somebody competent has found it true."""

    status = 409
    title = _l("还不能列为线索")


def scope(campaign: Campaign) -> list[Stream]:
    """The streams that a campaign goes through."""
    named = campaign.streams
    return [stream for name, stream in of_bodies().items() if not named or name in named]


def find(campaign: Campaign, *, by: audit.Actor, at: datetime) -> int:
    """Find every breach in its scope that is not put right yet; returns how many are new.

    One statement a stream, harmless when repeated.
    """
    demand_open(campaign)
    with compared_by_hash():
        number = sum(_find_in(stream, campaign, by, at) for stream in scope(campaign))
    if number:
        thing = Finding.__tablename__
        known = sa.exists().where(AuditEvent.thing == thing, AuditEvent.thing_id == Finding.id)
        ids = sa.select(Finding.id).where(Finding.campaign_id == campaign.id, ~known)
        audit.write_all(ids, thing, "find", source="", target=S.FOUND, by=by, at=at)
    return number


def _find_in(stream: Stream, campaign: Campaign, by: audit.Actor, at: datetime) -> int:
    problems = {rule: problem.value for rule, problem in declared(stream).items()}
    if not problems:
        return 0
    on, model = local_day(at), stream.model
    breach = stream.breaches(on).subquery()
    values = {
        "campaign_id": sa.literal(campaign.id, sa.Integer),
        "stream": sa.literal(stream.name, sa.String(40)),
        "item_id": breach.c.item_id,
        "problem": sa.case(problems, value=breach.c.rule),
        "rule": breach.c.rule,
        "subject_id": breach.c.subject_id,
        "title": breach.c.summary,
        "since": breach.c.since,
        **_fresh(Source.RULE, by, at),
    }
    standing = sa.or_(model.closed_on.is_(None), sa.not_(stream.figures.kept()))
    open_ = sa.select(model.id).where(standing, stream.figures.counted())
    bodies = sa.select(SelfReport.subject_id).where(SelfReport.campaign_id == campaign.id)
    rows = sa.select(*values.values()).where(
        breach.c.rule.in_(problems),
        breach.c.item_id.in_(open_),
        breach.c.subject_id.in_(bodies),
    )
    return changed(insert_ignore(Finding.__table__, list(values), rows.order_by("since"), KEY))


def _fresh(source: Source, by: audit.Actor, at: datetime) -> dict[str, Any]:
    """What every finding of a set begins with: the body may say that it is not so."""
    on = local_day(at)
    return {
        "source": sa.literal(source.value, sa.String(40)),
        "state": sa.literal(S.FOUND.value, sa.String(40)),
        "found_at": sa.literal(at, Finding.found_at.type),
        "found_by_name": sa.literal(by.name, sa.Text),
        "step_since": sa.literal(on, sa.Date),
        "step_due_on": sa.literal(FLOW.steps[S.FOUND].due(on), sa.Date),
    }


def tell(
    campaign: Campaign,
    body: Subject,
    problem: Problem,
    title: str,
    since: date,
    source: Source,
    *,
    lead: str = "",
    owner: str = "",
    about: Mapping[str, Any] | None = None,
    by: audit.Actor,
    at: datetime,
) -> Finding:
    """What is told of a body, maybe `about` a thing (columns of Finding); raises OutOfScope."""
    on = local_day(at)
    report = _demand_covered(campaign, body, since, on)
    made = Finding(
        campaign=campaign,
        subject=body,
        problem=problem,
        title=title.strip(),
        since=since,
        source=source,
        lead=lead.strip(),
        owner=owner.strip(),
        state=S.FOUND,
        found_at=at,
        found_by_name=by.name,
        **(about or {}),
    )
    FLOW.begin(made, on)
    db.session.add(made)
    db.session.flush()
    audit.write(made, "find", by=by, at=at, target=S.FOUND)
    if source is Source.SELF:
        FLOW.go(made, "admit", by=by, at=at)
        reports.file(report, by=by, at=at)
    return made


def adopting(grievance: Grievance) -> Sequence[Campaign]:
    """The running campaigns of which a breach complaint may be made a lead; raises NotFoundTrue."""
    if grievance.state not in FOUND_TRUE:
        raise NotFoundTrue(_("投诉认定属实、尚未办结的，才能列为专项治理线索。"))
    covered = sa.select(SelfReport.campaign_id).where(SelfReport.subject_id == grievance.subject_id)
    known = sa.select(Finding.campaign_id).where(
        Finding.stream == "grievances", Finding.item_id == grievance.id
    )
    running = (
        Campaign.state == CampaignState.OPEN,
        Campaign.id.in_(covered),
        Campaign.id.not_in(known),
    )
    found = db.session.scalars(sa.select(Campaign).where(*running).order_by(Campaign.id.desc()))
    return found.all()


def adopt(campaign: Campaign, grievance: Grievance, *, by: audit.Actor, at: datetime) -> Finding:
    """What an enterprise complained of and was found true is a lead; raises OutOfScope."""
    if campaign not in adopting(grievance) or grievance.found_on is None:
        name = grievance.subject.name
        raise OutOfScope(_("没有纳入%(name)s，或者已经列入这件投诉。", name=name))
    rule = "changed-hands" if grievance.because else "not-put-right"
    return tell(
        campaign,
        grievance.subject,
        of_rule("grievances", rule) or Problem.PROMISE_BROKEN,
        grievance.title,
        grievance.found_on,
        Source.LEAD,
        lead=f"违约失信投诉 {grievance.ref}",
        about={"stream": "grievances", "item_id": grievance.id, "rule": rule},
        by=by,
        at=at,
    )


def _demand_covered(campaign: Campaign, body: Subject, since: date, on: date) -> SelfReport:
    """The report of the body; raises OutOfScope, NotAllowed."""
    demand_open(campaign)
    report = reports.of(campaign, body.id)
    if report is None:
        raise OutOfScope(_("%(name)s不在本次专项治理的范围内。", name=body.name))
    if since > on:
        raise OutOfScope(_("应当办结的日期还没有到，不是失信问题。"))
    return report
