"""Court cases as a stream."""

from dataclasses import replace

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Delivered, Figures, Reach, Stream, Words, Work
from integrity.credit import readdressing
from integrity.pages.forms import WhyForm
from integrity.streams.courts import dispatch, heartbeats, service, settlements, withdrawals
from integrity.streams.courts.fields import FIELDS
from integrity.streams.courts.forms import (
    AgreeForm,
    AssignForm,
    ConductForm,
    ConfirmForm,
    NoteForm,
    PartForm,
    PerformForm,
    ProgressForm,
    RefuseForm,
    SettleForm,
    TerminateForm,
)
from integrity.streams.courts.imports import IMPORTERS
from integrity.streams.courts.models import STATE_NAMES, CaseOutcome, CourtCase
from integrity.streams.courts.papers import PAPERS
from integrity.streams.courts.permissions import GRANTS, CourtsPermission
from integrity.streams.courts.signals import SIGNALS
from integrity.streams.courts.tells import SOURCES
from integrity.streams.courts.views import bp

MOVE_NAMES = {
    "receive": _l("法院推送"),
    "update": _l("法院更新"),
    "extend": _l("延长期限"),
    "note": _l("登记推进情况"),
    "answer_transfer": _l("拟移交单位答复"),
    "propose_listing": _l("告知拟列入失信被执行人"),
    "listed": _l("列入失信被执行人"),
    "not_listed": _l("不再列入失信被执行人"),
    "delisted": _l("移出失信被执行人名单"),
}

ACTS = {
    "assign": Act(
        _l("分办"),
        dispatch.assign,
        AssignForm,
        _l(
            "按期分办的，履行期限自今日起计算；分办逾期的，自收到案件之日起计算。"
            "到期未由法院确认履行的，将生成信用记录。"
        ),
    ),
    readdressing.MOVE: replace(
        readdressing.act(
            "courts",
            service.FLOW,
            service.settle_anew,
            _l(
                "案件回到待分办，由领导小组办公室分办给新的单位，履行期限重新起算；"
                "法院和原承办单位可以看到。"
            ),
        ),
        verb=dispatch.readdress,
    ),
    "insist": Act(
        _l("不同意拒收"),
        dispatch.insist,
        WhyForm,
        _l("案件仍由该单位承办，期限不变。同意拒收的，请办理改正责任单位。"),
    ),
    "refuse": Act(
        _l("拒收"),
        dispatch.refuse,
        RefuseForm,
        _l("由领导小组办公室决定；决定以前仍由本单位负责，期限照常计算。"),
        danger=True,
        primary=False,
        evidence=True,
    ),
    "accept": Act(_l("签收"), service.accept, NoteForm, bulk=True),
    "start": Act(_l("开始履行"), service.start, NoteForm, bulk=True),
    "perform": Act(_l("报告已履行"), service.perform, PerformForm, evidence=True),
    "settle": Act(_l("报告已和解"), settlements.settle, SettleForm, evidence=True),
    "confirm": Act(
        _l("确认履行或者和解"),
        service.confirm,
        ConfirmForm,
        _l("确认后本案不再计算期限，不能撤回。"),
    ),
    "agree": Act(
        _l("确认和解协议"),
        settlements.agree,
        AgreeForm,
        _l("确认后按协议各期的日期逐期履行；有一期没有按期履行的，可以恢复执行，按原期限计算。"),
    ),
    "report_part": Act(_l("报告本期已履行"), settlements.report_part, PerformForm, evidence=True),
    "keep_part": Act(
        _l("确认本期已履行"),
        settlements.keep_part,
        PartForm,
        _l("按先后顺序确认最早的一期；最后一期确认后，本案以和解办结。"),
    ),
    "deny_part": Act(_l("退回：本期未履行"), settlements.deny_part, WhyForm, danger=True),
    "break_off": Act(
        _l("和解协议未履行，恢复执行"),
        settlements.break_off,
        WhyForm,
        _l("全部义务立即到期，按和解以前的期限计算逾期，并形成信用记录。"),
        danger=True,
    ),
    "send_back": Act(
        _l("退回：未履行"),
        service.send_back,
        WhyForm,
        _l("退回后单位须继续履行，期限不变。"),
        danger=True,
    ),
    "progress": Act(_l("记录部分履行"), service.progress, ProgressForm),
    "conduct_done": Act(_l("确认行为已履行"), service.conduct_done, ConductForm),
    "end_round": Act(
        _l("终结本次执行"),
        service.end_round,
        WhyForm,
        _l("终结本次执行不消灭义务：本案仍为未履行，继续计算逾期，可以随时恢复执行。"),
        danger=True,
    ),
    "revive": Act(
        _l("恢复执行"),
        service.revive,
        WhyForm,
        _l("恢复后由领导小组办公室重新分办，履行期限不变。"),
    ),
    "terminate": Act(
        _l("终结执行"),
        service.terminate,
        TerminateForm,
        _l(
            "仅限义务已经消灭的情形；没有财产可供执行的，请办理终结本次执行。"
            "终结后本案办结，不能撤回；到期前未履行的记录仍然保留。"
        ),
        danger=True,
    ),
    "close": Act(_l("归档"), service.close, NoteForm, bulk=True),
    "ask_withdrawal": Act(
        _l("撤回推送"),
        service.withdraw,
        WhyForm,
        _l(
            "仅限推送有误的案件。单位签收以前且没有逾期的，立即撤回；"
            "其他的由领导小组办公室核准，核准以前义务和期限不变。"
        ),
        danger=True,
        primary=False,
    ),
    "allow_withdrawal": Act(
        _l("核准撤回"),
        withdrawals.allow,
        WhyForm,
        _l("核准后本案终止，不再计入该单位；尚未确认的信用记录同时撤销。"),
        danger=True,
    ),
    "refuse_withdrawal": Act(
        _l("不予撤回"),
        withdrawals.refuse,
        WhyForm,
        _l("案件回到待分办，履行期限不变。"),
    ),
}
STREAM = Stream(
    name="courts",
    title=_l("涉政府机构案件"),
    model=CourtCase,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(
            CourtCase.subject_id == body_id,
            CourtCase.court_id == body_id,
            dispatch.has_part(body_id),
        ),
        public=sa.false,
        read=CourtsPermission.READ,
        grants=GRANTS,
        searched=(CourtCase.ref, CourtCase.case_no, CourtCase.cause),
        about=(CourtCase.court_id,),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        importers=IMPORTERS,
        alarms=heartbeats.alarms,
        tells=SOURCES,
        papers=PAPERS,
        inherited=lambda: CourtCase.closed_on.is_(None),
        delivered=Delivered(
            CourtCase.court_id,
            CourtCase.received_on,
            CourtCase.received_on,
            {"*": CourtCase.stands},
        ),
    ),
    figures=Figures(
        counted=CourtCase.stands,
        kept=lambda: CourtCase.outcome.in_((CaseOutcome.PERFORMED, CaseOutcome.SETTLED)),
    ),
    words=Words(
        rules={
            "not-performed": _l("未按期履行生效法律文书确定的义务"),
            "settlement-broken": _l("未按期履行经法院确认的和解协议"),
            "listed-defaulter": _l("被人民法院列入失信被执行人名单"),
        },
        problems=dict.fromkeys(
            ("not-performed", "settlement-broken", "listed-defaulter"), Problem.JUDGMENT_REFUSED
        ),
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
    signals=SIGNALS,
)
