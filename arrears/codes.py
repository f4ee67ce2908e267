"""The words of what belongs to an invoice: how it came, sizes, payments, disputes."""

import enum

from flask_babel import lazy_gettext as _l

from arrears.reckoning import Order


class InvoiceState(enum.StrEnum):
    REGISTERED = "registered"  # claimed by the supplier, nobody has looked at it
    REFERRED = "referred"  # a lead, before the department that handles it
    ASKED = "asked"  # a lead that the department took on: the debtor must say what it owes
    ACCEPTED = "accepted"  # handed over by who accepted it in law
    FORWARDED = "forwarded"  # the debtor has it
    EXTENDED = "extended"  # the debtor was given more time to answer
    VERIFIED = "verified"  # the debtor said which part it disputes
    PROPOSED = "proposed"  # the debtor proposed a plan, the supplier has not agreed
    PLANNED = "planned"
    BROKEN = "broken"  # an instalment of the plan was not paid by its day: all of the rest is owed
    INTEREST = "interest"  # all principal is paid, and not all interest
    PAID = "paid"  # confirmed payments cover all that is owed, with its interest
    REJECTED = "rejected"
    NOT_OWED = "not_owed"  # nothing of it is owed, by finding, judgment or the supplier's word
    DISPUTED = "disputed"  # before a court; still owed


class InvoiceOutcome(enum.StrEnum):
    PAID = "paid"  # in time: there was no interest
    WITH_INTEREST = "with_interest"
    WAIVED = "waived"  # the supplier asked for no interest
    PLAN_KEPT = "plan_kept"
    REJECTED = "rejected"
    NOT_OWED = "not_owed"


class InvoiceKind(enum.StrEnum):
    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"


class Rejection(enum.StrEnum):
    """Why a claim is not admissible (条例 第二十四条、第二十五条)."""

    NO_CONTRACT = "no_contract"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    ALREADY_PAID = "already_paid"
    FALSE = "false"


class Entry(enum.StrEnum):
    """How a claim came in; only departments of a province accept one in law (第二十四条)."""

    LEAD = "lead"  # registered here by the supplier: passed on to the department that handles it
    TRANSFERRED = "transferred"  # accepted elsewhere and handed over, with a number
    REPORTED = "reported"  # the debtor itself says that it owes it


class Platform(enum.StrEnum):
    """From where an accepted complaint was handed over."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"


class Size(enum.StrEnum):
    """What a supplier declared itself to be when the contract was signed (条例 第三条)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"  # registered without being asked; counts as it was registered


class Nature(enum.StrEnum):
    """What a sum is: the price of what was delivered, or money kept back or taken as security."""

    PRICE = "price"
    RETENTION = "retention"  # a part of the price, kept back until the warranty ends
    BID = "bid"
    PERFORMANCE = "performance"
    WAGES = "wages"


DEPOSITS = (Nature.BID, Nature.PERFORMANCE, Nature.WAGES)
"""Money of the supplier's own that must be returned (条例 第十三条); no others may be taken."""


class Funding(enum.StrEnum):
    """From which money the debtor is to pay."""

    BUDGET = "budget"
    FUND = "fund"
    BOND = "bond"
    SUPERIOR = "superior"
    OWN = "own"
    OTHER = "other"


class Condition(enum.StrEnum):
    """For what the contract lets the debtor wait, besides its days."""

    NONE = "none"
    THIRD_PARTY = "third_party"  # until somebody else has paid the debtor


class PaymentState(enum.StrEnum):
    REPORTED = "reported"  # the debtor says so
    DOUBTED = "doubted"  # the supplier says that another one was mistyped, and how it was
    LEFT = "left"  # the other side has not answered in time, or contests it; the department finds
    CONFIRMED = "confirmed"
    DENIED = "denied"
    REPLACED = "replaced"  # was mistyped: taken back, or another one stands in its place


PENDING = (PaymentState.REPORTED, PaymentState.LEFT)
"""The states of what the debtor says it paid, and nobody has confirmed or denied."""


class Source(enum.StrEnum):
    """Who besides the debtor says that a payment reached the supplier."""

    SUPPLIER = "supplier"
    SLIP = "slip"
    FINANCE = "finance"
    FINDER = "finder"
    DEBTOR = "debtor"  # what the supplier put right
    EARLIER = "earlier"  # closed the invoice before anybody else was asked


class DisputeState(enum.StrEnum):
    RAISED = "raised"
    CONTESTED = "contested"  # or not answered in time; the department finds
    DECIDED = "decided"


