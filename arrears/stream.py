"""Arrears as a stream."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from arrears import figures, service
from arrears.forms import (
    DisputeForm,
    ExtendForm,
    NoteForm,
    PaymentForm,
    PlanForm,
    RejectForm,
    VerifyForm,
)
from arrears.imports import IMPORTERS
from arrears.models import STATE_NAMES, Invoice, InvoiceOutcome
from arrears.views import bp
from integrity.permissions import Permission
from integrity.streams import Act, Stream

STREAM = Stream(
    name="arrears",
    title=_l("拖欠账款"),
    model=Invoice,
    flow=service.FLOW,
    blueprint=bp,
    breaches=figures.breaches,
    mine=lambda body_id: sa.or_(Invoice.subject_id == body_id, Invoice.creditor_id == body_id),
    public=sa.false,
    counted=figures.counted,
    kept=lambda: Invoice.outcome.in_((InvoiceOutcome.PAID, InvoiceOutcome.PLAN_KEPT)),
    ageing=figures.ageing,
    acts={
        "accept": Act(_l("受理"), service.accept, NoteForm),
        "forward": Act(_l("转交付款单位"), service.forward, NoteForm),
        "verify": Act(_l("核实金额"), service.verify, VerifyForm),
        "pay": Act(_l("记录付款"), service.pay, PaymentForm),
        "plan": Act(
            _l("制定付款计划"),
            service.plan,
            PlanForm,
            _l("分期计划不改变法定付款期限，利息照常计算。"),
        ),
        "extend": Act(
            _l("延长答复期限"),
            service.extend,
            ExtendForm,
            _l("须经部门负责人批准；只延长答复期限，不延长付款期限。"),
        ),
        "dispute": Act(
            _l("转入诉讼"),
            service.dispute,
            DisputeForm,
            _l("未付部分由法院裁判，本登记办结。"),
            danger=True,
        ),
        "reject": Act(
            _l("不予受理"),
            service.reject,
            RejectForm,
            _l("不予受理后本登记办结，供应商可以看到理由。"),
            danger=True,
        ),
    },
    rules={"unpaid-after-due-day": _l("未在付款期限内付清中小企业款项")},
    state_names=STATE_NAMES,
    inherited=lambda: Invoice.closed_on.is_(None) & Invoice.due_on.is_not(None),
    read=Permission.ARREARS_READ,
    importers=IMPORTERS,
)
