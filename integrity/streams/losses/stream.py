"""Claims for compensation, as the core sees them."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.losses import service
from integrity.streams.losses.fields import FIELDS
from integrity.streams.losses.flow import FLOW
from integrity.streams.losses.forms import (
    FindingForm,
    GrantForm,
    OverruleForm,
    PaidForm,
    SendForm,
    StateForm,
)
from integrity.streams.losses.models import STATE_NAMES, LossClaim, LossOutcome
from integrity.streams.losses.papers import PAPERS
from integrity.streams.losses.permissions import GRANTS, LossesPermission
from integrity.streams.losses.tells import SOURCES
from integrity.streams.losses.views import bp

WRITTEN = _l("仅限没有账号的企业；请上传其书面意见。")
ACTS = {
    "send": Act(_l("转决定单位"), service.send, SendForm),
    "resend": Act(_l("改由其他单位决定"), service.resend, SendForm, primary=False),
    "state": Act(
        _l("提出意见"), service.state, StateForm, _l("由决定单位决定是否补偿。"), evidence=True
    ),
    "grant": Act(
        _l("决定补偿"),
        service.grant,
        GrantForm,
        _l("支付期限自决定书送达之日起计算；逾期不付的，将生成信用记录。"),
        evidence=True,
    ),
    "refuse": Act(
        _l("决定不予补偿"),
        service.refuse,
        FindingForm,
        _l("决定书将写明理由，并告知行政复议、行政诉讼的途径。"),
        danger=True,
        evidence=True,
    ),
    "report": Act(_l("报告已支付"), service.report, PaidForm, evidence=True),
    "confirm": Act(_l("确认收到"), service.confirm, WhyForm, _l("确认后办结，不能撤回。")),
    "deny": Act(_l("没有收到"), service.deny, WhyForm, danger=True, evidence=True),
    "note_confirmed": Act(
        _l("登记企业书面确认"), service.note_confirmed, WhyForm, WRITTEN, evidence=True
    ),
    "note_denied": Act(
        _l("登记企业书面否认"), service.note_denied, WhyForm, WRITTEN, evidence=True
    ),
    "find_paid": Act(_l("认定已经支付"), service.find_paid, FindingForm, evidence=True),
    "find_unpaid": Act(
        _l("认定没有支付"), service.find_unpaid, FindingForm, danger=True, evidence=True
    ),
    "overrule": Act(
        _l("登记复议决定、裁判"),
        service.overrule,
        OverruleForm,
        _l("凭责令重新决定的行政复议决定书或者裁判文书登记，原决定单位重新决定。"),
        primary=False,
        evidence=True,
    ),
    "withdraw": Act(
        _l("撤回申请"),
        service.withdraw,
        WhyForm,
        _l("撤回后不再办理。任何单位不得要求企业撤回申请。"),
        danger=True,
        primary=False,
    ),
}
STREAM = Stream(
    name="losses",
    title=_l("规划、政策调整补偿"),
    model=LossClaim,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(
            LossClaim.claimant_id == body_id,
            LossClaim.subject_id == body_id,
            LossClaim.finder_id == body_id,
        ),
        public=sa.false,
        read=LossesPermission.READ,
        grants=GRANTS,
        searched=(LossClaim.ref, LossClaim.title, LossClaim.text),
        about=(LossClaim.claimant_id,),
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        jobs=(
            Job(
                "losses_unanswered",
                _l("补偿逾期没有答复是否收到的转认定"),
                "25 1 * * *",
                lambda on, at: {"left": service.leave_unanswered(on=on, at=at)},
            ),
        ),
        tells=SOURCES,
        papers=PAPERS,
        inherited=lambda: sa.and_(LossClaim.closed_on.is_(None), LossClaim.due_on.is_not(None)),
    ),
    figures=Figures(
        counted=lambda: LossClaim.due_on.is_not(None),
        kept=lambda: LossClaim.outcome == LossOutcome.PAID,
    ),
    words=Words(
        rules={"unpaid": _l("应付的规划、政策调整补偿逾期未付")},
        problems={"unpaid": Problem.PROMISE_BROKEN},
        state_names=STATE_NAMES,
        move_names={
            "file": _l("登记补偿申请"),
            "fall_to_finder": _l("企业逾期没有答复，转认定"),
        },
    ),
)
