"""Contracts as a stream: the duties of bodies under them."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.runs import Counts, Job
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.signals import Signals
from integrity.casework.streams import Delivered, Figures, Place, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.contracts import (
    agency_views,
    appraisal_views,
    appraisals,
    change_views,
    contract_views,
    losses,
    node_views,
    reports,
    service,
    stage_views,
    views,
    warnings,
)
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.codes import NODE_STATES, NodeOutcome
from integrity.streams.contracts.fields import FIELDS
from integrity.streams.contracts.flow import FLOW
from integrity.streams.contracts.forms import (
    ConfirmForm,
    EntrustForm,
    KeptRulingForm,
    NoteForm,
    OwedRulingForm,
    ReportForm,
    RulingForm,
    WordForm,
    WordKeptForm,
)
from integrity.streams.contracts.imports import IMPORTERS
from integrity.streams.contracts.models import Contract, ContractNode
from integrity.streams.contracts.papers import PAPERS
from integrity.streams.contracts.permissions import GRANTS, ContractsPermission
from integrity.streams.contracts.tells import SOURCES

PAGES = (
    agency_views, appraisal_views, change_views, contract_views, node_views, stage_views, views,
)  # fmt: skip
"""Modules that add their pages to the blueprint."""
MOVE_NAMES = {
    "register": _l("登记节点"),
    "leave": _l("待取得相对方书面意见"),
    "hold": _l("缺少合法审查结论，停止执行"),
    "release": _l("审查通过，恢复履行"),
    "hand_over": _l("登记为拖欠账款"),
    "settle": _l("拖欠账款已付清"),
    "drop": _l("账款认定不应付"),
    "take_back": _l("账款登记没有受理，按合同履行"),
    "change": _l("依法变更，不再履行"),
    "conclude": _l("已答复交付，验收完成"),
}
BY_OTHERS = _l("凭裁判、仲裁或者主管部门的认定文书登记；办公室不对合同争议作出判断。")
ACTS = {
    "report": Act(
        _l("报告已履行"),
        reports.report,
        ReportForm,
        _l("相对方确认以前不算履行；对方不答复的，由办公室取得书面意见，不视为确认。"),
    ),
    "entrust": Act(_l("指定具体负责人"), reports.entrust, EntrustForm, primary=False),
    "confirm_for": Act(_l("凭书面意见确认"), reports.confirm_for, WordKeptForm),
    "deny_for": Act(_l("凭书面意见否认"), reports.deny_for, WordForm, danger=True),
    "confirm": Act(_l("确认已履行"), reports.confirm, ConfirmForm),
    "deny": Act(
        _l("没有履行"), reports.deny, WhyForm, _l("节点恢复为待履行，期限不变。"), danger=True
    ),
    "deliver": Act(_l("报告已履行（相对方）"), reports.deliver, ReportForm),
    "accept": Act(_l("确认对方已履行"), reports.accept, ConfirmForm),
    "refuse": Act(_l("对方没有履行"), reports.refuse, WhyForm, danger=True),
    "admit": Act(
        _l("认可损失"), losses.admit, NoteForm, _l("支付期限自今日起按规则计算，逾期形成信用记录。")
    ),
    "contest": Act(
        _l("不认可损失"), losses.contest, WhyForm, _l("由裁判、仲裁或者主管部门认定。"), danger=True
    ),
    "rule_owed": Act(_l("登记认定：应当赔偿"), losses.rule_owed, OwedRulingForm, BY_OTHERS),
    "rule_not_owed": Act(
        _l("登记认定：不应赔偿"), losses.rule_not_owed, RulingForm, BY_OTHERS, danger=True
    ),
    "rule_kept": Act(
        _l("登记认定：已经履行"), reports.rule_kept, KeptRulingForm, BY_OTHERS, primary=False
    ),
}


def _leave(on: date, at: datetime) -> Counts:
    return {"left": reports.leave_unanswered(on=on, at=at)}


def _stand(on: date, at: datetime) -> Counts:
    return {"final": appraisals.let_stand(on=on, at=at)}


def _warn(on: date, at: datetime) -> Counts:
    return {"warned": warnings.warn(on=on, at=at)}


STREAM = Stream(
    name="contracts",
    title=_l("政府合同履约"),
    model=ContractNode,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(
            ContractNode.subject_id == body_id, ContractNode.counterparty_id == body_id
        ),
        public=service.is_public,
        read=ContractsPermission.READ,
        grants=GRANTS,
        searched=(ContractNode.ref, ContractNode.title),
        about=(ContractNode.counterparty_id,),
        menu=(Place("/contracts/", _l("合同"), 25),),
        desk=(
            ("contracts.register", _l("政府合同台账")),
            ("contracts.appraisals", _l("履约评价")),
        ),
        matters={appraisals.MATTER: _l("履约评价的异议")},
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        tells=SOURCES,
        papers=PAPERS,
        importers=IMPORTERS,
        delivered=Delivered(
            Contract.subject_id, Contract.signed_on, Contract.registered_on, {"*": sa.true}
        ),
        jobs=(
            Job("leave_nodes", _l("移交到期未答复的履约报告"), "9 1 * * *", _leave),
            Job("let_appraisals_stand", _l("履约评价期满没有异议的生效"), "20 1 * * *", _stand),
            Job("warn_nodes", _l("提醒合同节点"), "40 2 * * *", _warn),
        ),
        inherited=lambda: service.counted() & ContractNode.closed_on.is_(None),
        changeable=True,
        duties=appraisal_views.duties,
        informs=appraisals.informs,
    ),
    figures=Figures(counted=service.counted, kept=lambda: ContractNode.outcome == NodeOutcome.KEPT),
    words=Words(
        rules={"not-performed": _l("未按合同约定履行")},
        problems={"not-performed": Problem.PROMISE_BROKEN},
        state_names=NODE_STATES,
        move_names=MOVE_NAMES,
    ),
    signals=Signals(forewarned=warnings.WARNED["warn"]),
)
