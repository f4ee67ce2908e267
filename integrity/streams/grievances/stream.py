"""Breach complaints of enterprises, as the core sees them."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.grievances import findings, service
from integrity.streams.grievances.fields import FIELDS
from integrity.streams.grievances.flow import FLOW
from integrity.streams.grievances.forms import FindingForm, ReportForm, SendForm, TrueForm
from integrity.streams.grievances.imports import IMPORTERS
from integrity.streams.grievances.models import STATE_NAMES, Grievance, GrievanceOutcome
from integrity.streams.grievances.papers import PAPERS
from integrity.streams.grievances.permissions import GRANTS, GrievancesPermission
from integrity.streams.grievances.signals import SIGNALS
from integrity.streams.grievances.tells import SOURCES
from integrity.streams.grievances.views import bp

WRITTEN = _l("仅限没有账号的企业；请上传其书面意见。")
ACTS = {
    "send": Act(
        _l("转办"),
        service.send,
        SendForm,
        _l("转办后被投诉单位也会知道这件投诉；由接收单位核实认定，领导小组办公室不作认定。"),
    ),
    "find_true": Act(
        _l("认定属实"),
        findings.find_true,
        TrueForm,
        _l("整改期限自告知书送达之日起计算；逾期或者拒不整改的，将生成信用记录。"),
        evidence=True,
    ),
    "find_untrue": Act(_l("认定不属实"), findings.find_untrue, FindingForm, evidence=True),
    "resend": Act(_l("改转其他单位"), service.resend, SendForm, primary=False),
    "report": Act(_l("报告整改完成"), service.report, ReportForm, evidence=True),
    "confirm": Act(_l("确认整改到位"), service.confirm, WhyForm, _l("确认后办结，不能撤回。")),
    "deny": Act(_l("没有整改到位"), service.deny, WhyForm, danger=True, evidence=True),
    "note_confirmed": Act(
        _l("登记企业书面确认"), service.note_confirmed, WhyForm, WRITTEN, evidence=True
    ),
    "note_denied": Act(
        _l("登记企业书面否认"), service.note_denied, WhyForm, WRITTEN, evidence=True
    ),
    "find_right": Act(_l("认定整改到位"), findings.find_right, FindingForm, evidence=True),
    "find_not_right": Act(
        _l("认定没有整改到位"), findings.find_not_right, FindingForm, danger=True, evidence=True
    ),
    "contest": Act(
        _l("要求复核"),
        service.contest,
        WhyForm,
        _l("认定不属实的，可以提出新的事实，要求复核一次。"),
        evidence=True,
    ),
    "refuse": Act(
        _l("表示拒不整改"),
        service.refuse,
        WhyForm,
        _l("自今日起即为违约失信，将生成信用记录；义务仍然存在。"),
        danger=True,
        primary=False,
    ),
    "withdraw": Act(
        _l("撤回投诉"),
        service.withdraw,
        WhyForm,
        _l("撤回后不再办理，不能恢复。任何单位不得要求企业撤回投诉。"),
        danger=True,
        primary=False,
    ),
}
STREAM = Stream(
    name="grievances",
    title=_l("违约失信投诉"),
    model=Grievance,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(
            Grievance.complainant_id == body_id,
            sa.and_(
                Grievance.finder_id.is_not(None),
                sa.or_(Grievance.finder_id == body_id, Grievance.subject_id == body_id),
            ),
        ),
        public=sa.false,
        read=GrievancesPermission.READ,
        grants=GRANTS,
        searched=(Grievance.ref, Grievance.title, Grievance.text),
        about=(Grievance.complainant_id,),
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        jobs=(
            Job(
                "grievances_unanswered",
                _l("违约失信投诉逾期没有答复的转认定"),
                "15 1 * * *",
                lambda on, at: {"left": findings.leave_unanswered(on=on, at=at)},
            ),
        ),
        importers=IMPORTERS,
        tells=SOURCES,
        papers=PAPERS,
        inherited=lambda: sa.and_(Grievance.closed_on.is_(None), Grievance.due_on.is_not(None)),
    ),
    figures=Figures(
        counted=lambda: Grievance.due_on.is_not(None),
        kept=lambda: Grievance.outcome == GrievanceOutcome.PUT_RIGHT,
    ),
    words=Words(
        rules={
            "not-put-right": _l("违约失信投诉认定属实，拒不整改"),
            "changed-hands": _l("以机构调整、人员变动为由不履行"),
        },
        problems={
            "not-put-right": Problem.PROMISE_BROKEN,
            "changed-hands": Problem.OLD_PROMISES_IGNORED,
        },
        state_names=STATE_NAMES,
        move_names={
            "file": _l("登记违约失信投诉"),
            "fall_to_finder": _l("企业逾期没有答复，转认定"),
            "extend": _l("延期"),
        },
    ),
    signals=SIGNALS,
)
