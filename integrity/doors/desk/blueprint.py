"""The blueprint whose pages the modules beside this one add, and the navigation above them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_login import current_user

from integrity.base.stamps import is_open
from integrity.casework.streams import registered

bp = Blueprint("desk", __name__, url_prefix="/desk")

FIRST = (
    ("desk.today", _l("今天")),
    ("messages.inbox", _l("消息")),
    ("warnings.index", _l("预警")),
    ("urging.index", _l("督办")),
    ("campaigns.index", _l("专项治理")),
    ("desk.dashboard", _l("看板")),
    ("classing.spots", _l("热点")),
)
"""Endpoint and name; shown when the page exists and the person may open it."""
FOLDERS = (
    (
        _l("信用"),
        (
            ("records.index", _l("信用记录")),
            ("sanctions.index", _l("名单认定")),
            ("sanctions.recommendations", _l("守信主体推荐")),
            ("sanctions.hearings", _l("听证")),
            ("sanctions.reviews", _l("公示异议")),
            ("sanctions.tax_lists", _l("纳税信用等级名单")),
            ("sanctions.push_index", _l("联合奖惩推送")),
            ("sanctions.detachment_index", _l("失去依据的措施")),
            ("relations.reachings_index", _l("对关联人适用")),
            ("relations.orders_index", _l("关联人措施执行")),
            ("measures.drafts_index", _l("措施清单维护")),
            ("catalogue.drafts_index", _l("目录修订")),
            ("matters.proposals", _l("维护应用清单")),
            ("gatherings.index", _l("信息归集")),
            ("gatherings.rows", _l("归集的数据")),
            ("exchange.index", _l("平台交换")),
            ("exchange.refused", _l("被平台退回的信息")),
            ("grading.index", _l("分级监管等级")),
            ("grading.scheme_index", _l("分级监管标准")),
            ("grading.objections_index", _l("等级异议")),
            ("sanctions.receivers", _l("接收单位")),
            ("offers.own", _l("守信优惠")),
            ("publicity.own", _l("双公示")),
            ("publicity.monitoring", _l("双公示监测")),
            ("measures.ledger_index", _l("失信约束措施台账")),
            ("inspections.index", _l("检查频次")),
            ("objections.index", _l("异议")),
            ("petitions.index", _l("不登录提出的异议")),
            ("appeals.index", _l("申诉")),
            ("repairs.index", _l("修复")),
            ("repairs.briefing_index", _l("修复规则的确认")),
            ("site.repair_places", _l("到哪里修复")),
            ("proceedings.index", _l("复议和诉讼标注")),
            ("shieldings.index", _l("重整屏蔽")),
            ("corrections.index", _l("信用记录更正")),
            ("checks.new", lazy_pgettext("nav", "核查")),
            ("checks.nominees", _l("名单核查")),
            ("checks.pairs", _l("名称核对登记")),
            ("checks.pairs_about_us", _l("涉及本单位的名称核对")),
            ("checks.index", _l("核查登记")),
            ("check_files.index", _l("代码文件核查")),
            ("checks.duty_index", _l("核查结果的使用情况")),
            ("checks.duties_about_us", _l("涉及本单位的核查结果")),
            ("coverage.index", _l("逢审必查")),
            ("coverage.gap_index", _l("没有核查的说明")),
            ("reports.own", _l("本单位信用报告")),
            ("reports.asked", _l("谁查询过本单位")),
            ("reports.counter", _l("窗口出具信用报告")),
            ("reports.register", _l("信用报告登记")),
            ("periodicals.index", _l("报告和通报")),
            ("assessments.index", _l("考核数据管理")),
            ("assessments.mine", _l("考核数据")),
            ("activities.index", _l("宣传、教育和曝光登记")),
            ("cases.sent", _l("案例报送")),
            ("stars.sent", _l("诚信之星评选")),
            ("stars.objections", _l("评选公示异议")),
            ("accountability.index", _l("问责移送")),
            ("readings.index", _l("查阅信用档案")),
            ("readings.mine", _l("谁查阅过本单位档案")),
            ("readings.consents", _l("档案查阅审批")),
            ("readings.audit", _l("档案查阅登记")),
            ("persons.index", _l("自然人查询")),
            ("persons.consents", _l("自然人查询审批")),
            ("persons.audit", _l("自然人查询登记")),
            ("reports.checks", _l("核查登记检索")),
        ),
    ),
    (
        _l("文书"),
        (("documents.index", _l("文书")), ("documents.letters", _l("收到的文书"))),
    ),
    (
        _l("管理"),
        (
            ("desk.first_day", _l("启用清单")),
            ("desk.texts", _l("本站说明")),
            ("desk.register", _l("单位登记")),
            ("importing.index", _l("导入导出")),
            ("rulesets.index", _l("认定标准")),
            ("desk.competence", _l("由谁认定")),
            ("desk.sizes", _l("企业规模")),
            ("desk.aliases_index", _l("单位简称")),
            ("desk.codes", _l("核对后登记的代码")),
            ("relations.index", _l("关联关系")),
            ("desk.audit", _l("操作日志")),
            ("desk.security_log", _l("安全日志")),
            ("desk.contacts", _l("信用工作人员")),
            ("desk.accounts", _l("账号")),
            ("desk.grants", lazy_pgettext("nav", "授权")),
            ("desk.tokens", _l("接口令牌")),
            ("desk.body_tokens", _l("本单位令牌")),
            ("desk.jobs", _l("定时任务")),
            ("messages.outgoing", _l("消息发送")),
        ),
    ),
)
LAST = (("accounts.account", _l("我的账号")),)
WAITS = {
    "record": "records.index",
    "batch": "records.index",
    "entry": "sanctions.index",
    "removal": "sanctions.index",
    "listed": "sanctions.index",
    "hearing": "sanctions.hearings",
    "recommendation": "sanctions.recommendations",
    "review": "sanctions.reviews",
    "tax": "sanctions.tax_lists",
    "star": "stars.sent",
    "star-objection": "stars.objections",
    "push": "sanctions.push_index",
    "note": "sanctions.push_index",
    "detachment": "sanctions.detachment_index",
    "reaching": "relations.reachings_index",
    "reach-order": "relations.orders_index",
    "matter": "matters.proposals",
    "offer": "offers.own",
    "posting": "publicity.own",
    "unpublished": "publicity.calendar",
    "ledger": "measures.ledger_index",
    "measure-draft": "measures.drafts_index",
    "catalogue-draft": "catalogue.drafts_index",
    "gathering": "gatherings.index",
    "exchange": "exchange.index",
    "grading-scheme": "grading.scheme_index",
    "grade-objection": "grading.objections_index",
    "objections": "objections.index",
    "petition": "petitions.index",
    "briefing": "repairs.briefing_index",
    "appeals": "appeals.index",
    "proceedings": "proceedings.index",
    "shieldings": "shieldings.index",
    "finding": "campaigns.index",
    "self-report": "campaigns.index",
    "repairs": "repairs.index",
    "correction": "corrections.index",
    "user": "desk.grants",
    "alias": "desk.aliases_index",
    "person": "persons.consents",
    "reading": "readings.consents",
    "contested-reading": "readings.audit",
    "coverage-gap": "coverage.gap_index",
    "check-duty": "checks.duty_index",
    "contested-outcome": "checks.duty_index",
}
"""On which page the duties of the core stand, by what they are; a stream's stand on its list."""


