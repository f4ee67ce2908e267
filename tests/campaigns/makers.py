"""A campaign brought to a state, and a finding brought to one."""

from datetime import date, datetime, timedelta
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.breaches import Problem
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns import finding as findings
from integrity.streams.campaigns import reports, service, treatment
from integrity.streams.campaigns.models import Campaign, Finding, SelfReport, Source
from integrity.streams.rectifications import service as rectifications
from tests.factories import NOW, TODAY, make_body, make_user

SHEET = {"place": "示例办公楼", "present": "经办科长", "seen": "已经付清", "effects": "已经致歉"}


def office() -> User:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_campaign(*bodies: Subject, streams: tuple[str, ...] = (), opened: bool = True) -> Campaign:
    """One of three months over these bodies, all public ones if none is named."""
    made = service.draft(
        "示例专项治理", "示例：逐项排查。", TODAY, TODAY + timedelta(days=90), streams, bodies,
        by=office(), at=NOW,
    )  # fmt: skip
    if opened:
        service.open_(made, by=office(), at=NOW)
    db.session.flush()
    return made


def report_of(campaign: Campaign, body: Subject) -> SelfReport:
    found = reports.of(campaign, body.id)
    assert found is not None
    return found


def make_finding(
    body: Subject | None = None,
    campaign: Campaign | None = None,
    problem: Problem = Problem.ARREARS,
    source: Source = Source.LEAD,
    title: str = "拖欠示例企业货款",
    **more: Any,
) -> Finding:
    """What a lead told of a body."""
    body = body or make_body()
    campaign = campaign or make_campaign(body)
    return findings.tell(
        campaign, body, problem, title, date(2026, 10, 1), source, by=office(), at=NOW, **more
    )


def make_ordered(body: Subject | None = None, at: datetime = NOW, **more: Any) -> Finding:
    """One that the body admits, and is ordered to put right."""
    found = make_finding(body, **more)
    officer = make_user(Role.OFFICER, found.subject)
    treatment.admit(found, "综合科科长", by=officer, at=at)
    treatment.order(found, "示例：付清货款", TODAY + timedelta(days=30), by=office(), at=at)
    return found


def put_right(found: Finding, at: datetime = NOW) -> Finding:
    """The body reports that it has done what was ordered."""
    assert found.order is not None
    officer = make_user(Role.OFFICER, found.subject)
    rectifications.put_right(found.order, "示例：已经付清", by=officer, at=at)
    return found


def make_inspected(body: Subject | None = None, by: User | None = None, **more: Any) -> Finding:
    """One at which somebody has looked on the spot."""
    found = put_right(make_ordered(body, **more))
    treatment.inspect(found, TODAY, by=by or office(), at=NOW, **SHEET)
    return found
