"""The papers of a campaign: 专项治理通知, 结案报告; and of a finding: 现场核查表."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.breaches import PROBLEM_NAMES, Problem
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis
from integrity.streams.campaigns import figures
from integrity.streams.campaigns.models import (
    FINDING_NAMES,
    Campaign,
    Finding,
    FindingState,
    SelfReport,
    Source,
)

S = FindingState
HEAD = ("问题类别", "发现", "按规则排查", "单位自查", "外部线索", "异议成立", "整改中", "已销号")
OPEN_HEAD = ("责任单位", "问题类别", "事项", "整改期限", "状态")
MEANING = (
    "发现数是按规则排查、单位自查和外部线索三类的合计，同一事项的同一类问题只计一次；"
    "经两人现场核查并由权利人、法院或者认定单位在事项中确认办结的，计为已销号；"
    "销号率＝已销号数÷（发现数－异议成立数）。"
)


def _on(campaign: Campaign) -> date:
    return campaign.closed_on or local_day(campaign.made_at)


def _bodies(campaign: Campaign) -> list[Addressee]:
    wanted = sa.select(SelfReport).where(SelfReport.campaign_id == campaign.id)
    found = db.session.scalars(wanted.options(joinedload(SelfReport.subject)))
    named = [Addressee(report.subject.name, report.subject_id) for report in found]
    return sorted(named, key=lambda to: to.name)


def _period(campaign: Campaign) -> str:
    return f"{written_day(campaign.begins_on)}至{written_day(campaign.ends_on)}"


def _by_problem(campaign: Campaign) -> Table:
    found = figures.findings(campaign)
    rows = [_row(PROBLEM_NAMES[problem], found, problem) for problem in Problem]
    return Table(HEAD, (*rows, _row("合计", found, None)))


def _row(name: Any, found: figures.Findings, problem: Problem | None) -> tuple[str, ...]:
    numbers = (
        found.of(problem),
        *(found.of(problem, source) for source in (Source.RULE, Source.SELF, Source.LEAD)),
        found.of(problem, None, S.DISMISSED),
        found.of(problem, None, S.ORDERED),
        found.of(problem, None, S.STRUCK),
    )
    return (str(name), *map(str, numbers))


def _rate(campaign: Campaign) -> str:
    found = figures.findings(campaign)
    if not found.standing:
        return "本次专项治理没有认定的问题。"
    return f"应当整改{found.standing}项，已销号{found.struck}项，销号率{rate(found)}。"


def rate(found: figures.Findings) -> str:
    """How much of what stands is struck off, with one decimal."""
    return f"{100 * found.struck / found.standing:.1f}%" if found.standing else ""


def _reported(campaign: Campaign) -> str:
    said = figures.reported(campaign, _on(campaign))
    whole = said["asked"] + said["zero"] + said["filed"]
    words = (
        f"纳入范围{whole}个单位，报告问题{said['filed']}个，零报告{said['zero']}个"
        f"（其中与排查结果不符{said['contradicted']}个），逾期未报告{said['silent']}个。"
    )
    if names := figures.silent_names(campaign, _on(campaign)):
        words += f"逾期未报告的单位：{'、'.join(names)}。"
    return words


def _open(campaign: Campaign) -> Table | None:
    """What is not struck off: it goes on by its order."""
    left = (Finding.campaign_id == campaign.id, Finding.state.not_in((S.STRUCK, S.DISMISSED)))
    eager = (joinedload(Finding.subject), joinedload(Finding.order))
    wanted = sa.select(Finding).where(*left).order_by(Finding.subject_id, Finding.id)
    rows = tuple(
        (
            finding.subject.name,
            str(PROBLEM_NAMES[finding.problem]),
            f"{finding.title}（{finding.ref}）",
            written_day(finding.due_on) if finding.due_on else "自通知书送达之日起计算",
            str(FINDING_NAMES[finding.state]),
        )
        for finding in db.session.scalars(wanted.options(*eager))
    )
    return Table(OPEN_HEAD, rows) if rows else None


def _seen(finding: Finding) -> str:
    said = finding.inspection
    return f"{said['seen']}（在场人员：{said['present']}；消除不良影响情况：{said['effects']}）"


def _kind(name: str, title: Any, mark: str, fields: dict[str, Any]) -> PaperKind:
    return PaperKind(
        name=name,
        title=title,
        mark=mark,
        model=Campaign,
        url=lambda campaign: url_for("campaigns.item", number=campaign.id),
        addressees=_bodies,
        fields={
            "专项名称": lambda campaign: campaign.title,
            "主送单位": lambda campaign: "各有关单位",
            "治理依据": lambda campaign: basis("LOCAL-CAMPAIGN-REPORT", _on(campaign)),
            "本地依据": lambda campaign: None,
            "起止时间": _period,
        }
        | fields,
    )


PAPERS = (
    _kind(
        "campaign-notice",
        _l("专项治理通知"),
        "ZT",
        {
            "工作要求": lambda campaign: campaign.demand,
            "自查期限": lambda campaign: campaign.report_until,
        },
    ),
    _kind(
        "campaign-report",
        _l("专项治理结案报告"),
        "JA",
        {
            "自查情况": _reported,
            "排查情况": _by_problem,
            "整改情况": _rate,
            "未到位事项": _open,
            "结论": lambda campaign: campaign.conclusion,
            "数据口径": lambda campaign: MEANING,
            "统计日期": _on,
        },
    ),
    PaperKind(
        name="finding-check",
        title=_l("现场核查表"),
        mark="KC",
        model=Finding,
        text="site-check",
        url=lambda finding: url_for("campaigns.finding", number=finding.id),
        fields={
            "单位名称": lambda finding: finding.subject.name,
            "整改名称": lambda finding: f"{finding.campaign.title}：{finding.title}",
            "整改编号": lambda finding: finding.ref,
            "核查日期": lambda finding: finding.inspected_on,
            "核查地点": lambda finding: finding.inspection["place"],
            "现场情况": _seen,
            "核查结果": lambda finding: f"“{finding.order.demand}”已整改到位，予以销号。",
            "核查人员": lambda finding: f"{finding.inspected_by_name}、{finding.struck_by_name}",
        },
    ),
)
