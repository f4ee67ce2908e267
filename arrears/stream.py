"""Arrears as a stream."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from arrears import (
    claim_views,
    disputes,
    figures,
    from_contract_views,
    from_contracts,
    payments,
    plans,
    service,
    strikings,
    written_views,
    yearly,
    yearly_views,
)
from arrears.codes import KEPT, STATE_NAMES
from arrears.disclosure_views import ON_PAPER
from arrears.enrolments import desk_views
from arrears.enrolments import service as enrolments
from arrears.enrolments.desk_views import bp
from arrears.enrolments.news import NEWS
from arrears.entry_papers import PAPERS as ENTRY_PAPERS
from arrears.fields import FIELDS
from arrears.finance import IMPORTERS as FINANCE
from arrears.forms import (
    DisputeForm,
    ExtendForm,
    JudgedForm,
    NoteForm,
    PaymentForm,
    PlanForm,
    RejectForm,
    VerifyForm,
)
from arrears.imports import IMPORTERS
from arrears.models import Invoice
from arrears.papers import PAPERS
from arrears.permissions import GRANTS, ArrearsPermission
from arrears.receivable_papers import PAPERS as RECEIVABLE_PAPERS
from arrears.sheet_papers import PAPERS as SHEET_PAPERS
from arrears.signals import SIGNALS
from arrears.strike_papers import PAPERS as STRIKE_PAPERS
from arrears.tells import SOURCES
from arrears.transfer_imports import IMPORTERS as TRANSFERS
from arrears.yearly_papers import PAPERS as YEARLY_PAPERS
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Delivered, Figures, Reach, Stream, Words, Work
from integrity.casework.tasks import Task
from integrity.credit import readdressing
from integrity.pages.forms import WhyForm

MOVE_NAMES = {
    "register": _l("登记"),
    "payment": _l("单位自报付款"),
    "payment_confirmed": _l("付款已确认"),
    "payment_denied": _l("付款被否认"),
    "ask_confirmation": _l("请求确认应收账款"),
    "receivable_confirmed": _l("应收账款已确认"),
    "receivable_objected": _l("付款单位对确权提出异议"),
    "payment_corrected": _l("提出更正付款"),
    "payment_contested": _l("付款单位不认可更正"),
    "payment_taken_back": _l("撤回付款报告"),
    "owe_interest": _l("本金付清，逾期利息未付"),
    "reopen": _l("更正付款后重新计为未付"),
    "dispute_contested": _l("供应商不认可分歧"),
    "dispute_decided": _l("分歧已有结论"),
    "dismiss": _l("认定不应付"),
    "break_plan": _l("还款协议没有履行"),
    "ask_sign_off": _l("请供应商确认销号"),
    "sign_off_refused": _l("供应商不同意销号"),
    "kept_in_ledger": _l("认定不予销号"),
    "struck_off": _l("已销号"),
    "sheet_drawn": _l("发起三方对账"),
    "sheet_stated": _l("付款单位已核对对账单"),
    "sheet_answered": _l("供应商已核对对账单"),
    "sheet_certified": _l("对账单已核定"),
    "pay": _l("付清"),
    **{move: act.label for move, act in written_views.ACTS.items()},
}

ACTS = {
    "refer": Act(
        _l("移送处理部门"),
        service.refer,
        NoteForm,
        _l("移送线索不是受理投诉，也不认定债权；处理部门书面答复。"),
        bulk=True,
    ),
    "take_on": Act(
        _l("受理线索并督促单位"),
        service.take_on,
        WhyForm,
        _l("付款单位须在期限内核实；供应商可以看到答复。"),
    ),
    "turn_down": Act(
        _l("不予处理"),
        service.turn_down,
        RejectForm,
        _l("不予处理后本线索办结，供应商可以看到理由。"),
        danger=True,
    ),
    "forward": Act(_l("转交付款单位"), service.forward, NoteForm, bulk=True),
    readdressing.MOVE: readdressing.act(
        "arrears",
        service.FLOW,
        lambda invoice, on: None,
        _l("付款期限和利息不变；移送和核实对新的单位重新进行，办理期限重新起算。供应商可以看到。"),
    ),
    "verify": Act(_l("核实金额"), service.verify, VerifyForm),
    "agree_plan": Act(
        _l("同意付款计划"),
        service.agree_plan,
        NoteForm,
        _l("同意即签署还款协议；仍可主张逾期利息，法定付款期限不变，任何一期未付即全部应付。"),
    ),
    "decline_plan": Act(_l("不同意付款计划"), service.decline_plan, WhyForm),
    "pay": Act(
        _l("报告付款"),
        service.pay,
        PaymentForm,
        _l("由供应商确认、回单核对或者财政数据证实以后才算付清。"),
    ),
    "plan": Act(
        _l("提出付款计划"),
        service.plan,
        PlanForm,
        _l("供应商同意以后才成立；分期计划不改变法定付款期限，利息照常计算。"),
    ),
    "extend": Act(
        _l("延长答复期限"),
        service.extend,
        ExtendForm,
        _l("须经部门负责人批准；只延长答复期限，不延长付款期限。"),
    ),
    "waive": Act(
        _l("免除逾期利息"),
        service.waive,
        WhyForm,
        _l("利息是供应商的权利，任何单位不得要求免除。免除后本登记办结。"),
        danger=True,
        primary=False,
    ),
    "dispute": Act(
        _l("登记诉讼或者仲裁"),
        service.dispute,
        DisputeForm,
        _l("裁判以前仍是未清偿的欠款，继续计算逾期。"),
    ),
    "judge": Act(
        _l("登记裁判结果"),
        service.judge,
        JudgedForm,
        _l("认定应付的部分自原期限届满次日起算逾期。"),
    ),
    "reject": Act(
        _l("不予受理"),
        service.reject,
        RejectForm,
        _l("不予受理后本登记办结，供应商可以看到理由。"),
        danger=True,
    ),
}


def _duties(user: Any) -> Iterator[Task]:
    yield from claim_views.duties(user)
    yield from desk_views.tasks(user)
    yield from yearly_views.tasks(user)


def _leave_claims(on: date, at: datetime) -> dict[str, int]:
    return {
        "payments": payments.leave_unanswered(on=on, at=at),
        "disputes": disputes.leave_unanswered(on=on, at=at),
        "strikings": strikings.leave_unanswered(on=on, at=at),
        "plans": plans.break_missed(on=on, at=at),
    }


def _yearly(on: date, at: datetime) -> dict[str, int]:
    """From January every body is asked for what it owed when the year ended, and reminded."""
    return {
        "opened": yearly.open_year(on.year - 1, at=at),
        "reminded": yearly.remind(on=on, at=at),
    }


def _follow_claims(on: date, at: datetime) -> dict[str, int]:
    return {"followed": from_contracts.follow(at=at)}


STREAM = Stream(
    name="arrears",
    title=_l("拖欠账款"),
    model=Invoice,
    blueprint=bp,
    breaches=figures.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(Invoice.subject_id == body_id, Invoice.creditor_id == body_id),
        public=sa.false,
        read=ArrearsPermission.READ,
        grants=GRANTS,
        finds=ArrearsPermission.FIND,
        desk=(("arrears.enrolment_index", _l("企业和社会组织登记申请")),),
        searched=(Invoice.ref, Invoice.contract_no, Invoice.contract_name, Invoice.invoice_no),
        about=(Invoice.creditor_id,),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        inherited=lambda: Invoice.closed_on.is_(None) & Invoice.due_on.is_not(None),
        duties=_duties,
        delivered=Delivered(
            Invoice.subject_id, Invoice.registered_on, Invoice.registered_on, {"*": sa.true}
        ),
        tells=SOURCES,
        followed=(NEWS,),
        papers=PAPERS
        + ENTRY_PAPERS
        + RECEIVABLE_PAPERS
        + SHEET_PAPERS
        + STRIKE_PAPERS
        + YEARLY_PAPERS,
        on_paper=(ON_PAPER,),
        on_item=from_contract_views.on_item,
        jobs=(
            Job("follow_claims", _l("按账款结果办结合同节点"), "8 1 * * *", _follow_claims),
            Job(
                "leave_claims",
                _l("移交到期未答复的账款事项，终止未履行的还款协议"),
                "9 1 * * *",
                _leave_claims,
            ),
            Job("yearly_statements", _l("年度公开：开始和提醒"), "20 1 * * *", _yearly),
            Job(
                "forget_enrolments",
                _l("删除没有确认联系方式的企业和社会组织登记申请"),
                "17 1 * * *",
                lambda on, at: {"forgotten": enrolments.forget_unconfirmed(at=at)},
            ),
        ),
        importers=IMPORTERS | TRANSFERS | FINANCE,
    ),
    figures=Figures(
        counted=figures.counted,
        kept=lambda: Invoice.outcome.in_(KEPT),
        ageing=figures.ageing,
        amount=lambda: Invoice.amount - Invoice.excused,
    ),
    words=Words(
        rules={"unpaid-after-due-day": _l("未在付款期限内付清中小企业款项")},
        problems={"unpaid-after-due-day": Problem.ARREARS},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
    signals=SIGNALS,
)
