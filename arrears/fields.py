"""An invoice, described once, in the order of its page."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import aliased
from wtforms import StringField
from wtforms.validators import NumberRange

from arrears import interest as rates
from arrears.codes import (
    CONDITION_NAMES,
    ENTRY_NAMES,
    FUNDING_NAMES,
    KIND_NAMES,
    NATURE_NAMES,
    OUTCOME_NAMES,
    REJECTION_NAMES,
    SIZE_NAMES,
    STATE_NAMES,
    TONES,
    Condition,
    Entry,
    Funding,
    InvoiceKind,
    InvoiceOutcome,
    Nature,
    Rejection,
    Size,
)
from arrears.models import Invoice
from arrears.reckoning import NOTHING
from arrears.words import plan_words, rate_words, source_words, term_words
from integrity.base import i18n
from integrity.casework import fields as usual
from integrity.pages.fields import (
    API,
    DAY,
    DAYS,
    FACTS,
    FILE,
    FORM,
    LIST,
    MONEY,
    PERCENT,
    TEXT,
    Field,
    Kind,
    checked,
    choice,
    text,
)
from integrity.people.subjects.fields import PARTY
from integrity.people.subjects.models import Subject, SubjectKind

Creditor = aliased(Subject)
"""The supplier in the list; `Subject` is the debtor there."""
ASKED = FORM | FILE | API
NEEDED = FORM | FILE
SIZE = choice(Size, SIZE_NAMES, [size for size in Size if size is not Size.UNKNOWN], Size.UNKNOWN)

AGREEMENT_NAMES = {"no": _l("有分歧"), "yes": _l("无分歧")}
DEBTOR_NAMES = {"body": _l("机关、事业单位"), "enterprise": _l("大型企业")}
STOCK_NAMES = {"existing": _l("存量"), "new": _l("增量")}
"""What was overdue already when the year began, and what became so in it."""


def _of_stock(which: str, on: date) -> Any:
    begun = on.replace(month=1, day=1)
    if which == "existing":
        return Invoice.due_on < begun
    return Invoice.due_on.between(begun, on - timedelta(days=1))


# fmt: off
REF = Field("ref", _l("登记号"), on=LIST, sort=Invoice.ref)
STATE = usual.state(Invoice, STATE_NAMES, TONES)
ENTRY = Field(
    "entry", _l("登记方式"), choice(Entry, ENTRY_NAMES, empty=Entry.LEAD), FACTS | FILE,
    help=_l("不填为供应商线索登记；转办件请在“登记转办件”页面登记。"),
    filter=lambda entry, on: Invoice.entry == entry,
)
DEBTOR = Field(
    "debtor", _l("付款单位"), PARTY, ASKED | FACTS | LIST, required=NEEDED,
    help=_l("机关、事业单位，或者登记为大型企业的单位；企业请填写全称或者统一社会信用代码。"),
    of=lambda invoice: invoice.subject, sort=Subject.name, also=("欠款单位", "拖欠单位", "债务人"),
)
CREDITOR = Field(
    "creditor", _l("供应商"), PARTY, FILE | FACTS | LIST | API, required=FILE, sort=Creditor.name,
    also=("债权人", "收款单位", "供应商代码"),
)
CREDITOR_NAME = Field(
    "creditor_name", _l("供应商名称"), TEXT, FILE,
    help=_l("代码尚未登记的必须填写，将登记为企业。"), of=lambda invoice: invoice.creditor.name,
)
AMOUNT = Field(
    "amount", _l("应付金额"), MONEY, ASKED | LIST, help=_l("应付而未付的金额。"),
    required=NEEDED, sort=Invoice.amount,
    also=("金额", "欠款金额", "拖欠金额", "应付未付金额"),
)
DUE_ON = Field("due_on", _l("付款期限"), DAY, LIST | FACTS | API, sort=Invoice.due_on)
TERM = Field(
    "terms", _l("合同约定的付款期限"), on=FACTS, show=lambda invoice, on: term_words(invoice)
)
UNPAID = Field("unpaid", _l("未付的无争议金额"), MONEY, LIST | API)
INTEREST = Field(
    "interest",
    _l("逾期利息（计至今日）"),
    show=lambda invoice, on: i18n.money(rates.interest(invoice, on)),
)
KEY_FIELD = usual.key_field(Invoice, ASKED | LIST)
FUNDING = (
    Field(
        "funding", _l("资金来源"), choice(Funding, FUNDING_NAMES), ASKED | FACTS,
        help=_l("付款单位或者财政部门填写；不清楚的不选。"),
        filter=lambda value, on: Invoice.funding == value,
    ),
    Field(
        "budget_item", _l("预算科目"), text(80), ASKED | FACTS,
        help=_l("支出功能分类科目的编码和名称，例如：2120303 小城镇基础设施建设。"),
    ),
    Field(
        "project_code", _l("项目代码"), replace(text(40), narrows=StringField), ASKED | FACTS,
        help=_l("预算项目代码，或者投资项目在线审批监管平台的项目代码。"),
        filter=lambda value, on: Invoice.project_code == value.strip(),
    ),
)
"""From which money it is paid: whoever pays knows it, no supplier does."""
CLEARING = (
    *FUNDING,
    Field(
        "agreement", _l("有无分歧"), Kind(asked=lambda: AGREEMENT_NAMES),
        filter=lambda value, on: Invoice.disputed > 0 if value == "no" else Invoice.disputed == 0,
    ),
    Field(
        "stock", _l("存量或者增量"), Kind(asked=lambda: STOCK_NAMES),
        filter=lambda value, on: _of_stock(value, on),
    ),
    Field(
        "debtor_kind", _l("付款单位类别"), Kind(asked=lambda: DEBTOR_NAMES),
        filter=lambda kind, on: Invoice.subject.has(Subject.kind == SubjectKind(kind)),
    ),
)
"""By what the ledger of clearing is narrowed."""
RATE = Field("rate", _l("利率"), show=lambda invoice, on: rate_words(invoice))

FIELDS = (
    Field("title", _l("合同"), on=LIST, sort=Invoice.contract_name),
    REF,
    DEBTOR,
    CREDITOR,
    CREDITOR_NAME,
    Field(
        "size", _l("订立合同时的企业规模"), SIZE, ASKED | FACTS,
        help=_l(
            "以订立合同时的规模和声明为准（条例第三条）。中小企业适用条例的付款期限、利息和公开；"
            "其他企业按合同和民法典。"
        ),
        required=FORM, also=("企业规模",),
    ),
    Field(
        "kind", _l("类别"), choice(InvoiceKind, KIND_NAMES), ASKED | FACTS, required=NEEDED,
        also=("类型",),
    ),
    KEY_FIELD,
    Field(
        "nature", _l("款项性质"), choice(Nature, NATURE_NAMES, empty=Nature.PRICE),
        ASKED | FACTS,
        help=_l("不选的为货款、工程款、服务费。质保金、保证金各登记一笔，有自己的期限。"),
    ),
    Field("contract_no", _l("合同编号"), TEXT, ASKED | FACTS, required=NEEDED),
    Field("contract_name", _l("合同名称"), TEXT, ASKED, required=NEEDED),
    Field(
        "invoice_no", _l("发票号码"), text(40), ASKED | FACTS | LIST,
        help=_l("已开具发票的填写；没有的不填。"), sort=Invoice.invoice_no,
    ),
    Field("contract_signed_on", _l("合同签订日期"), DAY, ASKED | FACTS),
    Field(
        "delivered_on", _l("交付日期"), DAY, ASKED | FACTS,
        help=_l("货物、工程、服务交付之日。"), required=NEEDED,
    ),
    Field(
        "acceptance_until", _l("约定的验收期限届满日"), DAY, ASKED | FACTS,
        help=_l("合同约定验收的填写。单位拖延验收的，自约定的验收期限届满之日起算。"),
        also=("约定验收期限", "acceptance_by"),
    ),
    Field("accepted_on", _l("验收合格日期"), DAY, ASKED | FACTS, also=("验收日期",)),
    Field(
        "settled_on", _l("双方确认结算金额的日期"), DAY, ASKED | FACTS,
        help=_l("按进度或者定期结算的填写。"), also=("结算日期",),
    ),
    Field(
        "released_on", _l("保证期届满或者应当返还之日"), DAY, ASKED | FACTS,
        help=_l("质保金、保证金填写；货款不填。"), also=("返还日期",),
    ),
    Field(
        "agreed_days", _l("合同约定的付款天数"),
        checked(DAYS, NumberRange(1, 3650, _l("请填写整数日数。"))), ASKED,
        help=_l("没有约定的不填，按法定三十日（大型企业六十日）计算；机关、事业单位最长六十日。"),
        also=("约定付款天数",),
    ),
    Field(
        "agreed_due_on", _l("合同约定的付款日"), DAY, ASKED,
        help=_l("合同写明具体日期的填写，与付款天数只填一项。"), also=("约定付款日",),
    ),
    Field(
        "condition", _l("合同约定的其他付款条件"),
        choice(Condition, CONDITION_NAMES, empty=Condition.NONE), ASKED | FACTS,
        help=_l("没有的不选。以收到第三方付款为条件的约定无效（条例第九条第二款），按没有约定付款期限计算。"),
        also=("付款条件",),
    ),
    Field(
        "agreed_rate", _l("合同约定的逾期年利率（%）"),
        checked(PERCENT, NumberRange(0, 100, _l("请填写 0 到 100 之间的数。"))), ASKED,
        help=_l(
            "低于合同订立时一年期贷款市场报价利率的，按后者计算；"
            "没有约定的不填，按日利率万分之五计算。"
        ),
        also=("约定逾期利率",),
    ),
    AMOUNT,
    *CLEARING,
    UNPAID,
    DUE_ON,
    TERM,
    STATE,
    ENTRY,
    Field("body", DEBTOR.label, PARTY, filter=lambda body, on: Invoice.subject_id == body.id),
    usual.lateness("arrears", Invoice),
    Field("registered_on", _l("登记日期"), DAY, FACTS | API),
    Field(
        "external_id", _l("来源编号"), text(80), FILE,
        help=_l("来源系统或者台账中的编号，同一来源内不重复；再次导入时据此识别。"),
        required=FILE, of=lambda invoice: invoice.external_id or invoice.ref,
    ),
    Field(
        "source", _l("来源系统"), text(40), FILE | FACTS,
        help=_l("来源系统的名称；不填为 file。"),
        show=lambda invoice, on: source_words(invoice),
    ),
    Field("plan", _l("付款计划"), on=FACTS, show=lambda invoice, on: plan_words(invoice)),
    Field("court_case_no", _l("法院案号"), TEXT, FACTS | API),
    Field("rejection", _l("不予受理的情形"), choice(Rejection, REJECTION_NAMES), FACTS | API),
    Field("outcome", _l("结果"), choice(InvoiceOutcome, OUTCOME_NAMES), FACTS | API),
)


def _late(invoice: Invoice, on: date) -> str:
    days = invoice.days_late(on)
    return ngettext("%(num)d 天", "%(num)d 天", days) if days else _("未到期")


def _basis(invoice: Invoice, on: date) -> Any:
    return invoice.time_limit.legal_basis if invoice.time_limit else invoice.due_basis


def _left(invoice: Invoice, on: date) -> str:
    """What settles all that is not in dispute; nothing where nothing is owed any more."""
    stands = rates.account_of(invoice, on)
    left = NOTHING if invoice.closed_on else stands.interest_left + stands.principal_left
    return i18n.money(left)


def _contested(invoice: Invoice, on: date) -> str:
    return i18n.money(rates.contested(invoice, on)) if invoice.disputed else ""


PREVIEW = (
    DEBTOR,
    AMOUNT,
    Field("starts_on", _l("付款期限自"), DAY),
    DUE_ON,
    Field("basis", _l("依据"), show=_basis),
    TERM,
    Field("late", _l("已逾期"), show=_late),
    INTEREST,
    RATE,
)
"""What a supplier reads before it registers an invoice."""
SUMS = (
    AMOUNT,
    Field("excused", _l("认定不应付金额"), MONEY, of=lambda invoice: invoice.excused or None),
    Field("disputed", _l("有分歧账款（待认定）"), MONEY),
    Field("paid", _l("已付金额（已确认）"), MONEY),
    Field("pending", _l("单位自报已付，待确认"), MONEY, of=lambda invoice: invoice.pending or None),
    UNPAID,
    INTEREST,
    Field(
        "interest_paid", _l("其中已付利息"), MONEY, of=lambda invoice: invoice.interest_paid or None
    ),
    Field("left", _l("今日付清全部本息"), show=_left),
    Field("contested", _l("有分歧部分如认定应付的利息"), show=_contested),
    RATE,
)
"""What is owed, disputed, paid and left, with the interest up to a day."""
# fmt: on
