"""Court cases as a stream."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.credit import readdressing
from integrity.pages.forms import WhyForm
from integrity.streams.courts import heartbeats, service
from integrity.streams.courts.fields import FIELDS
from integrity.streams.courts.forms import (
    ConfirmForm,
    NoteForm,
    PerformForm,
    ProgressForm,
    SettleForm,
    TerminateForm,
)
from integrity.streams.courts.imports import IMPORTERS
from integrity.streams.courts.models import STATE_NAMES, CaseOutcome, CourtCase
from integrity.streams.courts.permissions import GRANTS, CourtsPermission
from integrity.streams.courts.tells import SOURCES
from integrity.streams.courts.views import bp

MOVE_NAMES = {"receive": _l("法院推送"), "update": _l("法院更新"), "extend": _l("延长期限")}

ACTS = {
    "assign": Act(
        _l("分办"),
        service.assign,
        NoteForm,
        _l(
            "按期分办的，履行期限自今日起计算；分办逾期的，自收到案件之日起计算。"
            "到期未由法院确认履行的，将生成信用记录。"
        ),
    ),
    readdressing.MOVE: readdressing.act(
        "courts",
        service.FLOW,
        service.settle_anew,
        _l("案件回到待分办，由领导小组办公室分办给新的单位，履行期限重新起算；法院可以看到。"),
    ),
    "accept": Act(_l("签收"), service.accept, NoteForm, bulk=True),
    "start": Act(_l("开始履行"), service.start, NoteForm, bulk=True),
    "perform": Act(_l("报告已履行"), service.perform, PerformForm, evidence=True),
    "settle": Act(_l("报告已和解"), service.settle, SettleForm, evidence=True),
    "confirm": Act(
        _l("确认履行或者和解"),
        service.confirm,
        ConfirmForm,
        _l("确认后本案不再计算期限，不能撤回。"),
    ),
    "send_back": Act(
        _l("退回：未履行"),
        service.send_back,
        WhyForm,
        _l("退回后单位须继续履行，期限不变。"),
        danger=True,
    ),
    "progress": Act(_l("记录部分履行"), service.progress, ProgressForm),
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
}
STREAM = Stream(
    name="courts",
    title=_l("涉政府机构案件"),
    model=CourtCase,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(CourtCase.subject_id == body_id, CourtCase.court_id == body_id),
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
        inherited=lambda: CourtCase.closed_on.is_(None),
    ),
    figures=Figures(
        kept=lambda: CourtCase.outcome.in_((CaseOutcome.PERFORMED, CaseOutcome.SETTLED))
    ),
    words=Words(
        rules={"not-performed": _l("未按期履行生效法律文书确定的义务")},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
)
