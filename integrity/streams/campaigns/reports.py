"""What every body reports of itself: problems, or a zero that its head signs."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, insert_ignore
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, own
from integrity.streams.campaigns.models import (
    COUNTED,
    REPORT_NAMES,
    Campaign,
    Finding,
    SelfReport,
    Source,
)
from integrity.streams.campaigns.models import ReportState as S

FLOW = Flow(
    steps={S.ASKED: own(Side.OWING, "report_until")},
    free={S.ZERO: "it has reported; what it finds later it may still tell"},
    sign_zero=Move({S.ASKED}, S.ZERO, Permission.CAMPAIGNS_SIGN),
    file=Move({S.ASKED, S.ZERO}, S.FILED),
)
FLOW.names.update(REPORT_NAMES)


def ask(campaign: Campaign, bodies: sa.Select[Any]) -> int:
    """Put bodies into the scope of a campaign, in one statement; returns how many."""
    found = bodies.subquery()
    values = {
        "campaign_id": sa.literal(campaign.id, sa.Integer),
        "subject_id": found.c.id,
        "state": sa.literal(S.ASKED.value, sa.String(40)),
    }
    rows = sa.select(*values.values()).where(sa.true())
    key = ("campaign_id", "subject_id")
    return changed(insert_ignore(SelfReport.__table__, list(values), rows, key))


def sign_zero(report: SelfReport, words: str, *, by: audit.Actor, at: datetime) -> None:
    """The head of the body answers for it that there is nothing."""
    FLOW.go(report, "sign_zero", by=by, at=at, why=words)
    report.words = words.strip()
    _signed(report, by, at)


def file(report: SelfReport, *, by: audit.Actor, at: datetime) -> None:
    """The body has told of something; telling of more changes nothing."""
    if report.state is not S.FILED:
        FLOW.go(report, "file", by=by, at=at)
        _signed(report, by, at)


def silent(on: date) -> sa.ColumnElement[bool]:
    """The condition for bodies that have not reported by their day."""
    return sa.and_(SelfReport.state == S.ASKED, SelfReport.report_until < on)


def contradicted() -> sa.ColumnElement[bool]:
    """The condition for zeros beside which a rule or a lead has found something that stands."""
    other = sa.exists().where(
        Finding.campaign_id == SelfReport.campaign_id,
        Finding.subject_id == SelfReport.subject_id,
        Finding.source != Source.SELF,
        Finding.state.in_(COUNTED),
    )
    return sa.and_(SelfReport.state == S.ZERO, other)


def of(campaign: Campaign, body_id: int) -> SelfReport | None:
    """The report of a body in the scope of a campaign."""
    wanted = sa.select(SelfReport).where(
        SelfReport.campaign_id == campaign.id, SelfReport.subject_id == body_id
    )
    return db.session.scalars(wanted).first()


def _signed(report: SelfReport, by: audit.Actor, at: datetime) -> None:
    report.signed_on, report.signed_by_name = local_day(at), by.name
