"""The words of what belongs to an invoice: how it came, sizes, payments, disputes."""

import enum

from flask_babel import lazy_gettext as _l


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


class PaymentState(enum.StrEnum):
    REPORTED = "reported"  # the debtor says so
    LEFT = "left"  # the supplier has not answered in time; the department finds
    CONFIRMED = "confirmed"
    DENIED = "denied"


PENDING = (PaymentState.REPORTED, PaymentState.LEFT)
"""The states of what the debtor says it paid, and nobody has confirmed or denied."""


class Source(enum.StrEnum):
    """Who besides the debtor says that a payment reached the supplier."""

    SUPPLIER = "supplier"
    SLIP = "slip"
    FINANCE = "finance"
    FINDER = "finder"
    EARLIER = "earlier"  # closed the invoice before anybody else was asked


class DisputeState(enum.StrEnum):
    RAISED = "raised"
    CONTESTED = "contested"  # or not answered in time; the department finds
    DECIDED = "decided"


class Rejection(enum.StrEnum):
    """Why a claim is not admissible (条例 第二十四条、第二十五条)."""

    NO_CONTRACT = "no_contract"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    ALREADY_PAID = "already_paid"
    FALSE = "false"


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
SIZE_NAMES = {
    Size.MICRO: _l("微型企业"),
    Size.SMALL: _l("小型企业"),
    Size.MEDIUM: _l("中型企业"),
    Size.LARGE: _l("大型企业，或者订立合同时没有声明是中小企业"),
    Size.UNKNOWN: _l("登记时没有询问"),
}
PAYMENT_NAMES = {
    PaymentState.REPORTED: _l("单位自报，待确认"),
    PaymentState.LEFT: _l("供应商到期未答复，待认定"),
    PaymentState.CONFIRMED: _l("已确认"),
    PaymentState.DENIED: _l("未收到"),
}
SOURCE_NAMES = {
    Source.SUPPLIER: _l("供应商确认"),
    Source.SLIP: _l("银行回单经核对"),
    Source.FINANCE: _l("财政支付数据"),
    Source.FINDER: _l("处理部门认定"),
    Source.EARLIER: _l("付款单位登记，没有经其他方面确认"),
}
DISPUTE_NAMES = {
    DisputeState.RAISED: _l("有分歧，待供应商答复"),
    DisputeState.CONTESTED: _l("有分歧，待认定"),
    DisputeState.DECIDED: _l("已有结论"),
}
REJECTION_NAMES = {
    Rejection.NO_CONTRACT: _l("与被投诉单位没有合同关系"),
    Rejection.OUT_OF_SCOPE: _l("不属于本条例调整的款项"),
    Rejection.DUPLICATE: _l("重复登记"),
    Rejection.ALREADY_PAID: _l("登记前已经付清"),
    Rejection.FALSE: _l("虚假、恶意投诉"),
}
