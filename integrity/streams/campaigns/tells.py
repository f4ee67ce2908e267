"""Who is told what of campaigns, reports and findings."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event, told_late
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold
from integrity.streams.campaigns.models import Campaign, Finding, SelfReport
from integrity.streams.grievances.models import Grievance
from integrity.streams.grievances.permissions import GrievancesPermission

P = Permission
OFFICE = Whom(P.CAMPAIGNS_RUN)
REPORTING = Whom(P.CAMPAIGNS_READ, SelfReport.subject_id)
BODY = Whom(P.CAMPAIGNS_ANSWER, Finding.subject_id)
FINDER = Whom(P.CAMPAIGNS_FIND, Finding.finder_id)
FIRM = Whom(GrievancesPermission.CONFIRM, Grievance.complainant_id)
COMPLAINT = Page("grievances.item", ref=Grievance.ref)


def _paper(number: str) -> str:
    """The number of a finding; that of a complaint is written already."""
    return f"ZW{int(number):08d}" if number.isdecimal() else number


CAMPAIGNS = Source(
    Campaign,
    {
        "open": at_once(_l("专项治理 %(ref)s 已经开展，请按期自查并报告。"), REPORTING),
        "close": daily(_l("专项治理 %(ref)s 已经结案。"), REPORTING),
        **told_late(_l("专项治理 %(ref)s 已到结束日期，请结案。"), office=OFFICE),
    },
    "campaigns.item",
    "number",
    Campaign.id,
    lambda number: f"ZX{int(number):04d}",
    joined=[(SelfReport, SelfReport.campaign_id == Campaign.id)],
)
REPORTS = Source(
    SelfReport,
    {
        "sign_zero": daily(_l("专项治理自查 %(ref)s：单位签署了零报告。"), OFFICE),
        "file": untold("every finding of it is told"),
        **told_late(_l("专项治理自查 %(ref)s 逾期没有报告，请立即报告。"), owing=REPORTING),
    },
    "campaigns.report",
    "number",
    SelfReport.id,
    lambda number: f"ZC{int(number):06d}",
)
FINDINGS = Source(
    Finding,
    {
        "find": at_once(
            _l("专项治理发现本单位的问题 %(ref)s，请按期确认；有异议的，写明事由。"), BODY
        )
        + daily(_l("您的违约失信投诉 %(ref)s 已列入专项治理。"), FIRM, COMPLAINT),
        "admit": daily(_l("专项治理问题 %(ref)s 单位已确认，待责令整改。"), OFFICE),
        "dispute": daily(_l("专项治理问题 %(ref)s 单位有异议，待认定。"), OFFICE)
        + at_once(_l("专项治理问题 %(ref)s 单位有异议，请贵单位认定。"), FINDER),
        "uphold": at_once(_l("专项治理问题 %(ref)s 异议成立，不再列入。"), BODY)
        + daily(_l("您的违约失信投诉 %(ref)s 不再列入专项治理，请登录查看。"), FIRM, COMPLAINT),
        "reject": at_once(_l("专项治理问题 %(ref)s 异议不成立，请登录查看理由。"), BODY),
        "order": untold("the order is told by itself"),
        "report": daily(_l("专项治理问题 %(ref)s 报告了本周进展。"), OFFICE),
        "inspect": daily(_l("专项治理问题 %(ref)s 已现场核查，待第二人复核。"), OFFICE),
        "strike": at_once(_l("专项治理问题 %(ref)s 已销号。"), BODY),
        "send_back": at_once(_l("专项治理问题 %(ref)s 核查没有通过，请继续整改。"), BODY),
        **told_late(
            _l("专项治理问题 %(ref)s 逾期没有办理，请立即办理。"), office=OFFICE, owing=BODY
        ),
        late_event(Side.FINDER): daily(_l("专项治理问题 %(ref)s 的异议逾期没有认定。"), OFFICE)
        + daily(_l("专项治理问题 %(ref)s 的异议逾期没有认定，请立即认定。"), FINDER),
    },
    "campaigns.finding",
    "number",
    Finding.id,
    _paper,
    joined=[(Grievance, sa.and_(Finding.stream == "grievances", Finding.item_id == Grievance.id))],
)
SOURCES = (CAMPAIGNS, REPORTS, FINDINGS)
