"""Reports on enterprises, as the core sees them: what the competent departments owe on them."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from integrity.base.permissions import REACH_ALL
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.recounts import Day
from integrity.casework.streams import Figures, Place, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.tips import (  # noqa: F401  they add their pages
    filing_views,
    findings,
    retention,
    service,
    statistics_views,
    tracking_views,
)
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.fields import FIELDS
from integrity.streams.tips.flow import FLOW
from integrity.streams.tips.forms import (
    FindingForm,
    HearForm,
    IdentifyForm,
    RefuseForm,
    RespondForm,
    SendForm,
)
from integrity.streams.tips.models import STATE_NAMES, Tip, TipState
from integrity.streams.tips.news import NEWS
from integrity.streams.tips.papers import PAPERS
from integrity.streams.tips.permissions import GRANTS, TipsPermission
from integrity.streams.tips.serious import Matters
from integrity.streams.tips.tells import SOURCES
from integrity.streams.tips.views import CONTACT_PAGES, defend_page, lateness


def _is_office(user: Any) -> bool:
    known = bool(user) and user.is_authenticated and user.role in REACH_ALL
    return known and user.can(TipsPermission.READ)


def _mine(body_id: int) -> sa.ColumnElement[bool]:
    """What was sent to a department, and what an enterprise was invited to answer."""
    invited = sa.and_(Tip.reported_id == body_id, Tip.invited_on.is_not(None))
    return sa.or_(Tip.subject_id == body_id, invited)


ACTS = {
    "send": Act(
        _l("交主管部门"),
        service.send,
        SendForm,
        _l("主管部门可以看到举报的内容，看不到举报人的身份；办理期限自今日起计算。"),
    ),
    "accept": Act(_l("受理"), service.accept),
    "refuse": Act(
        _l("不予受理"), service.refuse, RefuseForm, _l("举报人可以提出不认可。"), danger=True
    ),
    "pass_on": Act(
        _l("应由其他部门办理"),
        service.pass_on,
        WhyForm,
        _l("退领导小组办公室另行指定；写明依据哪一条职责。"),
        primary=False,
    ),
    "resend": Act(_l("改交其他部门"), service.resend, SendForm, primary=False),
    "hear": Act(
        _l("告知被举报单位，听取意见"),
        findings.hear,
        HearForm,
        _l("告知书只写您填写的事实；被举报单位看不到举报的内容、附件和举报人。"),
    ),
    "update": Act(_l("登记被举报的单位"), findings.update, IdentifyForm, primary=False),
    "defend": Act(_l("陈述意见"), findings.defend, RespondForm, evidence=True, page=defend_page),
    "state": Act(
        _l("登记书面意见"),
        findings.state,
        RespondForm,
        _l("仅限没有账号的单位；请上传其书面意见。"),
        evidence=True,
    ),
    "find_true": Act(
        _l("认定属实"),
        findings.find_true,
        FindingForm,
        _l("认定不直接形成信用记录；需要记入的，由本单位另行作出决定。"),
        danger=True,
        evidence=True,
    ),
    "find_untrue": Act(
        _l("认定不属实"),
        findings.find_untrue,
        FindingForm,
        _l("不作任何记录，不公开。"),
        evidence=True,
    ),
    "uphold": Act(_l("维持主管部门的结论"), service.uphold, WhyForm),
    "send_back": Act(
        _l("退回主管部门重新办理"), service.send_back, WhyForm, _l("办理期限重新计算。")
    ),
}
STREAM = Stream(
    name="tips",
    title=_l("严重失信行为举报"),
    model=Tip,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=_mine,
        public=sa.false,
        read=TipsPermission.READ,
        grants=GRANTS,
        matters=Matters(),
        live=_is_office,
        searched=(Tip.ref, Tip.title),
        menu=(Place("/tips/new", lazy_pgettext("nav", "举报企业"), 88),),
        desk=(("tips.contact_index", _l("举报人身份查看申请")),),
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        jobs=(
            Job(
                "tips_unheard",
                _l("陈述期满没有意见的转认定"),
                "35 1 * * *",
                lambda on, at: {"heard": findings.go_on_unheard(on=on, at=at)},
            ),
            Job(
                "tips_silent",
                _l("办结期满未表示意见的失信举报"),
                "40 1 * * *",
                lambda on, at: {"closed": service.close_silent(on=on, at=at)},
            ),
            Job(
                "erase_tips",
                _l("删除保存期满的失信举报"),
                "15 2 * * *",
                lambda on, at: retention.erase(on=on, at=at),
            ),
        ),
        days=(
            Day(
                Tip.silent_on,
                Tip.closed_on,
                "LOCAL-TIP-SILENT",
                Tip.state.in_((TipState.FOUND, TipState.REFUSED)),
            ),
        ),
        duties=CONTACT_PAGES.duties,
        tells=SOURCES,
        papers=PAPERS,
        followed=(NEWS,),
    ),
    figures=Figures(counted=lambda: Tip.due_on.is_not(None)),
    words=Words(
        rules={"unhandled": _l("失信举报逾期未办结")},
        problems={"unhandled": None},
        lateness=lateness,
        state_names=STATE_NAMES,
        move_names={
            "file": _l("提交"),
            "note": _l("举报人确认已记下回执"),
            "attach": _l("提交附件"),
            "ask": _l("请举报人补充"),
            "add": _l("举报人补充"),
            "fall_to_finder": _l("期满没有意见，转认定"),
            "confirm": _l("举报人认可"),
            "dispute": _l("举报人不认可，提请领导小组办公室决定"),
            "fall_silent": _l("举报人未表示意见，视为办结"),
        },
    ),
)