ENTRY_NAMES = {
    Entry.LEAD: _l("供应商线索登记"),
    Entry.TRANSFERRED: _l("受理部门转办"),
    Entry.REPORTED: _l("单位自报"),
}
PLATFORM_NAMES = {
    Platform.NATIONAL: _l("全国违约拖欠中小企业款项登记（投诉）平台"),
    Platform.PROVINCE: _l("省级受理投诉部门"),
    Platform.CITY: _l("市级部门转来的省级受理件"),
}
KEPT = (
    InvoiceOutcome.PAID,
    InvoiceOutcome.WITH_INTEREST,
    InvoiceOutcome.WAIVED,
    InvoiceOutcome.PLAN_KEPT,
)
"""How an invoice ends that was paid; of the others nothing was owed."""
S = InvoiceState
STATE_NAMES = {
    S.REGISTERED: _l("线索已登记，待审查"),
    S.REFERRED: _l("线索已移送，待处理部门答复"),
    S.ASKED: _l("处理部门已督促，待单位核实"),
    S.ACCEPTED: _l("已受理，待转交"),
    S.FORWARDED: _l("已转交，待核实"),
    S.EXTENDED: _l("已转交，准予延期答复"),
    S.VERIFIED: _l("已核实"),
    S.PROPOSED: _l("付款计划待供应商确认"),
    S.PLANNED: _l("已定付款计划"),
    S.BROKEN: _l("还款协议没有履行，全部应付"),
    S.INTEREST: _l("本金已付，逾期利息未付"),
    S.PAID: _l("已付清"),
    S.REJECTED: _l("不予受理"),
    S.NOT_OWED: _l("认定不应付"),
    S.DISPUTED: _l("诉讼中（未清偿）"),
}
TONES = {
    S.BROKEN: "late",
    S.PAID: "good",
    S.INTEREST: "late",
    S.REJECTED: "closed",
    S.NOT_OWED: "closed",
    S.DISPUTED: "late",
}
OUTCOME_NAMES = {
    InvoiceOutcome.PAID: _l("已付清"),
    InvoiceOutcome.WITH_INTEREST: _l("已连同逾期利息付清"),
    InvoiceOutcome.WAIVED: _l("本金已付，供应商免除逾期利息"),
    InvoiceOutcome.PLAN_KEPT: _l("按计划付清"),
    InvoiceOutcome.REJECTED: _l("不予受理"),
    InvoiceOutcome.NOT_OWED: _l("认定不应付"),
}
KIND_NAMES = {
    InvoiceKind.GOODS: _l("货物"),
    InvoiceKind.WORKS: _l("工程"),
    InvoiceKind.SERVICES: _l("服务"),
}
REJECTION_NAMES = {
    Rejection.NO_CONTRACT: _l("与被投诉单位没有合同关系"),
    Rejection.OUT_OF_SCOPE: _l("不属于本条例调整的款项"),
    Rejection.DUPLICATE: _l("重复登记"),
    Rejection.ALREADY_PAID: _l("登记前已经付清"),
    Rejection.FALSE: _l("虚假、恶意投诉"),
}
SIZE_NAMES = {
    Size.MICRO: _l("微型企业"),
    Size.SMALL: _l("小型企业"),
    Size.MEDIUM: _l("中型企业"),
    Size.LARGE: _l("大型企业，或者订立合同时没有声明是中小企业"),
    Size.UNKNOWN: _l("登记时没有询问"),
}
NATURE_NAMES = {
    Nature.PRICE: _l("货款、工程款、服务费"),
    Nature.RETENTION: _l("质量保证金（质保金）"),
    Nature.BID: _l("投标保证金"),
    Nature.PERFORMANCE: _l("履约保证金"),
    Nature.WAGES: _l("农民工工资保证金"),
}
FUNDING_NAMES = {
    Funding.BUDGET: _l("一般公共预算"),
    Funding.FUND: _l("政府性基金预算"),
    Funding.BOND: _l("地方政府专项债券"),
    Funding.SUPERIOR: _l("上级补助资金"),
    Funding.OWN: _l("单位自有资金"),
    Funding.OTHER: _l("其他资金"),
}
CONDITION_NAMES = {
    Condition.NONE: _l("没有"),
    Condition.THIRD_PARTY: _l("以收到第三方付款为付款条件，或者按第三方付款进度支付"),
}
ORDER_NAMES = {
    Order.LAW: _l("先抵利息，后抵本金（民法典第五百六十一条）"),
    Order.PRINCIPAL: _l("供应商同意先抵本金"),
}
PAYMENT_NAMES = {
    PaymentState.REPORTED: _l("单位自报，待确认"),
    PaymentState.DOUBTED: _l("供应商提出更正，待付款单位答复"),
    PaymentState.LEFT: _l("到期未答复或者不认可，待认定"),
    PaymentState.CONFIRMED: _l("已确认"),
    PaymentState.DENIED: _l("未收到"),
    PaymentState.REPLACED: _l("已更正或者撤回，不再计算"),
}
SOURCE_NAMES = {
    Source.SUPPLIER: _l("供应商确认"),
    Source.SLIP: _l("银行回单经核对"),
    Source.FINANCE: _l("财政支付数据"),
    Source.FINDER: _l("处理部门认定"),
    Source.DEBTOR: _l("付款单位认可供应商的更正"),
    Source.EARLIER: _l("付款单位登记，没有经其他方面确认"),
}
DISPUTE_NAMES = {
    DisputeState.RAISED: _l("有分歧，待供应商答复"),
    DisputeState.CONTESTED: _l("有分歧，待认定"),
    DisputeState.DECIDED: _l("已有结论"),
}