@dataclass(frozen=True)
class Entry:
    """A page in the menu, or a folder of pages, with how many duties wait there."""

    label: Any
    url: str = ""
    here: bool = False
    number: int = 0
    pages: Sequence["Entry"] = ()


def menu(numbers: Mapping[str, int]) -> list[Entry]:
    """What this person may open, on one line; a folder with one page is that page."""
    waiting = Counter[str]()
    for what, number in numbers.items():
        waiting[WAITS.get(what, f"{what}.index")] += number
    waiting["desk.today"] = sum(numbers.values())
    found = _pages(FIRST, waiting)
    for label, pages in ((_l("事项"), _streams()), *FOLDERS):
        inside = _pages(pages, waiting)
        here, number = any(e.here for e in inside), sum(e.number for e in inside)
        found += [Entry(label, "", here, number, inside)] if len(inside) > 1 else inside
    return found + _pages(LAST, waiting)


def _streams() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, stream in registered().items():
        if stream.is_read_by(current_user):
            found.append((f"{name}.index", stream.title))
        found += stream.reach.desk
    return found


def _pages(pages: Iterable[tuple[str, Any]], waiting: Mapping[str, int]) -> list[Entry]:
    return [
        Entry(label, url_for(page), request.endpoint == page, waiting.get(page, 0))
        for page, label in pages
        if page in current_app.view_functions and is_open(page)
    ]
