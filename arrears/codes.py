"""The words of what belongs to an invoice: sizes, payments, who confirmed them, disputes."""

import enum

from flask_babel import lazy_gettext as _l


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
