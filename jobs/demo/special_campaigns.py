"""A special campaign at work: a zero report, a body that says it is not so, one that must act."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.breaches import Problem
from integrity.credit.accountability import service as accountability
from integrity.streams.campaigns import finding, reports, service, treatment
from integrity.streams.campaigns.models import Campaign, Finding, FindingState, Source
from jobs.demo.participants import BODIES, Participants

EXAMPLE = "（示例）"


def run(players: Participants, today: date) -> None:
    """Opened a month ago; since then the bodies have reported and answered, or not."""
    began, office = today - timedelta(days=30), players.people["office1"]
    bodies = [players.subjects[name] for name in BODIES[:4]]
    campaign = service.draft(
        "政府机构失信问题专项治理（示例）",
        "逐项排查四类失信问题，限期整改，消除不良影响（示例）。",
        began,
        today + timedelta(days=60),
        [],
        bodies,
        by=office,
        at=clock.at(began, 9),
    )
    service.open_(campaign, by=office, at=clock.at(began, 10))
    db.session.flush()
    _reported(players, campaign, began + timedelta(days=3))
    finding.find(campaign, by=office, at=clock.at(today - timedelta(days=10), 9))
    _answered(players, campaign, today - timedelta(days=5))
    _handed_over(players, today)


def _reported(players: Participants, campaign: Campaign, on: date) -> None:
    """The first body tells of itself, the second signs a zero, the others say nothing."""
    first, second = (players.subjects[name] for name in BODIES[:2])
    at = clock.at(on, 10)
    finding.tell(
        campaign, first, Problem.PROMISE_BROKEN, "承诺的停车位没有建成（示例）", on,
        Source.SELF, owner="规划科科长", by=players.people["officer"], at=at,
    )  # fmt: skip
    zero = reports.of(campaign, second.id)
    assert zero is not None
    reports.sign_zero(zero, f"核对了全部合同{EXAMPLE}", by=players.head(second.id), at=at)


def _answered(players: Participants, campaign: Campaign, on: date) -> None:
    """The oldest finding is admitted and ordered, the next disputed; the rest wait."""
    at = clock.at(on, 10)
    mine = (Finding.campaign_id == campaign.id, Finding.state == FindingState.FOUND)
    found = db.session.scalars(sa.select(Finding).where(*mine).order_by(Finding.id).limit(2)).all()
    for one, number in zip(found, (1, 2), strict=False):
        officer = players.officer(one.subject_id)
        if number == 1:
            treatment.admit(one, "办公室主任", by=officer, at=at)
            demand = f"立即履行并书面报告{EXAMPLE}"
            treatment.order(one, demand, by=players.people["office1"], at=at)
        else:
            treatment.dispute(one, "done", f"已经履行，附凭证{EXAMPLE}", by=officer, at=at)


def _handed_over(players: Participants, today: date) -> None:
    """A lead that waits for its receipt, and a letter that waits for its reply; nobody is named."""
    office, at = players.people["office1"], clock.at(today, 9)
    lead = accountability.refer(
        players.subjects[BODIES[0]], "示例纪检监察机关", f"限期内没有整改到位{EXAMPLE}",
        f"限期整改通知书一份{EXAMPLE}", by=office, at=at,
    )  # fmt: skip
    accountability.send(lead, by=office, at=at)
    letter = "示例组函〔示例〕1号"
    accountability.register("示例组织部门", letter, today, today, 3, by=office, at=at)
